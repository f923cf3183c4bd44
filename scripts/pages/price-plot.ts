/** A fan of prices: what the law does in a day. */
import type { PriceModel } from '../../models/model.ts';
import { openStream } from '../../sim/random/streams.ts';
import { MILLIS_PER_HOUR, MILLIS_PER_YEAR } from '../../sim/units.ts';
import type { Plot } from './plot.ts';

const PATHS = 400;
const TICK = MILLIS_PER_HOUR / 6;
const TICKS = 144;
const SHOWN = 3;

/** @param base a law of the asset that this one is made from, where there is one */
export function pricePlot(model: PriceModel, base: PriceModel): Plot {
  const grid = { ticks: TICKS, tickMillis: TICK, tickYears: TICK / MILLIS_PER_YEAR };
  const paths = Array.from({ length: PATHS }, (_, path) => {
    const normals = (of: string) => {
      const column = new Float64Array(TICKS);
      openStream('model pages', path, `${of}/diffusion`).fillNormals(column);
      return column;
    };
    const write = (law: PriceModel, of: string, finished?: Float64Array) => {
      const out = new Float64Array(TICKS + 1);
      const surroundings = { path: () => finished as Float64Array, shocks: undefined };
      law.fill(out, grid, normals(of), (purpose) => openStream('model pages', path, `${of}/${purpose}`), surroundings);
      return out;
    };
    return write(model, 'asset', write(base, 'base'));
  });
  const hours = (tick: number) => tick / 6;
  const columns = Array.from({ length: TICKS + 1 }, (_, tick) => {
    return Float64Array.from(paths, (path) => path[tick]).sort((a, b) => a - b);
  });
  const quantile = (tick: number, share: number) => columns[tick][Math.floor(share * (PATHS - 1))];
  const every = <T>(make: (tick: number) => T) => columns.map((_, tick) => make(tick));
  return {
    caption: `Median, the middle 50 % and 90 % of ${PATHS} paths over a day, and ${SHOWN} of them.`,
    x: { title: 'hours' },
    y: { title: 'price, USD' },
    ribbons: [0.05, 0.25].map((share) => ({
      points: every((tick) => [hours(tick), quantile(tick, share), quantile(tick, 1 - share)] as const),
    })),
    lines: [
      ...paths.slice(0, SHOWN).map((path, index) => ({
        name: `path ${index}`,
        faint: true,
        points: every((tick) => [hours(tick), path[tick]] as const),
      })),
      { name: 'median', points: every((tick) => [hours(tick), quantile(tick, 0.5)] as const) },
    ],
  };
}
