import { type Figure, figureText, parseFigure } from '../../scenarios/statistic.ts';
import { estimateFigure } from '../figure-estimate.ts';
import { rowsDigest } from '../read-results.ts';
import type { Results } from '../results.ts';
import { batchValues, rounded } from './batch-sums.ts';

/** Figures that a baseline pins where nobody says: losses, tail included. */
export const PINNED_FIGURES: readonly string[] = [
  'badDebtUsd.mean',
  'badDebtUsd.p99',
  'badDebtUsd.es99',
  'badDebtUsd.probability',
  'slippageUsd.mean',
  'borrowerLossUsd.mean',
];

/** What a baseline remembers of one figure of one strategy. */
export interface PinnedFigure {
  readonly strategy: string;
  readonly figure: string;
  /** Null where the figure did not exist. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** What the batches are measured against; see `batchValues`. */
  readonly anchor: number;
  readonly batches: readonly number[];
}

/** A run that later ones are held against. */
export interface Baseline {
  /** As given on the command line: a shipped name, or a file. */
  readonly scenario: string;
  readonly set: readonly string[];
  readonly hash: string;
  readonly seed: string;
  readonly paths: number;
  readonly horizonMillis: number;
  readonly plimsoll: string;
  readonly mathFingerprint: string;
  readonly confidence: number;
  /** SHA-256 over every figure of every path. */
  readonly rows: string;
  /** Sorted by strategy, then figure. */
  readonly figures: readonly PinnedFigure[];
}

/** @throws RangeError for a figure that nobody knows */
export function pinnedFigure(text: string): Figure {
  const figure = parseFigure(text);
  if (typeof figure === 'string') throw new RangeError(figure);
  return figure;
}

/**
 * What is to be remembered of a run.
 *
 * @param source scenario and settings as given, so that the run can be repeated
 */
export function baselineOf(
  results: Results,
  source: { readonly scenario: string; readonly set: readonly string[] },
  figures: readonly string[] = PINNED_FIGURES,
): Baseline {
  const { manifest } = results;
  const names = [...new Set(figures.map((text) => figureText(pinnedFigure(text))))].sort();
  return {
    ...source,
    hash: manifest.scenario.hash,
    seed: manifest.seed,
    paths: manifest.paths,
    horizonMillis: manifest.horizonMillis,
    plimsoll: manifest.plimsoll,
    mathFingerprint: manifest.mathFingerprint,
    confidence: manifest.definitions.confidence,
    rows: rowsDigest(results),
    figures: [...manifest.strategies].sort().flatMap((strategy) => names.map((name) => pin(results, strategy, name))),
  };
}

function pin(results: Results, strategy: string, name: string): PinnedFigure {
  const figure = pinnedFigure(name);
  const { value, low, high } = estimateFigure(results, strategy, figure);
  const anchor = anchorOf(results, strategy, figure);
  const batches = value === null ? [] : (batchValues(results, strategy, figure, anchor) ?? []);
  const short = (x: number | null) => (x === null ? null : rounded(x));
  return { strategy, figure: name, value: short(value), low: short(low), high: short(high), anchor, batches };
}

function anchorOf(results: Results, strategy: string, figure: Figure): number {
  const { metric, statistic } = figure;
  switch (statistic.kind) {
    case 'mean':
    case 'probability':
      return 0;
    case 'ratio':
    case 'quantile':
      return estimateFigure(results, strategy, figure).value ?? 0;
    case 'shortfall':
      return (
        estimateFigure(results, strategy, { metric, statistic: { kind: 'quantile', level: statistic.level } }).value ??
        0
      );
  }
}
