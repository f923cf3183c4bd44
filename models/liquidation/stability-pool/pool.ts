/**
 * A stability pool: depositors' money repays the debt of liquidated accounts, and they get the collateral, all in
 * proportion to their deposits, without a loop over depositors.
 *
 *   loss L = ⌊(debt·1e18 − e_debt)/D⌋ + 1      share of every deposit that is burned, rounded up; what is lost is carried
 *   gain G = ⌊(coll·1e18 + e_coll)/D⌋          collateral per unit of deposit, rounded down; the rest is carried
 *   S[scale] += G·P,   P ← P·(1e18 − L)/1e18
 *   deposit now = d·P/P₀,   gain = d·(S − S₀)/(P₀·1e18)
 *
 * D: deposits in the pool. P starts at 1e18; when it would fall below 1e9 it is multiplied by 1e9 and the scale rises by one:
 * a deposit one scale old divides by 1e9, one two scales old is gone. Amounts are whole units of 1e-18 (bigint): the product
 * runs through thirty digits, more than a double has. The pool keeps a minimum that no debt is repaid from.
 *
 * Source: Liquity v1, `StabilityPool.sol` without epochs (liquity/dev @ 39f1f7f).
 */

const UNIT = 1_000_000_000_000_000_000n;

export interface PoolTerms {
  /** Money that always stays in the pool. */
  readonly minimum: bigint;
  /** P may not fall below it, and is multiplied by it when it would. */
  readonly scaleFactor: bigint;
}

interface Deposit {
  readonly amount: bigint;
  readonly product: bigint;
  readonly sum: bigint;
  readonly scale: number;
}

/** What a depositor takes out. */
export interface Withdrawal {
  readonly money: bigint;
  readonly collateral: bigint;
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export class StabilityPool {
  readonly #terms: PoolTerms;
  /** Money in the pool. */
  total = 0n;
  product = UNIT;
  scale = 0;
  readonly #sums: bigint[] = [];
  #debtError = 0n;
  #collateralError = 0n;
  readonly #deposits = new Map<string, Deposit>();

  constructor(terms: PoolTerms) {
    this.#terms = terms;
  }

  /** Empties the pool. */
  reset(): void {
    this.total = 0n;
    this.product = UNIT;
    this.scale = 0;
    this.#sums.length = 0;
    this.#debtError = 0n;
    this.#collateralError = 0n;
    this.#deposits.clear();
  }

  /** The most debt that it can repay now. */
  get most(): bigint {
    return this.total > this.#terms.minimum ? this.total - this.#terms.minimum : 0n;
  }

  /** What is left of a deposit. */
  deposited(who: string): bigint {
    const deposit = this.#deposits.get(who);
    if (deposit === undefined) return 0n;
    const age = this.scale - deposit.scale;
    if (age > 1) return 0n;
    const now = (deposit.amount * this.product) / deposit.product / (age === 1 ? this.#terms.scaleFactor : 1n);
    return now < deposit.amount / this.#terms.scaleFactor ? 0n : now;
  }

  /** Collateral that a deposit has gained since it was last touched. */
  gained(who: string): bigint {
    const deposit = this.#deposits.get(who);
    if (deposit === undefined) return 0n;
    const own = this.#sum(deposit.scale) - deposit.sum;
    const next = this.#sum(deposit.scale + 1) / this.#terms.scaleFactor;
    return (deposit.amount * (own + next)) / deposit.product / UNIT;
  }

  /** Adds to a deposit; pays out what it has gained. */
  provide(who: string, amount: bigint): Withdrawal {
    const collateral = this.gained(who);
    this.#set(who, this.deposited(who) + amount);
    this.total += amount;
    return { money: 0n, collateral };
  }

  /**
   * Takes out up to `amount`, and all that was gained.
   *
   * @throws RangeError when nothing was deposited, or the pool would fall below its minimum
   */
  withdraw(who: string, amount: bigint): Withdrawal {
    if (!this.#deposits.has(who)) throw new RangeError(`${who} has no deposit in the pool`);
    const held = this.deposited(who);
    const collateral = this.gained(who);
    const money = least(amount, held);
    if (money > 0n && this.total - money < this.#terms.minimum) {
      throw new RangeError(`the pool must keep ${this.#terms.minimum}, and this withdrawal would leave less`);
    }
    this.total -= money;
    this.#set(who, held - money);
    return { money, collateral };
  }

  /** Repays `debt` out of all deposits, which get `collateral`. @throws RangeError when it is more than the pool holds */
  offset(debt: bigint, collateral: bigint): void {
    if (debt === 0n || this.total === 0n) return;
    if (debt > this.total) throw new RangeError(`the pool holds ${this.total}, less than the debt of ${debt}`);
    const gains = collateral * UNIT + this.#collateralError;
    const gain = gains / this.total;
    this.#collateralError = gains - gain * this.total;
    const losses = debt * UNIT - this.#debtError;
    const loss = losses / this.total + 1n;
    this.#debtError = loss * this.total - losses;
    this.#sums[this.scale] = this.#sum(this.scale) + gain * this.product;
    const product = this.product * (UNIT - loss);
    if (product / UNIT < this.#terms.scaleFactor) {
      this.product = (product * this.#terms.scaleFactor) / UNIT;
      this.scale++;
    } else this.product = product / UNIT;
    this.total -= debt;
  }

  #sum(scale: number): bigint {
    return this.#sums[scale] ?? 0n;
  }

  #set(who: string, amount: bigint): void {
    if (amount === 0n) this.#deposits.delete(who);
    else {
      const { product, scale } = this;
      this.#deposits.set(who, { amount, product, sum: this.#sum(scale), scale });
    }
  }
}
