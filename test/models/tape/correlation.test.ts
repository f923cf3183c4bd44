import { describe, expect, it } from 'vitest';
import { openWorld, type RawWorld, stressedBut } from '../fixtures/small-world.ts';

const NAMES = ['ETH', 'BTC', 'SOL'];

function three(correlations: [string, string, number][]): RawWorld {
  return stressedBut((world) => {
    world.market.assets = { DAI: world.market.assets.DAI! };
    for (const name of NAMES) world.market.assets[name] = { price: { model: 'gbm', start: 10, volatility: 1 } };
    world.market.correlations = correlations.map(([a, b, correlation]) => ({ between: [a, b], correlation }));
  });
}

/** Sample correlations of log-returns over one path, for each pair in NAMES. */
function measured(raw: RawWorld): number[] {
  const world = openWorld(raw, { horizon: 12_000 * 20_000 });
  world.write('correlation', 0);
  const returns = NAMES.map((_, i) => {
    const column = world.tape.prices[i + 1] as Float64Array;
    return Float64Array.from({ length: column.length - 1 }, (_, t) => Math.log(column[t + 1]! / column[t]!));
  });
  const pairs: [number, number][] = [
    [0, 1],
    [0, 2],
    [1, 2],
  ];
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  return pairs.map(
    ([a, b]) =>
      dot(returns[a]!, returns[b]!) / Math.sqrt(dot(returns[a]!, returns[a]!) * dot(returns[b]!, returns[b]!)),
  );
}

/** Standard error of a correlation of 20,000 pairs is (1 − ρ²)/√n; four of them. */
const within = (rho: number) => (4 * (1 - rho * rho)) / Math.sqrt(20_000);

describe('correlated diffusions', () => {
  it('have the stated correlations, whatever the order in which a pair is named', () => {
    const [eb, es, bs] = measured(
      three([
        ['BTC', 'ETH', 0.8],
        ['ETH', 'SOL', 0.5],
        ['SOL', 'BTC', 0.3],
      ]),
    ) as [number, number, number];
    expect(Math.abs(eb - 0.8)).toBeLessThan(within(0.8));
    expect(Math.abs(es - 0.5)).toBeLessThan(within(0.5));
    expect(Math.abs(bs - 0.3)).toBeLessThan(within(0.3));
  });

  it('are independent where no pair is stated', () => {
    const [eb, es, bs] = measured(three([['ETH', 'SOL', -0.9]])) as [number, number, number];
    expect(Math.abs(es + 0.9)).toBeLessThan(within(0.9));
    expect(Math.abs(eb)).toBeLessThan(within(0));
    expect(Math.abs(bs)).toBeLessThan(within(0));
  });

  it('keep the volatility of each asset', () => {
    const world = openWorld(three([['ETH', 'SOL', 0.9]]), { horizon: 12_000 * 20_000 });
    world.write('correlation', 1);
    const column = world.tape.prices[3] as Float64Array;
    let square = 0;
    for (let t = 1; t < column.length; t++) {
      const move = Math.log(column[t]! / column[t - 1]!);
      square += move * move;
    }
    const perYear = square / 20_000 / world.tape.grid.tickYears;
    // The variance of a sample variance is 2/n.
    expect(Math.abs(perYear - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000));
  });

  it('that contradict each other are refused', () => {
    const contradiction: [string, string, number][] = [
      ['ETH', 'BTC', 0.9],
      ['BTC', 'SOL', 0.9],
      ['ETH', 'SOL', -0.9],
    ];
    expect(() => openWorld(three(contradiction))).toThrow(RangeError);
  });
});
