/** What a preset's file says for its page: its second document. */
import { LineCounter } from 'yaml';
import { z } from 'zod';
import { parseYaml } from '../../../scenarios/document.ts';
import { type Preset, presetPageText } from '../../../scenarios/presets.ts';

const zText = z.string().min(1);

const zFacts = z.strictObject({
  /** What the system is and does. */
  what: zText,
  /** Who ends up with the collateral, or pays the debt. */
  counterparty: zText,
  /** Who bears what collateral does not cover, in the system. */
  shortfall: zText,
  /** What of a scenario suits it. */
  book: zText,
  /** Of one collateral, as `protocol.collateral` takes them. */
  terms: z.record(zText, z.number()),
  /** What comes nearest to the system's, as `protocol.waterfall` takes it. */
  waterfall: z.array(z.looseObject({ model: zText })).min(1),
  /** Settings of its scenario that it refuses, each `key=value`. */
  refuses: z.array(zText).default([]),
  /** What is left out, and which way results lean for it. */
  simplified: z.array(zText).min(1),
  /** Where each parameter comes from, by `choice.parameter`; `terms` for those of the collateral. */
  origins: z.record(zText, zText),
  /** Mechanisms of golden vectors that hold it, by the beginning of their names. */
  vectors: z.array(zText),
  /** What to say of the vectors, or of why there are none. */
  held: zText.optional(),
});

export type PresetFacts = z.output<typeof zFacts>;

/** @throws ZodError where the file leaves something out */
export async function factsOf({ name }: Preset): Promise<PresetFacts> {
  return zFacts.parse(parseYaml(await presetPageText(name), new LineCounter()).toJS());
}

/** Assumptions about keepers that all presets share. */
const SHARED: Readonly<Record<string, string>> = {
  'execution.revertGas': 'ours: a call that fails at its first checks',
  'execution.retry': 'ours: how often keepers look again at what did not pay',
};

const KEEPERS_GAS = 'Aave v3 `liquidationCall` with flash loan and swap takes 0.45 to 1.0 m gas';

/** Where a parameter comes from; undefined where neither the file nor a shared assumption says. */
export function originOf(preset: Preset, { origins }: PresetFacts, key: string): string | undefined {
  const stated = origins[key];
  if (stated !== undefined) return stated;
  if (key === 'execution.gas' && preset.execution?.model === 'keepers') return KEEPERS_GAS;
  return SHARED[key];
}
