import type { MetricUnit } from './metrics.ts';

/**
 * Numbers that a person can read: three significant digits, a suffix for size, a unit where the digits alone would mislead.
 * Written out here, because locale functions differ between machines. Files hold full precision; these are for screens.
 */

/** What stands where there is no number. */
export const NO_FIGURE = '–';

const SUFFIXES = [
  [1e12, 'tn'],
  [1e9, 'bn'],
  [1e6, 'm'],
  [1e3, 'k'],
] as const;

/**
 * 0 · 0.0123 · 8.12 · 812 · 1.24m · 37bn · 1.2e15. Below 0.001 and from 1e15 on with an exponent.
 *
 * @throws RangeError on NaN or infinity, as all functions here
 */
export function formatNumber(value: number): string {
  return signed(value, (size) => {
    const rounded = Number(size.toPrecision(3));
    if (rounded < 0.001 || rounded >= 1e15) return size.toExponential(2).replace(/\.?0*e\+?/, 'e');
    for (const [scale, suffix] of SUFFIXES) if (rounded >= scale) return `${rounded / scale}${suffix}`;
    return String(rounded);
  });
}

/** As `formatNumber`, but what is under a cent is `<0.01`: dust of rounding is not an amount. */
export function formatUsd(value: number): string {
  return Math.abs(value) < 0.01 && value !== 0 ? beyond(value, '0.01') : formatNumber(value);
}

/** Whole numbers below 100,000 in full, with commas; anything else as `formatNumber`. */
export function formatCount(value: number): string {
  if (!Number.isInteger(value) || Math.abs(value) >= 100_000) return formatNumber(value);
  return signed(value, (size) => String(size).replace(/\B(?=(\d{3})+$)/g, ','));
}

/** Basis points, given as such: 37 bps, 3.7 bps, 0.37 bps, <0.01 bps. */
export function formatBps(value: number): string {
  if (Math.abs(value) < 0.01 && value !== 0) return `${beyond(value, '0.01')} bps`;
  const digits = (size: number) => (size < 9.95 ? Number(size.toPrecision(2)) : Math.round(size));
  return `${signed(value, (size) => formatCount(digits(size)))} bps`;
}

/** A fraction as per cent: 12.3 %, 3.84 %, 0.038 %, <0.001 %. */
export function formatFraction(value: number): string {
  const percent = value * 100;
  if (Math.abs(percent) < 0.001 && percent !== 0) return `${beyond(value, '0.001')} %`;
  const digits = (size: number) => (size < 1 ? Number(size.toFixed(3)) : size);
  return `${signed(percent, (size) => formatNumber(digits(size)))} %`;
}

/** A time span in the largest unit that leaves a number above 1: 450 ms, 4.5 s, 3.2 min, 2.1 h, 3.5 d. */
export function formatSeconds(value: number): string {
  if (value === 0) return '0 s';
  if (Math.abs(value) < 0.0005) return `${beyond(value, '1')} ms`;
  return signed(value, (size) => {
    if (size < 0.9995) return `${Math.round(size * 1000)} ms`;
    for (const [length, name, limit] of SPANS) {
      const rounded = Math.round((size / length) * 10) / 10;
      if (rounded < limit) return `${rounded} ${name}`;
    }
    return `${formatNumber(size / 86_400)} d`;
  });
}

const SPANS = [
  [1, 's', 60],
  [60, 'min', 60],
  [3600, 'h', 48],
] as const;

/** A figure in its unit, or – where there is none. */
export function formatValue(value: number | null, unit: MetricUnit): string {
  if (value === null) return NO_FIGURE;
  switch (unit) {
    case 'usd':
      return formatUsd(value);
    case 'count':
      return formatCount(value);
    case 'seconds':
      return formatSeconds(value);
    case 'fraction':
      return formatFraction(value);
    case 'bps':
      return formatBps(value);
    case 'perSecond':
      return `${formatNumber(value)}/s`;
  }
}

/** As `formatValue`, with a plus sign on what is above 0: for differences. */
export function formatDifference(value: number | null, unit: MetricUnit): string {
  const text = formatValue(value, unit);
  return value !== null && value > 0 && !text.startsWith('<') ? `+${text}` : text;
}

/** [low, high], or one-sided where a bound is missing; empty where both are. */
export function formatInterval(
  low: number | null,
  high: number | null,
  unit: MetricUnit,
  format: typeof formatValue = formatValue,
): string {
  if (low === null && high === null) return '';
  if (low === null) return `≤ ${format(high, unit)}`;
  if (high === null) return `≥ ${format(low, unit)}`;
  let [from, to] = [format(low, unit), format(high, unit)];
  // Whole basis points may swallow the whole width.
  if (unit === 'bps' && from === to && low !== high)
    [from, to] = [low, high].map((x) => `${formatNumber(x)} bps`) as [string, string];
  // The unit once is enough: [3.1, 4.2 s], but [59 s, 2 min].
  const suffix = /[^\d]+$/.exec(to)?.[0] ?? '';
  const short = suffix.startsWith(' ') && from.endsWith(suffix) ? from.slice(0, -suffix.length) : from;
  return `[${short}, ${to}]`;
}

function signed(value: number, write: (size: number) => string): string {
  if (!Number.isFinite(value)) throw new RangeError(`format: ${value} is not a number that can be shown`);
  if (value === 0) return '0';
  const text = write(Math.abs(value));
  return value < 0 && text !== '0' ? `-${text}` : text;
}

const beyond = (value: number, limit: string): string => (value > 0 ? `<${limit}` : `>-${limit}`);
