/**
 * Gates: limits that a scenario sets on its own results.
 *
 * ```yaml
 * gates:
 *   badDebtUsd: ["p(99) < 2_000_000", "mean < 0.5% for asynchronous, dutch-auction"]
 *   slippageBps: ["ratio < 400"]
 * ```
 */
import type { OutcomeKey, RatioKey } from '../models/outcome.ts';
import { suggestion } from './nearest.ts';
import { checkedFigure, type Figure, isMetric, METRIC_KEYS } from './statistic.ts';

export interface Gate extends Figure {
  /** As written. */
  readonly text: string;
  readonly operator: '<' | '>';
  readonly limit: number;
  /** Whether the limit is a share: of the book's debt for USD, of one for what is a fraction. */
  readonly percent: boolean;
  /** Strategies that it holds for; all when empty. */
  readonly strategies: readonly string[];
}

export type GateTexts = Partial<Record<OutcomeKey | RatioKey, readonly string[]>>;

/** Metrics that are shares of one; a limit in per cent means that of 1, and for USD that of the book's debt. */
const FRACTIONS: readonly string[] = ['cascadeShare', 'badDebtShareOfDebt', 'maxOracleError', 'lowestPriceFraction'];

const GATE =
  /^\s*([a-z]+(?:\([\d.]+\)|\d+)?)\s*(<=?|>=?)\s*([-+]?[\d_]*\.?[\d_]+(?:e[-+]?\d+)?)\s*(%?)\s*(?:for\s+(.+?))?\s*$/i;

/**
 * `<statistic> < <limit>[%] [for <strategy>, …]`, or with `>`. A limit is a bound of an estimate with an interval, so `<=` and `<` are the same.
 *
 * @returns a sentence on what is wrong where it cannot be read
 */
export function parseGate(metric: OutcomeKey | RatioKey, text: string): Gate | string {
  const match = GATE.exec(text);
  if (match === null)
    return 'must be <statistic> < <limit>, such as "p(99) < 2_000_000", "mean < 0.5%" or "es(99) < 1e6 for asynchronous"';
  const [, statistic, operator, number, percent, names] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string?,
  ];
  const figure = checkedFigure(metric, statistic);
  if (typeof figure === 'string') return figure;
  const isShare = statistic === 'probability' || metric.endsWith('Usd') || FRACTIONS.includes(metric);
  if (percent === '%' && !isShare)
    return `has a %, but ${metric} is neither USD nor a fraction: write the limit in its own unit`;
  return {
    ...figure,
    text: text.trim(),
    operator: operator.startsWith('<') ? '<' : '>',
    limit: Number(number.replaceAll('_', '')),
    percent: percent === '%',
    strategies: names?.split(',').map((name) => name.trim()) ?? [],
  };
}

/** A gate on one line: `badDebtUsd.p99 < 0.5%`. @returns a sentence on what is wrong where it cannot be read */
export function parseLimit(text: string): Gate | string {
  const dot = text.indexOf('.');
  const metric = text.slice(0, Math.max(0, dot)).trim();
  if (dot < 0) return "must be <metric>.<statistic> < <limit>, such as 'badDebtUsd.p99 < 0.5%'";
  if (!isMetric(metric)) {
    return `no metric is called ${JSON.stringify(metric)}; ${suggestion(metric, METRIC_KEYS, 'known are') ?? ''}`;
  }
  return parseGate(metric, text.slice(dot + 1));
}

/** All gates of a scenario, in its order. */
export function gatesOf(texts: GateTexts | undefined): Gate[] {
  return Object.entries(texts ?? {}).flatMap(([metric, list]) =>
    (list ?? []).map((text) => {
      const gate = parseGate(metric as OutcomeKey | RatioKey, text);
      if (typeof gate === 'string') throw new RangeError(`gates.${metric}: ${gate}`);
      return gate;
    }),
  );
}
