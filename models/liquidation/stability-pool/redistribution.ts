/**
 * Debt and collateral of liquidated accounts spread over all others in proportion to their stakes, without a loop.
 *
 *   L_coll += ⌊(coll·1e18 + e)/stakes⌋,  L_debt likewise;  account's part = stake · (L − L₀)/1e18
 *   stake of an account opened later = coll · (stakes after the last liquidation) / (collateral after it)
 *
 * so that one opened later does not count more per unit of collateral than one that has grown by redistributions. Source:
 * Liquity v1, `TroveManager.sol` (liquity/dev @ 39f1f7f). Whole units of 1e-18.
 */

const UNIT = 1_000_000_000_000_000_000n;

export class Redistribution {
  /** Sum of all stakes. */
  stakes = 0n;
  /** Per unit of stake, times 1e18. */
  collateralPerStake = 0n;
  debtPerStake = 0n;
  #collateralError = 0n;
  #debtError = 0n;
  #stakesThen = 0n;
  #collateralThen = 0n;

  /** The stake of this much collateral. */
  stakeOf(collateral: bigint): bigint {
    return this.#collateralThen === 0n ? collateral : (collateral * this.#stakesThen) / this.#collateralThen;
  }

  /** @throws RangeError when nobody is left to take it */
  spread(debt: bigint, collateral: bigint): void {
    if (debt === 0n) return;
    if (this.stakes === 0n) throw new RangeError('nobody is left to redistribute to');
    const collaterals = collateral * UNIT + this.#collateralError;
    const debts = debt * UNIT + this.#debtError;
    const perCollateral = collaterals / this.stakes;
    const perDebt = debts / this.stakes;
    this.#collateralError = collaterals - perCollateral * this.stakes;
    this.#debtError = debts - perDebt * this.stakes;
    this.collateralPerStake += perCollateral;
    this.debtPerStake += perDebt;
  }

  /** What a stake has got since the start. */
  collateralOf(stake: bigint): bigint {
    return (stake * this.collateralPerStake) / UNIT;
  }

  debtOf(stake: bigint): bigint {
    return (stake * this.debtPerStake) / UNIT;
  }

  /** Stakes of accounts opened from now on are measured against this much collateral in the system. */
  remember(collateral: bigint): void {
    this.#stakesThen = this.stakes;
    this.#collateralThen = collateral;
  }
}
