/** Concentrated liquidity as rules: ticks, ranges, swaps over them, and what positions earn. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DoubleDouble } from '../../../models/venues/concentrated/double-double.ts';
import { LiquidityMap } from '../../../models/venues/concentrated/liquidity-map.ts';
import { ConcentratedPool } from '../../../models/venues/concentrated/pool.ts';
import { PositionPool } from '../../../models/venues/concentrated/position-pool.ts';
import {
  MAX_ROOT,
  MAX_TICK,
  MIN_ROOT,
  MIN_TICK,
  rootAtTick,
  rootFromQ96,
  tickAtRoot,
} from '../../../models/venues/concentrated/ticks.ts';
import { REAL_NUMBERS, WHOLE_UNITS } from '../../../models/venues/whole-units.ts';

const runs = { seed: 20200312, numRuns: 300 };

function at(root: number): DoubleDouble {
  const made = new DoubleDouble();
  made.set(root);
  return made;
}

const terms = { feePips: 3000, tickSpacing: 60, protocolFeeDenominator: 0, rounding: REAL_NUMBERS };

function realPool(ranges: readonly { lower: number; upper: number; liquidity: number }[], root = 1) {
  const map = new LiquidityMap();
  map.rebuild(ranges);
  const pool = new ConcentratedPool(map, 3000, REAL_NUMBERS);
  pool.place(root);
  return pool;
}

describe('ticks', () => {
  it('the tick at the root price of a tick is that tick, and just below it the one before', () => {
    fc.assert(
      fc.property(fc.integer({ min: MIN_TICK + 1, max: MAX_TICK - 1 }), (tick) => {
        const root = at(rootAtTick(tick));
        expect(tickAtRoot(root)).toBe(tick);
        // Less than a double of that size can tell.
        root.add(-1e-25 * root.hi);
        expect(tickAtRoot(root)).toBe(tick - 1);
      }),
      runs,
    );
  });

  it('prices rise by 1.0001 from tick to tick', () => {
    expect((rootAtTick(1) / rootAtTick(0)) * (rootAtTick(1) / rootAtTick(0))).toBeCloseTo(1.0001, 14);
    expect(Math.log(rootAtTick(MAX_TICK) * rootAtTick(MIN_TICK))).toBeCloseTo(0, 12);
  });

  it.each([
    ['a tick beyond the last', () => rootAtTick(MAX_TICK + 1)],
    ['half a tick', () => rootAtTick(0.5)],
    ['a root price below the first', () => tickAtRoot(at(MIN_ROOT * 0.99))],
    ['a root price above the last', () => tickAtRoot(at(MAX_ROOT * 1.01))],
    ['a root price on chain that no pool can have', () => rootFromQ96('4295128738')],
    ['one that is no whole number', () => rootFromQ96('1e30')],
  ])('refuses %s', (_, act) => {
    expect(act).toThrow(RangeError);
  });
});

describe('a map of liquidity', () => {
  it('adds up what overlaps, and has holes where nothing is', () => {
    const map = new LiquidityMap();
    map.rebuild([
      { lower: -100, upper: 100, liquidity: 5 },
      { lower: 0, upper: 100, liquidity: 2 },
      { lower: 200, upper: 300, liquidity: 1 },
    ]);
    const active = (tick: number) => map.activeIn(map.segmentAtTick(tick));
    expect([-101, -100, -1, 0, 99, 100, 199, 200, 299, 300].map(active)).toEqual([0, 5, 5, 7, 7, 0, 0, 1, 1, 0]);
  });

  it('holds at every price what its ranges hold one by one', () => {
    const range = fc.record({
      lower: fc.integer({ min: -500, max: 400 }),
      width: fc.integer({ min: 1, max: 300 }),
      liquidity: fc.double({ min: 0.1, max: 1e6, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(range, { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0.9, max: 1.1, noNaN: true }),
        (drawn, root) => {
          const ranges = drawn.map(({ lower, width, liquidity }) => ({ lower, upper: lower + width, liquidity }));
          const map = new LiquidityMap();
          map.rebuild(ranges);
          const within = (tick: number) => Math.min(Math.max(rootAtTick(tick), root), Number.POSITIVE_INFINITY);
          const base = ranges.reduce((sum, r) => sum + r.liquidity * (1 / within(r.lower) - 1 / within(r.upper)), 0);
          const below = (tick: number) => Math.min(rootAtTick(tick), root);
          const quote = ranges.reduce((sum, r) => sum + r.liquidity * (below(r.upper) - below(r.lower)), 0);
          expect(map.amount0At(root)).toBeCloseTo(base, 6);
          expect(map.amount1At(root)).toBeCloseTo(quote, 6);
        },
      ),
      runs,
    );
  });
});

describe('a swap', () => {
  const ranges = [
    { lower: -1200, upper: 1200, liquidity: 1000 },
    { lower: -300, upper: 300, liquidity: 5000 },
    { lower: -6000, upper: -3000, liquidity: 700 },
  ];
  const amount = fc.double({ min: 1e-6, max: 400, noNaN: true });

  it('takes out what the ranges hold less, and leaves in them what came in less the fee', () => {
    fc.assert(
      fc.property(amount, fc.boolean(), (put, zeroForOne) => {
        const pool = realPool(ranges);
        const { map } = pool;
        const before = [map.amount0At(1), map.amount1At(1)] as [number, number];
        pool.swap(zeroForOne, put, zeroForOne ? 0.5 : 2);
        const after = [map.amount0At(pool.root.hi), map.amount1At(pool.root.hi)] as [number, number];
        const [paid, got] = zeroForOne ? [0, 1] : [1, 0];
        expect(after[paid as 0 | 1] - before[paid as 0 | 1]).toBeCloseTo(pool.amountIn - pool.fee, 8);
        expect(before[got as 0 | 1] - after[got as 0 | 1]).toBeCloseTo(pool.amountOut, 8);
        expect(pool.fee).toBeCloseTo(0.003 * pool.amountIn, 9);
      }),
      runs,
    );
  });

  it('in two parts is the same as in one', () => {
    fc.assert(
      fc.property(amount, amount, fc.boolean(), (first, second, zeroForOne) => {
        const limit = zeroForOne ? 0.5 : 2;
        const whole = realPool(ranges);
        whole.swap(zeroForOne, first + second, limit);
        const parts = realPool(ranges);
        parts.swap(zeroForOne, first, limit);
        const got = parts.amountOut;
        fc.pre(Math.abs(parts.root.hi - limit) > 1e-9);
        parts.swap(zeroForOne, second, limit);
        expect(got + parts.amountOut).toBeCloseTo(whole.amountOut, 8);
        expect(parts.root.hi).toBeCloseTo(whole.root.hi, 12);
      }),
      runs,
    );
  });

  it('for an output costs what that output would have been got for', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 100, noNaN: true }), fc.boolean(), (wanted, zeroForOne) => {
        const limit = zeroForOne ? 0.5 : 2;
        const pool = realPool(ranges);
        pool.quote(zeroForOne, -wanted, limit);
        const { amountIn } = pool;
        fc.pre(Math.abs(pool.amountOut - wanted) < 1e-12 * wanted);
        pool.quote(zeroForOne, amountIn, limit);
        expect(pool.amountOut).toBeCloseTo(wanted, 8);
      }),
      runs,
    );
  });

  it('there and back never gains', () => {
    fc.assert(
      fc.property(amount, fc.boolean(), (put, zeroForOne) => {
        const pool = realPool(ranges);
        pool.swap(zeroForOne, put, zeroForOne ? 0.5 : 2);
        const paid = pool.amountIn;
        pool.swap(!zeroForOne, pool.amountOut, zeroForOne ? 2 : 0.5);
        expect(pool.amountOut).toBeLessThan(paid);
      }),
      runs,
    );
  });

  it('crosses a hole at no cost, and takes nothing in where there is nothing', () => {
    const pool = realPool([
      { lower: -60, upper: 60, liquidity: 1000 },
      { lower: -6000, upper: -3000, liquidity: 1000 },
    ]);
    const here = pool.map.amount1At(1) - pool.map.amount1At(rootAtTick(-2000));
    pool.swap(true, Number.POSITIVE_INFINITY, rootAtTick(-3000));
    expect(pool.amountOut).toBeCloseTo(here, 9);
    expect(pool.tick).toBe(-3001);
    pool.swap(true, Number.POSITIVE_INFINITY, rootAtTick(-10_000));
    const all = pool.amountIn;
    expect(pool.map.amount1At(pool.root.hi)).toBe(0);
    pool.swap(true, 5, rootAtTick(-20_000));
    expect(all).toBeGreaterThan(0);
    expect([pool.amountIn, pool.amountOut]).toEqual([0, 0]);
  });

  it('keeps the price of a trade of 1e-30 of the pool', () => {
    const pool = realPool([{ lower: -600, upper: 600, liquidity: 1e30 }]);
    pool.swap(true, 1, 0.5);
    expect(pool.amountOut).toBeCloseTo(0.997, 12);
    expect(pool.tick).toBe(-1);
    pool.swap(false, 1.1, 2);
    expect(pool.tick).toBe(0);
  });

  it.each([
    ['of nothing', () => realPool(ranges).swap(true, 0, 0.5)],
    ['to a limit behind', () => realPool(ranges).swap(true, 1, 1.5)],
    ['to where the pool is', () => realPool(ranges).swap(false, 1, 1)],
    ['beyond all prices', () => realPool(ranges).swap(false, 1, 2 * MAX_ROOT)],
  ])('%s is refused', (_, act) => {
    expect(act).toThrow(RangeError);
  });
});

describe('positions', () => {
  const open = (changes: Partial<typeof terms> = {}) => new PositionPool({ ...terms, ...changes }, at(1));

  it('share the fees of the swaps through them by liquidity, less the protocol’s part', () => {
    const pool = open({ protocolFeeDenominator: 6 });
    const wide = pool.mint(-1200, 1200, 1000).position;
    const narrow = pool.mint(-60, 60, 3000).position;
    const away = pool.mint(600, 1200, 500).position;
    pool.pool.swap(true, Number.POSITIVE_INFINITY, rootAtTick(-60));
    const within = pool.pool.fee;
    pool.pool.swap(true, 10, 0.5);
    const beyond = pool.pool.fee;
    expect(pool.earned(narrow).amount0).toBeCloseTo((within * 5 * 0.75) / 6, 12);
    expect(pool.earned(wide).amount0).toBeCloseTo((within * 5 * 0.25) / 6 + (beyond * 5) / 6, 12);
    expect(pool.earned(away)).toEqual({ amount0: 0, amount1: 0 });
    expect(pool.protocolFees[0]).toBeCloseTo((within + beyond) / 6, 12);
  });

  it('earn nothing of what came before them', () => {
    const pool = open();
    pool.mint(-1200, 1200, 1000);
    pool.pool.swap(true, 20, 0.5);
    const late = pool.mint(-600, -60, 1000).position;
    expect(pool.earned(late).amount0).toBe(0);
    pool.pool.swap(false, 5, 2);
    expect(pool.earned(late).amount1).toBeGreaterThan(0);
  });

  it('give back what they took, rounded against them', () => {
    const pool = open({ rounding: WHOLE_UNITS });
    const { position, ...minted } = pool.mint(-600, 600, 1_000_003);
    const burnt = pool.burn(position);
    expect(minted.amount0 - burnt.amount0).toBe(1);
    expect(minted.amount1 - burnt.amount1).toBe(1);
    expect(burnt.gained).toEqual({ amount0: -0, amount1: 0 });
    expect(() => pool.pool.swap(true, 5, 0.9)).not.toThrow();
    expect(pool.pool.amountOut).toBe(0);
  });

  it.each([
    ['ends where it begins', 60, 60, 1],
    ['does not fit the spacing', -50, 60, 1],
    ['reaches beyond all ticks', -887_280, 60, 1],
    ['holds nothing', -60, 60, 0],
    ['holds too much for a tick', -60, 60, 1.2e34],
  ])('a range that %s is refused', (_, lower, upper, liquidity) => {
    expect(() => open().mint(lower, upper, liquidity)).toThrow(RangeError);
  });
});
