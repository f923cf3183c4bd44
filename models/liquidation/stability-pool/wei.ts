/** Amounts as whole units of 1e-18, and back. */

const UNIT = 1e18;

export function whole(amount: number): bigint {
  return BigInt(Math.round(amount * UNIT));
}

export function units(amount: bigint): number {
  return Number(amount) / UNIT;
}
