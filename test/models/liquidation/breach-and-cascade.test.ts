import { describe, expect, it } from 'vitest';
import { Accounts } from '../../../models/book/accounts.ts';
import { Margin } from '../../../models/book/margin.ts';
import { breachTime } from '../../../models/liquidation/breach.ts';
import { isCascade } from '../../../models/liquidation/cascade.ts';
import type { Stage } from '../../../models/world/stage.ts';
import { constructedBook, type Written } from '../fixtures/constructed-book.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';

/** An account on a tape of outside prices, a tick a second; the last asset does not move. */
function stage(written: Written, prices: readonly (readonly number[])[], time = 0) {
  const tape = constructedTape({ tickMillis: 1000, prices });
  const accounts = new Accounts(constructedBook([written]));
  const margin = new Margin(accounts, tape.movingAssets);
  const believed = prices.map((column) => column[0] as number);
  const made = { tape, accounts, margin, prices: Float64Array.from(believed), time } as unknown as Stage;
  return { made, slot: accounts.touch(0) };
}

/** Due below 125. */
const eth: Written = { collateral: [[0, 10, 0.8]], debt: [[1, 1000]] };
const one = (prices: readonly number[]) => [prices, prices.map(() => 1)];

describe('the breach', () => {
  it('is the first tick of the stretch that the report saw the end of', () => {
    const { made, slot } = stage(eth, one([200, 130, 120, 110, 115, 200]));
    expect(breachTime(made, slot, 4)).toBe(2000);
    expect(breachTime(made, slot, 2)).toBe(2000);
  });

  it('does not count an earlier stretch from which the account healed', () => {
    const { made, slot } = stage(eth, one([120, 110, 130, 120, 119]));
    expect(breachTime(made, slot, 4)).toBe(3000);
  });

  it('reaches back to the start', () => {
    const { made, slot } = stage(eth, one([120, 110, 100]));
    expect(breachTime(made, slot, 2)).toBe(0);
  });

  it('is the observation itself when only our own sales made the account due', () => {
    const { made, slot } = stage(eth, one([200, 130, 130]));
    expect(breachTime(made, slot, 2)).toBe(2000);
  });

  it('works on the other side: a debt that rises', () => {
    const { made, slot } = stage(
      { collateral: [[1, 1000, 0.8]], debt: [[0, 4]] },
      one([150, 190, 201, 210, 199, 202, 230]),
    );
    expect(breachTime(made, slot, 6)).toBe(5000);
  });

  it('looks at all prices when several move', () => {
    const both: Written = {
      collateral: [
        [0, 5, 0.8],
        [1, 50, 0.8],
      ],
      debt: [[2, 1000]],
    };
    // Weighted: 4 · a + 40 · b against 1000.
    const { made, slot } = stage(both, [
      [200, 100, 130, 130, 100],
      [10, 10, 12.5, 11, 14],
      [1, 1, 1, 1, 1],
    ]);
    expect(breachTime(made, slot, 4)).toBe(3000);
  });
});

describe('a cascade', () => {
  it('is a liquidation of an account that the outside price never made due', () => {
    const { made, slot } = stage(eth, one([200, 130, 126, 140]), 2000);
    expect(isCascade(made, slot)).toBe(true);
  });

  it('is none where the outside price makes the account due now', () => {
    const { made, slot } = stage(eth, one([200, 130, 124, 140]), 2500);
    expect(isCascade(made, slot)).toBe(false);
  });

  it('is none where it did so earlier', () => {
    const { made, slot } = stage(eth, one([200, 124, 180, 190]), 3000);
    expect(isCascade(made, slot)).toBe(false);
  });

  it('does not look into the future', () => {
    const { made, slot } = stage(eth, one([200, 130, 100, 90]), 1999);
    expect(isCascade(made, slot)).toBe(true);
  });

  const both: Written = {
    collateral: [
      [0, 5, 0.8],
      [1, 50, 0.8],
    ],
    debt: [[2, 1000]],
  };

  it('is one where several assets were low, but never together', () => {
    const { made, slot } = stage(
      both,
      [
        [200, 100, 200],
        [10, 20, 10],
        [1, 1, 1],
      ],
      2000,
    );
    expect(isCascade(made, slot)).toBe(true);
  });

  it('is none where they were low together at an earlier tick', () => {
    const { made, slot } = stage(
      both,
      [
        [200, 100, 200],
        [10, 14, 10],
        [1, 1, 1],
      ],
      2000,
    );
    expect(isCascade(made, slot)).toBe(false);
  });

  it('knows an asset that is held and owed at once', () => {
    // Held 10 at 0.8, owed 5: weighted less debt is 3 a, so a fall hurts.
    const own: Written = {
      collateral: [[0, 10, 0.8]],
      debt: [
        [0, 5],
        [1, 300],
      ],
    };
    const { made, slot } = stage(own, one([200, 90, 210]), 2000);
    expect(isCascade(made, slot)).toBe(false);
  });
});
