import { describe, expect, it } from 'vitest';
import { DataError } from '../../models/data-error.ts';
import { readSeries, requireCoverage, type SeriesRequest } from '../../models/time-series.ts';

const request: SeriesRequest = {
  file: 'prices.csv',
  timeColumn: 'time',
  valueColumn: 'close',
  minimum: Number.MIN_VALUE,
  maxGap: undefined,
  from: undefined,
};

/** Read and used from its first row to the start of its last, as a price model does. */
const read = (text: string, change: Partial<SeriesRequest> = {}) => {
  const series = readSeries({ ...request, ...change }, text);
  requireCoverage(series, series.times.at(-1)!);
  return series;
};

function errorOf(work: () => unknown): DataError {
  try {
    work();
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const GOOD = 'time,open,close\n1000,1,10\n1060,1,11\n1120,1,12\n1180,1,13\n';

describe('reading a column over time', () => {
  it('counts milliseconds from the first row', () => {
    const series = read(GOOD);
    expect([...series.times]).toEqual([0, 60_000, 120_000, 180_000]);
    expect([...series.values]).toEqual([10, 11, 12, 13]);
    expect(series.lastLine).toBe(5);
  });

  it.each([
    ['seconds', ['1583971200', '1583971800']],
    ['milliseconds', ['1583971200000', '1583971800000']],
    ['ISO 8601', ['2020-03-12T00:00:00Z', '2020-03-12T00:10:00Z']],
    ['ISO 8601 in two zones', ['2020-03-12T01:00:00+01:00', '2020-03-12T00:10Z']],
  ])('reads times in %s', (_, [first, second]) => {
    expect([...read(`time,close\n${first},1\n${second},2\n`).times]).toEqual([0, 600_000]);
  });

  it('reads the same from CRLF, from a byte-order mark, from quotes and without a last line end', () => {
    const plain = read(GOOD);
    expect(read(GOOD.replaceAll('\n', '\r\n'))).toEqual(plain);
    expect(read(`\uFEFF${GOOD}`)).toEqual(plain);
    expect(read(GOOD.replace('1060,1,11', '"1060","1,5","11"'))).toEqual(plain);
    expect(read(GOOD.trimEnd())).toEqual(plain);
  });

  it('starts at the first row at or after `from`', () => {
    expect([...read(GOOD, { from: '1060' }).values]).toEqual([11, 12, 13]);
    expect([...read(GOOD, { from: '1970-01-01T00:18:00Z' }).values]).toEqual([12, 13]);
  });

  it('does not judge values before `from`', () => {
    expect([...read(GOOD.replace(',10\n', ',nothing\n'), { from: '1060' }).values]).toEqual([11, 12, 13]);
  });
});

describe('a file that will not do', () => {
  it.each([
    ['an unreadable time', GOOD.replace('1120', 'noon'), 4, /"noon" is not a time/],
    ['a repeated time', GOOD.replace('1120', '1060'), 4, /does not come after/],
    ['rows out of order', GOOD.replace('1120', '1050'), 4, /does not come after/],
    ['a gap', GOOD.replace('1180', '1300'), 5, /gap of 180 s/],
    ['an unreadable value', GOOD.replace('1,11', '1,x'), 3, /"close" must be a number above 0 \(got "x"\)/],
    ['an empty value', GOOD.replace('1,11', '1,'), 3, /got ""/],
    ['a value that is not finite', GOOD.replace('1,11', '1,Infinity'), 3, /got "Infinity"/],
    ['a price of 0', GOOD.replace('1,11', '1,0'), 3, /above 0/],
    ['a negative price', GOOD.replace('1,11', '1,-3'), 3, /above 0/],
    ['a missing column', GOOD.replace('close', 'last'), 1, /no column "close"; it has: time, open, last/],
    ['a missing time column', GOOD.replace('time', 't'), 1, /no column "time"/],
    ['a column named twice', GOOD.replace('open', 'close'), 1, /"close" twice/],
    ['no content', '', 1, /is empty/],
    ['only blank lines', '\n\n', 1, /is empty/],
    ['only a header', 'time,close\n', 1, /no rows/],
    ['a row with a field too few', GOOD.replace('1120,1,12', '1120,12'), 4, /not valid CSV/],
    ['a quote that never ends', GOOD.replace('1120,1,12', '1120,"1,12'), 5, /not valid CSV/],
  ])('says where: %s', (_, text, line, message) => {
    const error = errorOf(() => read(text));
    expect(error.file).toBe('prices.csv');
    expect(error.message).toMatch(message);
    expect(error.line).toBe(line);
  });

  it('counts blank lines when it says where', () => {
    const error = errorOf(() => read(GOOD.replace('1120,1,12', '\n1120,1,x')));
    expect(error.line).toBe(5);
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('counts the lines within quotes when it says where (%s)', (_, end) => {
    const text = ['time,note,close', '1000,"two', 'lines",10', '1060,x,bad', ''].join(end);
    expect(errorOf(() => read(text)).line).toBe(4);
  });

  it('says where in a file with CRLF', () => {
    expect(errorOf(() => read(GOOD.replace('1,12', '1,x').replaceAll('\n', '\r\n'))).line).toBe(4);
  });

  it('accepts a gap that is allowed, and only up to there', () => {
    const gap = GOOD.replace('1180', '1300');
    expect(read(gap, { maxGap: 180_000 }).times).toHaveLength(4);
    expect(errorOf(() => read(gap, { maxGap: 179_999 })).line).toBe(5);
  });

  it('does not mind a gap that the horizon does not reach', () => {
    const series = readSeries(request, GOOD.replace('1180', '1300'));
    expect(() => requireCoverage(series, 120_000)).not.toThrow();
    expect(errorOf(() => requireCoverage(series, 120_001)).line).toBe(5);
  });

  it('says the line of a gap after `from`', () => {
    const text = `${GOOD.replace('1180', '1300')}1360,1,14\n`;
    expect(errorOf(() => read(text, { from: '1060' })).line).toBe(5);
  });

  it('does not mind a gap before `from`', () => {
    expect(read(GOOD.replace('1000', '100'), { from: '1060' }).times).toHaveLength(3);
  });

  it('says so when `from` is not a time or comes after the last row', () => {
    expect(errorOf(() => read(GOOD, { from: 'dawn' })).message).toMatch(/from: "dawn"/);
    expect(errorOf(() => read(GOOD, { from: '1181' })).message).toMatch(/no row at or after 1181/);
  });
});

describe('coverage of a horizon', () => {
  it('counts the last row as long as the step before it', () => {
    expect(() => requireCoverage(read(GOOD), 240_000)).not.toThrow();
  });

  it('is refused one millisecond later, at the last line', () => {
    const error = errorOf(() => requireCoverage(read(GOOD), 240_001));
    expect(error.line).toBe(5);
    expect(error.message).toMatch(/horizon/);
  });

  it('is none for a single row', () => {
    expect(() => requireCoverage(read('time,close\n1000,1\n'), 1)).toThrow(DataError);
  });
});
