import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimestamp } from '../../models/timestamp.ts';

describe('parseTimestamp', () => {
  it.each([
    ['1583971200', 1_583_971_200_000, 'Unix seconds'],
    ['1583971200.25', 1_583_971_200_250, 'fractional seconds'],
    ['1583971200000', 1_583_971_200_000, 'Unix milliseconds'],
    ['-1', -1000, 'before 1970'],
    ['0', 0, 'the epoch'],
    ['2020-03-12', Date.UTC(2020, 2, 12), 'a day'],
    ['2020-03-12T10:50', Date.UTC(2020, 2, 12, 10, 50), 'minutes'],
    ['2020-03-12 10:50:07', Date.UTC(2020, 2, 12, 10, 50, 7), 'a blank instead of T'],
    ['2020-03-12T10:50:07.5Z', Date.UTC(2020, 2, 12, 10, 50, 7, 500), 'tenths'],
    ['2020-03-12T10:50:07.123456789Z', Date.UTC(2020, 2, 12, 10, 50, 7, 123), 'nanoseconds'],
    ['2020-03-12T10:50:00+05:30', Date.UTC(2020, 2, 12, 5, 20), 'east'],
    ['2020-03-12T10:50:00-0800', Date.UTC(2020, 2, 12, 18, 50), 'west, without a colon'],
    ['2020-02-29T00:00:00Z', Date.UTC(2020, 1, 29), 'a leap day'],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29), 'the leap day of a century'],
    ['1900-03-01T00:00:00Z', Date.UTC(1900, 2, 1), 'after a February without one'],
    ['1969-12-31T23:59:59.999Z', -1, 'the last instant before 1970'],
  ])('reads %s (%3$s)', (text, millis) => {
    expect(parseTimestamp(text)).toBe(millis);
  });

  it.each(['', 'yesterday', '12/03/2020', '2020-3-12', '2020-13-01', '2020-00-10', '2020-01-32', '2020-01-00'])(
    'refuses %j',
    (text) => {
      expect(parseTimestamp(text)).toBeUndefined();
    },
  );

  it.each([
    '2020-01-01T25:00:00Z',
    '2020-01-01T10:60:00Z',
    '2020-01-01T10:00:61Z',
    '2020-01-01T10:00:00 UTC',
    '1e9',
    '0x10',
  ])('refuses %j', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });

  it.each(['2021-02-29', '2020-02-30', '2020-04-31', '1900-02-29'])(
    'refuses %s, a day that its month does not have',
    (text) => {
      expect(parseTimestamp(text)).toBeUndefined();
    },
  );

  it('agrees with the calendar of the platform on any instant', () => {
    const instant = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, (date) => {
        expect(parseTimestamp(date.toISOString())).toBe(date.getTime());
      }),
      { seed: 20200312, numRuns: 2000 },
    );
  });

  it('agrees with it in any zone', () => {
    const zone = fc.record({
      sign: fc.constantFrom('+', '-'),
      hours: fc.integer({ min: 0, max: 14 }),
      minutes: fc.constantFrom(0, 30, 45),
    });
    const two = (n: number) => String(n).padStart(2, '0');
    const instant = fc.date({ min: new Date('1970-01-02'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instant, zone, (date, { sign, hours, minutes }) => {
        const text = `${date.toISOString().slice(0, -1)}${sign}${two(hours)}:${two(minutes)}`;
        expect(parseTimestamp(text)).toBe(new Date(text).getTime());
      }),
      { seed: 20200312, numRuns: 500 },
    );
  });
});
