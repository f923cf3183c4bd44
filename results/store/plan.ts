/** What a set of rows belongs to. Rows are continued, or joined, only where their plans agree. */
import { endianness } from 'node:os';
import { OUTCOME_KEYS } from '../../models/outcome.ts';
import type { StableManifest } from '../manifest.ts';

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

export const shardText = ({ index, count }: Shard): string => `${index}/${count}`;

const ASPECTS: readonly (readonly [name: string, of: (plan: WrittenPlan) => unknown])[] = [
  ['version of Plimsoll', ({ manifest }) => manifest.plimsoll],
  ['scenario', ({ manifest }) => manifest.scenario.name],
  ['hash of the scenario', ({ manifest }) => manifest.scenario.hash.slice(0, 12)],
  ['seed', ({ manifest }) => manifest.seed],
  ['number of paths', ({ manifest }) => manifest.paths],
  ['strategies', ({ manifest }) => manifest.strategies.join(', ')],
  ['math library', ({ manifest }) => manifest.mathFingerprint],
  ['stopping rule', ({ until }) => until ?? 'none'],
  ['layout of the rows', ({ format, endianness, figures }) => `${format} ${endianness}, ${figures.length} figures`],
];

/**
 * What two plans do not share, in words: `seed is 7 there and 8 here`. Shards of one run have the same plan.
 *
 * @returns undefined where they agree to the last byte
 */
export function planDifference(there: WrittenPlan, here: WrittenPlan): string | undefined {
  const differing = ASPECTS.filter(([, of]) => of(there) !== of(here));
  if (differing.length > 0) {
    // What is simulated says more than the hash over it.
    return differing.map(([name, of]) => `${name} is ${of(there)} there and ${of(here)} here`).join('; ');
  }
  const whole = (plan: WrittenPlan) => JSON.stringify({ ...plan, shard: undefined });
  return whole(there) === whole(here) ? undefined : 'the manifests differ';
}
