/**
 * A market around the outside price with a profile below it: an order book, an impact function, a skew. What it buys it
 * keeps; what it has bought and not digested displaces its price, and fades by half every `halfLife`.
 */
import type { Fraction, Millis } from '../../../sim/units.ts';
import type { DepthModel } from '../../model.ts';
import type { Tape } from '../../tape/tape.ts';
import type { VenueTerms } from '../recovery/recovery.ts';
import type { Venue } from '../venue.ts';
import type { ImpactProfile, Profile } from './profile.ts';

/** Displacements below this are rounded to none, so that an old sale costs nothing for ever after. */
const NEGLIGIBLE = 1e-6;

export interface ProfileTerms extends VenueTerms {
  /** Fraction of what is paid. */
  readonly fee: Fraction;
  readonly halfLife: Millis;
  /** Position at the start. */
  readonly position?: number;
}

export class ProfileVenue implements Venue {
  readonly base: number;
  readonly quote: number;
  readonly oracleWeight: Fraction;
  readonly #profile: Profile;
  readonly #fee: Fraction;
  readonly #halfLife: Millis;
  readonly #depth: DepthModel;
  readonly #startPosition: number;
  /** A fall of the price that no time undoes, as a factor. */
  protected lasting = 1;
  protected position = 0;
  protected at = 0;
  /** Base units per unit of the profile: what has not been withdrawn. */
  #share = 1;
  #outside = 0;
  #base = 0;
  #quote = 0;
  lastFee = 0;

  constructor(profile: Profile, terms: ProfileTerms) {
    this.base = terms.base;
    this.quote = terms.quote;
    this.oracleWeight = terms.oracleWeight;
    this.#profile = profile;
    this.#fee = terms.fee;
    this.#halfLife = terms.halfLife;
    this.#depth = terms.depth;
    this.#startPosition = terms.position ?? 0;
    this.position = this.#startPosition;
  }

  reset(): void {
    this.lasting = 1;
    this.position = this.#startPosition;
    this.at = 0;
    this.#share = 1;
    this.#outside = 0;
    this.#base = 0;
    this.#quote = 0;
    this.lastFee = 0;
  }

  begin(tape: Tape): void {
    this.#depth.begin?.(tape);
  }

  /** Share of a displacement that is left after a time. */
  protected left(time: Millis): number {
    return time === this.at ? 1 : Math.exp((-Math.LN2 * (time - this.at)) / this.#halfLife);
  }

  /** Position at a later time if nobody trades. */
  protected positionAt(time: Millis): number {
    if (this.position === 0 || time === this.at) return this.position;
    const position = this.#profile.relaxed(this.position, this.left(time));
    return Math.abs(this.#displaced(position)) < NEGLIGIBLE ? 0 : position;
  }

  protected lastingAt(_time: Millis): number {
    return this.lasting;
  }

  #displaced(position: number): number {
    return this.#profile.shown(position) / this.#profile.shown(0) - 1;
  }

  displacement(time: Millis): number {
    return this.lastingAt(time) * (1 + this.#displaced(this.positionAt(time))) - 1;
  }

  settle(time: Millis, outside: number, range: number): void {
    const lasting = this.lastingAt(time);
    this.position = this.positionAt(time);
    this.lasting = lasting;
    this.at = time;
    this.#share = this.#depth.share(range, time);
    this.#outside = outside;
  }

  /** Quote units per unit of the profile's price, after fee. */
  #scale(): number {
    return (1 - this.#fee) * this.#outside * this.lasting;
  }

  bid(): number {
    return this.#scale() * this.#profile.price(this.position);
  }

  bidAt(time: Millis, outside: number): number {
    return (1 - this.#fee) * outside * this.lastingAt(time) * this.#profile.price(this.positionAt(time));
  }

  proceeds(quantity: number): number {
    return this.#scale() * this.#share * this.#profile.proceeds(this.position, quantity / this.#share);
  }

  sell(quantity: number): number {
    const paid = this.proceeds(quantity);
    this.lastFee = (paid / (1 - this.#fee)) * this.#fee;
    this.position = Math.min(this.position + quantity / this.#share, this.#profile.end);
    this.#base += quantity;
    this.#quote -= paid;
    return paid;
  }

  quantityFor(amount: number): number {
    return this.#share * this.#profile.quantityFor(this.position, amount / (this.#scale() * this.#share));
  }

  bestQuantity(unitCost: number): number {
    if (!(unitCost > 0)) return Number.POSITIVE_INFINITY;
    return this.#share * Math.max(0, this.#profile.until(unitCost / this.#scale()) - this.position);
  }

  takeFlows(into: { base: number; quote: number }): void {
    into.base = 0;
    into.quote = 0;
  }

  change(into: { base: number; quote: number }): void {
    into.base = this.#base;
    into.quote = this.#quote;
  }

  reserves(into: { base: number; quote: number }): void {
    this.change(into);
  }
}

/**
 * The same where a share of what a sale took off the price stays for good. It is set apart when time goes on, so that a sale in
 * two parts at one instant costs what it costs in one.
 */
export class ImpactVenue extends ProfileVenue {
  readonly #impact: ImpactProfile;
  readonly #permanent: Fraction;
  /** The fall that is set apart already: what was there when time last went on. */
  #known = 0;

  constructor(profile: ImpactProfile, terms: ProfileTerms, permanent: Fraction) {
    super(profile, terms);
    this.#impact = profile;
    this.#permanent = permanent;
  }

  override reset(): void {
    super.reset();
    this.#known = 0;
  }

  /** Part of the fall since time last went on that will stay. */
  #staying(time: Millis): number {
    return time === this.at ? 0 : this.#permanent * Math.max(0, this.#impact.fall(this.position) - this.#known);
  }

  protected override positionAt(time: Millis): number {
    if (time === this.at || this.position === 0) return this.position;
    const fleeting = (this.#impact.fall(this.position) - this.#staying(time)) * this.left(time);
    return fleeting < NEGLIGIBLE ? 0 : this.#impact.positionAt(fleeting);
  }

  protected override lastingAt(time: Millis): number {
    const staying = this.#staying(time);
    return staying === 0 ? this.lasting : this.lasting * Math.exp(-staying);
  }

  override settle(time: Millis, outside: number, range: number): void {
    const moved = time !== this.at;
    super.settle(time, outside, range);
    if (moved) this.#known = this.#impact.fall(this.position);
  }
}
