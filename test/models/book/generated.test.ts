import { describe, expect, it } from 'vitest';
import { type BookColumns, type BookRequest, bookTotals } from '../../../models/book/book.ts';
import { builtIn } from '../../../models/catalogue.ts';
import { openStream } from '../../../sim/random/streams.ts';

const request: BookRequest = {
  assetNames: ['ETH', 'DAI', 'BTC', 'EUR'],
  prices: [200, 1, 9000, 1.1],
  thresholds: [0.8, undefined, 0.7, undefined],
  borrowable: [false, true, false, true],
  stream: (purpose) => openStream('book', 0, purpose),
};

function generated(change: Record<string, unknown> = {}): BookColumns {
  const registry = builtIn();
  const reference = registry.schema('book').parse({
    model: 'generated',
    accounts: 20_000,
    debt: { median: 1500, spread: 1.2 },
    healthFactor: { minimum: 1.02, medianSlack: 0.6, spread: 0.9 },
    collateral: { ETH: 3, BTC: 1 },
    borrowed: { DAI: 9, EUR: 1 },
    ...change,
  });
  return registry.create('book', reference, { text: () => '' }).build(request);
}

function perAccount(book: BookColumns) {
  return Array.from({ length: book.accounts }, (_, account) => {
    let debtUsd = 0;
    let weightedUsd = 0;
    const held: number[] = [];
    for (let i = book.debtFirst[account]!; i < book.debtFirst[account + 1]!; i++) {
      debtUsd += book.debtAmount[i]! * request.prices[book.debtAsset[i]!]!;
    }
    for (let i = book.collateralFirst[account]!; i < book.collateralFirst[account + 1]!; i++) {
      weightedUsd +=
        book.collateralAmount[i]! * request.prices[book.collateralAsset[i]!]! * book.collateralThreshold[i]!;
      held.push(book.collateralAsset[i]!);
    }
    return { debtUsd, health: weightedUsd / debtUsd, held, owed: book.debtAsset[book.debtFirst[account]!]! };
  });
}

/** Four standard errors of a share p of n. */
const near = (found: number, p: number, n: number) =>
  expect(Math.abs(found - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n));

function moments(values: readonly number[]) {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

describe('a generated book', () => {
  it('has debts of the stated median and spread', () => {
    const { mean, deviation } = moments(perAccount(generated()).map(({ debtUsd }) => Math.log(debtUsd)));
    expect(Math.abs(mean - Math.log(1500))).toBeLessThan((4 * 1.2) / Math.sqrt(20_000));
    expect(Math.abs(deviation / 1.2 - 1)).toBeLessThan(4 / Math.sqrt(40_000));
  });

  it('has health factors of the stated minimum, median and spread', () => {
    const rows = perAccount(generated());
    expect(Math.min(...rows.map(({ health }) => health))).toBeGreaterThan(1.02 - 1e-12);
    const { mean, deviation } = moments(rows.map(({ health }) => Math.log(health - 1.02)));
    expect(Math.abs(mean - Math.log(0.6))).toBeLessThan((4 * 0.9) / Math.sqrt(20_000));
    expect(Math.abs(deviation / 0.9 - 1)).toBeLessThan(4 / Math.sqrt(40_000));
  });

  it('spreads collateral and debt by weight', () => {
    const rows = perAccount(generated());
    near(rows.filter(({ held }) => held[0] === 0).length / 20_000, 0.75, 20_000);
    near(rows.filter(({ owed }) => owed === 1).length / 20_000, 0.9, 20_000);
    expect(rows.every(({ held }) => held.length === 1)).toBe(true);
  });

  it('has the stated share of accounts with every collateral, in equal value, at the same health', () => {
    const book = generated({ diversified: 0.3 });
    const rows = perAccount(book);
    const several = rows.filter(({ held }) => held.length === 2);
    near(several.length / 20_000, 0.3, 20_000);
    expect(Math.min(...several.map(({ health }) => health))).toBeGreaterThan(1.02 - 1e-12);
    const account = rows.findIndex(({ held }) => held.length === 2);
    const first = book.collateralFirst[account]!;
    const value = (i: number) => book.collateralAmount[i]! * request.prices[book.collateralAsset[i]!]!;
    expect(value(first)).toBeCloseTo(value(first + 1), 6);
  });

  it('scales every account alike to a total', () => {
    const plain = perAccount(generated());
    const book = generated({ totalDebt: 5e7 });
    expect(bookTotals(book, request.prices).debtUsd).toBeCloseTo(5e7, 2);
    const scaled = perAccount(book);
    const factor = scaled[0]!.debtUsd / plain[0]!.debtUsd;
    for (let account = 0; account < 20_000; account += 997) {
      expect(scaled[account]!.debtUsd / plain[account]!.debtUsd).toBeCloseTo(factor, 9);
      expect(scaled[account]!.health).toBeCloseTo(plain[account]!.health, 9);
    }
  });

  it('keeps its accounts when more are asked for', () => {
    const few = generated({ accounts: 50 });
    const more = generated({ accounts: 60 });
    expect([...more.debtAmount.subarray(0, 50)]).toEqual([...few.debtAmount]);
    expect([...more.collateralAmount.subarray(0, 50)]).toEqual([...few.collateralAmount]);
  });

  it('refuses assets that the protocol does not list', () => {
    expect(() => generated({ collateral: { DAI: 1 } })).toThrow(/DAI as collateral/);
    expect(() => generated({ borrowed: { ETH: 1 } })).toThrow(/ETH as debt/);
    expect(() => generated({ collateral: { XYZ: 1 } })).toThrow(RangeError);
  });
});
