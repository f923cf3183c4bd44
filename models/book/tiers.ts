/**
 * What a protocol makes of accounts beyond single thresholds: categories of assets that move together (e-mode), in which borrowers get
 * a higher threshold and a smaller bonus, and collaterals that stand alone (isolation).
 *
 *   category  an account is in the first one that lists every asset it owes and one that it holds, if u < share;
 *             thresholds and bonus of what it holds of the category are those of the category
 *   isolated  an account that holds an isolated collateral has no other: of several the largest stays, of others nothing counts
 *
 * u: uniform in (0, 1), one for each account of the book. In a generated book the health factors drawn stay: amounts in a category shrink by
 * its higher threshold, an isolated collateral grows by what it stands for. In a book from a file amounts stay and health follows.
 * Source: Aave v3, efficiency mode and isolation mode.
 */
import type { RandomStream } from '../../sim/random/random-stream.ts';
import type { Fraction } from '../../sim/units.ts';
import { BookBuilder, type BookColumns } from './book.ts';

export interface Category {
  /** Assets that it covers as collateral, and those that may be owed in it. */
  readonly collateral: readonly number[];
  readonly debt: readonly number[];
  readonly liquidationThreshold: Fraction;
  readonly share: Fraction;
}

export interface Tiers {
  readonly categories: readonly Category[];
  /** By asset. */
  readonly isolated: readonly boolean[];
  /** Whether amounts are moved so that health factors stay. */
  readonly keepsHealth: boolean;
}

interface Holding {
  readonly asset: number;
  readonly amount: number;
  readonly threshold: Fraction;
}

/** The book as the protocol sees it. @param prices USD per unit at time 0, by asset @param stream one uniform an account */
export function withTiers(
  book: BookColumns,
  { categories, isolated, keepsHealth }: Tiers,
  prices: readonly number[],
  stream: RandomStream,
): BookColumns {
  const builder = new BookBuilder();
  const chosen = new Uint8Array(new SharedArrayBuffer(book.accounts));
  for (let account = 0; account < book.accounts; account++) {
    const u = stream.uniform();
    const debts: number[] = [];
    for (let i = book.debtFirst[account] as number; i < (book.debtFirst[account + 1] as number); i++) {
      debts.push(book.debtAsset[i] as number);
      builder.addDebt(book.debtAsset[i] as number, book.debtAmount[i] as number);
    }
    const held = isolatedOnly(holdingsOf(book, account), isolated, keepsHealth, prices);
    const at = categories.findIndex(
      ({ collateral, debt }) =>
        debts.length > 0 &&
        debts.every((asset) => debt.includes(asset)) &&
        held.some(({ asset }) => collateral.includes(asset)),
    );
    const category = at >= 0 && u < (categories[at] as Category).share ? (categories[at] as Category) : undefined;
    if (category !== undefined) chosen[account] = at + 1;
    for (const { asset, amount, threshold } of held) {
      if (category === undefined || !category.collateral.includes(asset))
        builder.addCollateral(asset, amount, threshold);
      else {
        const factor = keepsHealth ? threshold / category.liquidationThreshold : 1;
        builder.addCollateral(asset, amount * factor, category.liquidationThreshold);
      }
    }
    builder.endAccount();
  }
  return { ...builder.build(), categories: chosen };
}

function holdingsOf(book: BookColumns, account: number): Holding[] {
  const held: Holding[] = [];
  for (let i = book.collateralFirst[account] as number; i < (book.collateralFirst[account + 1] as number); i++) {
    held.push({
      asset: book.collateralAsset[i] as number,
      amount: book.collateralAmount[i] as number,
      threshold: book.collateralThreshold[i] as number,
    });
  }
  return held;
}

function isolatedOnly(
  held: readonly Holding[],
  isolated: readonly boolean[],
  keepsHealth: boolean,
  prices: readonly number[],
): readonly Holding[] {
  const worth = ({ asset, amount }: Holding) => amount * (prices[asset] as number);
  let alone: Holding | undefined;
  for (const one of held) {
    if (isolated[one.asset] && (alone === undefined || worth(one) > worth(alone))) alone = one;
  }
  if (alone === undefined || held.length === 1) return held;
  if (!keepsHealth) return [alone];
  const weighted = held.reduce((sum, one) => sum + worth(one) * one.threshold, 0);
  return [{ ...alone, amount: weighted / (alone.threshold * (prices[alone.asset] as number)) }];
}

/** The bonus that a collateral carries in an account's category. */
export class CategoryBonuses {
  readonly #categories: Uint8Array;
  readonly #assets: number;
  readonly #usual: ArrayLike<number>;
  /** By category and asset; negative where the usual bonus holds. */
  readonly #bonuses: Float64Array;

  constructor(
    categories: Uint8Array,
    usual: ArrayLike<number>,
    list: readonly { readonly collateral: readonly number[]; readonly liquidationBonus: Fraction }[],
  ) {
    this.#categories = categories;
    this.#usual = usual;
    this.#assets = usual.length;
    this.#bonuses = new Float64Array(list.length * usual.length).fill(-1);
    list.forEach(({ collateral, liquidationBonus }, at) => {
      for (const asset of collateral) this.#bonuses[at * usual.length + asset] = liquidationBonus;
    });
  }

  bonus(account: number, asset: number): Fraction {
    const category = this.#categories[account] as number;
    const own = category === 0 ? -1 : (this.#bonuses[(category - 1) * this.#assets + asset] as number);
    return own < 0 ? (this.#usual[asset] as number) : own;
  }
}
