/**
 * The fee market of blobs, by the integer rules of the chain (fees in wei, gas in units):
 *   excess' = 0                                           if excess + used < target
 *           = excess + floor(used · (max - target) / max)  if 8192 · base fee > 131072 · blob base fee   (EIP-7918)
 *           = excess + used - target                       otherwise                                     (EIP-4844)
 *   blob base fee = fakeExponential(1 wei, excess, updateFraction), about exp(excess / updateFraction).
 * `target` and `max` are blobs times 131,072 gas. Under EIP-7918 blobs that are cheaper than a sixteenth of the base fee
 * stop getting cheaper.
 *
 * Source: EIP-4844, EIP-7918; numbers of blobs by fork: Cancun 3/6 (fraction 3,338,477), Prague 6/9 (5,007,716),
 * BPO2 of January 2026 14/21 (11,684,671).
 */

export interface BlobSchedule {
  readonly targetBlobs: number;
  readonly maxBlobs: number;
  /** How slowly the fee follows the excess. */
  readonly updateFraction: number;
  readonly gasPerBlob: number;
  /** Least blob base fee, wei per blob gas. */
  readonly minimumWei: number;
  /** Execution gas that posting one blob is worth; the floor of EIP-7918. */
  readonly blobBaseCost: number;
}

/** What all schedules share. */
export const BLOB_RULES = { gasPerBlob: 131_072, minimumWei: 1, blobBaseCost: 8192 } as const;

/**
 * floor(factor · e^(numerator / denominator)) by a Taylor series of whole numbers: each term is floored, as on chain. Exact
 * as long as the products stay below 2^53; beyond, within a wei or 1e-12 of the chain's number.
 *
 * @throws RangeError when the denominator is not above 0, or the result is beyond what a number can hold
 */
export function fakeExponential(factor: number, numerator: number, denominator: number): number {
  if (!(denominator > 0)) throw new RangeError(`fake exponential: the denominator must be above 0, got ${denominator}`);
  let sum = factor * denominator;
  // The first division leaves no remainder: taken apart, no rounding of a product can spoil it.
  let term = factor * numerator;
  for (let i = 2; term > 0; i++) {
    sum += term;
    if (sum === Number.POSITIVE_INFINITY) {
      throw new RangeError(`fake exponential: ${numerator}/${denominator} is beyond what a fee can be`);
    }
    term = Math.floor((term * numerator) / (denominator * i));
  }
  return Math.floor(sum / denominator);
}

/** Wei per blob gas at an excess of blob gas. */
export function blobBaseFee(excess: number, schedule: Pick<BlobSchedule, 'minimumWei' | 'updateFraction'>): number {
  return fakeExponential(schedule.minimumWei, excess, schedule.updateFraction);
}

/**
 * Excess blob gas of the next block.
 *
 * @param used blob gas of this block @param baseFee base fee of this block, wei per gas; 0 leaves the floor of EIP-7918 out
 */
export function nextExcessBlobGas(excess: number, used: number, baseFee: number, schedule: BlobSchedule): number {
  const { targetBlobs, maxBlobs, gasPerBlob, blobBaseCost } = schedule;
  const target = targetBlobs * gasPerBlob;
  if (excess + used < target) return 0;
  if (baseFee > 0 && blobBaseCost * baseFee > gasPerBlob * blobBaseFee(excess, schedule)) {
    return excess + Math.floor((used * (maxBlobs - targetBlobs)) / maxBlobs);
  }
  return excess + used - target;
}
