/**
 * A system of accounts with one collateral, a stability pool and redistribution: which liquidations it allows, and what
 * each does. Source: Liquity v1, `TroveManager.sol` (liquity/dev @ 39f1f7f). Whole units of 1e-18.
 */
import { StabilityPool } from './pool.ts';
import { Redistribution } from './redistribution.ts';
import { type Shares, type TroveRatios, troveShares } from './shares.ts';

const UNIT = 1_000_000_000_000_000_000n;

export interface TroveTerms extends TroveRatios {
  readonly poolMinimum: bigint;
  readonly scaleFactor: bigint;
}

interface Trove {
  debt: bigint;
  collateral: bigint;
  stake: bigint;
  collateralPerStake: bigint;
  debtPerStake: bigint;
}

export class Troves {
  readonly pool: StabilityPool;
  readonly redistribution = new Redistribution();
  readonly #terms: TroveTerms;
  readonly #troves = new Map<string, Trove>();
  #debt = 0n;
  #collateral = 0n;

  constructor(terms: TroveTerms) {
    this.#terms = terms;
    this.pool = new StabilityPool({ minimum: terms.poolMinimum, scaleFactor: terms.scaleFactor });
  }

  open(owner: string, debt: bigint, collateral: bigint): void {
    if (this.#troves.has(owner)) throw new RangeError(`${owner} has an account already`);
    const { collateralPerStake, debtPerStake } = this.redistribution;
    const stake = this.redistribution.stakeOf(collateral);
    this.#troves.set(owner, { debt, collateral, stake, collateralPerStake, debtPerStake });
    this.redistribution.stakes += stake;
    this.#debt += debt;
    this.#collateral += collateral;
  }

  /** Debt and collateral with what was redistributed to it. @throws RangeError when there is no such account */
  read(owner: string): { debt: bigint; collateral: bigint } {
    const trove = this.#trove(owner);
    const { collateralPerStake, debtPerStake } = this.redistribution;
    return {
      debt: trove.debt + (trove.stake * (debtPerStake - trove.debtPerStake)) / UNIT,
      collateral: trove.collateral + (trove.stake * (collateralPerStake - trove.collateralPerStake)) / UNIT,
    };
  }

  /** Collateral of all over debt of all, in units of 1e-18. */
  systemRatio(price: bigint): bigint | undefined {
    return this.#debt === 0n ? undefined : (this.#collateral * price) / this.#debt;
  }

  /** @throws RangeError when the rules do not allow it */
  liquidate(owner: string, price: bigint): Shares {
    const trove = this.#trove(owner);
    if (this.#troves.size <= 1) throw new RangeError('the last account is never liquidated');
    const { debt, collateral } = this.read(owner);
    const shares = this.#shares(debt, collateral, price);
    this.#troves.delete(owner);
    this.redistribution.stakes -= trove.stake;
    this.pool.offset(shares.offsetDebt, shares.offsetCollateral);
    this.redistribution.spread(shares.redistributedDebt, shares.redistributedCollateral);
    this.#debt -= shares.offsetDebt;
    this.#collateral -= shares.compensation + shares.offsetCollateral + shares.surplus;
    this.redistribution.remember(this.#collateral);
    return shares;
  }

  #shares(debt: bigint, collateral: bigint, price: bigint): Shares {
    const system = this.systemRatio(price) as bigint;
    const shares = troveShares({ debt, collateral, most: this.pool.most, price, system }, this.#terms);
    if (shares === undefined) throw new RangeError('healthy, or more than the pool can repay');
    return shares;
  }

  #trove(owner: string): Trove {
    const trove = this.#troves.get(owner);
    if (trove === undefined) throw new RangeError(`${owner} has no account`);
    return trove;
  }
}
