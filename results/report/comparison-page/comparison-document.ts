/** A comparison as it stands on disk: what `compare --json` prints, and how bad debt is spread on either side. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { OutcomeKey } from '../../../models/outcome.ts';
import type { ResultsComparison } from '../../compare-results.ts';
import { ResultsError } from '../../read-results.ts';
import type { Results } from '../../results.ts';
import { type ExceedancePoint, exceedancePoints, samplesOf } from '../page/distribution-charts.ts';

export const COMPARISON_FILE = 'comparison.json';

/** Figures whose distribution is kept. */
export const SPREAD_FIGURES: readonly OutcomeKey[] = ['badDebtUsd', 'slippageUsd'];

/** Share of paths above each amount, on both sides; empty where no path has any. */
export interface Spread {
  readonly strategy: string;
  readonly figure: string;
  readonly first: readonly ExceedancePoint[];
  readonly second: readonly ExceedancePoint[];
}

export interface ComparisonDocument extends ResultsComparison {
  readonly spreads: readonly Spread[];
}

export function comparisonDocument(comparison: ResultsComparison, before: Results, after: Results): ComparisonDocument {
  const strategies = [...new Set(comparison.figures.map(({ strategy }) => strategy))];
  const spreads = SPREAD_FIGURES.flatMap((figure) => {
    const [first, second] = [samplesOf(before, figure), samplesOf(after, figure)];
    return strategies.map((strategy): Spread => {
      const own = [first, second].map((samples) => samples.filter((one) => one.strategy === strategy));
      const named = [own[0]!, own[1]!].flatMap((samples, side) =>
        samples.map(({ sample }) => ({ strategy: SIDES[side]!, sample })),
      );
      const points = exceedancePoints(named);
      const of = (side: string) => points.filter((point) => point.strategy === side);
      return { strategy, figure, first: of(SIDES[0]), second: of(SIDES[1]) };
    });
  });
  return { ...comparison, spreads };
}

export const SIDES = ['first', 'second'] as const;

const number = z.number().nullable();
const unit = z.enum(['usd', 'count', 'seconds', 'fraction', 'bps', 'perSecond']);
const points = z.array(z.object({ strategy: z.string(), x: z.number(), value: z.number(), low: number, high: number }));
const manifest = z.looseObject({
  plimsoll: z.string(),
  scenario: z.looseObject({ name: z.string(), title: z.string(), hash: z.string() }),
  seed: z.string(),
  paths: z.number(),
  horizonMillis: z.number(),
  initialDebtUsd: z.number(),
});

const comparisonFile = z.looseObject({
  before: manifest,
  after: manifest,
  settings: z.array(z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
  notes: z.array(z.string()),
  figures: z
    .array(
      z.looseObject({
        strategy: z.string(),
        figure: z.string(),
        unit,
        before: number,
        after: number,
        difference: number,
        low: number,
        high: number,
        n: z.number(),
        margin: z.number(),
        verdict: z.string(),
        pValue: number,
        adjustedPValue: number,
        pathsToDecide: number,
      }),
    )
    .min(1),
  spreads: z.array(
    z.object({ strategy: z.string(), figure: z.enum(['badDebtUsd', 'slippageUsd']), first: points, second: points }),
  ),
});

/** @throws ResultsError when there is no comparison in the folder */
export function readComparison(folder: string): ComparisonDocument {
  const fail = (what: string): never => {
    throw new ResultsError(`${folder}: ${what}. A folder of a comparison is written by plimsoll compare --out <dir>.`);
  };
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(join(folder, COMPARISON_FILE), 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return fail(code === undefined ? `${COMPARISON_FILE} is not JSON` : `${COMPARISON_FILE} cannot be read (${code})`);
  }
  const parsed = comparisonFile.safeParse(document);
  if (!parsed.success)
    return fail(`${COMPARISON_FILE} is not a comparison: ${z.prettifyError(parsed.error).split('\n')[0]}`);
  return document as ComparisonDocument;
}
