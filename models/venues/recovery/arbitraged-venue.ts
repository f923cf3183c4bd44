/**
 * A pool in which arbitrageurs trade block by block. Between our own trades its price lags the outside one within the band
 * that the fee leaves; what our sales did to it is told by a second pool beside it in which nobody of ours has sold, walked
 * along with the same arbitrageurs until the two are one again.
 */
import type { Fraction, Millis } from '../../../sim/units.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Curve } from '../curve.ts';
import type { Venue } from '../venue.ts';
import type { VenueTerms } from './recovery.ts';

/** Two pools whose prices differ by less than this are one. */
const NEGLIGIBLE = 1e-6;
/** Doubles that the state of any curve fits in. */
const STATE = 16;

/** What a trade costs an arbitrageur besides the pool's fee. */
export interface TradeCost {
  /** USD a trade. */
  readonly fixedUsd: number;
  readonly gas: number;
  /** Index of the asset that gas is paid in; −1 when it costs nothing. */
  readonly gasAsset: number;
}

/** A moment up to which both pools have been walked. */
class Lane {
  readonly ours = new Float64Array(STATE);
  readonly undisturbed = new Float64Array(STATE);
  /** First block not acted in yet. */
  block = 0;
  time: Millis = 0;
  /** Relative distance of the two pools' prices, whose size never grows but by our own sales. */
  displacement = 0;

  copy(other: Lane): void {
    this.ours.set(other.ours);
    this.undisturbed.set(other.undisturbed);
    this.block = other.block;
    this.time = other.time;
    this.displacement = other.displacement;
  }
}

export class ArbitragedVenue implements Venue {
  readonly base: number;
  readonly quote: number;
  readonly oracleWeight: Fraction;
  readonly #curve: Curve;
  readonly #terms: VenueTerms;
  readonly #cost: TradeCost;
  #tape: Tape | undefined;
  readonly #now = new Lane();
  readonly #ahead = new Lane();
  #aheadKnown = false;
  #window = -1;
  /** What arbitrageurs have gained after cost so far, in quote units at outside prices, and in how many trades. */
  arbitrageGain = 0;
  arbitrageTrades = 0;

  constructor(curve: Curve, terms: VenueTerms, cost: TradeCost) {
    this.base = terms.base;
    this.quote = terms.quote;
    this.oracleWeight = terms.oracleWeight;
    this.#curve = curve;
    this.#terms = terms;
    this.#cost = cost;
  }

  get lastFee(): number {
    return this.#curve.lastFee;
  }

  reset(): void {
    this.#curve.reset();
    this.#now.block = 0;
    this.#now.time = 0;
    this.#now.displacement = 0;
    this.#aheadKnown = false;
    this.#window = -1;
    this.arbitrageGain = 0;
    this.arbitrageTrades = 0;
  }

  begin(tape: Tape): void {
    this.#tape = tape;
    this.#terms.depth.begin?.(tape);
    this.#curve.begin?.(tape);
  }

  settle(time: Millis, outside: number, range: number): void {
    const tape = this.#tape;
    const now = this.#now;
    this.#aheadKnown = false;
    now.time = time;
    if (tape === undefined) {
      this.#withdraw(this.#terms.depth.share(range, time), time);
      this.#act(now, outside, this.#cost.fixedUsd, true);
      return;
    }
    const { times } = tape.blocks;
    for (; now.block < tape.blockCount && (times[now.block] as number) <= time; now.block++) {
      this.#actIn(tape, now, true);
    }
  }

  /** Arbitrageurs act in the lane's next block; depth and ranges are looked at once in every window of the tape. */
  #actIn(tape: Tape, lane: Lane, happens: boolean): void {
    const time = tape.blocks.times[lane.block] as Millis;
    const window = Math.floor(time / tape.windowMillis);
    if (happens && window !== this.#window) {
      this.#window = window;
      this.#withdraw(this.#terms.depth.share(tape.rangeBefore(time), time), time);
    }
    const { fixedUsd, gas, gasAsset } = this.#cost;
    const quoteUsd = tape.priceAt(this.quote, time);
    const gasUsd = gasAsset < 0 ? 0 : gas * tape.gasAt(time) * 1e-9 * tape.priceAt(gasAsset, time);
    this.#act(lane, tape.priceAt(this.base, time) / quoteUsd, (fixedUsd + gasUsd) / quoteUsd, happens);
  }

  /** The lane's own pool is the one that the curve holds. */
  #act(lane: Lane, outside: number, cost: number, happens: boolean): void {
    const curve = this.#curve;
    const gain = curve.arbitrage(outside, cost);
    if (happens && gain > 0) {
      this.arbitrageGain += gain - cost;
      this.arbitrageTrades += 1;
    }
    if (lane.displacement === 0) return;
    const price = curve.price();
    curve.save(lane.ours);
    curve.load(lane.undisturbed);
    curve.arbitrage(outside, cost);
    const apart = price / curve.price() - 1;
    curve.save(lane.undisturbed);
    curve.load(lane.ours);
    // A cost can part them again for a block: by less than it, and of no concern to whoever looks ahead.
    const size = Math.min(Math.abs(apart), Math.abs(lane.displacement));
    lane.displacement = size < NEGLIGIBLE ? 0 : Math.sign(lane.displacement) * size;
  }

  #withdraw(share: Fraction, time: Millis): void {
    const curve = this.#curve;
    const now = this.#now;
    curve.follow(curve.price(), share, time);
    if (now.displacement === 0) return;
    curve.save(now.ours);
    curve.load(now.undisturbed);
    curve.follow(curve.price(), share, time);
    curve.save(now.undisturbed);
    curve.load(now.ours);
  }

  bid(): number {
    return this.#curve.bid();
  }

  bidAt(time: Millis, outside: number): number {
    const { ours } = this.#now;
    this.#curve.save(ours);
    if (this.#tape === undefined) this.#curve.arbitrage(outside, this.#cost.fixedUsd);
    else this.#walkTo(time);
    const bid = this.#curve.bid();
    this.#curve.load(ours);
    return bid;
  }

  displacement(time: Millis): number {
    const now = this.#now;
    if (now.displacement === 0 || this.#tape === undefined || time <= now.time) return now.displacement;
    this.#curve.save(now.ours);
    this.#walkTo(time);
    this.#curve.load(now.ours);
    return this.#ahead.displacement;
  }

  /** Leaves the curve as it will be; the state now must have been saved. */
  #walkTo(time: Millis): void {
    const tape = this.#tape as Tape;
    const ahead = this.#ahead;
    const { times } = tape.blocks;
    if (!this.#aheadKnown || ahead.time > time) ahead.copy(this.#now);
    this.#aheadKnown = true;
    this.#curve.load(ahead.ours);
    ahead.time = time;
    for (; ahead.block < tape.blockCount && (times[ahead.block] as number) <= time; ahead.block++) {
      this.#actIn(tape, ahead, false);
    }
    this.#curve.save(ahead.ours);
  }

  proceeds(quantity: number): number {
    return this.#curve.proceeds(quantity);
  }

  sell(quantity: number): number {
    const curve = this.#curve;
    const now = this.#now;
    if (now.displacement === 0) curve.save(now.undisturbed);
    const before = curve.price();
    const out = curve.sell(quantity);
    const fell = curve.price() / before;
    now.displacement = (1 + now.displacement) * fell - 1;
    this.#aheadKnown = false;
    return out;
  }

  quantityFor(amount: number): number {
    return this.#curve.quantityFor(amount);
  }

  bestQuantity(unitCost: number): number {
    return this.#curve.bestQuantity(unitCost);
  }

  takeFlows(into: { base: number; quote: number }): void {
    this.#aheadKnown = false;
    this.#curve.takeFlows(into);
  }

  change(into: { base: number; quote: number }): void {
    this.#curve.change(into);
  }

  reserves(into: { base: number; quote: number }): void {
    this.#curve.reserves(into);
  }
}
