/** What a set of rows belongs to, of a run or a sweep. Rows are continued, or joined, only where their plans agree. */
import { endianness } from 'node:os';
import { OUTCOME_KEYS } from '../../models/outcome.ts';
import type { StableManifest } from '../manifest.ts';
import type { PlanDocument } from '../points/sweep-results.ts';

/** Version of the journal's layout. */
export const JOURNAL_FORMAT = 1;

/** One of several machines that share a run: it simulates the paths whose number leaves `index` when divided by `count`. */
export interface Shard {
  /** 0 to `count` − 1. */
  readonly index: number;
  readonly count: number;
}

/** Decided before the first path, and written before the first row. */
export interface RunPlan {
  /** The manifest of the whole run as it will be when every path went through. */
  readonly manifest: StableManifest;
  /** Missing where one machine runs it all. */
  readonly shard?: Shard | undefined;
  /** The rule of a run that stops by itself. */
  readonly until?: string | undefined;
}

/** The plan as it stands at the head of a journal. */
export interface WrittenPlan extends RunPlan {
  readonly format: number;
  readonly endianness: string;
  /** Names of the figures in a row, in order. */
  readonly figures: readonly string[];
}

export function writtenPlan({ manifest, shard, until }: RunPlan): WrittenPlan {
  return {
    format: JOURNAL_FORMAT,
    endianness: endianness(),
    figures: OUTCOME_KEYS,
    manifest,
    ...(shard && { shard }),
    ...(until !== undefined && { until }),
  };
}

/** The plan of a sweep as it stands at the head of a journal. */
export interface WrittenSweep {
  readonly format: number;
  readonly endianness: string;
  readonly figures: readonly string[];
  readonly sweep: PlanDocument;
  /** Points that are simulated together, by their number. */
  readonly chunks: readonly (readonly number[])[];
  readonly shard?: Shard | undefined;
}

export function writtenSweep(sweep: PlanDocument, chunks: WrittenSweep['chunks'], shard?: Shard): WrittenSweep {
  return {
    format: JOURNAL_FORMAT,
    endianness: endianness(),
    figures: OUTCOME_KEYS,
    sweep,
    chunks,
    ...(shard && { shard }),
  };
}

export const isSweep = (plan: WrittenPlan | WrittenSweep): plan is WrittenSweep => 'sweep' in plan;

export const shardText = ({ index, count }: Shard): string => `${index}/${count}`;

type Aspects<P> = readonly (readonly [name: string, of: (plan: P) => unknown])[];

const RUN_ASPECTS: Aspects<WrittenPlan> = [
  ['version of Plimsoll', ({ manifest }) => manifest.plimsoll],
  ['scenario', ({ manifest }) => manifest.scenario.name],
  ['hash of the scenario', ({ manifest }) => manifest.scenario.hash.slice(0, 12)],
  ['seed', ({ manifest }) => manifest.seed],
  ['number of paths', ({ manifest }) => manifest.paths],
  ['strategies', ({ manifest }) => manifest.strategies.join(', ')],
  ['math library', ({ manifest }) => manifest.mathFingerprint],
  ['stopping rule', ({ until }) => until ?? 'none'],
];

const SWEEP_ASPECTS: Aspects<WrittenSweep> = [
  ['version of Plimsoll', ({ sweep }) => sweep.plimsoll],
  ['scenario', ({ sweep }) => sweep.scenario.name],
  ['keys that vary', ({ sweep }) => sweep.keys.join(', ')],
  ['number of points', ({ sweep }) => sweep.points.length],
  ['hash of the plan', ({ sweep }) => sweep.hash.slice(0, 12)],
  ['seed', ({ sweep }) => sweep.seed],
  ['number of paths', ({ sweep }) => sweep.paths],
  ['strategies', ({ sweep }) => sweep.strategies.join(', ')],
  ['reference point', ({ sweep }) => sweep.referencePoint],
  ['math library', ({ sweep }) => sweep.mathFingerprint],
];

const LAYOUT: Aspects<WrittenPlan | WrittenSweep> = [
  ['layout of the rows', ({ format, endianness, figures }) => `${format} ${endianness}, ${figures.length} figures`],
];

/**
 * What two plans do not share, in words: `seed is 7 there and 8 here`. Shards of one run have the same plan.
 *
 * @returns undefined where they agree to the last byte
 */
export function planDifference(
  there: WrittenPlan | WrittenSweep,
  here: WrittenPlan | WrittenSweep,
): string | undefined {
  if (isSweep(there) !== isSweep(here))
    return isSweep(there) ? 'it is a sweep there and a run here' : 'it is a run there and a sweep here';
  const differing = isSweep(there)
    ? differences([...SWEEP_ASPECTS, ...LAYOUT], there, here as WrittenSweep)
    : differences([...RUN_ASPECTS, ...LAYOUT], there, here as WrittenPlan);
  // What is simulated says more than the hash over it.
  if (differing.length > 0) return differing.join('; ');
  const whole = (plan: WrittenPlan | WrittenSweep) => JSON.stringify({ ...plan, shard: undefined });
  return whole(there) === whole(here) ? undefined : 'the manifests differ';
}

function differences<P>(aspects: Aspects<P>, there: P, here: P): string[] {
  return aspects
    .filter(([, of]) => of(there) !== of(here))
    .map(([name, of]) => `${name} is ${of(there)} there and ${of(here)} here`);
}
