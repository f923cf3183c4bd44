/**
 * The `sweep:` section of a scenario: what `plimsoll sweep` varies when nobody says otherwise.
 *
 * ```yaml
 * sweep:
 *   protocol.collateral.ETH.liquidationThreshold: [0.75, 0.8, 0.85]
 *   oracles.ETH.publish.deviation: range(0.0025, 0.02, 0.0025)
 * ```
 */
import { z } from 'zod';
import { asksForSeveral } from '../override.ts';
import { ScenarioError } from '../problem.ts';
import { type Axis, axisOf } from './axis.ts';

export type SweepSection = Readonly<Record<string, readonly unknown[] | string>>;

/** What problems name as the origin of an entry. */
export const sectionOption = (key: string): string => `sweep: ${key}`;

/** The settings of one point or value as they are loaded: those of the section apart from those that the user typed. */
export function loadedSettings(axes: readonly Axis[], texts: readonly string[]) {
  const written = axes.map(({ key }, index) => `${key}=${texts[index]}`);
  const isOfSection = (_: string, index: number) => axes[index]!.option === sectionOption(axes[index]!.key);
  return {
    typed: written.filter((text, index) => !isOfSection(text, index)),
    sweepSettings: written.filter(isOfSection),
  };
}

/** @returns the axis of one entry. @throws ScenarioError when it is none */
function entryAxis(key: string, entry: readonly unknown[] | string): Axis {
  const option = sectionOption(key);
  if (typeof entry === 'string') return axisOf({ key, written: entry.trim(), option });
  const texts = entry.map((value) => (typeof value === 'number' ? String(value) : JSON.stringify(value)));
  return { kind: 'list', key, option, texts };
}

export function sectionAxes(section: SweepSection | undefined): Axis[] {
  return Object.entries(section ?? {}).map(([key, entry]) => entryAxis(key, entry));
}

const values = z.array(z.unknown()).min(1).describe('values, one after the other');
const spread = z.string().describe('range(from,to,step), log(from,to,n), lhs(from,to,n) or sobol(from,to,n)');

export const sweepSchema = z
  .record(z.string().min(1), z.union([values, spread]))
  .superRefine((section, context) => {
    for (const [key, entry] of Object.entries(section)) {
      if (typeof entry === 'string' && !asksForSeveral(entry.trim())) {
        context.addIssue({
          code: 'custom',
          path: [key],
          message: 'must be a list, range(…), log(…), lhs(…) or sobol(…)',
        });
        continue;
      }
      try {
        entryAxis(key, entry);
      } catch (error) {
        if (!(error instanceof ScenarioError)) throw error;
        context.addIssue({ code: 'custom', path: [key], message: error.problems[0]!.message });
      }
    }
  })
  .describe('what plimsoll sweep varies, by key: a list of values, or a spread over an interval');
