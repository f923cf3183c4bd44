/**
 * Holds a history against what the registered price models simulate from the fitted parameters: histories of the same length and
 * spacing, all laws on the same normals. The band of a feature holds the middle 95 % of them.
 */
import type { ModelReference, Registry } from '../../models/registry.ts';
import { openStream } from '../../sim/random/streams.ts';
import { type Feature, featuresOf, measure, windowsOf } from './features.ts';
import { FallFinder, pricesOf } from './moments.ts';
import type { PriceHistory } from './price-history.ts';

export interface Band {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** All but one history in two hundred stay at or below it: what a tail is judged by. */
  readonly extreme: number;
}

export interface GoodnessRow extends Feature {
  readonly real: number;
  /** By the name of the law. */
  readonly simulated: Readonly<Record<string, Band>>;
}

export interface Simulation {
  readonly paths: number;
  readonly seed: string;
  readonly onPath?: (done: number) => void;
  /** Handed each simulated history; the column is used again. */
  readonly onHistory?: (law: string, prices: Float64Array) => void;
}

const TAIL = 0.025;
const EXTREME = 0.005;

export function goodnessOfFit(
  history: PriceHistory,
  laws: Readonly<Record<string, ModelReference>>,
  registry: Registry,
  { paths, seed, onPath, onHistory }: Simulation,
): GoodnessRow[] {
  const { returns, stepMillis, stepYears } = history;
  const windows = windowsOf(stepMillis, returns.length);
  const features = featuresOf(stepMillis, windows);
  const finder = new FallFinder();
  const real = measure(returns, pricesOf(returns), stepYears, windows, finder);
  const grid = { ticks: returns.length, tickMillis: stepMillis, tickYears: stepYears };
  const files = { text: (file: string): never => fail(file) };
  const schema = registry.schema('price');
  const models = Object.entries(laws).map(([name, law]) => {
    return { name, model: registry.create('price', schema.parse(law), files) };
  });
  const columns = models.map(() => features.map(() => new Float64Array(paths)));
  const normals = new Float64Array(grid.ticks);
  const own = new Float64Array(grid.ticks);
  const prices = new Float64Array(grid.ticks + 1);
  const logs = new Float64Array(grid.ticks);
  for (let path = 0; path < paths; path++) {
    openStream(seed, path, 'price/calibration/diffusion').fillNormals(normals, grid.ticks);
    models.forEach(({ name, model }, law) => {
      // A law may use the column as its own.
      own.set(normals);
      model.fill(prices, grid, own, (purpose) => openStream(seed, path, `price/calibration/${name}/${purpose}`));
      onHistory?.(name, prices);
      for (let i = 0; i < grid.ticks; i++) logs[i] = Math.log(prices[i + 1] / prices[i]);
      measure(logs, prices, stepYears, windows, finder).forEach((value, feature) => {
        columns[law][feature][path] = value;
      });
    });
    onPath?.(path + 1);
  }
  return features.map((feature, index) => ({
    ...feature,
    real: real[index],
    simulated: Object.fromEntries(models.map(({ name }, law) => [name, bandOf(columns[law][index])])),
  }));
}

function bandOf(values: Float64Array): Band {
  values.sort((a, b) => a - b);
  const at = (share: number) => values[Math.min(values.length - 1, Math.ceil(share * values.length - 1e-9) - 1)];
  return { median: at(0.5), low: at(TAIL), high: at(1 - TAIL), extreme: at(1 - EXTREME) };
}

function fail(file: string): never {
  throw new RangeError(`a fitted law reads no file, yet it asked for ${file}`);
}
