/**
 * Who bears bad debt, in order: an insurance fund up to what it holds, then whoever the last step names. What no step
 * takes is reported as parked, never dropped.
 */
import type { Fraction, Usd } from '../../sim/units.ts';
import type { Stage } from '../world/stage.ts';
import type { LossBearer } from './absorber/bearer.ts';
import type { Discovery } from './discovery.ts';
import { slash } from './houses/slashing.ts';
import { REAL } from './whole-units.ts';

/** One step. Funds are described, not held here: the reaction keeps their balance. */
export type LossAbsorber =
  | {
      readonly kind: 'fund';
      readonly size: Usd;
      readonly inflow: Fraction;
      /** Beyond it nothing flows in; Infinity when left out. */
      readonly cap?: Usd;
      /** A stake that is slashed, with a fee on top of what it covers. */
      readonly slashing?: { readonly fee: Fraction; readonly leastLeft: Usd };
    }
  | { readonly kind: 'socialise' }
  | {
      readonly kind: 'bearer';
      /** One for each stage. */
      bearer(): LossBearer;
    };

/** Where a loss arose: bearers may ask. */
export interface LossPlace {
  readonly asset: number;
  readonly price: Usd;
  readonly time: number;
}

const NOWHERE: LossPlace = { asset: -1, price: 1, time: 0 };

/** The state of a waterfall on one path. */
export class Waterfall {
  readonly #steps: readonly LossAbsorber[];
  /** By step; undefined for plain funds and lenders. */
  readonly #bearers: readonly (LossBearer | undefined)[];
  readonly #balances: Float64Array;
  drawnUsd = 0;
  /** Borne by lenders or by other borrowers. */
  socialisedUsd = 0;
  /** The part of it that lenders bear. */
  lendersUsd = 0;
  /** Loss that no step took, or that waits. */
  parkedUsd = 0;
  /** Debt is to be laid on other accounts at the end of the block. */
  owes = false;
  #stage: Stage | undefined;

  constructor(steps: readonly LossAbsorber[]) {
    this.#steps = steps;
    this.#bearers = steps.map((step) => (step.kind === 'bearer' ? step.bearer() : undefined));
    this.#balances = new Float64Array(steps.length);
    this.reset();
  }

  /** @param stage that the path is about to begin on; steps that look at more than their balance need it */
  reset(stage?: Stage): void {
    this.#stage = stage;
    this.#steps.forEach((step, index) => {
      this.#balances[index] = step.kind === 'fund' ? step.size : 0;
    });
    if (stage !== undefined) for (const bearer of this.#bearers) bearer?.begin(stage);
    this.drawnUsd = 0;
    this.socialisedUsd = 0;
    this.lendersUsd = 0;
    this.parkedUsd = 0;
    this.owes = false;
  }

  /** Adds the fund's share of a fee; returns how much of it went into funds. */
  feed(feeUsd: Usd): Usd {
    let taken = 0;
    for (let index = 0; index < this.#steps.length; index++) {
      const step = this.#steps[index] as LossAbsorber;
      if (step.kind === 'bearer') {
        taken += this.#bearers[index]?.feed?.(feeUsd, feeUsd - taken, this.#stage?.time ?? 0) ?? 0;
        continue;
      }
      if (step.kind !== 'fund' || step.inflow === 0) continue;
      const room = Math.max(0, (step.cap ?? Number.POSITIVE_INFINITY) - (this.#balances[index] as number));
      const share = Math.min(step.inflow * feeUsd, feeUsd - taken, room);
      this.#balances[index] = (this.#balances[index] as number) + share;
      taken += share;
    }
    return taken;
  }

  /** Allocates a loss; returns how much of it funds and backers paid. */
  absorb(lossUsd: Usd, place: LossPlace = NOWHERE): Usd {
    let left = lossUsd;
    let paid = 0;
    for (let index = 0; index < this.#steps.length && left > 0; index++) {
      const step = this.#steps[index] as LossAbsorber;
      if (step.kind === 'socialise') {
        this.socialisedUsd += left;
        this.lendersUsd += left;
        left = 0;
        break;
      }
      if (step.kind === 'bearer') {
        const bearer = this.#bearers[index] as LossBearer;
        const taken = bearer.take({ usd: left, ...place });
        if (bearer.side === 'backers') paid += taken;
        else this.#lay(taken, bearer);
        left = taken >= left ? 0 : left - taken;
        continue;
      }
      if (step.slashing !== undefined) {
        const terms = { ...step.slashing, stakePrice: 1, reservePrice: 1 };
        const { covered, slashed } = slash(left, this.#balances[index] as number, terms, REAL);
        this.#balances[index] = (this.#balances[index] as number) - slashed;
        paid += covered;
        left = Math.max(0, left - covered);
        continue;
      }
      const drawn = Math.min(left, this.#balances[index] as number);
      this.#balances[index] = (this.#balances[index] as number) - drawn;
      paid += drawn;
      left -= drawn;
    }
    this.drawnUsd += paid;
    this.parkedUsd += left;
    return paid;
  }

  #lay(usd: Usd, bearer: LossBearer): void {
    if (bearer.side === 'nobody') {
      this.parkedUsd += usd;
      return;
    }
    this.socialisedUsd += usd;
    if (bearer.side === 'lenders') this.lendersUsd += usd;
    else if (usd > 0) this.owes = true;
  }

  /** Everybody has acted in the block: debt that other borrowers take over is laid on them. */
  settle(discovery: Discovery): void {
    this.owes = false;
    for (const bearer of this.#bearers) {
      const nobodys = bearer?.settle?.(discovery) ?? 0;
      this.socialisedUsd -= nobodys;
      this.parkedUsd += nobodys;
    }
  }

  /** The path is over: what backers have paid later of what waited. Returns it, USD. */
  end(paid: (asset: number, price: Usd, usd: Usd) => void): Usd {
    const before = this.drawnUsd;
    for (const bearer of this.#bearers) {
      bearer?.end?.((asset, price, usd) => {
        this.drawnUsd += usd;
        this.parkedUsd -= usd;
        paid(asset, price, usd);
      });
    }
    return this.drawnUsd - before;
  }

  /** A loss that the execution has laid on somebody itself: on those who back the protocol, or on all. */
  note(backedUsd: Usd, spreadUsd: Usd): void {
    this.drawnUsd += backedUsd;
    this.socialisedUsd += spreadUsd;
  }

  /** USD left in all funds. */
  get fundUsd(): Usd {
    const held = this.#balances.reduce((sum, balance) => sum + balance, 0);
    return this.#bearers.reduce((sum, bearer) => sum + (bearer?.leftUsd?.() ?? 0), held);
  }
}
