/**
 * A price that is looked at at equally spaced dates, followed until it is first seen at or below a level: how likely that is, how far below it then lies, and
 * how often a loan is insolvent by then. For every law whose log return between two dates is a mixture of normals (diffusion, Merton), without simulation.
 *
 * Let y = ln(S/B) ≥ 0 be the distance of a price that has not been seen below B, g_n its density after n dates and k that of the log return between two. Then
 *
 *   g_(n+1)(y) = ∫_0^∞ g_n(z) k(y − z) dz,     chance_(n+1) = ∫_0^∞ g_n(z) K(−z) dz   (K the distribution function)
 *
 * and likewise for every figure of the first price below B: its mean given z is closed form, the rest is the integral. The integral runs over a grid of eight
 * points a deviation (four beyond 512 dates) with Gregory's weights at the level (exact there for polynomials of degree 7) and is a convolution, done by Fourier transform.
 */
import { Convolution } from '../../sim/fourier.ts';
import { excessAbove } from './first-passage.ts';
import { chanceBelow, densityAt, depthBelow, type LogReturn, priceBelow } from './log-returns.ts';

export interface Watched {
  /** The log return between two dates, every term with a spread. */
  readonly returns: LogReturn;
  /** ln(S_0/B) > 0. */
  readonly distance: number;
  /** How many dates, from 1. */
  readonly dates: number;
}

export interface FirstSeen {
  /** P(seen at or below the level). */
  readonly chance: number;
  /** E[ln(B/S) | seen]: how far below the level the price lies when first seen there. */
  readonly meanDepth: number;
  /** P(seen, and by then below B e^(−cushion)): a loan that is insolvent when it is found. */
  readonly insolvent: number;
  /** E[1 − S e^cushion / B; insolvent]: share of the debt that is then not covered. */
  readonly shortfall: number;
}

/** Grid points a deviation of the narrowest term; fewer where so many dates are watched that each of them weighs little. */
const POINTS = 8;
const POINTS_OF_MANY = 4;
const MANY = 512;
/** Probability that may be left out at an end. */
const LEFT_OUT = 1e-17;
/** What is less likely is lost in the rounding errors of the transform, and counts as 0. */
const RESOLUTION = 1e-14;
/** Of the way up that a price may go, the part from which it may come back: what has risen by half of it would have to fall by all of it. */
const FALLS = 0.5;
/** Longest grid; beyond it the dates are too close for the span. */
const MOST_POINTS = 1 << 20;
/** Gregory's weights at an end: exact for polynomials of degree 7. */
const END = [
  1070017 / 3628800,
  5537111 / 3628800,
  103613 / 403200,
  261115 / 145152,
  298951 / 725760,
  515677 / 403200,
  3349879 / 3628800,
  3662753 / 3628800,
];

/**
 * The first price seen at or below the level.
 *
 * @param cushion log distance from the level down to where debt and bonus exceed the collateral, 0 or more
 */
export function firstSeenBelow(watched: Watched, cushion = 0): FirstSeen {
  const { returns } = watched;
  const figures = [
    (y: number) => chanceBelow(returns, -y),
    (y: number) => depthBelow(returns, -y),
    (y: number) => chanceBelow(returns, -y - cushion),
    (y: number) =>
      Math.max(0, chanceBelow(returns, -y - cushion) - Math.exp(y + cushion) * priceBelow(returns, -y - cushion)),
  ];
  const sums = figures.map((figure) => figure(watched.distance));
  follow(
    watched,
    FALLS,
    watched.dates,
    (unseen, _, columns) => {
      columns.forEach((column, i) => {
        let sum = 0;
        for (let at = 0; at < unseen.length; at++) sum += (unseen[at] as number) * (column[at] as number);
        sums[i] = (sums[i] as number) + sum;
      });
    },
    figures,
  );
  const [chance, depth, insolvent, shortfall] = sums.map((sum) => (sum < RESOLUTION ? 0 : sum)) as [
    number,
    number,
    number,
    number,
  ];
  return { chance, meanDepth: chance > 0 ? depth / chance : 0, insolvent, shortfall };
}

/** E[(S_T/S_0 − k)^+; never seen at or below the level]: what a position brings that is closed there, undiscounted. */
export function unseenExcess(watched: Watched, k: number): number {
  const { returns, distance, dates } = watched;
  const relative = k * Math.exp(distance);
  // In units of the level: the last step in closed form, so that the kink at k costs nothing.
  const last = (y: number) => Math.exp(y) * excessAbove(returns, relative * Math.exp(-y), -y);
  if (dates === 1) return Math.exp(-distance) * last(distance);
  let value = 0;
  follow(
    watched,
    1,
    dates,
    (unseen, date, [column]) => {
      if (date < dates - 1) return;
      for (let at = 0; at < unseen.length; at++)
        value += (unseen[at] as number) * ((column as Float64Array)[at] as number);
    },
    [last],
  );
  return Math.exp(-distance) * value;
}

/**
 * Calls back after each date but the last with the weighted density of the prices not yet seen below the level, and the figures on the same grid.
 */
function follow(
  { returns, distance, dates }: Watched,
  upShare: number,
  until: number,
  visit: (unseen: Float64Array, date: number, columns: readonly Float64Array[]) => void,
  figures: readonly ((y: number) => number)[],
): void {
  if (until < 2) return;
  const narrowest = Math.min(...returns.deviations);
  if (!(narrowest > 0)) throw new RangeError('a price that is watched needs a volatility above 0');
  const step = narrowest / (dates > MANY ? POINTS_OF_MANY : POINTS);
  const { upward, widest } = spanOf(returns, dates);
  const length = Math.ceil((distance + upShare * upward) / step) + END.length;
  if (length > MOST_POINTS) throw new RangeError(`${dates} dates are too many for this law: watch it less often`);
  const reach = Math.min(length, Math.ceil(widest / step));
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => step * densityAt(returns, (i - reach) * step));
  const convolution = new Convolution(kernel, length);
  const columns = figures.map((figure) => Float64Array.from({ length }, (_, i) => figure(i * step)));
  const unseen = Float64Array.from({ length }, (_, i) => step * densityAt(returns, i * step - distance));
  for (let date = 1; date < until; date++) {
    if (date > 1) convolution.apply(unseen);
    for (let i = 0; i < END.length; i++) unseen[i] = (unseen[i] as number) * (END[i] as number);
    visit(unseen, date, columns);
  }
}

/** How far up a price may be after all dates, and how far one return may lead, in logs; beyond, nothing counts. */
function spanOf({ weights, means, deviations }: LogReturn, dates: number): { upward: number; widest: number } {
  let [mean, square, widest] = [0, 0, 0];
  for (let i = 0; i < weights.length; i++) {
    const [weight, m, d] = [weights[i] as number, means[i] as number, deviations[i] as number];
    mean += weight * m;
    square += weight * (m * m + d * d);
    if (weight > LEFT_OUT) widest = Math.max(widest, Math.abs(m) + farthest(weight) * d);
  }
  const spread = Math.sqrt(dates * Math.max(0, square - mean * mean));
  return { upward: Math.max(0, dates * mean) + farthest(1) * spread + widest, widest };
}

/** Deviations beyond which a normal of this weight is left out: φ(x)·weight falls below `LEFT_OUT`. */
const farthest = (weight: number): number => Math.sqrt(2 * Math.log(weight / LEFT_OUT));
