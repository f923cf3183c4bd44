import { type Figure, figureText, parseFigure } from '../scenarios/statistic.ts';
import { CONFIDENCE } from './definitions.ts';
import { figureDifference } from './figure-difference.ts';
import { describedMetric, estimateFigure } from './figure-estimate.ts';
import type { MetricUnit } from './metrics.ts';
import { restrictedTo } from './restricted-results.ts';
import type { Results } from './results.ts';
import { comparabilityNotes, type SettingDifference, settingDifferences } from './scenario-differences.ts';
import { holm } from './statistics/holm.ts';
import { pathsToSettle } from './statistics/sample-size.ts';
import { type Verdict, verdict } from './statistics/verdict.ts';

/** What a decision looks at, where nobody says: losses first, tail included. */
export const USUAL_FIGURES: readonly string[] = [
  'badDebtUsd.mean',
  'badDebtUsd.es99',
  'badDebtUsd.probability',
  'slippageUsd.mean',
  'slippageBps.ratio',
  'borrowerLossUsd.mean',
  'keeperProfitUsd.mean',
  'timeToCloseP95Seconds.mean',
];

/** Differences up to this share of the first result do not matter, where nobody says. */
export const USUAL_MARGIN = 0.01;

/** One figure of one strategy: the second result against the first, paired by path. */
export interface FigureComparison {
  readonly strategy: string;
  readonly figure: string;
  readonly unit: MetricUnit;
  readonly before: number | null;
  readonly after: number | null;
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Paths used. */
  readonly n: number;
  readonly differingPaths: number;
  /** Differences up to this size do not matter, in the figure's unit. */
  readonly margin: number;
  readonly verdict: Verdict;
  readonly pValue: number | null;
  /** The same after Holm's correction for all figures of the comparison. */
  readonly adjustedPValue: number | null;
  readonly pathsToDecide: number | null;
}

export interface ResultsComparison {
  readonly before: Results['manifest'];
  readonly after: Results['manifest'];
  readonly settings: readonly SettingDifference[];
  /** Why the two are not quite comparable. */
  readonly notes: readonly string[];
  readonly figures: readonly FigureComparison[];
}

/** A margin of one figure: absolute in its unit, or a share of the first result. */
export interface Margin {
  readonly kind: 'absolute' | 'relative';
  readonly size: number;
}

/**
 * The second result against the first, strategy by strategy and figure by figure, paired by path number over the paths that
 * both have.
 *
 * @param margins by figure (`badDebtUsd.mean`); `USUAL_MARGIN` for the others
 * @throws RangeError when the two share no strategy or no path, or weigh their paths differently
 */
export function compareResults(
  before: Results,
  after: Results,
  figures: readonly string[] = USUAL_FIGURES,
  margins: ReadonlyMap<string, Margin> = new Map(),
): ResultsComparison {
  const shared = before.manifest.strategies.filter((name) => after.manifest.strategies.includes(name));
  if (shared.length === 0) {
    throw new RangeError(
      `the results share no strategy: ${before.manifest.strategies.join(', ')} against ${after.manifest.strategies.join(', ')}`,
    );
  }
  const [a, b] = onSharedPaths(before, after);
  const notes = comparabilityNotes(before.manifest, after.manifest);
  const others = [...before.manifest.strategies, ...after.manifest.strategies].filter((name) => !shared.includes(name));
  if (others.length > 0) notes.push(`Not in both, and left out: ${[...new Set(others)].join(', ')}.`);
  const open = shared.flatMap((strategy) =>
    figures.map((text) => compareFigure(a, b, strategy, figureOf(text), margins)),
  );
  const adjusted = holm(open.map(({ pValue }) => pValue));
  return {
    before: before.manifest,
    after: after.manifest,
    settings: settingDifferences(before.manifest, after.manifest),
    notes,
    figures: open.map((one, i) => ({ ...one, adjustedPValue: adjusted[i]! })),
  };
}

function figureOf(text: string): Figure {
  const figure = parseFigure(text);
  if (typeof figure === 'string') throw new RangeError(figure);
  return figure;
}

function compareFigure(
  before: Results,
  after: Results,
  strategy: string,
  figure: Figure,
  margins: ReadonlyMap<string, Margin>,
): FigureComparison {
  const name = figureText(figure);
  const { unit, worse } = describedMetric(figure.metric);
  const [a, b] = [before, after].map((results) => estimateFigure(results, strategy, figure));
  const seen = figureDifference(before, after, strategy, figure);
  // A tail that rests on too few paths has no interval, and so has the difference of two of them: it may be one path and the next.
  const isThin = figure.statistic.kind === 'shortfall' && (a!.low === null || b!.low === null);
  const paired = isThin ? { ...seen, low: null, high: null, pValue: null, standardError: null } : seen;
  const { kind, size } = margins.get(name) ?? { kind: 'relative', size: USUAL_MARGIN };
  const margin = kind === 'absolute' ? size : size * Math.abs(a!.value ?? 0);
  const words = verdict(paired, worse, margin);
  const { difference, low, high, n, differingPaths, pValue, standardError } = paired;
  const isOpen = words === 'not decided' && difference !== null && standardError !== null;
  return {
    strategy,
    figure: name,
    unit: figure.statistic.kind === 'probability' ? 'fraction' : unit,
    before: a!.value,
    after: b!.value,
    difference,
    low,
    high,
    n,
    differingPaths,
    margin,
    verdict: words,
    pValue,
    adjustedPValue: null,
    pathsToDecide: isOpen ? pathsToSettle(standardError * Math.sqrt(n), difference, margin, CONFIDENCE) : null,
  };
}

/** Both results with only the paths that both have. */
function onSharedPaths(before: Results, after: Results): [Results, Results] {
  const [a, b] = [before, after].map(({ strategies }) => strategies[0]!.paths);
  const inBoth = new Set(
    Array.from(a!).filter(
      (
        (known) => (path: number) =>
          known.has(path)
      )(new Set(b)),
    ),
  );
  if (inBoth.size === 0) throw new RangeError('the results share no path number');
  return [restrictedTo(before, inBoth), restrictedTo(after, inBoth)];
}
