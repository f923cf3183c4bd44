/** Holds an answer against what a vector expects. */
import { Simulated } from './simulated.ts';
import type { Tolerance } from './vector.ts';

/** An amount marked exact may differ by this share of the largest amount in the computation: what doubles can promise. */
const EXACT_AMOUNT = 1e-9;

interface Measure {
  readonly tolerance: Tolerance;
  readonly largestAmount: number;
}

const isBounds = (value: object): value is { min?: unknown; max?: unknown } =>
  Object.keys(value).length > 0 && Object.keys(value).every((key) => key === 'min' || key === 'max');

const isNumeric = (value: unknown): value is number | string =>
  typeof value === 'number' || (typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value));

/** What differs, one line each, as `place: expected …, got …`; empty when the answer is met. */
export function differences(expected: unknown, actual: unknown, measure: Measure, place = ''): string[] {
  const miss = (what: unknown) => [`${place === '' ? '' : `${place}: `}expected ${show(what)}, got ${show(actual)}`];
  if (actual instanceof Simulated) {
    const within = isNumeric(expected) && actual.low <= Number(expected) && Number(expected) <= actual.high;
    return within ? [] : miss(expected);
  }
  if (isNumeric(expected)) {
    if (!isNumeric(actual)) return miss(expected);
    return isMet(expected, Number(actual), measure) ? [] : miss(expected);
  }
  if (typeof expected !== 'object' || expected === null) return Object.is(expected, actual) ? [] : miss(expected);
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return miss(expected);
    return expected.flatMap((item, index) => differences(item, actual[index], measure, `${place}[${index}]`));
  }
  if (isBounds(expected)) {
    if (!isNumeric(actual)) return miss(expected);
    const value = Number(actual);
    const above = expected.min === undefined || value >= Number(expected.min);
    const below = expected.max === undefined || value <= Number(expected.max);
    return above && below ? [] : miss(expected);
  }
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return miss(expected);
  return Object.entries(expected).flatMap(([key, item]) =>
    differences(item, (actual as Record<string, unknown>)[key], measure, place === '' ? key : `${place}.${key}`),
  );
}

function isMet(expected: number | string, actual: number, { tolerance, largestAmount }: Measure): boolean {
  const wanted = Number(expected);
  if (!Number.isFinite(actual)) return actual === wanted;
  const off = Math.abs(actual - wanted);
  switch (tolerance.type) {
    case 'abs':
      return off <= tolerance.value * (1 + 1e-12) + 4 * Number.EPSILON * Math.abs(wanted);
    case 'rel':
      return off <= tolerance.value * Math.abs(wanted);
    case 'sig': {
      if (wanted === 0) return off === 0;
      const unit = 10 ** (Math.floor(Math.log10(Math.abs(wanted))) - tolerance.digits + 1);
      return off <= 0.5 * unit * (1 + 1e-9);
    }
    case 'exact':
      // JSON integers are counts and ticks; decimal strings and fractions are amounts.
      if (typeof expected === 'number' && Number.isInteger(expected)) return off === 0;
      return off <= EXACT_AMOUNT * Math.max(Math.abs(wanted), largestAmount);
  }
}

function show(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  if (text === undefined) return 'nothing';
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
