/** The rules of a Uniswap v2 pair: what it refuses, how it rounds, and what its own check lets through. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  constantProductCapacity,
  constantProductProceeds,
  impermanentLoss,
} from '../../../models/venues/uniswap-v2/closed-forms.ts';
import {
  amountIn,
  amountOut,
  liquidityValue,
  protocolFeeLiquidity,
  quote,
  reservesAfterArbitrage,
} from '../../../models/venues/uniswap-v2/pair.ts';
import { keepsProduct } from '../../../models/venues/uniswap-v2/product-check.ts';
import { REAL_NUMBERS, WHOLE_UNITS } from '../../../models/venues/whole-units.ts';

const runs = { seed: 20200312, numRuns: 300 };
const FEE = 0.003;

describe('amounts in whole units', () => {
  it('rounds what is paid out down and what is taken in up, by one unit even where it was whole', () => {
    expect(amountOut(2, 100, 100, FEE, WHOLE_UNITS)).toBe(1);
    expect(amountIn(1, 100, 100, FEE, WHOLE_UNITS)).toBe(2);
    expect(quote(3, { a: 100, b: 50 }, WHOLE_UNITS)).toBe(1);
    expect(amountIn(1, 100, 100, FEE, REAL_NUMBERS)).toBeCloseTo(100 / (99 * 0.997), 12);
  });

  it('what must be put in for an amount brings at least that amount', () => {
    const reserve = fc.integer({ min: 1000, max: 1_000_000 });
    fc.assert(
      fc.property(reserve, reserve, fc.integer({ min: 1, max: 999 }), (x, y, out) => {
        const input = amountIn(out, x, y, FEE, WHOLE_UNITS);
        expect(amountOut(input, x, y, FEE, WHOLE_UNITS)).toBeGreaterThanOrEqual(out);
        if (input > 2) expect(amountOut(input - 2, x, y, FEE, WHOLE_UNITS)).toBeLessThanOrEqual(out);
      }),
      runs,
    );
  });

  it('pays the most that the pair lets through', () => {
    const reserve = fc.integer({ min: 1000, max: 1_000_000 });
    fc.assert(
      fc.property(reserve, reserve, fc.integer({ min: 10, max: 1_000_000 }), (x, y, put) => {
        const out = amountOut(put, x, y, FEE, WHOLE_UNITS);
        fc.pre(out > 0);
        const trade = (taken: number) =>
          keepsProduct({
            reserves: [BigInt(x), BigInt(y)],
            amountsIn: [BigInt(put), 0n],
            amountsOut: [0n, BigInt(taken)],
            feeNumerator: 997n,
            feeDenominator: 1000n,
          });
        expect(trade(out)).toBe(true);
        if (out + 1 < y) expect(trade(out + 1)).toBe(false);
      }),
      runs,
    );
  });

  it.each([
    ['nothing put in', () => amountOut(0, 100, 100, FEE, WHOLE_UNITS)],
    ['an empty pool', () => amountOut(1, 0, 100, FEE, WHOLE_UNITS)],
    ['nothing taken', () => amountIn(0, 100, 100, FEE, WHOLE_UNITS)],
    ['all there is', () => amountIn(100, 100, 100, FEE, WHOLE_UNITS)],
    ['a quote of nothing', () => quote(0, { a: 1, b: 1 }, WHOLE_UNITS)],
    ['a quote of an empty pool', () => quote(1, { a: 1, b: 0 }, WHOLE_UNITS)],
    ['arbitrage of an empty pool', () => reservesAfterArbitrage({ a: 0, b: 1 }, 1, FEE, WHOLE_UNITS)],
    ['more shares than there are', () => liquidityValue({ a: 1, b: 1 }, 2, 1, WHOLE_UNITS)],
    [
      'a trade that takes nothing',
      () =>
        keepsProduct({
          reserves: [5n, 5n],
          amountsIn: [1n, 0n],
          amountsOut: [0n, 0n],
          feeNumerator: 997n,
          feeDenominator: 1000n,
        }),
    ],
  ])('refuses %s', (_, act) => {
    expect(act).toThrow(RangeError);
  });
});

describe('liquidity', () => {
  it('mints one sixth of the growth of √k to the protocol, and nothing for a fall', () => {
    // √k from 100 to 120: a sixth of the growth is worth f/(S + f) of the pool = (20/6)/120.
    const minted = protocolFeeLiquidity(1000, 120, 100, REAL_NUMBERS);
    expect(minted / (1000 + minted)).toBeCloseTo(20 / 6 / 120, 12);
    expect(protocolFeeLiquidity(1000, 100, 100, REAL_NUMBERS)).toBe(0);
    expect(protocolFeeLiquidity(1000, 90, 100, REAL_NUMBERS)).toBe(0);
  });

  it('leaves a pool within its fee of the outside price alone', () => {
    const pool = { a: 1000, b: 200_000 };
    expect(reservesAfterArbitrage(pool, 200.5, FEE, REAL_NUMBERS)).toBe(pool);
    expect(reservesAfterArbitrage(pool, 199.5, FEE, REAL_NUMBERS)).toBe(pool);
  });

  it.each([100, 300])('arbitrage to %d leaves nothing to gain at the margin, on either side', (price) => {
    const { a, b } = reservesAfterArbitrage({ a: 1000, b: 200_000 }, price, FEE, REAL_NUMBERS);
    const [input, output, value] = price < 200 ? [a, b, price] : [b, a, 1 / price];
    expect(constantProductProceeds(input, output, 1e-6 * input, FEE) / (1e-6 * input)).toBeLessThan(value);
    // A pool displaced by twice the fee's width would have offered more.
    expect(Math.abs(Math.log(b / a / price))).toBeLessThan(0.00301);
  });

  it('lost nothing at the same price, and the same for a price and its inverse', () => {
    expect(impermanentLoss(1)).toBe(0);
    expect(impermanentLoss(4)).toBeCloseTo(-0.2, 12);
    expect(impermanentLoss(0.25)).toBeCloseTo(-0.2, 12);
  });

  it('covers a cost up to its capacity', () => {
    const capacity = constantProductCapacity(1000, 200_000, 190, FEE);
    expect(constantProductProceeds(1000, 200_000, capacity, FEE)).toBeCloseTo(190 * capacity, 6);
    expect(constantProductCapacity(1000, 200_000, 200, FEE)).toBe(0);
  });
});
