/** Histories whose law is known: written by the registered price models themselves. */
import { builtIn } from '../../../models/catalogue.ts';
import { type PriceHistory, readHistory } from '../../../scenarios/calibration/price-history.ts';
import { openStream } from '../../../sim/random/streams.ts';
import { MILLIS_PER_HOUR, MILLIS_PER_YEAR } from '../../../sim/units.ts';

/** @param law as a scenario writes it */
export function simulatedPrices(
  law: Record<string, unknown>,
  ticks: number,
  seed: string,
  tickMillis = MILLIS_PER_HOUR,
): Float64Array {
  const registry = builtIn();
  const files = { text: () => '' };
  const model = registry.create('price', registry.schema('price').parse({ start: 100, ...law }), files);
  const prices = new Float64Array(ticks + 1);
  const normals = new Float64Array(ticks);
  openStream(seed, 0, 'diffusion').fillNormals(normals);
  const grid = { ticks, tickMillis, tickYears: tickMillis / MILLIS_PER_YEAR };
  model.fill(prices, grid, normals, (purpose) => openStream(seed, 0, purpose));
  return prices;
}

export function simulatedHistory(law: Record<string, unknown>, ticks: number, seed: string): PriceHistory {
  return readHistory(REQUEST, csvOf(simulatedPrices(law, ticks, seed)));
}

export const REQUEST = { file: 'prices.csv', timeColumn: 'unix_s', priceColumn: 'close', gaps: 'refuse' } as const;

/** From 2020-01-01 on, an hour apart unless told. */
export function csvOf(prices: Iterable<number>, stepSeconds = 3600): string {
  const rows = [...prices].map((price, row) => `${1_577_836_800 + row * stepSeconds},${price}`);
  return `unix_s,close\n${rows.join('\n')}\n`;
}
