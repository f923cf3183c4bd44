/** Reads back what `sweep --out` says in figures: its rows stay where they are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ResultsError } from '../read-results.ts';
import type { SweepSummary } from './sweep-results.ts';

const figures = z.record(z.string(), z.union([z.number(), z.null(), z.boolean()]));
const setting = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const settings = z.record(z.string(), setting);

const strategy = z.looseObject({
  strategy: z.string(),
  paths: z.number(),
  metrics: z.record(z.string(), figures),
  ratios: z.record(z.string(), figures),
});

const gate = z.looseObject({
  gate: z.string(),
  figure: z.string(),
  strategy: z.string(),
  unit: z.enum(['usd', 'count', 'seconds', 'fraction', 'bps', 'perSecond']),
  limit: z.number(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  outcome: z.enum(['pass', 'fail', 'undecided']),
});

const difference = z.looseObject({
  point: z.number(),
  strategy: z.string(),
  figure: z.string(),
  unit: z.enum(['usd', 'count', 'seconds', 'fraction', 'bps', 'perSecond']),
  before: z.number().nullable(),
  after: z.number().nullable(),
  difference: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  verdict: z.string(),
  adjustedPValue: z.number().nullable(),
});

const sweepFile = z.looseObject({
  plan: z.looseObject({
    plimsoll: z.string(),
    scenario: z.looseObject({ name: z.string(), title: z.string() }),
    hash: z.string(),
    seed: z.string(),
    paths: z.number(),
    horizonMillis: z.number(),
    strategies: z.array(z.string()).min(1),
    referencePoint: z.number(),
    tapes: z.number(),
    keys: z.array(z.string()),
    points: z.array(z.looseObject({ point: z.number(), settings })).min(1),
  }),
  partial: z.boolean(),
  definitions: z.record(z.string(), z.union([z.string(), z.number()])),
  points: z
    .array(
      z.looseObject({
        point: z.number(),
        settings,
        borrowingPower: z.number().optional(),
        strategies: z.array(strategy),
        failedPaths: z.array(z.number()),
        gates: z.array(gate).optional(),
      }),
    )
    .min(1),
  differences: z.array(difference),
  notes: z.array(z.string()),
});

/** Folders of earlier versions do not say it. */
const NO_BOOK = { borrowingPower: 0 };

/** @throws ResultsError when `summary.json` is missing or is not that of a sweep */
export function readSweepSummary(folder: string): SweepSummary {
  const fail = (what: string): never => {
    throw new ResultsError(`${folder}: ${what}. A folder of a sweep is written by plimsoll sweep --out <dir>.`);
  };
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return fail(code === undefined ? 'summary.json is not JSON' : `summary.json cannot be read (${code})`);
  }
  const parsed = sweepFile.safeParse(document);
  if (!parsed.success)
    return fail(`summary.json is not that of a sweep: ${z.prettifyError(parsed.error).split('\n')[0]}`);
  // What was written, in its order: a checked copy would have another.
  const summary = document as SweepSummary;
  return { ...summary, points: summary.points.map((point) => ({ ...NO_BOOK, ...point })) };
}
