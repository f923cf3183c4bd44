/** Pegs, staking tokens, bootstrapped histories and severity levels. */
import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../../models/prices/severity.ts';
import { gridOf, lawOf, pathOf, sample } from '../fixtures/price-paths.ts';
import { openWorld, type RawWorld, stressedBut } from '../fixtures/small-world.ts';
import { expectMean, expectShare } from '../truth/criteria.ts';

const HOUR = 3_600_000;
const last = (path: Float64Array) => path[path.length - 1]!;

describe('a peg', () => {
  const peg = { model: 'ou-peg', volatility: 0.5, halfLife: '1h' };

  it('reverts: the variance of small deviations is σ²/2k, at any tick', () => {
    const variance = 0.25 / (2 * Math.LN2 * 8760);
    for (const tick of [HOUR / 60, 3 * HOUR]) {
      const logs = sample(
        { law: lawOf(peg), grid: gridOf((24 * HOUR) / tick, tick), paths: 5000, seed: `${tick}` },
        (path) => Math.log(last(path)),
      );
      expectMean('peg: mean', logs, 0);
      expectMean(
        'peg: variance',
        logs.map((x) => x * x),
        variance,
      );
    }
  });

  it('comes back from its start and from depegs, halving in the stated time', () => {
    const quiet = lawOf({ ...peg, volatility: 0, start: 0.81, peg: 1 });
    const path = pathOf(quiet, gridOf(4, HOUR / 2), 0);
    expect(path[0]).toBe(0.81);
    expect(path[2]).toBeCloseTo(0.9, 12);
    const depegs = lawOf({
      ...peg,
      volatility: 0,
      jumpsPerDay: 2,
      jumpMean: -0.1,
      jumpDeviation: 0.02,
      recovery: '6h',
    });
    const logs = sample({ law: depegs, grid: gridOf(288, 300_000), paths: 10_000 }, (p) => Math.log(last(p)));
    const perDay = Math.LN2 * 4;
    expectMean('peg: mean depeg', logs, (-0.1 * 2 * (1 - Math.exp(-perDay))) / perDay);
  });

  it('recovers from common jumps too', () => {
    const shocks = new Float64Array(8);
    shocks[0] = -0.2;
    const law = lawOf({ ...peg, volatility: 0, recovery: '2h' });
    const path = pathOf(law, gridOf(8, HOUR), 0, { path: () => shocks, shocks });
    expect(Math.log(path[1]!)).toBeCloseTo(-0.2, 12);
    expect(Math.log(path[3]!)).toBeCloseTo(-0.1, 12);
    expect(Math.log(path[7]!)).toBeCloseTo(-0.025, 12);
  });
});

describe('a staking token', () => {
  const context = { text: () => '', startPrice: () => 200 };
  const token = { model: 'liquid-staking', base: 'ETH', redemptionRate: 1.1, discount: 0.01 };
  const base = Float64Array.from({ length: 101 }, (_, tick) => (tick < 50 ? 200 : 100));
  const surroundings = { path: () => base, shocks: undefined };

  it('is worth base × rate × (1 − discount)', () => {
    const path = pathOf(lawOf({ ...token, stakingYield: 0.05 }, context), gridOf(100, HOUR), 0, surroundings);
    expect(path[0]).toBeCloseTo(200 * 1.1 * 0.99, 10);
    expect(path[100]).toBeCloseTo(100 * 1.1 * 0.99 * Math.exp((0.05 * 100) / 8760), 10);
  });

  it('widens with the drawdown of its base, towards discount + a · drawdown', () => {
    const law = lawOf({ ...token, drawdownSensitivity: 0.2, halfLife: '1h' }, context);
    const path = pathOf(law, gridOf(100, HOUR), 0, surroundings);
    const discount = (tick: number) => 1 - path[tick]! / base[tick]! / 1.1;
    expect(discount(49)).toBeCloseTo(0.01, 12);
    // Half of the way to 0.01 + 0.2 · 0.5 in the first hour.
    expect(discount(50)).toBeCloseTo(0.06, 12);
    expect(discount(100)).toBeCloseTo(0.11, 9);
  });

  it('widens with volatility above the calm one, and comes back', () => {
    const moves = Float64Array.from(
      { length: 101 },
      (_, tick) => 200 + (tick > 20 && tick < 40 && tick % 2 === 0 ? 6 : 0),
    );
    const law = lawOf(
      { ...token, volatilitySensitivity: 0.02, halfLife: '1h', calmVolatility: 0.5, volatilityHalfLife: '3h' },
      context,
    );
    const path = pathOf(law, gridOf(100, HOUR), 0, { path: () => moves, shocks: undefined });
    const discount = (tick: number) => 1 - path[tick]! / moves[tick]! / 1.1;
    expect(discount(20)).toBeCloseTo(0.01, 12);
    expect(discount(40)).toBeGreaterThan(0.03);
    expect(discount(100)).toBeCloseTo(0.01, 4);
  });

  it('keeps its discount within bounds, whatever the jumps', () => {
    const law = lawOf(
      { ...token, jumpsPerDay: 20, jumpMean: 0.2, maximumDiscount: 0.3, discountVolatility: 2 },
      context,
    );
    for (let number = 0; number < 20; number++) {
      const path = pathOf(law, gridOf(100, HOUR), number, surroundings);
      const discounts = path.map((price, tick) => 1 - price / base[tick]! / 1.1);
      expect(Math.max(...discounts)).toBeLessThan(0.3 + 1e-12);
      expect(Math.min(...discounts)).toBeGreaterThan(-1e-12);
    }
  });

  const withToken = (world: RawWorld) => {
    world.market.assets = {
      wstETH: { price: { ...token, drawdownSensitivity: 0.1 } as never },
      ...world.market.assets,
    };
  };

  it('follows the finished path of its base on the tape: waypoints and common jumps, whatever the order in the file', () => {
    const world = openWorld(
      stressedBut((raw) => {
        withToken(raw);
        raw.market.commonJumps = [{ jumpsPerDay: 20, jumpMean: -0.1, jumpDeviation: 0, loadings: { ETH: 1 } }];
      }),
    );
    world.write('token', 1);
    const [found, eth] = world.tape.prices as [Float64Array, Float64Array];
    expect(found[0]).toBeCloseTo(200 * 1.1 * 0.99, 9);
    for (let tick = 0; tick < eth.length; tick += 50) {
      const discount = 1 - found[tick]! / eth[tick]! / 1.1;
      expect(discount).toBeGreaterThan(0.0099);
      expect(discount).toBeLessThan(0.1);
    }
  });

  it('moves no draw of its base', () => {
    const alone = openWorld(stressedBut(() => {}));
    const both = openWorld(stressedBut(withToken));
    alone.write('same', 2);
    both.write('same', 2);
    expect([...both.tape.prices[1]!]).toEqual([...alone.tape.prices[0]!]);
  });

  it('is refused in a circle, and without its base', () => {
    const circle = stressedBut((raw) => {
      raw.market.assets.A = { price: { ...token, base: 'B' } as never };
      raw.market.assets.B = { price: { ...token, base: 'A' } as never };
    });
    expect(() => openWorld(circle)).toThrow('A -> B -> A');
    const orphan = stressedBut((raw) => {
      raw.market.assets.A = { price: { ...token, base: 'SOL' } as never };
    });
    expect(() => openWorld(orphan)).toThrow(/SOL/);
  });
});

describe('a bootstrapped history', () => {
  const returns = [0.05, -0.04, 0.03, -0.02, 0.01, -0.06, 0.02, 0.04, -0.01, -0.03];
  const prices = [100];
  for (const r of returns) prices.push(prices.at(-1)! * Math.exp(r));
  const text = ['unix_s,close', ...prices.map((price, row) => `${row * 3600},${price}`)].join('\n');
  const context = { text: () => text };
  const history = (more: object) =>
    lawOf({ model: 'bootstrap', file: 'h.csv', block: '3h', drift: 'file', ...more }, context);
  const index = (r: number) => returns.findIndex((x) => Math.abs(x - r) < 1e-9);

  it('lays blocks of the file one after the other, wrapping round', () => {
    for (let number = 0; number < 20; number++) {
      const path = pathOf(history({ method: 'circular' }), gridOf(30, HOUR), number);
      const found = path.slice(1).map((x, i) => index(Math.log(x / path[i]!)));
      expect(found).not.toContain(-1);
      for (let i = 0; i < 30; i++) if (i % 3 > 0) expect(found[i]).toBe((found[i - 1]! + 1) % 10);
    }
  });

  it('stationary: a block goes on with probability 1 − 1/L, and every return is equally likely', () => {
    const law = history({ block: '5h' });
    const continued: number[] = [];
    const first: number[] = [];
    for (let number = 0; number < 3000; number++) {
      const path = pathOf(law, gridOf(3, HOUR), number);
      const found = path.slice(1).map((x, i) => index(Math.log(x / path[i]!)));
      continued.push(found[2] === (found[1]! + 1) % 10 ? 1 : 0);
      first.push(found[2]!);
    }
    // It goes on, or a new block happens to begin there.
    expectShare('block goes on', continued, (x) => x === 1, 0.8 + 0.2 / 10);
    expectShare('the worst return', first, (x) => x === 5, 0.1);
  });

  it('keeps the mean price unless the trend of the file is wanted', () => {
    const grid = gridOf(20, HOUR);
    expectMean(
      'bootstrap: E[S]',
      sample({ law: history({ drift: 'none', start: 7, block: '1h' }), grid, paths: 20_000 }, last),
      7,
    );
    const mean = returns.reduce((sum, r) => sum + r, 0) / 10;
    const logs = sample({ law: history({}), grid, paths: 20_000 }, (path) => Math.log(last(path) / path[0]!));
    expectMean('bootstrap: E[ln S] with trend', logs, 20 * mean);
  });

  it('meets the same rows at any tick: shorter, longer, or none of both', () => {
    const at = (tick: number, ticks: number) => pathOf(history({}), gridOf(ticks, tick), 4);
    const rows = at(HOUR, 12);
    for (const [i, x] of at(HOUR / 4, 48).entries()) if (i % 4 === 0) expect(x).toBeCloseTo(rows[i / 4]!, 9);
    for (const [i, x] of at(HOUR * 1.5, 8).entries()) if (i % 2 === 0) expect(x).toBeCloseTo(rows[1.5 * i]!, 9);
  });

  it('scales every return, starts at the last price of the file, and leaves gaps out', () => {
    const path = pathOf(history({ volatilityScale: 2 }), gridOf(9, HOUR), 1);
    expect(path[0]).toBeCloseTo(prices.at(-1)!, 12);
    for (let i = 1; i < 10; i++) expect(index(Math.log(path[i]! / path[i - 1]!) / 2)).toBeGreaterThanOrEqual(0);
    const gap = text.replace(/^18000,.*\n/m, '');
    const law = lawOf({ model: 'bootstrap', file: 'h.csv', block: '1h', drift: 'file' }, { text: () => gap });
    for (let number = 0; number < 5; number++) {
      const some = pathOf(law, gridOf(30, HOUR), number);
      for (let i = 1; i < 31; i++) expect([4, 5].includes(index(Math.log(some[i]! / some[i - 1]!)))).toBe(false);
    }
  });

  it('refuses a block shorter than a row, and a file without returns', () => {
    expect(() => history({ block: '10m' })).toThrow(/shorter than the rows/);
    expect(() =>
      lawOf({ model: 'bootstrap', file: 'h.csv', block: '1h' }, { text: () => 'unix_s,close\n0,1\n' }),
    ).toThrow(/more/);
  });
});

describe('severity', () => {
  const worst = (level: string) =>
    sample(
      { law: lawOf({ model: 'severity', level, start: 1 }), grid: gridOf(288, 300_000), paths: 4000, seed: level },
      (path) => Math.min(...path) - 1,
    );

  // The figures that the page of the model gives, from 100,000 paths.
  it.each([
    ['adverse', 0.316, 0.039, -0.067],
    ['severe', 0.7436, 0.4748, -0.191],
    ['very severe', 0.8141, 0.613, -0.253],
  ] as const)('%s days fall as far as its page says', (level, ten, twenty, median) => {
    const lows = worst(level);
    expectShare(`${level}: P(-10 %)`, lows, (x) => x <= -0.1, ten);
    expectShare(`${level}: P(-20 %)`, lows, (x) => x <= -0.2, twenty);
    expectShare(`${level}: median fall`, lows, (x) => x <= median, 0.5);
  });

  it('is Merton’s law with the figures of the level', () => {
    const grid = gridOf(100, 12_000);
    for (const [level, figures] of Object.entries(SEVERITIES)) {
      const named = pathOf(lawOf({ model: 'severity', level, start: 5 }), grid, 1);
      expect(named).toEqual(pathOf(lawOf({ model: 'merton', start: 5, ...figures }), grid, 1));
    }
  });
});
