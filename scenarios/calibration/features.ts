/** The figures of a history that a fit should give back. */
import { MILLIS_PER_HOUR, type Millis } from '../../sim/units.ts';
import { type FallFinder, momentsOf } from './moments.ts';
import { spanText } from './span-text.ts';

export type FeatureUnit = 'perYear' | 'fraction' | 'number';

export interface Feature {
  readonly key: string;
  readonly label: string;
  readonly unit: FeatureUnit;
  /** Whether a value above what is simulated means that the fit misses the tail. */
  readonly isTail: boolean;
}

/** Windows in which falls are looked for; those shorter than a step or longer than a tenth of the history are left out. */
const WINDOWS: readonly Millis[] = [
  MILLIS_PER_HOUR / 6,
  MILLIS_PER_HOUR,
  6 * MILLIS_PER_HOUR,
  24 * MILLIS_PER_HOUR,
  72 * MILLIS_PER_HOUR,
  168 * MILLIS_PER_HOUR,
];
const LEAST_WINDOWS = 10;
/** Begins the key of a worst fall; the window follows. */
export const FALL = 'worstFall.';
export const VOLATILITY = 'volatility';

/** Windows in steps, ascending, one step first. */
export function windowsOf(stepMillis: Millis, returns: number): number[] {
  const steps = WINDOWS.filter((span) => span > stepMillis && span % stepMillis === 0).map((span) => span / stepMillis);
  return [1, ...steps.filter((count) => count * LEAST_WINDOWS <= returns)];
}

export function featuresOf(stepMillis: Millis, windows: readonly number[]): Feature[] {
  const falls = windows.map((steps): Feature => {
    const span = spanText(steps * stepMillis);
    return { key: `${FALL}${span}`, label: `worst fall within ${span}`, unit: 'fraction', isTail: true };
  });
  return [
    { key: 'mean', label: 'mean log return, per year', unit: 'perYear', isTail: false },
    { key: VOLATILITY, label: 'volatility, per √year', unit: 'number', isTail: false },
    { key: 'skewness', label: 'skewness of a return', unit: 'number', isTail: false },
    { key: 'excessKurtosis', label: 'excess kurtosis of a return', unit: 'number', isTail: true },
    ...falls,
    { key: 'clustering', label: 'correlation of |return| with the next', unit: 'number', isTail: false },
  ];
}

/** Values in the order of `featuresOf`. */
export function measure(
  returns: Float64Array,
  prices: Float64Array,
  stepYears: number,
  windows: readonly number[],
  finder: FallFinder,
): number[] {
  const { mean, deviation, skewness, excessKurtosis, clustering } = momentsOf(returns);
  const falls = windows.map((steps) => finder.worst(prices, steps));
  return [mean / stepYears, deviation / Math.sqrt(stepYears), skewness, excessKurtosis, ...falls, clustering];
}
