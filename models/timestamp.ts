/** Reads the instants that price files use, without a clock, locale or time zone of the machine. */
import type { Millis } from '../sim/units.ts';

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
/** Numbers below this are seconds since 1970 (it is the year 5138 in seconds, March 1973 in milliseconds). */
const SECONDS_LIMIT = 100_000_000_000;

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar (era arithmetic, exact for all years ≥ 0). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function daysInMonth(year: number, month: number): number {
  return month === 12 ? 31 : daysFromCivil(year, month + 1, 1) - daysFromCivil(year, month, 1);
}

/**
 * Reads Unix seconds, Unix milliseconds, or ISO 8601 (`2020-03-12T10:50:00Z`; without a zone it is UTC).
 *
 * @returns milliseconds since 1970, or `undefined` when the text is none of these
 */
export function parseTimestamp(text: string): Millis | undefined {
  if (/^-?\d+(\.\d+)?$/.test(text)) {
    const value = Number(text);
    return Math.round(Math.abs(value) < SECONDS_LIMIT ? value * 1000 : value);
  }
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const part = (index: number) => Number(match[index] ?? 0);
  const [month, day, hour, minute, second] = [part(2), part(3), part(4), part(5), part(6)];
  if (
    month < 1 ||
    month > 12 ||
    day < 1 ||
    day > daysInMonth(part(1), month) ||
    hour > 24 ||
    minute > 59 ||
    second > 60
  )
    return undefined;
  const fraction = Math.round(Number(`0.${match[7] ?? '0'}`) * 1000);
  const zone = match[8] ?? 'Z';
  const offsetMinutes =
    zone === 'Z' ? 0 : (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  const days = daysFromCivil(part(1), month, day);
  return ((days * 24 + hour) * 60 + minute - offsetMinutes) * 60_000 + second * 1000 + fraction;
}
