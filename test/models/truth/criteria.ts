/** Judges a sample against a closed form: within four standard errors, of the sample or of the binomial. */
import { expect } from 'vitest';

const STANDARD_ERRORS = 4;

/** `TRUTH=print npx vitest run test/models/truth` prints the rows of docs/validation.md. */
function print(what: string, expected: number, measured: number, tolerance: string): void {
  if (process.env.TRUTH === 'print')
    console.log(`TRUTH | ${what} | ${short(expected)} | ${short(measured)} | ${tolerance}`);
}

function printSample(what: string, expected: number, measured: number, error: number): void {
  const distance = ((measured - expected) / error).toFixed(2);
  print(what, expected, measured, `${STANDARD_ERRORS} × ${Number(error.toPrecision(2))} | ${distance} se`);
}

function short(x: number): string {
  return String(Number(x.toPrecision(6)));
}

export function meanOf(sample: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < sample.length; i++) sum += sample[i]!;
  return sum / sample.length;
}

/** Mean of the sample, with the standard error that the sample itself gives it. */
export function expectMean(what: string, sample: ArrayLike<number>, expected: number): void {
  const n = sample.length;
  const mean = meanOf(sample);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (sample[i]! - mean) * (sample[i]! - mean);
  const error = Math.sqrt(squares / (n - 1) / n);
  printSample(what, expected, mean, error);
  expect(error, `${what}: the sample does not vary`).toBeGreaterThan(0);
  expect(Math.abs(mean - expected) / error, `${what}: ${mean}, expected ${expected}, se ${error}`).toBeLessThan(
    STANDARD_ERRORS,
  );
}

/** Share of the sample for which `holds`, with the binomial's standard error at the expected share. */
export function expectShare(
  what: string,
  sample: ArrayLike<number>,
  holds: (x: number) => boolean,
  expected: number,
): void {
  let hits = 0;
  for (let i = 0; i < sample.length; i++) if (holds(sample[i]!)) hits++;
  const share = hits / sample.length;
  const error = Math.sqrt((expected * (1 - expected)) / sample.length);
  printSample(what, expected, share, error);
  // With fewer hits than this the normal bound says nothing.
  expect(expected * sample.length, `${what}: too few hits expected`).toBeGreaterThan(25);
  expect(Math.abs(share - expected) / error, `${what}: ${share}, expected ${expected}, se ${error}`).toBeLessThan(
    STANDARD_ERRORS,
  );
}

/** A figure that must come out to the stated relative tolerance. */
export function expectExact(what: string, measured: number, expected: number, relative: number): void {
  const difference = Math.abs(measured - expected) / Math.max(Math.abs(expected), Number.MIN_VALUE);
  print(what, expected, measured, `${relative} relative | ${difference.toExponential(1)}`);
  expect(difference, `${what}: ${measured}, expected ${expected}`).toBeLessThanOrEqual(relative);
}
