/** The figures that a sweep's page shows at each point, and how the keys that vary are laid out. */
import { METRICS, type MetricUnit } from '../../metrics.ts';
import type { PointSummary, SweepSummary } from '../../points/sweep-results.ts';
import { shortKey } from '../../points/sweep-table.ts';
import { RATIOS, type RatioKey } from '../../ratios.ts';
import type { StrategySummary } from '../../summary.ts';

/** A figure that a page can draw over the points of a sweep. */
export interface SweptFigure {
  /** `badDebtUsd.es99`, as gates name it. */
  readonly name: string;
  /** Letters and dashes. */
  readonly id: string;
  readonly title: string;
  readonly unit: MetricUnit;
  of(strategy: StrategySummary): Value;
}

export interface Value {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

const STATISTICS = { mean: 'mean', es99: 'ES 99 %', probabilityPositive: 'probability of any' } as const;

function statistic(key: keyof typeof METRICS, name: keyof typeof STATISTICS): SweptFigure {
  const isShare = name === 'probabilityPositive';
  return {
    name: `${key}.${isShare ? 'probability' : name}`,
    id: `${key}-${name}`,
    title: `${METRICS[key].title}, ${STATISTICS[name]}`,
    unit: isShare ? 'fraction' : METRICS[key].unit,
    of: ({ metrics }) => {
      const {
        [name]: value,
        [`${name}Low`]: low,
        [`${name}High`]: high,
      } = metrics[key] as unknown as Record<string, number | null>;
      return { value: value ?? null, low: low ?? null, high: high ?? null };
    },
  };
}

function ratio(key: RatioKey): SweptFigure {
  const { title, unit } = RATIOS[key];
  const of = ({ ratios }: StrategySummary): Value => ratios[key];
  return { name: `${key}.ratio`, id: `${key}-ratio`, title, unit, of };
}

export const MEAN_BAD_DEBT = statistic('badDebtUsd', 'mean');
export const TAIL_BAD_DEBT = statistic('badDebtUsd', 'es99');

/** What a decision looks at, losses first. */
export const SWEPT_FIGURES: readonly SweptFigure[] = [
  MEAN_BAD_DEBT,
  TAIL_BAD_DEBT,
  statistic('badDebtUsd', 'probabilityPositive'),
  ratio('slippageBps'),
];

/** A key that varies. */
export interface SweptKey {
  readonly key: string;
  readonly short: string;
  /** Whether all its values are numbers. */
  readonly isNumber: boolean;
  /** Its values, in order of size, or as they first come where they are words. */
  readonly values: readonly (string | number)[];
}

export function sweptKeys({ plan }: Pick<SweepSummary, 'plan'>): SweptKey[] {
  const short = shortKey(plan.keys);
  return plan.keys.map((key) => {
    const values = [...new Set(plan.points.map(({ settings }) => settingValue(settings[key])))];
    const isNumber = values.every((value) => typeof value === 'number');
    if (isNumber) values.sort((a, b) => Number(a) - Number(b));
    return { key, short: short(key), isNumber, values };
  });
}

export function settingValue(setting: unknown): string | number {
  return typeof setting === 'number' ? setting : String(setting);
}

/** Whether every combination of values is a point, once. */
export function isGrid({ plan }: Pick<SweepSummary, 'plan'>, keys: readonly SweptKey[]): boolean {
  const cells = keys.reduce((product, { values }) => product * values.length, 1);
  const taken = new Set(plan.points.map(({ settings }) => JSON.stringify(plan.keys.map((key) => settings[key]))));
  return cells === plan.points.length && taken.size === cells;
}

/** Strategies in the order of the scenario. */
export const strategiesOf = ({ plan }: SweepSummary): readonly string[] => plan.strategies;

export function strategyAt({ strategies }: PointSummary, name: string): StrategySummary | undefined {
  return strategies.find(({ strategy }) => strategy === name);
}

/** What the gates say of a strategy at a point: the worst of them; undefined without gates. */
export function judgementAt({ gates = [] }: PointSummary, strategy: string): 'pass' | 'undecided' | 'fail' | undefined {
  const own = gates.filter((gate) => gate.strategy === strategy);
  if (own.length === 0) return undefined;
  for (const outcome of ['fail', 'undecided'] as const)
    if (own.some((gate) => gate.outcome === outcome)) return outcome;
  return 'pass';
}

/** Limit of a gate on the figure at a point; undefined where there is none. */
export function limitAt({ gates = [] }: PointSummary, strategy: string, figure: string): number | undefined {
  return gates.find((gate) => gate.strategy === strategy && gate.figure === figure)?.limit;
}
