import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type BookColumns, type BookRequest, bookTotals } from '../../../models/book/book.ts';
import { builtIn } from '../../../models/catalogue.ts';
import { DataError } from '../../../models/data-error.ts';
import { openStream } from '../../../sim/random/streams.ts';

const request: BookRequest = {
  assetNames: ['wstETH', 'WETH', 'DAI'],
  prices: [2000, 1800, 1],
  thresholds: [0.8, undefined, 0.9],
  borrowable: [false, true, true],
  stream: (purpose) => openStream('book', 0, purpose),
};

const mapping = {
  collateral: [{ asset: 'wstETH', column: 'c', unit: 'usd' }],
  debt: [{ asset: 'WETH', column: 'd', unit: 'usd' }],
};

function read(text: string, change: Record<string, unknown> = {}): BookColumns {
  const registry = builtIn();
  const reference = registry.schema('book').parse({ model: 'csv', file: 'book.csv', ...mapping, ...change });
  return registry.create('book', reference, { text: () => text }).build(request);
}

const FILE = 'id,c,d,lt\na,4000,900,9000\nb,1000,450,8000\nc,500,0,7000\nd,20,9,9500\n';

describe('a book from a CSV file', () => {
  it('turns USD into units at the prices of the start, and takes the thresholds of the assets', () => {
    const book = read(FILE);
    expect([...book.collateralAmount]).toEqual([2, 0.5, 0.01]);
    expect([...book.debtAmount]).toEqual([0.5, 0.25, 0.005]);
    expect([...book.collateralThreshold]).toEqual([0.8, 0.8, 0.8]);
  });

  it('takes units as they are', () => {
    const book = read(FILE, { collateral: [{ asset: 'wstETH', column: 'c', unit: 'units' }] });
    expect([...book.collateralAmount]).toEqual([4000, 1000, 20]);
  });

  it('leaves out accounts without debt, and those that owe less than the minimum', () => {
    expect(read(FILE).accounts).toBe(3);
    expect(read(FILE, { minimumDebt: 9 }).accounts).toBe(3);
    expect(read(FILE, { minimumDebt: 9.01 }).accounts).toBe(2);
  });

  it("takes each account's own threshold where a column has one", () => {
    const book = read(FILE, { liquidationThreshold: { column: 'lt', scale: 0.0001 } });
    [0.9, 0.8, 0.95].forEach((threshold, i) => {
      expect(book.collateralThreshold[i]).toBeCloseTo(threshold, 12);
    });
  });

  it('scales debts to a total, and collateral alike', () => {
    const book = read(FILE, { totalDebt: 1_359_000 });
    const plain = bookTotals(read(FILE), request.prices);
    const scaled = bookTotals(book, request.prices);
    expect(scaled.debtUsd).toBeCloseTo(1_359_000, 6);
    expect(scaled.collateralUsd / plain.collateralUsd).toBeCloseTo(scaled.debtUsd / plain.debtUsd, 10);
  });

  it('maps several columns a side, and leaves out the empty ones', () => {
    const text = 'x,y,p,q\n10,0,5,5\n0,7,0,3\n';
    const book = read(text, {
      collateral: [
        { asset: 'wstETH', column: 'x', unit: 'units' },
        { asset: 'DAI', column: 'y', unit: 'units' },
      ],
      debt: [
        { asset: 'WETH', column: 'p', unit: 'units' },
        { asset: 'DAI', column: 'q', unit: 'units' },
      ],
    });
    expect([...book.collateralFirst]).toEqual([0, 1, 2]);
    expect([...book.collateralAsset]).toEqual([0, 2]);
    expect([...book.debtFirst]).toEqual([0, 2, 3]);
    expect([...book.collateralThreshold]).toEqual([0.8, 0.9]);
  });

  it.each([
    [
      'a value that is not a number',
      FILE.replace('1000', 'lots'),
      {},
      3,
      /"c" must be a number of 0 or more \(got "lots"\)/,
    ],
    ['a negative debt', FILE.replace('450', '-450'), {}, 3, /"d" must be/],
    ['a threshold above 1', FILE, { liquidationThreshold: { column: 'lt' } }, 2, /threshold 9000 is above 1/],
    [
      'a column that is not there',
      FILE,
      { collateral: [{ asset: 'wstETH', column: 'cc', unit: 'usd' }] },
      1,
      /no column "cc"/,
    ],
    ['no account with debt', 'c,d\n5,0\n6,0\n', {}, 3, /no account with debt/],
    ['no content', '', {}, 1, /is empty/],
  ])('says where: %s', (_, text, change, line, message) => {
    let found: unknown;
    try {
      read(text, change);
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(DataError);
    expect(found).toMatchObject({ file: 'book.csv', line, message: expect.stringMatching(message) });
  });

  it('refuses a mapping to what the protocol does not list', () => {
    expect(() => read(FILE, { collateral: [{ asset: 'WETH', column: 'c', unit: 'usd' }] })).toThrow(
      /WETH as collateral/,
    );
    expect(() => read(FILE, { debt: [{ asset: 'wstETH', column: 'd', unit: 'usd' }] })).toThrow(/wstETH as debt/);
  });
});

const AAVE = '../shared/data/aave_v3_wsteth_positions_2023-06.csv';

describe.skipIf(!existsSync(AAVE))('the Aave v3 wstETH book of June 2023', () => {
  const change = {
    collateral: [{ asset: 'wstETH', column: 'collateral_usd', unit: 'usd' }],
    debt: [{ asset: 'WETH', column: 'debt_usd', unit: 'usd' }],
    liquidationThreshold: { column: 'liq_threshold_bps', scale: 0.0001 },
  };
  const rows = () =>
    readFileSync(AAVE, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number));

  it('loads as it is: all 501 borrowers', () => {
    expect(read(readFileSync(AAVE, 'utf8'), change).accounts).toBe(501);
  });

  it.each([1, 1000, 100_000])('loads those who owe at least %d USD', (minimumDebt) => {
    const expected = rows().filter((row) => row[2]! > 0 && row[2]! >= minimumDebt).length;
    expect(expected).toBeGreaterThan(50);
    expect(read(readFileSync(AAVE, 'utf8'), { ...change, minimumDebt }).accounts).toBe(expected);
  });

  it('reproduces the health factor in the file, also when scaled and on other prices', () => {
    const large = rows().filter((row) => row[2]! >= 1000);
    const book = read(readFileSync(AAVE, 'utf8'), { ...change, minimumDebt: 1000, totalDebt: 1e6 });
    expect(book.accounts).toBe(large.length);
    large.forEach((row, account) => {
      const i = book.collateralFirst[account]!;
      const weighted = book.collateralAmount[i]! * 2000 * book.collateralThreshold[i]!;
      const owed = book.debtAmount[book.debtFirst[account]!]! * 1800;
      // The file rounds USD to cents and thresholds to basis points.
      expect(Math.abs(weighted / owed / row[5]! - 1), `row ${account}`).toBeLessThan(1e-5);
    });
  });
});
