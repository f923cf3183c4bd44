/**
 * What of a liquidated account goes to a stability pool, to the other borrowers, to whoever calls, and back to its owner.
 * Whole units of 1e-18; fractions too are whole units of 1e-18.
 */

const UNIT = 1_000_000_000_000_000_000n;

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export interface Shares {
  /** Collateral to whoever called. */
  readonly compensation: bigint;
  /** Debt that the pool repays, and the collateral it gets. */
  readonly offsetDebt: bigint;
  readonly offsetCollateral: bigint;
  /** Debt and collateral that pass to all other borrowers. */
  readonly redistributedDebt: bigint;
  readonly redistributedCollateral: bigint;
  /** Collateral that the owner gets back. */
  readonly surplus: bigint;
}

/** collateral / divisor: what whoever calls gets of the collateral. */
export function gasCompensation(collateral: bigint, divisor: bigint): bigint {
  return collateral / divisor;
}

/** Debt with the money that is set aside for whoever liquidates it. */
export function compositeDebt(debt: bigint, reserved: bigint): bigint {
  return debt + reserved;
}

/**
 * Liquity v1, normal mode: the pool repays what it can, `min(debt, most)`, for the same share of the collateral; what is
 * left of both is redistributed. `collateral` without the compensation.
 */
export function proportionalShares(debt: bigint, collateral: bigint, most: bigint, compensation: bigint): Shares {
  const offsetDebt = least(debt, most);
  const offsetCollateral = debt === 0n ? 0n : (collateral * offsetDebt) / debt;
  return {
    compensation,
    offsetDebt,
    offsetCollateral,
    redistributedDebt: debt - offsetDebt,
    redistributedCollateral: collateral - offsetCollateral,
    surplus: 0n,
  };
}

/**
 * Liquity v1, recovery mode, an account between the minimum ratio and the system's ratio: the pool repays all of it for
 * collateral worth `cap` times the debt; the rest is the owner's.
 */
export function cappedShares(debt: bigint, collateral: bigint, price: bigint, cap: bigint, divisor: bigint): Shares {
  const taken = least(collateral, (debt * cap) / price);
  const compensation = gasCompensation(taken, divisor);
  return {
    compensation,
    offsetDebt: debt,
    offsetCollateral: taken - compensation,
    redistributedDebt: 0n,
    redistributedCollateral: 0n,
    surplus: collateral - taken,
  };
}

export interface TroveRatios {
  /** Least ratio of collateral to debt of an account, and the one of the system below which it is in recovery mode. */
  readonly minimumRatio: bigint;
  readonly criticalRatio: bigint;
  readonly compensationDivisor: bigint;
}

/**
 * Liquity v1 in either mode; undefined where its rules let nobody liquidate the account.
 *
 *   normal mode    below the minimum ratio: the pool first, the rest redistributed
 *   recovery mode  (the system below its critical ratio)
 *     ratio ≤ 100 %                        all redistributed
 *     100 % < ratio < minimum              as in normal mode
 *     minimum ≤ ratio < the system's, and the pool can repay all of it: capped at the minimum ratio, the rest is the owner's
 *
 * @param most that the pool can repay @param system ratio of all collateral to all debt
 */
export function troveShares(
  { debt, collateral, most, price, system }: Record<'debt' | 'collateral' | 'most' | 'price' | 'system', bigint>,
  { minimumRatio, criticalRatio, compensationDivisor }: TroveRatios,
): Shares | undefined {
  const ratio = (collateral * price) / debt;
  const inRecovery = system < criticalRatio;
  if (ratio >= minimumRatio) {
    if (!inRecovery || ratio >= system || debt > most) return undefined;
    return cappedShares(debt, collateral, price, minimumRatio, compensationDivisor);
  }
  const compensation = gasCompensation(collateral, compensationDivisor);
  return proportionalShares(debt, collateral - compensation, inRecovery && ratio <= UNIT ? 0n : most, compensation);
}

export interface PenaltyTerms {
  /** On the debt that the pool repays, and on what is redistributed. */
  readonly poolPenalty: bigint;
  readonly redistributionPenalty: bigint;
  readonly divisor: bigint;
  /** Largest compensation. */
  readonly mostCompensation: bigint;
}

/**
 * Liquity v2: pool and borrowers take collateral worth the debt and a penalty, the owner keeps the rest. The compensation
 * comes out of the pool's part only.
 *
 *   pool:      min(coll·offset/debt − compensation, offset·(1 + p)/price)
 *   borrowers: min(rest + what the pool left, redistributed·(1 + q)/price)
 */
export function penaltyShares(
  debt: bigint,
  collateral: bigint,
  most: bigint,
  price: bigint,
  terms: PenaltyTerms,
): Shares {
  const offsetDebt = least(debt, most);
  const part = debt === 0n ? 0n : (collateral * offsetDebt) / debt;
  const compensation = least(gasCompensation(part, terms.divisor), terms.mostCompensation);
  const offsetCollateral = least(part - compensation, (offsetDebt * (UNIT + terms.poolPenalty)) / price);
  const redistributedDebt = debt - offsetDebt;
  const rest = collateral - compensation - offsetCollateral;
  const redistributedCollateral =
    redistributedDebt === 0n ? 0n : least(rest, (redistributedDebt * (UNIT + terms.redistributionPenalty)) / price);
  const surplus = rest - redistributedCollateral;
  return { compensation, offsetDebt, offsetCollateral, redistributedDebt, redistributedCollateral, surplus };
}
