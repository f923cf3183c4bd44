import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBps,
  formatCount,
  formatDifference,
  formatFraction,
  formatInterval,
  formatNumber,
  formatSeconds,
  formatUsd,
  formatValue,
} from '../../results/format.ts';

describe.each([
  [
    'formatNumber',
    formatNumber,
    [
      [0, '0'],
      [-0, '0'],
      [1, '1'],
      [8.123, '8.12'],
      [81.26, '81.3'],
      [812.4, '812'],
      [999.4, '999'],
      [999.6, '1k'],
      [1000, '1k'],
      [12_345, '12.3k'],
      [812_345, '812k'],
      [999_950, '1m'],
      [1_240_000, '1.24m'],
      [-1_240_000, '-1.24m'],
      [3.7e10, '37bn'],
      [2.5e12, '2.5tn'],
      [999.4e12, '999tn'],
      [999.6e12, '1e15'],
      [1.2345e20, '1.23e20'],
      [0.5, '0.5'],
      [0.0123, '0.0123'],
      [0.001, '0.001'],
      [0.0009999, '0.001'],
      [0.000042, '4.2e-5'],
      [1e-300, '1e-300'],
      [5e-324, '4.94e-324'],
      [Number.MAX_VALUE, '1.8e308'],
    ],
  ],
  [
    'formatUsd',
    formatUsd,
    [
      [0, '0'],
      [0.004, '<0.01'],
      [-0.004, '>-0.01'],
      [0.01, '0.01'],
      [12.345, '12.3'],
      [1_240_000, '1.24m'],
      [-812_000, '-812k'],
    ],
  ],
  [
    'formatCount',
    formatCount,
    [
      [0, '0'],
      [7, '7'],
      [1000, '1,000'],
      [12_345, '12,345'],
      [-12_345, '-12,345'],
      [99_999, '99,999'],
      [100_000, '100k'],
      [1_234_567, '1.23m'],
      [33.57, '33.6'],
      [0.25, '0.25'],
    ],
  ],
  [
    'formatBps',
    formatBps,
    [
      [0, '0 bps'],
      [37.2, '37 bps'],
      [3.72, '3.7 bps'],
      [9.96, '10 bps'],
      [0.37, '0.37 bps'],
      [0.004, '<0.01 bps'],
      [-37.2, '-37 bps'],
      [1234, '1,234 bps'],
      [123_456, '123k bps'],
    ],
  ],
  [
    'formatFraction',
    formatFraction,
    [
      [0, '0 %'],
      [0.1234, '12.3 %'],
      [0.03841, '3.84 %'],
      [0.003841, '0.384 %'],
      [0.00038, '0.038 %'],
      [0.000004, '<0.001 %'],
      [-0.000004, '>-0.001 %'],
      [1, '100 %'],
      [-0.4, '-40 %'],
      [12.34, '1.23k %'],
      [0.95, '95 %'],
    ],
  ],
  [
    'formatSeconds',
    formatSeconds,
    [
      [0, '0 s'],
      [0.0001, '<1 ms'],
      [-0.0001, '>-1 ms'],
      [0.45, '450 ms'],
      [0.9994, '999 ms'],
      [0.9996, '1 s'],
      [4.52, '4.5 s'],
      [59.94, '59.9 s'],
      [59.96, '1 min'],
      [192, '3.2 min'],
      [3598, '1 h'],
      [7560, '2.1 h'],
      [86_400, '24 h'],
      [300_000, '3.47 d'],
      [-4.52, '-4.5 s'],
    ],
  ],
] as [string, (value: number) => string, [number, string][]][])('%s', (_name, format, cases) => {
  it.each(cases)('%d is %s', (value, text) => {
    expect(format(value)).toBe(text);
  });

  it.each([Number.NaN, Infinity, -Infinity])('refuses %d', (value) => {
    expect(() => format(value)).toThrow(RangeError);
  });
});

it('shows a missing figure as a dash and a difference with its sign', () => {
  expect(formatValue(null, 'usd')).toBe('–');
  expect(formatDifference(1200, 'usd')).toBe('+1.2k');
  expect(formatDifference(-0.05, 'fraction')).toBe('-5 %');
  expect(formatDifference(0, 'seconds')).toBe('0 s');
  expect(formatDifference(null, 'usd')).toBe('–');
  expect(formatValue(0.25, 'perSecond')).toBe('0.25/s');
});

it('shows intervals with their unit once, one-sided where a bound is missing', () => {
  expect(formatInterval(1_100_000, 1_370_000, 'usd')).toBe('[1.1m, 1.37m]');
  expect(formatInterval(3.1, 4.2, 'seconds')).toBe('[3.1, 4.2 s]');
  expect(formatInterval(59, 120, 'seconds')).toBe('[59 s, 2 min]');
  expect(formatInterval(0.1, 0.2, 'fraction')).toBe('[10, 20 %]');
  expect(formatInterval(36.8, 37.2, 'bps')).toBe('[36.8, 37.2 bps]');
  expect(formatInterval(5, null, 'usd')).toBe('≥ 5');
  expect(formatInterval(null, 5, 'usd')).toBe('≤ 5');
  expect(formatInterval(null, null, 'usd')).toBe('');
});

describe('for any number', () => {
  const finite = fc.double({ noNaN: true, min: -1e300, max: 1e300 });
  const SCALES: Record<string, number> = { '': 1, k: 1e3, m: 1e6, bn: 1e9, tn: 1e12 };

  it('stays short, and reads back within half a unit of the third digit', () => {
    fc.assert(
      fc.property(finite, (value) => {
        const text = formatNumber(value);
        expect(text.length).toBeLessThanOrEqual(10);
        const [, digits, suffix] = /^(-?[\d.]+(?:e-?\d+)?)(k|m|bn|tn|)$/.exec(text)!;
        expect(Math.abs(Number(digits) * SCALES[suffix!]! - value)).toBeLessThanOrEqual(0.00501 * Math.abs(value));
      }),
      { seed: 7 },
    );
  });

  it('shows the negative as the positive with a sign', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1e18, noNaN: true }), (value) => {
        for (const format of [formatNumber, formatUsd, formatCount, formatBps, formatFraction, formatSeconds]) {
          expect(format(-value)).toBe(`-${format(value)}`);
        }
      }),
      { seed: 7 },
    );
  });
});
