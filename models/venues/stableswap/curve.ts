/** A stable pool of two coins as the simulator trades with it. Inside, amounts are in one unit of value: base × peg. */
import { fallingRoot } from '../../../sim/falling-root.ts';
import type { Fraction, Millis } from '../../../sim/units.ts';
import { ReserveCurve } from '../reserves.ts';
import { rampedAmplification, stableBalance, stableFall, stableInvariant, stablePrice } from './invariant.ts';

/** Amounts below this share of a reserve are few. */
const FEW = 1e-3;

export interface Amplification {
  readonly from: number;
  readonly to: number;
  readonly begins: Millis;
  readonly over: Millis;
}

/** Where the two balances stand at a price, for a pool of D = 1. */
class Balances {
  /** The two coins, the one that is in excess first. */
  readonly pair = new Float64Array(2);
  amplification = 1;
  readonly #logPriceAt = (logBalance: number): number => {
    this.pair[0] = Math.exp(logBalance);
    this.pair[1] = stableBalance(this.pair, 1, 1, this.amplification);
    return Math.log(stablePrice(this.pair, 0, 1, 1, this.amplification));
  };

  /** Fills `pair` for a price of the first coin in the second of at most 1. */
  solve(price: number): void {
    const wanted = Math.log(price);
    // Far out the price is 1 / (4 A u³) of the balance u, or thereabouts.
    let most = Math.max(1, 2 - (wanted + Math.log(4 * this.amplification)) / 3);
    while (this.#logPriceAt(most) > wanted) most += 2;
    this.#logPriceAt(fallingRoot(this.#logPriceAt, wanted, Math.log(0.5), most));
  }
}

export class StableSwapCurve extends ReserveCurve {
  readonly #peg: number;
  readonly #ramp: Amplification;
  readonly #pair = new Float64Array(2);
  readonly #balances = new Balances();
  /** Shares of D that either coin has at the price last solved for. */
  #baseAt = 0.5;
  #quoteAt = 0.5;
  #amplification: number;
  /** D as if nothing had been withdrawn. */
  #invariant = 0;

  /** @param depth base reserve at the start @param price quote per base then @param peg quote per base in balance */
  constructor(depth: number, price: number, peg: number, ramp: Amplification, fee: Fraction) {
    const balances = new Balances();
    balances.amplification = rampedAmplification(ramp.from, ramp.to, -ramp.begins, ramp.over);
    balances.solve(Math.min(price / peg, peg / price));
    const [more, less] = balances.pair as unknown as [number, number];
    super(depth, depth * peg * (price <= peg ? less / more : more / less), fee);
    this.#peg = peg;
    this.#ramp = ramp;
    this.#amplification = balances.amplification;
    this.fit();
  }

  override reset(): void {
    this.#amplification = rampedAmplification(this.#ramp.from, this.#ramp.to, -this.#ramp.begins, this.#ramp.over);
    super.reset();
  }

  #load(): void {
    this.#pair[0] = this.base * this.#peg;
    this.#pair[1] = this.quote;
  }

  protected fit(): void {
    this.#load();
    this.#invariant = stableInvariant(this.#pair, this.#amplification) / this.left;
  }

  price(): number {
    this.#load();
    return this.#peg * stablePrice(this.#pair, 0, 1, this.#invariant * this.left, this.#amplification);
  }

  /** The other coin's balance on the curve once an amount has come in. */
  #leftBy(amount: number, buys: boolean): number {
    this.#load();
    const into = buys ? 1 : 0;
    const to = (this.#pair[into] as number) + amount * (buys ? 1 : this.#peg);
    return stableBalance(this.#pair, 1 - into, this.#invariant * this.left, this.#amplification, into, to);
  }

  protected out(amount: number, fee: Fraction, buys: boolean): number {
    this.#load();
    const into = buys ? 1 : 0;
    const value = amount * (buys ? 1 : this.#peg);
    const paid = stableFall(this.#pair, into, 1 - into, this.#invariant * this.left, this.#amplification, value);
    return (paid * (1 - fee)) / (buys ? this.#peg : 1);
  }

  protected remaining(amount: number, fee: Fraction, buys: boolean): number {
    const left = this.#leftBy(amount, buys);
    const held = this.#pair[buys ? 0 : 1] as number;
    return (left + fee * Math.max(0, held - left)) / (buys ? this.#peg : 1);
  }

  protected best(cost: number, buys: boolean): number {
    const wanted = (buys ? cost * this.#peg : cost / this.#peg) / (1 - this.fee);
    this.#solve(buys ? 1 / wanted : wanted);
    this.#load();
    const d = this.#invariant * this.left;
    return buys
      ? Math.max(0, this.#quoteAt * d - (this.#pair[1] as number))
      : Math.max(0, this.#baseAt * d - (this.#pair[0] as number)) / this.#peg;
  }

  quantityFor(amount: number): number {
    const left = this.quote - amount / (1 - this.fee);
    if (!(left > 0)) return Number.POSITIVE_INFINITY;
    this.#load();
    const d = this.#invariant * this.left;
    const taken = amount / (1 - this.fee);
    // Of a small amount the fall of the other balance would lose the digits.
    if (taken < FEW * this.quote) return -stableFall(this.#pair, 1, 0, d, this.#amplification, -taken) / this.#peg;
    const to = stableBalance(this.#pair, 0, d, this.#amplification, 1, left);
    return Math.max(0, to - (this.#pair[0] as number)) / this.#peg;
  }

  /** @param price of base in quote over the peg */
  #solve(price: number): void {
    const { pair } = this.#balances;
    this.#balances.amplification = this.#amplification;
    this.#balances.solve(Math.min(price, 1 / price));
    this.#baseAt = (price <= 1 ? pair[0] : pair[1]) as number;
    this.#quoteAt = (price <= 1 ? pair[1] : pair[0]) as number;
  }

  /** The coins stay, the curve through them bends: D is another, before anybody trades. */
  protected override bend(time: Millis): void {
    const { from, to, begins, over } = this.#ramp;
    const amplification = rampedAmplification(from, to, time - begins, over);
    if (amplification === this.#amplification) return;
    this.#amplification = amplification;
    this.fit();
  }

  protected place(price: number): void {
    this.#solve(price / this.#peg);
    const d = this.#invariant * this.left;
    this.base = (this.#baseAt * d) / this.#peg;
    this.quote = this.#quoteAt * d;
  }
}
