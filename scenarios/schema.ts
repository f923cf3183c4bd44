/**
 * The whole scenario file as one schema: what surrounds the world (name, sources, run) and the world itself, which
 * `models/world/spec.ts` makes from the registry.
 *
 * The schema checks shape, type and range. What spans several keys (an oracle for every moving asset, a venue for every
 * collateral) is in `scenarios/checks/`, which runs once the shape is right.
 */
import { z } from 'zod';
import { zName, zSpan } from '../models/parameters.ts';
import type { Registry } from '../models/registry.ts';
import { type SamplingSpec, samplingSchema } from '../models/tape/sampled-jumps.ts';
import type { WorldSpec } from '../models/world/spec.ts';
import { worldSchema } from '../models/world/spec.ts';
import type { GateTexts } from './gates.ts';
import { gatesSchema } from './gates-schema.ts';
import { type SweepSection, sweepSchema } from './sweep/section.ts';

/**
 * A scenario's schema is made from the registry for one load and reads one file: compiling readers for it, as zod otherwise does,
 * takes longer than reading.
 */
export const PARSE_ONCE = { jitless: true } as const;

/** Most paths that one run may have: their columns are kept in memory. */
export const MAX_PATHS = 10_000_000;

const runSchema = z.strictObject({
  paths: z.number().int().min(1).max(MAX_PATHS).default(1000).describe(`number of paths, 1 to ${MAX_PATHS}`),
  seed: z
    .union([z.string().min(1).max(200), z.number().int()])
    .transform(String)
    .describe('a text or a whole number; the same seed gives the same paths'),
  horizon: zSpan.describe('length of a path, e.g. 24h'),
  tick: zSpan.describe('spacing of the tape, e.g. 12s; the horizon is a multiple of it'),
  reference: zName.optional().describe('strategy that the others are compared with; the first one when left out'),
  sampling: samplingSchema.optional(),
});

/**
 * @param registry the models that may be named
 * @returns the schema of a scenario file; its output has durations in milliseconds and defaults filled in
 */
export function scenarioSchema(registry: Registry) {
  return z
    .strictObject({
      name: zName.describe('short name of the scenario: letters, digits, _ . and -'),
      title: z.string().min(1).describe('one line for people'),
      description: z.string().optional().describe('what it replays and what it leaves out'),
      severity: z
        .enum(['neutral', 'adverse', 'severe', 'very severe'])
        .optional()
        .describe('how bad it is meant to be'),
      sources: z.array(z.string().min(1)).optional().describe('where the numbers come from'),
      run: runSchema.describe('how long, how many, from which seed'),
      ...worldSchema(registry),
      gates: gatesSchema.optional(),
      sweep: sweepSchema.optional(),
    })
    .describe('A Plimsoll scenario');
}

/** How a resolved scenario is run. */
export interface RunSpec {
  readonly paths: number;
  readonly seed: string;
  /** Milliseconds. */
  readonly horizon: number;
  /** Milliseconds. */
  readonly tick: number;
  /** Name of one of the strategies. */
  readonly reference: string;
  /** How paths are drawn; alike where left out. */
  readonly sampling?: SamplingSpec | undefined;
}

export type Severity = 'neutral' | 'adverse' | 'severe' | 'very severe';

/** A scenario with every default filled in and every duration in milliseconds. Frozen by the loader. */
export interface ResolvedScenario extends WorldSpec {
  readonly name: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly sources?: readonly string[] | undefined;
  readonly run: RunSpec;
  /** Limits on its own results; no part of its hash. */
  readonly gates?: GateTexts | undefined;
  /** What `plimsoll sweep` varies; no part of the hash, and nothing to a run. */
  readonly sweep?: SweepSection | undefined;
}
