import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Accounts } from '../../../models/book/accounts.ts';
import { type Crossing, Margin } from '../../../models/book/margin.ts';
import { constructedBook, type Written } from '../fixtures/constructed-book.ts';
import { account, MOVING, START } from '../fixtures/random-book.ts';

const runs = { seed: 20200312, numRuns: 500 };

function opened(written: Written, trigger = 1) {
  const accounts = new Accounts(constructedBook([written]));
  const margin = new Margin(accounts, MOVING);
  margin.trigger = trigger;
  return { margin, slot: accounts.touch(0) };
}

/** Health factor from the definition, on nothing but the written account. */
function health({ collateral, debt }: Written, prices: readonly number[]): number {
  const weighted = collateral.reduce((sum, [asset, units, threshold]) => sum + units * prices[asset]! * threshold, 0);
  return weighted / debt.reduce((sum, [asset, units]) => sum + units * prices[asset]!, 0);
}

const simple: Written = { collateral: [[0, 10, 0.8]], debt: [[3, 1000]] };

describe('the health factor', () => {
  it('is weighted collateral over debt', () => {
    const { margin, slot } = opened(simple);
    expect(margin.read(slot, START)).toBe(false);
    expect(margin.healthFactor).toBeCloseTo(1.6, 14);
    expect([margin.debtUsd, margin.collateralUsd, margin.weightedUsd]).toEqual([1000, 2000, 1600]);
  });

  it('makes an account due strictly below the trigger, not at it', () => {
    const { margin, slot } = opened(simple);
    expect(margin.read(slot, [125, 1, 1, 1])).toBe(false);
    expect(margin.read(slot, [124.999, 1, 1, 1])).toBe(true);
  });

  it('is endless without debt, and such an account is never due', () => {
    const { margin, slot } = opened({ collateral: [[0, 1, 0.8]], debt: [] });
    expect(margin.read(slot, [1e-9, 1, 1, 1])).toBe(false);
    expect(margin.healthFactor).toBe(Number.POSITIVE_INFINITY);
    expect(margin.growthUntilDue(slot, START)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is nothing without collateral, and such an account is due at any price', () => {
    const { margin, slot } = opened({ collateral: [], debt: [[0, 1]] });
    expect(margin.read(slot, START)).toBe(true);
    expect(margin.healthFactor).toBe(0);
    expect(margin.growthUntilDue(slot, START)).toBe(1);
  });

  it('agrees with the definition on any account', () => {
    fc.assert(
      fc.property(
        account,
        fc.array(fc.double({ min: 0.01, max: 1e4, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (written, prices) => {
          const { margin, slot } = opened(written);
          margin.read(slot, prices);
          expect(margin.healthFactor / health(written, prices)).toBeCloseTo(1, 12);
        },
      ),
      runs,
    );
  });
});

describe('growth until due', () => {
  it('is the growth that makes a simple account due', () => {
    const { margin, slot } = opened(simple);
    expect(margin.growthUntilDue(slot, START)).toBeCloseTo(1.6, 12);
    const owing = opened({ collateral: [[3, 2000, 0.8]], debt: [[0, 5]] });
    expect(owing.margin.growthUntilDue(owing.slot, START)).toBeCloseTo(1.6, 12);
  });

  it('is the root when both sides move against the account', () => {
    const { margin, slot } = opened({ collateral: [[0, 10, 0.8]], debt: [[2, 2000]] });
    expect(margin.growthUntilDue(slot, START)).toBeCloseTo(Math.sqrt(1.6), 12);
  });

  it('is 1 for an account that is due', () => {
    const { margin, slot } = opened({ collateral: [[0, 5, 0.8]], debt: [[3, 1000]] });
    expect(margin.growthUntilDue(slot, START)).toBe(1);
  });

  it('is endless where what does not move covers the debt', () => {
    const { margin, slot } = opened({
      collateral: [
        [0, 1, 0.8],
        [3, 2000, 0.8],
      ],
      debt: [[3, 1000]],
    });
    expect(margin.growthUntilDue(slot, START)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is safe and sharp: no move of all assets by less makes any account due, and a little more against it does', () => {
    const moves = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(account, moves, fc.constantFrom(0.95, 1, 1.1), (written, shares, trigger) => {
        const { margin, slot } = opened(written, trigger);
        const slack = Math.log(margin.growthUntilDue(slot, START));
        fc.pre(slack > 1e-9);
        const reach = Math.min(slack, 5) * (1 - 1e-9);
        const moved = START.map((price, asset) => (asset < 3 ? price * Math.exp(reach * shares[asset]!) : price));
        expect(health(written, moved)).toBeGreaterThanOrEqual(trigger * (1 - 1e-12));
        expect(margin.read(slot, moved)).toBe(false);
        // An asset on both sides of an account cannot move both ways: there the bound is safe, not sharp.
        const held = written.collateral.map(([asset]) => asset);
        if (slack > 5 || written.debt.some(([asset]) => asset < 3 && held.includes(asset))) return;
        const against = START.map((price, asset) => {
          if (asset === 3) return price;
          return price * Math.exp((held.includes(asset) ? -1 : 1) * slack * (1 + 1e-9));
        });
        expect(margin.read(slot, against)).toBe(true);
      }),
      runs,
    );
  });
});

describe('crossing', () => {
  it('is linear in the price of the only moving asset', () => {
    fc.assert(
      fc.property(
        account,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.constantFrom(0.9, 1, 1.2),
        (written, factor, trigger) => {
          const { margin, slot } = opened(written, trigger);
          const into: Crossing = { asset: -2, slope: 0, steady: 0 };
          margin.crossing(slot, START, into);
          const assets = [...written.collateral, ...written.debt].map(([asset]) => asset);
          const moving = new Set(assets.filter((asset) => asset < 3));
          if (moving.size !== 1) {
            expect(into.asset).toBe(-1);
            return;
          }
          const [asset] = moving;
          expect(into.asset).toBe(asset);
          const prices = START.map((price, i) => (i === asset ? price * factor : price));
          const surplus = into.slope * prices[into.asset]! + into.steady;
          if (Math.abs(health(written, prices) / trigger - 1) > 1e-9)
            expect(surplus < 0).toBe(margin.read(slot, prices));
        },
      ),
      runs,
    );
  });

  it('leaves out what has been used up', () => {
    const accounts = new Accounts(
      constructedBook([
        {
          collateral: [
            [0, 1, 0.8],
            [1, 1, 0.8],
          ],
          debt: [[3, 100]],
        },
      ]),
    );
    const margin = new Margin(accounts, MOVING);
    const slot = accounts.touch(0);
    const into: Crossing = { asset: -2, slope: 0, steady: 0 };
    margin.crossing(slot, START, into);
    expect(into.asset).toBe(-1);
    accounts.setCollateral(slot, 1, 0);
    margin.crossing(slot, START, into);
    expect(into).toEqual({ asset: 0, slope: 0.8, steady: -100 });
  });
});
