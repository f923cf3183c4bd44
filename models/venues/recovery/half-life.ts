/**
 * A pool that arbitrage pulls back to the outside price at a stated pace.
 *
 *     p(t) = P(t) · (1 + δ(t)),   δ(t) = δ(t₀) · ½^((t − t₀)/halfLife)
 *
 * P is the outside price, p the pool's, δ its displacement, which only trades with it make. Moves of P itself are followed
 * at once and at no fee, so that the pool never offers more than the market. Arbitrage is a rate here, not an agent: it
 * cannot be priced out by gas.
 *
 * Source: δ's decay is a stated assumption, like the price recovery of RiskDAO's model.
 */
import type { Fraction, Millis } from '../../../sim/units.ts';
import type { DepthModel } from '../../model.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Curve } from '../curve.ts';
import type { Venue } from '../venue.ts';
import type { VenueTerms } from './recovery.ts';

/** Displacements below this are rounded to none, so that an old sale costs nothing for ever after. */
const NEGLIGIBLE = 1e-6;
/** A pool sold empty has some price yet, from which it can come back. */
const LOWEST = -1 + 1e-12;

export class HalfLifeVenue implements Venue {
  readonly base: number;
  readonly quote: number;
  readonly oracleWeight: Fraction;
  private readonly curve: Curve;
  private readonly depth: DepthModel;
  private readonly halfLife: Millis;
  /** Left out where the curve cannot be bought from. */
  readonly spend?: (amount: number) => number;
  private delta = 0;
  private at = 0;

  constructor(curve: Curve, terms: VenueTerms, halfLife: Millis) {
    this.base = terms.base;
    this.quote = terms.quote;
    this.oracleWeight = terms.oracleWeight;
    this.curve = curve;
    this.depth = terms.depth;
    this.halfLife = halfLife;
    if (curve.spend !== undefined) this.spend = (amount) => this.moved((pool) => pool.spend?.(amount) ?? 0);
  }

  get lastFee(): number {
    return this.curve.lastFee;
  }

  reset(): void {
    this.curve.reset();
    this.delta = 0;
    this.at = 0;
  }

  begin(tape: Tape): void {
    this.depth.begin?.(tape);
    this.curve.begin?.(tape);
  }

  displacement(time: Millis): number {
    if (this.delta === 0) return 0;
    const left = time === this.at ? this.delta : this.delta * Math.exp((-Math.LN2 * (time - this.at)) / this.halfLife);
    return Math.abs(left) < NEGLIGIBLE ? 0 : left;
  }

  settle(time: Millis, outside: number, range: number): void {
    this.delta = this.displacement(time);
    this.at = time;
    this.curve.follow(outside * (1 + this.delta), this.depth.share(range, time), time);
  }

  bid(): number {
    return this.curve.bid();
  }

  bidAt(time: Millis, outside: number): number {
    return this.curve.bidAt(outside * (1 + this.displacement(time)), time);
  }

  proceeds(quantity: number): number {
    return this.curve.proceeds(quantity);
  }

  sell(quantity: number): number {
    const before = this.curve.price();
    const out = this.curve.sell(quantity);
    this.delta = Math.max(LOWEST, ((1 + this.delta) * this.curve.price()) / before - 1);
    return out;
  }

  /** A trade, and what it does to the displacement. */
  private moved(trade: (curve: Curve) => number): number {
    const before = this.curve.price();
    const out = trade(this.curve);
    this.delta = Math.max(LOWEST, ((1 + this.delta) * this.curve.price()) / before - 1);
    return out;
  }

  quantityFor(amount: number): number {
    return this.curve.quantityFor(amount);
  }

  bestQuantity(unitCost: number): number {
    return this.curve.bestQuantity(unitCost);
  }

  takeFlows(into: { base: number; quote: number }): void {
    this.curve.takeFlows(into);
  }

  change(into: { base: number; quote: number }): void {
    this.curve.change(into);
  }

  reserves(into: { base: number; quote: number }): void {
    this.curve.reserves(into);
  }
}
