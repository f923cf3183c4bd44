/** Pictures of models that read a file: what it says, and what they make of it. */
import { restingBaseFee } from '../../models/chain/base-fee.ts';
import type { BlockSpaceModel, DepthModel, FeeMarket, Grid, PriceModel } from '../../models/model.ts';
import { Tape, WINDOW_MILLIS } from '../../models/tape/tape.ts';
import type { Venue } from '../../models/venues/venue.ts';
import { openStream } from '../../sim/random/streams.ts';
import { MILLIS_PER_HOUR, MILLIS_PER_YEAR } from '../../sim/units.ts';
import { PERCENT, type Plot } from './plot.ts';

const SEED = 'model pages';
const MADE_UP = 'The file comes with Plimsoll and is made up.';
const steps = (count: number) => Array.from({ length: count }, (_, i) => i);
const gridOf = (ticks: number, tickMillis: number): Grid => {
  return { ticks, tickMillis, tickYears: tickMillis / MILLIS_PER_YEAR };
};

function drawn(law: PriceModel, grid: Grid, path: number): Float64Array {
  const out = new Float64Array(grid.ticks + 1);
  const normals = new Float64Array(grid.ticks);
  openStream(SEED, path, 'asset/diffusion').fillNormals(normals);
  law.fill(out, grid, normals, (purpose) => openStream(SEED, path, `asset/${purpose}`));
  return out;
}

/** @param make the law with other parameters */
export function replayPlot(make: (parameters: object) => PriceModel): Plot {
  const grid = gridOf(144, WINDOW_MILLIS);
  const hours = (prices: Float64Array) => Array.from(prices, (price, tick) => [tick / 6, price] as const);
  const law = (parameters: object, path = 0) => hours(drawn(make(parameters), grid, path));
  return {
    caption: `The day of a file: as it stands, with moves half as large again (volatilityScale 1.5), and without its trend (drift removed). Thin grey: three paths of a diffusion around it (volatility 0.8). ${MADE_UP}`,
    x: { title: 'hours' },
    y: { title: 'price, USD' },
    lines: [
      ...steps(3).map((path) => ({ name: `path ${path}`, faint: true, points: law({ volatility: 0.8 }, path) })),
      { name: 'as it stands', points: law({}) },
      { name: 'moves × 1.5', points: law({ volatilityScale: 1.5 }) },
      { name: 'trend removed', points: law({ drift: 'removed' }) },
    ],
  };
}

const HISTORY_DAYS = 30;
const DRAWN_DAYS = 10;
const PATHS = 200;

/** @param file prices of the file at every hour of its last days */
export function bootstrapPlot(law: PriceModel, file: PriceModel): Plot {
  const hourly = (model: PriceModel, days: number, path: number) =>
    drawn(model, gridOf(24 * days, MILLIS_PER_HOUR), path);
  const history = hourly(file, HISTORY_DAYS, 0);
  // From the end of the file on, whatever the starting price that is asked for.
  const scale = (history[history.length - 1] as number) / law.start;
  const paths = steps(PATHS).map((path) => hourly(law, DRAWN_DAYS, path).map((price) => price * scale));
  const columns = steps(24 * DRAWN_DAYS + 1).map((hour) =>
    Float64Array.from(paths, (path) => path[hour] as number).sort((a, b) => a - b),
  );
  const quantile = (column: Float64Array, share: number) => column[Math.floor(share * (PATHS - 1))] as number;
  return {
    caption: `A history of ${HISTORY_DAYS} days, three paths of ${DRAWN_DAYS} days drawn from it in blocks, and the middle 50 % and 90 % of ${PATHS} such paths. ${MADE_UP}`,
    x: { title: 'days' },
    y: { title: 'price, USD' },
    ribbons: [0.05, 0.25].map((share) => ({
      points: columns.map((column, hour) => [hour / 24, quantile(column, share), quantile(column, 1 - share)] as const),
    })),
    lines: [
      { name: 'history', points: Array.from(history, (price, hour) => [hour / 24 - HISTORY_DAYS, price] as const) },
      ...paths.slice(0, 3).map((path, index) => ({
        name: `path ${index}`,
        points: Array.from(path, (price, hour) => [hour / 24, price] as const),
      })),
    ],
  };
}

/** @param fee a market with a base fee */
export function replayedGasPlot(model: BlockSpaceModel, fee: FeeMarket): Plot {
  const windows = 144;
  const tape = {
    ...{ windows, windowMillis: WINDOW_MILLIS, range: new Float64Array(windows), gas: new Float64Array(windows) },
  };
  model.fill(tape, gridOf(windows, WINDOW_MILLIS), (purpose) => openStream(SEED, 0, purpose));
  const points = (of: (gas: number) => number) =>
    steps(windows).map((window) => [window / 6, of(tape.gas[window] as number)] as const);
  return {
    caption: `Gas price of a file over a day, at which others alone fill a block, and where that lets the base fee of EIP-1559 rest. ${MADE_UP}`,
    x: { title: 'hours' },
    y: { title: 'gwei', zero: true },
    lines: [
      { name: 'clearing price', as: 'steps', points: points((gas) => gas) },
      { name: 'base fee at rest', as: 'steps', points: points((gas) => restingBaseFee(gas, fee, model.elasticity)) },
    ],
  };
}

const SALE = 1 / 50;

/** @param pool of constant product that follows the depth, which holds so many units of the base asset at its deepest */
export function replayedDepthPlot(model: DepthModel, pool: Venue, units: number, outside: number): Plot {
  const windows = 144;
  const tape = new Tape(gridOf(windows, WINDOW_MILLIS), [true]);
  tape.begin(SEED, 0);
  model.begin?.(tape);
  pool.reset();
  pool.begin?.(tape);
  const sale = SALE * units;
  const shares: [number, number][] = [];
  const costs: [number, number][] = [];
  for (const window of steps(windows)) {
    const time = window * WINDOW_MILLIS;
    shares.push([window / 6, model.share(0, time)]);
    pool.settle(time, outside, 0);
    costs.push([window / 6, 1 - pool.proceeds(sale) / (sale * outside)]);
  }
  return {
    caption: `Above: depth of a pool over the day of a file, as a share of its deepest. Below: what a sale of ${SALE * 100} % of what the pool holds at its deepest loses against the outside price (fee 0.3 %). ${MADE_UP}`,
    x: { title: 'hours' },
    y: { title: 'share of depth', zero: true, format: PERCENT },
    lines: [{ name: 'share', as: 'steps', points: shares }],
    below: {
      x: { title: 'hours' },
      y: { title: 'fee and impact', zero: true, format: PERCENT },
      lines: [{ name: 'cost', as: 'steps', points: costs }],
    },
  };
}
