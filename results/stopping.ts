import { type Figure, figureText, parseFigure } from '../scenarios/statistic.ts';
import { describedMetric, estimateFigure } from './figure-estimate.ts';
import { formatValue } from './format.ts';
import type { Results } from './results.ts';

/**
 * Runs until a figure is known well enough (`--until 'badDebtUsd.mean ±2%'`).
 *
 * The question is asked at fixed numbers of paths only, whoever ran them in which order, so that a run stops at the same path for
 * any number of workers. Asking again and again makes an interval look narrow by chance now and then; it is therefore held against the
 * target at 1.05 times its width, and not before the eighth batch.
 */
export const STOPPING_BATCH = 128;
export const FEWEST_BATCHES = 8;
const INFLATION = 1.05;

export interface StoppingRule {
  readonly text: string;
  readonly figure: Figure;
  /** Half width of the interval that is enough: in the figure's unit, or as a share of its value. */
  readonly target: { readonly kind: 'absolute' | 'relative'; readonly halfWidth: number };
}

const RULE = /^\s*(\S+?)\s*(?:±|\+\/?-|~)\s*([\d_]*\.?\d+(?:e[-+]?\d+)?)\s*(%?)\s*$/i;

/** @returns a sentence on what is wrong where it cannot be read */
export function parseStoppingRule(text: string): StoppingRule | string {
  const [, name, number, percent] = RULE.exec(text) ?? [];
  if (name === undefined)
    return "must be <metric>.<statistic> ±<width>, such as 'badDebtUsd.mean ±2%' or 'badDebtUsd.es99 ±50000'";
  const figure = parseFigure(name);
  if (typeof figure === 'string') return figure;
  const size = Number(number!.replaceAll('_', ''));
  if (!(size > 0)) return 'must ask for a width above 0';
  const target =
    percent === '%'
      ? { kind: 'relative' as const, halfWidth: size / 100 }
      : { kind: 'absolute' as const, halfWidth: size };
  return { text: `${figureText(figure)} ±${number}${percent}`, figure, target };
}

export interface Precision {
  readonly strategy: string;
  readonly value: number | null;
  /** Half width of the interval, widened as above; null where there is none yet. */
  readonly halfWidth: number | null;
  readonly isEnough: boolean;
}

/** How well the figure is known so far, strategy by strategy. A share of 0 is never enough: nothing was seen yet. */
export function precisionOf(results: Results, { figure, target }: StoppingRule): Precision[] {
  return results.strategies.map(({ strategy }) => {
    const { value, low, high } = estimateFigure(results, strategy, figure);
    if (value === null || low === null || high === null) return { strategy, value, halfWidth: null, isEnough: false };
    const halfWidth = INFLATION * Math.max(high - value, value - low);
    const allowed = target.kind === 'absolute' ? target.halfWidth : target.halfWidth * Math.abs(value);
    const isSeen = target.kind === 'absolute' || value !== 0;
    return { strategy, value, halfWidth, isEnough: isSeen && halfWidth <= allowed };
  });
}

/** Numbers of paths at which the question is asked, up to `most`: every batch at first, then in steps of an eighth. */
export function* checkpoints(most: number): Generator<number> {
  for (let batches = FEWEST_BATCHES; ; batches = Math.max(batches + 1, Math.ceil(batches * 1.125))) {
    const paths = Math.min(most, batches * STOPPING_BATCH);
    yield paths;
    if (paths >= most) return;
  }
}

/** One line on where it stopped. */
export function stoppingNote(results: Results, rule: StoppingRule): string {
  const { unit } = describedMetric(rule.figure.metric);
  const paths = results.strategies[0]?.paths.length ?? 0;
  const open = precisionOf(results, rule).filter(({ isEnough }) => !isEnough);
  if (open.length === 0) return `stopped after ${paths} paths: ${rule.text} is reached for every strategy`;
  const parts = open.map(({ strategy, halfWidth }) =>
    halfWidth === null ? `${strategy} has no interval` : `${strategy} is at ±${formatValue(halfWidth, unit)}`,
  );
  return `${rule.text} is not reached after ${paths} paths, the most allowed: ${parts.join(', ')}`;
}
