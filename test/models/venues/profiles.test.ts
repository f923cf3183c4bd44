/** Markets around the outside price: what a sale walks down, what stays, what comes back. */
import { describe, expect, it } from 'vitest';
import { venueOf } from '../fixtures/venue.ts';

const common = { fee: 0, halfLife: '10m', oracleWeight: 1 };
const HALF_LIFE = 600_000;

function at<V extends { settle(time: number, outside: number, range: number): void }>(venue: V): V {
  venue.settle(0, 200, 0);
  return venue;
}

/** ∫ of f from 0 to q, by Simpson's rule in √s, where the square root is smooth. */
function integral(f: (s: number) => number, q: number): number {
  const steps = 2000;
  const width = Math.sqrt(q) / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const root = i * width;
    sum += (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * f(root * root) * 2 * root;
  }
  return (sum * width) / 3;
}

describe('an order book', () => {
  const levels = [
    { offset: 0.001, size: 10 },
    { offset: 0.01, size: 20 },
    { offset: 0.05, size: 100 },
  ];
  const book = (options: Record<string, unknown> = {}) =>
    at(venueOf({ model: 'order-book', ...common, levels, ...options }));

  it('is walked down level by level', () => {
    const venue = book();
    expect(venue.bid()).toBeCloseTo(199.8, 12);
    expect(venue.proceeds(10)).toBeCloseTo(1998, 10);
    expect(venue.proceeds(25)).toBeCloseTo(1998 + 15 * 198, 10);
    expect(venue.sell(40)).toBeCloseTo(1998 + 20 * 198 + 10 * 190, 10);
    expect(venue.bid()).toBeCloseTo(190, 12);
    expect(venue.displacement(0)).toBeCloseTo(0.95 / 0.999 - 1, 12);
    expect(venue.proceeds(1000)).toBeCloseTo(90 * 190, 10);
    expect(venue.quantityFor(90 * 190)).toBeCloseTo(90, 9);
    expect(venue.quantityFor(90 * 190 + 0.01)).toBe(Number.POSITIVE_INFINITY);
  });

  it('has a best quantity that ends with a level', () => {
    expect(book().bestQuantity(199)).toBe(10);
    expect(book().bestQuantity(195)).toBe(30);
    expect(book().bestQuantity(100)).toBe(130);
    expect(book().bestQuantity(199.9)).toBe(0);
  });

  it('is empty when all is taken, and refills by half every half-life', () => {
    const venue = book();
    venue.sell(500);
    expect(venue.bid()).toBe(0);
    expect(venue.proceeds(1)).toBe(0);
    venue.settle(HALF_LIFE, 200, 0);
    expect(venue.proceeds(1000)).toBeCloseTo(65 * 190, 9);
    venue.settle(4 * HALF_LIFE, 200, 0);
    // 130 / 16 = 8.125 are still away: of the best level 1.875 are back.
    expect(venue.proceeds(1.875)).toBeCloseTo(1.875 * 199.8, 9);
    expect(venue.displacement(4 * HALF_LIFE)).toBe(0);
  });

  it('thins alike on all levels when depth leaves, and shows the same price', () => {
    const withdrawal = { model: 'volatility-coupled', reference: 0.01, elasticity: 1, floor: 0.1 };
    const venue = book({ withdrawal });
    venue.settle(1, 200, 0.02);
    expect(venue.bid()).toBeCloseTo(199.8, 12);
    expect(venue.proceeds(20)).toBeCloseTo(5 * 199.8 + 10 * 198 + 5 * 190, 9);
  });

  it('can be generated', () => {
    const profile = { levels: 3, first: 0, last: 0.2, size: 60, growth: 1 };
    const venue = book({ levels: undefined, profile });
    // Sizes 10, 20, 30 at 0, 10 % and 20 %.
    expect(venue.proceeds(60)).toBeCloseTo(200 * (10 + 18 + 24), 9);
    expect(venue.proceeds(25)).toBeCloseTo(200 * (10 + 13.5), 9);
  });

  it.each([
    [{ levels: undefined }, /levels or by a profile/],
    [{ profile: { levels: 3, first: 0, last: 0.2, size: 60 } }, /state one of the two/],
    [{ levels: [levels[1], levels[0]] }, /must ascend/],
    [{ levels: undefined, profile: { levels: 3, first: 0.2, last: 0.2, size: 60 } }, /must be above first/],
  ])('refuses what is no book: %j', (options, message) => {
    expect(() => book(options)).toThrow(message);
  });
});

describe('square-root impact', () => {
  const market = (options: Record<string, unknown> = {}) =>
    at(
      venueOf({
        model: 'square-root-impact',
        ...common,
        coefficient: 1,
        volatility: 0.95,
        dailyVolume: 1e6,
        ...options,
      }),
    );
  /** I(Q) = Y σ √(Q/V), with the σ of a day. */
  const law = (q: number, y = 1) => y * (0.95 / Math.sqrt(365)) * Math.sqrt(q / 1e6);

  it('leaves the price where the law says', () => {
    for (const q of [10, 1000, 50_000]) {
      const venue = market();
      venue.sell(q);
      expect(Math.log(venue.bid() / 200)).toBeCloseTo(-law(q), 12);
      expect(venue.displacement(0)).toBeCloseTo(Math.expm1(-law(q)), 12);
    }
    const twice = market({ coefficient: 2 });
    twice.sell(1000);
    expect(Math.log(twice.bid() / 200)).toBeCloseTo(-law(1000, 2), 12);
  });

  it('pays the integral of the marginal price: about two thirds of the impact below the outside price', () => {
    for (const q of [1e-6, 1, 1000, 1e6, 1e9]) {
      const exact = integral((s) => 200 * Math.exp(-law(s)), q);
      expect(market().proceeds(q) / exact).toBeCloseTo(1, 8);
    }
    const q = 100;
    expect(1 - market().proceeds(q) / (200 * q)).toBeCloseTo((2 / 3) * law(q), 5);
  });

  it('goes on from where the price is, and forgets by half', () => {
    const venue = market();
    venue.sell(400);
    venue.sell(600);
    expect(Math.log(venue.bid() / 200)).toBeCloseTo(-law(1000), 12);
    venue.settle(HALF_LIFE, 200, 0);
    expect(Math.log(venue.bid() / 200)).toBeCloseTo(-law(1000) / 2, 12);
  });

  it('keeps the permanent part for good', () => {
    const venue = market({ permanent: 0.25 });
    venue.sell(1000);
    const fall = law(1000);
    expect(Math.log(1 + venue.displacement(HALF_LIFE))).toBeCloseTo(-fall * (0.25 + 0.375), 12);
    venue.settle(HALF_LIFE, 200, 0);
    venue.settle(2 * HALF_LIFE, 200, 0);
    expect(Math.log(venue.bid() / 200)).toBeCloseTo(-fall * (0.25 + 0.1875), 12);
    expect(Math.log(1 + venue.displacement(1000 * HALF_LIFE))).toBeCloseTo(-fall * 0.25, 6);
    // The second sale adds its own quarter.
    venue.settle(1000 * HALF_LIFE, 200, 0);
    venue.sell(1000);
    expect(Math.log(1 + venue.displacement(2000 * HALF_LIFE))).toBeCloseTo(-fall * 0.5, 6);
  });
});

describe('linear impact', () => {
  const market = (options: Record<string, unknown> = {}) =>
    at(venueOf({ model: 'linear-impact', ...common, onePercent: 100, ...options }));

  it('lowers the price by one per cent for the quantity stated, by the same factor each time', () => {
    const venue = market();
    venue.sell(100);
    expect(venue.bid()).toBeCloseTo(198, 10);
    venue.sell(100);
    expect(venue.bid()).toBeCloseTo(196.02, 10);
  });

  it('pays the integral of the marginal price', () => {
    for (const q of [1e-6, 10, 1000, 1e6]) {
      const exact = integral((s) => 200 * Math.exp((s * Math.log(0.99)) / 100), q);
      if (q < 1e5) expect(market().proceeds(q) / exact).toBeCloseTo(1, 8);
    }
    // All that will ever be paid: P / a.
    expect(market().proceeds(1e9)).toBeCloseTo((-200 * 100) / Math.log(0.99), 6);
    expect(market().quantityFor((-200 * 100) / Math.log(0.99) + 1)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is resilient at ρ = ln 2 / halfLife (Obizhaeva and Wang)', () => {
    const venue = market();
    venue.sell(300);
    const rho = Math.LN2 / HALF_LIFE;
    expect(Math.log(1 + venue.displacement(123_456))).toBeCloseTo(3 * Math.log(0.99) * Math.exp(-rho * 123_456), 12);
  });
});

describe('a skewed oracle', () => {
  const market = (options: Record<string, unknown> = {}) =>
    at(venueOf({ model: 'skewed-oracle', fee: 0, halfLife: '10m', skewScale: 1000, ...options }));

  it('fills at the mean of the prices before and after', () => {
    // 200 and 200 · 0.98: 198 a unit.
    expect(market().sell(20)).toBeCloseTo(20 * 198, 10);
    expect(market({ skew: 20 }).sell(20)).toBeCloseTo(20 * 202, 10);
    expect(market({ fee: 0.01 }).sell(20)).toBeCloseTo(0.99 * 20 * 198, 10);
  });

  it('brings nothing more once its price is down at nothing', () => {
    expect(market().proceeds(1000)).toBeCloseTo(100_000, 8);
    expect(market().proceeds(5000)).toBeCloseTo(100_000, 8);
    expect(market().quantityFor(100_001)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is no source for the oracle whose price it takes', () => {
    expect(market().oracleWeight).toBe(0);
  });

  it('refuses a skew that its scale cannot carry', () => {
    expect(() => market({ skew: -1001 })).toThrow(/must not be larger than skewScale/);
  });
});

describe('an oracle pool', () => {
  const market = (options: Record<string, unknown> = {}) =>
    at(
      venueOf({
        model: 'oracle-pool',
        fee: 0,
        halfLife: '10m',
        depth: 1e6,
        negativeFactor: 0.01 / 50_000,
        positiveFactor: 0.005 / 50_000,
        ...options,
      }),
    );

  it('charges 500 for 50,000 from balance, as GMX shows', () => {
    expect(market().proceeds(250)).toBeCloseTo(50_000 - 500, 8);
  });

  it('charges more from where it is lopsided, and pays for balance what its impact pool holds', () => {
    expect(market({ imbalance: 50_000 }).proceeds(250)).toBeCloseTo(50_000 - (2000 - 500), 8);
    // From −50,000 to balance: 0.005/50,000 · 50,000² = 250.
    expect(market({ imbalance: -50_000 }).proceeds(250)).toBeCloseTo(50_000, 8);
    expect(market({ imbalance: -50_000, impactPool: 100 }).proceeds(250)).toBeCloseTo(50_100, 8);
    expect(market({ imbalance: -50_000, impactPool: 1000 }).proceeds(250)).toBeCloseTo(50_250, 8);
    // Across: 250 less 0.01/50,000 · 10,000² = 20.
    expect(market({ imbalance: -50_000, impactPool: 1000 }).proceeds(300)).toBeCloseTo(60_230, 8);
  });

  it('pays no more than it holds, and nothing for units that would lower the payout', () => {
    expect(market({ depth: 30_000 }).proceeds(250)).toBe(30_000);
    expect(market({ depth: 30_000 }).quantityFor(30_001)).toBe(Number.POSITIVE_INFINITY);
    // 1 − 2 · f · d = 0 at d = 2.5 million.
    expect(market({ depth: 1e9 }).proceeds(12_500)).toBeCloseTo(1.25e6, 3);
    expect(market({ depth: 1e9 }).proceeds(50_000)).toBeCloseTo(1.25e6, 3);
  });

  it('puts the cost of imbalance into its impact pool, and is rebalanced by half every half-life', () => {
    const venue = market();
    venue.sell(250);
    expect(venue.bid()).toBeCloseTo(200 * (1 - 2 * (0.01 / 50_000) * 50_000), 9);
    venue.settle(HALF_LIFE, 200, 0);
    expect(venue.bid()).toBeCloseTo(200 * (1 - 2 * (0.01 / 50_000) * 25_000), 9);
    const flows = { base: 0, quote: 0 };
    venue.takeFlows(flows);
    expect(flows.base).toBeCloseTo(125, 9);
    expect(flows.quote).toBeCloseTo(-24_750, 6);
  });

  it('refuses factors with which going round would pay', () => {
    expect(() => market({ positiveFactor: 1 })).toThrow(/must not be above negativeFactor/);
  });
});
