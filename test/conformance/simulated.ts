/**
 * Answers found by simulation, by paths of the very laws that scenarios name: an interval of four standard errors around what the paths give. Where a law has
 * a closed form, that is the answer, and the paths must agree with it (`agreeing`). Where it has none, the expected figure must lie in the interval; where
 * the interval would be too wide to say anything, the row is out of reach and counts as unsupported: nothing passes because nothing was seen.
 */
import { builtIn } from '../../models/catalogue.ts';
import type { Grid, PriceModel } from '../../models/model.ts';
import { RandomStream } from '../../sim/random/random-stream.ts';
import { MILLIS_PER_YEAR } from '../../sim/units.ts';

const STANDARD_ERRORS = 4;
/** Widest half of an interval, as a share of its middle. */
const WIDEST = 0.4;

/** An interval in which the expected figure must lie. */
export class Simulated {
  readonly low: number;
  readonly high: number;

  constructor(low: number, high: number) {
    this.low = low;
    this.high = high;
  }
}

/** The mechanism is known, but this row is too rare for as many paths as there is time for. */
export class OutOfReach extends Error {}

/** @param size of what is estimated, against which the error must be small; the middle itself when left out */
export function around(middle: number, standardError: number, size = Math.abs(middle)): Simulated {
  const half = STANDARD_ERRORS * standardError;
  if (!(half > 0 && half <= WIDEST * size)) throw new OutOfReach(`${middle} ± ${half} says too little`);
  return new Simulated(middle - half, middle + half);
}

/**
 * A closed form that the paths of the law agree with: the figure itself, unless what is simulated says otherwise. Where that is too rare to be simulated
 * the closed form stands alone.
 */
export function agreeing(figure: number, simulate: () => Simulated): number {
  try {
    const { low, high } = simulate();
    if (low <= figure && figure <= high) return figure;
    throw new Error(`the closed form gives ${figure}, the paths of the law between ${low} and ${high}`);
  } catch (error) {
    if (error instanceof OutOfReach) return figure;
    throw error;
  }
}

/** Mean of the terms, with the error that they themselves give it. */
export function meanOf(terms: ArrayLike<number>, size?: number): Simulated {
  const n = terms.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += terms[i]!;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (terms[i]! - mean) * (terms[i]! - mean);
  return around(mean, Math.sqrt(squares / (n - 1) / n), size);
}

/** Σ a / Σ b, with the error of a ratio of means. */
export function ratioOf(a: ArrayLike<number>, b: ArrayLike<number>): Simulated {
  const n = a.length;
  let [top, bottom] = [0, 0];
  for (let i = 0; i < n; i++) {
    top += a[i]!;
    bottom += b[i]!;
  }
  const ratio = top / bottom;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (a[i]! - ratio * b[i]!) * (a[i]! - ratio * b[i]!);
  return around(ratio, Math.sqrt(squares) / bottom);
}

const BATCHES = 50;

/** Any figure of a sample: its error is that of fifty batches. */
export function figureOf(sample: Float64Array, figure: (part: Float64Array) => number, size?: number): Simulated {
  const length = Math.floor(sample.length / BATCHES);
  const parts = Float64Array.from({ length: BATCHES }, (_, i) => figure(sample.subarray(i * length, (i + 1) * length)));
  const mean = parts.reduce((sum, x) => sum + x, 0) / BATCHES;
  const squares = parts.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
  return around(figure(sample), Math.sqrt(squares / (BATCHES - 1) / BATCHES), size);
}

/** Between the order statistics that lie four standard deviations of a binomial around rank np. */
export function quantileOf(sample: Float64Array, p: number): Simulated {
  const n = sample.length;
  const half = STANDARD_ERRORS * Math.sqrt(n * p * (1 - p));
  const sorted = Float64Array.from(sample).sort((a, b) => a - b);
  const [low, high] = [Math.floor(n * p - half), Math.ceil(n * p + half)];
  if (low < 0 || high >= n) throw new OutOfReach(`too few paths for a quantile at ${p}`);
  return new Simulated(sorted[low]!, sorted[high]!);
}

const registry = builtIn();

export function lawOf(reference: Record<string, unknown>): PriceModel {
  const text = (file: string): never => {
    throw new TypeError(`a law of a vector reads no file, yet it asked for ${file}`);
  };
  return registry.create('price', registry.schema('price').parse(reference), { text });
}

export function gridOf(ticks: number, years: number): Grid {
  return { ticks, tickMillis: (years * MILLIS_PER_YEAR) / ticks, tickYears: years / ticks };
}

export interface Paths {
  readonly law: PriceModel;
  readonly grid: Grid;
  readonly paths: number;
  /**
   * Added to every normal, so that rare paths are frequent; each path then has the weight e^(−shift Σz + shift²·ticks/2), z the shifted
   * normals (a change of measure, not of the law). 0 when left out.
   */
  readonly shift?: number;
}

/** Hands over path after path with its weight. All paths share the streams, one for each purpose. */
export function eachPath(
  { law, grid, paths, shift = 0 }: Paths,
  visit: (prices: Float64Array, weight: number, path: number) => void,
): void {
  const prices = new Float64Array(grid.ticks + 1);
  const normals = new Float64Array(grid.ticks);
  const diffusion = new RandomStream('conformance/diffusion');
  const streams = new Map<string, RandomStream>();
  const open = (purpose: string): RandomStream => {
    const stream = streams.get(purpose) ?? new RandomStream(`conformance/${purpose}`);
    streams.set(purpose, stream);
    return stream;
  };
  for (let path = 0; path < paths; path++) {
    diffusion.fillNormals(normals);
    let sum = 0;
    if (shift !== 0) {
      for (let tick = 0; tick < grid.ticks; tick++) {
        normals[tick] = normals[tick]! + shift;
        sum += normals[tick]!;
      }
    }
    law.fill(prices, grid, normals, open);
    visit(prices, shift === 0 ? 1 : Math.exp(0.5 * shift * shift * grid.ticks - shift * sum), path);
  }
}

/** The last price of each path, of a law that is exact at every tick: one tick is enough. */
export function terminal(law: PriceModel, years: number, paths: number, ticks = 1): Float64Array {
  const sample = new Float64Array(paths);
  eachPath({ law, grid: gridOf(ticks, years), paths }, (prices, _, path) => {
    sample[path] = prices[ticks]!;
  });
  return sample;
}
