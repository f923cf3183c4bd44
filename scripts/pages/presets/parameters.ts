/** Every parameter that a preset states, with what it means and where it comes from. */

import { STRATEGY_CHOICES } from '../../../models/liquidation/choices.ts';
import type { Family, Registry } from '../../../models/registry.ts';
import type { Preset } from '../../../scenarios/presets.ts';
import { parameterRows } from '../parameter-rows.ts';
import { originOf, type PresetFacts } from './facts.ts';

export interface PresetParameter {
  /** `execution.curve.cut`. */
  readonly key: string;
  readonly value: unknown;
  readonly meaning: string;
  readonly origin: string | undefined;
}

type Mapping = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param registry with the schemas of models inside models */
export function presetParameters(preset: Preset, facts: PresetFacts, registry: Registry): PresetParameter[] {
  const origin = (key: string) => originOf(preset, facts, key);
  return STRATEGY_CHOICES.flatMap((choice) => {
    const stated = preset[choice];
    return stated === undefined ? [] : ofModel(choice, choice, stated, origin, registry);
  });
}

function ofModel(
  prefix: string,
  family: string,
  stated: Mapping,
  origin: (key: string) => string | undefined,
  registry: Registry,
): PresetParameter[] {
  const { model, ...parameters } = stated;
  const definition = registry.of(family as Family).find(({ name }) => name === model);
  const meanings = new Map(definition && parameterRows(definition).map(({ name, meaning }) => [name, meaning]));
  const rows = (path: string, value: unknown): PresetParameter[] => {
    const key = `${prefix}.${path}`;
    // A model inside a model is of the family that its key names.
    if (isMapping(value) && Object.hasOwn(value, 'model') && Object.keys(value).length > 1)
      return ofModel(key, path, value, origin, registry);
    if (isMapping(value) && !Object.hasOwn(value, 'model'))
      return Object.entries(value).flatMap(([name, part]) => rows(`${path}.${name}`, part));
    return [{ key, value, meaning: meanings.get(path) ?? '', origin: origin(key) }];
  };
  return Object.entries(parameters).flatMap(([name, value]) => rows(name, value));
}
