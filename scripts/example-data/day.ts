/**
 * A day in rows of ten minutes, with the columns that files of recorded days have: one path of the scenario black-thursday, and
 * what a pool would hold whose providers leave with volatility.
 */
import { builtIn } from '../../models/catalogue.ts';
import { TapeWriter } from '../../models/tape/tape-writer.ts';
import { loadScenario } from '../../scenarios/load.ts';

const ROW = 600_000;
/** Units of ETH that the pool holds at the first row. */
const DEPTH = 30_000;

export async function day(seed = 'example day'): Promise<string> {
  const { scenario, registry } = await loadScenario('black-thursday');
  const writer = new TapeWriter(scenario, scenario.run, registry, { text: () => '' });
  const tape = writer.newTape();
  writer.write(tape, seed, 0);
  const depth = builtIn().create(
    'depth',
    { model: 'hysteresis', reference: 0.02, elasticity: 0.3, floor: 0.6, halfLife: 3_600_000 },
    undefined,
  );
  depth.begin?.(tape);
  const prices = tape.prices[0] as Float64Array;
  const liquidity = DEPTH * Math.sqrt(prices[0] as number);
  const rows = Array.from({ length: tape.horizon / ROW + 1 }, (_, row) => {
    const time = row * ROW;
    const price = tape.priceAt(0, time);
    const here = liquidity * depth.share(tape.rangeBefore(time), time);
    const [eth, usd] = [here / Math.sqrt(price), here * Math.sqrt(price)];
    return [time / 1000, price.toFixed(2), tape.gasAt(time).toFixed(1), eth.toFixed(1), usd.toFixed(0)].join(',');
  });
  return ['unix_s,open,gas_p60_gwei,pool_eth,pool_usd', ...rows, ''].join('\n');
}
