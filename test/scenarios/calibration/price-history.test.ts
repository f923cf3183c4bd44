import { describe, expect, it } from 'vitest';
import { readHistory } from '../../../scenarios/calibration/price-history.ts';
import { csvOf, REQUEST } from './simulated.ts';

/** Prices that go up and down by a known step. */
const zigzag = (count: number) => Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 100 : 110));
const lines = (text: string) => text.trimEnd().split('\n');
const joined = (rows: readonly string[]) => `${rows.join('\n')}\n`;

describe('a price history', () => {
  it('is log returns over equal steps', () => {
    const history = readHistory(REQUEST, csvOf(zigzag(301)));
    expect(history.returns).toHaveLength(300);
    expect(history.returns[0]).toBeCloseTo(Math.log(1.1), 12);
    expect(history.returns[1]).toBeCloseTo(-Math.log(1.1), 12);
    expect(history).toMatchObject({ stepMillis: 3_600_000, lastPrice: 100, gaps: 0, resampled: false });
    expect(history.stepYears).toBeCloseTo(1 / 8760, 15);
    expect(history.lastInstant - history.firstInstant).toBe(300 * 3_600_000);
  });

  it('reads seconds, milliseconds and ISO 8601 alike', () => {
    const seconds = readHistory(REQUEST, csvOf(zigzag(301)));
    const others = [(s: number) => String(s * 1000), (s: number) => new Date(s * 1000).toISOString()];
    for (const write of others) {
      const text = csvOf(zigzag(301)).replace(/^(\d+),/gm, (_, s: string) => `${write(Number(s))},`);
      expect(readHistory(REQUEST, text)).toEqual(seconds);
    }
  });

  it('uses what lies between --from and --until', () => {
    const window = { from: '2020-01-02T00:00:00Z', until: '2020-01-20T00:00:00Z' };
    const history = readHistory({ ...REQUEST, ...window }, csvOf(zigzag(900)));
    expect(history.returns).toHaveLength(18 * 24);
    expect(() => readHistory({ ...REQUEST, until: '2019-01-01' }, csvOf(zigzag(900)))).toThrow(/no row at or before/);
    expect(() => readHistory({ ...REQUEST, until: 'noon' }, csvOf(zigzag(900)))).toThrow(/until: "noon" is not a time/);
  });

  it('refuses a gap with its line, and leaves the return across it out when told', () => {
    const rows = lines(csvOf(zigzag(302)));
    rows.splice(101, 2);
    expect(() => readHistory(REQUEST, joined(rows))).toThrow(
      expect.objectContaining({ line: 102, message: expect.stringMatching(/gap of 3h .* only one .*--gaps skip/) }),
    );
    const history = readHistory({ ...REQUEST, gaps: 'skip' }, joined(rows));
    expect(history.returns).toHaveLength(298);
    expect(history.gaps).toBe(1);
    expect(history.missing.filter((steps) => steps > 0)).toEqual(Int32Array.of(3));
    expect(history.missing[99]).toBe(3);
  });

  it('refuses uneven rows, and takes the last price at each instant of a grid when told', () => {
    // Every half hour 100, 101, 102 and again; the prices of 24:30 and 25:00 come 7 s late.
    const rows = lines(
      csvOf(
        Array.from({ length: 601 }, (_, i) => 100 + (i % 3)),
        1800,
      ),
    );
    rows[50] = rows[50].replace(/^\d+/, (s) => String(Number(s) + 7));
    rows[51] = rows[51].replace(/^\d+/, (s) => String(Number(s) + 7));
    expect(() => readHistory(REQUEST, joined(rows))).toThrow(
      expect.objectContaining({ line: 51, message: expect.stringMatching(/whole number of steps of 30m.*--every/) }),
    );
    const history = readHistory({ ...REQUEST, every: 3_600_000 }, joined(rows));
    expect(history).toMatchObject({ stepMillis: 3_600_000, resampled: true, gaps: 0 });
    expect(history.returns).toHaveLength(300);
    // On the hour stands row 2n: 100 + 2n mod 3. At hour 25 it is late, so the price of half past still stands.
    const price = (hour: number) => 100 + ((hour === 25 ? 49 : 2 * hour) % 3);
    history.returns.forEach((value, hour) => {
      expect(value).toBeCloseTo(Math.log(price(hour + 1) / price(hour)), 12);
    });
  });

  it('does not resample to less than the rows have', () => {
    expect(() => readHistory({ ...REQUEST, every: 60_000 }, csvOf(zigzag(301)))).toThrow(/shorter than the rows' own/);
  });

  it.each([
    ['too few rows', csvOf(zigzag(200)), 201, /gives 199 returns; at least 250/],
    ['one row', csvOf([100]), 2, /one price gives no return/],
    ['a constant price', csvOf(new Array(300).fill(7)), 301, /nothing to fit; use the model "constant"/],
    [
      'a price that is no number',
      csvOf(zigzag(300)).replace(',110\n', ',NaN\n'),
      3,
      /must be a number above 0 \(got "NaN"\)/,
    ],
    ['a negative price', csvOf(zigzag(300)).replace(',110\n', ',-110\n'), 3, /must be a number above 0/],
    ['a price of zero', csvOf(zigzag(300)).replace(',110\n', ',0\n'), 3, /must be a number above 0/],
    ['rows out of order', joined(['unix_s,close', '7200,1', '3600,2']), 3, /does not come after the row above/],
    [
      'another column',
      'unix_s,mid\n1,2\n',
      1,
      /has no column "close"; it has: unix_s, mid; name it with --time or --price/,
    ],
  ])('refuses %s', (_, text, line, message) => {
    expect(() => readHistory(REQUEST, text)).toThrow(
      expect.objectContaining({ name: 'DataError', line, message: expect.stringMatching(message) }),
    );
  });
});
