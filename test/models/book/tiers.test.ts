import { describe, expect, it } from 'vitest';
import { CategoryBonuses, type Tiers, withTiers } from '../../../models/book/tiers.ts';
import { openStream } from '../../../sim/random/streams.ts';
import { constructedBook } from '../fixtures/constructed-book.ts';
import { inspect } from '../fixtures/inspected.ts';
import { openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

const [ETH, STETH, USD, EUR] = [0, 1, 2, 3];
const PRICES = [2000, 1900, 1, 1.1];
const stream = () => openStream('tiers', 0, 'categories');

/** Accounts: in the category, owing something else as well, holding nothing of it, holding something else as well, without debt. */
const book = constructedBook([
  { collateral: [[STETH, 10, 0.8]], debt: [[ETH, 7]] },
  {
    collateral: [[STETH, 10, 0.8]],
    debt: [
      [ETH, 3],
      [USD, 100],
    ],
  },
  { collateral: [[USD, 9000, 0.75]], debt: [[ETH, 2]] },
  {
    collateral: [
      [STETH, 10, 0.8],
      [USD, 1000, 0.75],
    ],
    debt: [[ETH, 7]],
  },
  { collateral: [[STETH, 1, 0.8]], debt: [] },
]);

const tiers = (change: Partial<Tiers> = {}): Tiers => ({
  categories: [{ collateral: [STETH], debt: [ETH], liquidationThreshold: 0.95, share: 1 }],
  isolated: [false, false, false, false],
  keepsHealth: false,
  ...change,
});

const weighted = (of: typeof book, account: number) => {
  let sum = 0;
  for (let i = of.collateralFirst[account]!; i < of.collateralFirst[account + 1]!; i++) {
    sum += of.collateralAmount[i]! * PRICES[of.collateralAsset[i]!]! * of.collateralThreshold[i]!;
  }
  return sum;
};

describe('categories', () => {
  it('hold accounts that owe nothing else, and raise the threshold of what they cover', () => {
    const after = withTiers(book, tiers(), PRICES, stream());
    expect([...after.categories!]).toEqual([1, 0, 0, 1, 0]);
    expect([...after.collateralThreshold]).toEqual([0.95, 0.8, 0.75, 0.95, 0.75, 0.8]);
    expect([...after.collateralAmount]).toEqual([...book.collateralAmount]);
    expect([...after.debtAmount]).toEqual([...book.debtAmount]);
  });

  it('leave health factors as they were drawn where they are told to', () => {
    const after = withTiers(book, tiers({ keepsHealth: true }), PRICES, stream());
    for (let account = 0; account < 5; account++) {
      expect(weighted(after, account)).toBeCloseTo(weighted(book, account), 9);
    }
    expect(after.collateralAmount[0]).toBeCloseTo((10 * 0.8) / 0.95, 12);
  });

  it('hold only a share of those who could be in them, the first that fits', () => {
    const many = constructedBook(
      Array.from({ length: 2000 }, () => ({ collateral: [[STETH, 10, 0.8] as const], debt: [[ETH, 7] as const] })),
    );
    const [wide] = tiers().categories;
    const categories = [
      { ...wide!, share: 0.3 },
      { ...wide!, liquidationThreshold: 0.9 },
    ];
    const { categories: chosen } = withTiers(many, tiers({ categories }), PRICES, stream());
    const first = [...chosen!].filter((one) => one === 1).length / 2000;
    expect(Math.abs(first - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 2000));
    expect([...chosen!].every((one) => one < 2)).toBe(true);
  });

  it('carry their own bonus for what they cover', () => {
    const usual = [0.05, 0.07, 0.04, 0.04];
    const bonuses = new CategoryBonuses(Uint8Array.from([1, 0]), usual, [
      { collateral: [STETH], liquidationBonus: 0.01 },
    ]);
    expect([0, 1].map((account) => bonuses.bonus(account, STETH))).toEqual([0.01, 0.07]);
    expect(bonuses.bonus(0, USD)).toBe(0.04);
  });
});

describe('isolated collateral', () => {
  it('stands alone: the largest of them where there are several', () => {
    const isolated = [false, false, true, true];
    const mixed = constructedBook([
      {
        collateral: [
          [STETH, 1, 0.8],
          [USD, 500, 0.75],
        ],
        debt: [[ETH, 0.1]],
      },
      {
        collateral: [
          [USD, 500, 0.75],
          [EUR, 600, 0.7],
        ],
        debt: [[ETH, 0.1]],
      },
      { collateral: [[STETH, 1, 0.8]], debt: [[ETH, 0.1]] },
    ]);
    const plain = { categories: [], isolated };
    const after = withTiers(mixed, { ...plain, keepsHealth: false }, PRICES, stream());
    expect([...after.collateralAsset]).toEqual([USD, EUR, STETH]);
    expect([...after.collateralAmount]).toEqual([500, 600, 1]);
    const kept = withTiers(mixed, { ...plain, keepsHealth: true }, PRICES, stream());
    for (let account = 0; account < 3; account++) {
      expect(weighted(kept, account)).toBeCloseTo(weighted(mixed, account), 9);
    }
  });
});

const withCategory = (liquidationBonus: number, change: (world: RawWorld) => void = () => {}) =>
  stressedBut((world) => {
    world.protocol.categories = {
      close: { collateral: ['ETH'], debt: ['DAI'], liquidationThreshold: 0.93, liquidationBonus, share: 0.5 },
    };
    change(world);
  });

describe('in a world', () => {
  it('borrowers in a category give less and have less room', () => {
    const world = openWorld(withCategory(0.01));
    const plain = openWorld(stressedBut(() => {}));
    let [less, more] = [0, 0];
    for (const [at, strategy] of world.strategies.entries()) {
      const found = inspect(strategy);
      world.write('tiers', 0);
      strategy.run();
      expect(found.breaches).toEqual([]);
      const { stage } = strategy;
      const chosen = [...stage.accounts.book.categories!].filter((one) => one === 1).length;
      expect(chosen).toBeGreaterThan(15);
      expect(chosen).toBeLessThan(45);
      plain.write('tiers', 0);
      const before = plain.strategies[at]!;
      before.run();
      less += stage.tally[10]! / stage.tally[9]!;
      more += before.stage.tally[10]! / before.stage.tally[9]!;
    }
    // What is seized for a dollar of debt.
    expect(less).toBeLessThan(more);
  });

  it('is the same world where nothing is in it', () => {
    const none = openWorld(
      withCategory(0.01, (world) => {
        world.protocol.categories!.close!.share = 0;
      }),
    );
    const plain = openWorld(stressedBut(() => {}));
    expect(runPath(none, 'tiers', 1)).toEqual(runPath(plain, 'tiers', 1));
  });

  it('refuses what the protocol does not list, and bonuses above the usual one', () => {
    expect(() => openWorld(withCategory(0.06))).toThrow(/above that of ETH/);
    const strange = (world: RawWorld) => {
      world.protocol.categories!.close!.debt = ['ETH'];
    };
    expect(() => openWorld(withCategory(0.01, strange))).toThrow(/ETH is not in protocol.debt/);
  });
});
