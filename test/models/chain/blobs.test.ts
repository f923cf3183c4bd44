import { describe, expect, it } from 'vitest';
import { BLOB_RULES, blobBaseFee, fakeExponential, nextExcessBlobGas } from '../../../models/chain/blobs.ts';
import { RandomStream } from '../../../sim/random/random-stream.ts';

const PRAGUE = { ...BLOB_RULES, targetBlobs: 6, maxBlobs: 9, updateFraction: 5_007_716 };
const BLOB = 131_072;

/** The chain's own arithmetic, in whole numbers of any size. */
function wholeExponential(factor: bigint, numerator: bigint, denominator: bigint): bigint {
  let sum = 0n;
  let term = factor * denominator;
  for (let i = 1n; term > 0n; i++) {
    sum += term;
    term = (term * numerator) / (denominator * i);
  }
  return sum / denominator;
}

describe('the fake exponential', () => {
  it('is the number of the chain below a million wei, and within a wei or 1e-12 of it above', () => {
    const stream = new RandomStream('fake exponential');
    for (let trial = 0; trial < 2000; trial++) {
      const factor = 1 + Math.floor(20 * stream.uniform());
      const denominator = 1 + Math.floor(12_000_000 * stream.uniform());
      const numerator = Math.floor(25 * denominator * stream.uniform());
      const found = fakeExponential(factor, numerator, denominator);
      const exact = Number(wholeExponential(BigInt(factor), BigInt(numerator), BigInt(denominator)));
      if (exact < 1e6) expect(found).toBe(exact);
      else expect(Math.abs(found - exact)).toBeLessThanOrEqual(Math.max(1, 1e-12 * exact));
    }
  });

  it('refuses what has no meaning, and what is beyond a number', () => {
    expect(() => fakeExponential(1, 1, 0)).toThrow(RangeError);
    expect(() => fakeExponential(1, 1e6, 1)).toThrow(RangeError);
  });
});

describe('excess blob gas', () => {
  it('grows by what is above the target and falls by what is below, never under 0', () => {
    expect(nextExcessBlobGas(0, 9 * BLOB, 0, PRAGUE)).toBe(3 * BLOB);
    expect(nextExcessBlobGas(10 * BLOB, 6 * BLOB, 0, PRAGUE)).toBe(10 * BLOB);
    expect(nextExcessBlobGas(10 * BLOB, 0, 0, PRAGUE)).toBe(4 * BLOB);
    expect(nextExcessBlobGas(5 * BLOB, 0, 0, PRAGUE)).toBe(0);
  });

  it('stops falling where blobs are cheaper than a sixteenth of the base fee', () => {
    const excess = 60_000_000;
    const fee = blobBaseFee(excess, PRAGUE);
    expect(nextExcessBlobGas(excess, 6 * BLOB, 16 * fee, PRAGUE)).toBe(excess);
    expect(nextExcessBlobGas(excess, 6 * BLOB, 16 * fee + 1, PRAGUE)).toBe(excess + 2 * BLOB);
    expect(nextExcessBlobGas(excess, 3 * BLOB, 16 * fee + 1, PRAGUE)).toBe(excess + BLOB);
    expect(nextExcessBlobGas(excess, 3 * BLOB, 16 * fee, PRAGUE)).toBe(excess - 3 * BLOB);
  });

  it('makes the fee grow by an eighth in a block of the most blobs, under Prague', () => {
    const rise = blobBaseFee(100_000_000 + 3 * BLOB, PRAGUE) / blobBaseFee(100_000_000, PRAGUE);
    expect(rise).toBeCloseTo(Math.exp((3 * BLOB) / 5_007_716), 6);
    expect(rise).toBeGreaterThan(1.08);
  });
});
