/** A price history of thirty days with clustered falls: one draw of a law that no fit of `calibrate` knows. */
import { builtIn } from '../../models/catalogue.ts';
import { openStream } from '../../sim/random/streams.ts';
import { MILLIS_PER_YEAR } from '../../sim/units.ts';

/** The law behind the history; scenarios/history-or-law.yaml compares the fits with it. */
export const LAW = {
  model: 'hawkes',
  ...{ start: 2000, volatility: 0.6, baseline: 0.6, excitation: 4.8, decay: 6 },
  ...{ jumpMean: -0.012, jumpDeviation: 0.025, warmUp: '24h' },
};

const DAYS = 30;
const TICK = 60_000;
const ROW = 15 * TICK;

export function history(seed = 'thirty days'): string {
  const registry = builtIn();
  const law = registry.create('price', registry.schema('price').parse(LAW), {
    text: () => '',
    startPrice: () => LAW.start,
  });
  const ticks = (DAYS * 86_400_000) / TICK;
  const prices = new Float64Array(ticks + 1);
  const normals = new Float64Array(ticks);
  const stream = (purpose: string) => openStream(seed, 0, purpose);
  stream('diffusion').fillNormals(normals);
  const grid = { ticks, tickMillis: TICK, tickYears: TICK / MILLIS_PER_YEAR };
  law.fill(prices, grid, normals, stream, { path: () => prices, shocks: undefined });
  const rows = Array.from({ length: (ticks * TICK) / ROW + 1 }, (_, row) => {
    return `${(row * ROW) / 1000},${(prices[(row * ROW) / TICK] as number).toFixed(2)}`;
  });
  return ['unix_s,close', ...rows, ''].join('\n');
}
