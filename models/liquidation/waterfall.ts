/**
 * Who bears bad debt, in order: an insurance fund up to what it holds, then whoever the last step names. What no step
 * takes is reported as parked, never dropped.
 */
import { z } from 'zod';
import type { Fraction, Usd } from '../../sim/units.ts';
import { zFraction, zUsd } from '../parameters.ts';
import { defineModel } from '../registry.ts';
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
  | { readonly kind: 'socialise' };

/**
 * A fund F pays what it can of each loss L, in the order in which losses arise:
 *
 *   paid = min(L, F),   F falls by it;   F rises by inflow × the protocol's liquidation fees
 *
 * `size` is F at the start in USD, 0 or above; `inflow` a fraction. The rest of the loss goes to the next step of the waterfall.
 */
export const insuranceFund = defineModel({
  family: 'absorber',
  name: 'insurance-fund',
  title: 'a fund of stated size that pays bad debt until it is empty',
  params: z.strictObject({
    size: zUsd.describe('USD in the fund at the start'),
    inflow: zFraction.default(0).describe('share of the protocol’s liquidation fees that flows into it'),
    cap: zUsd.optional().describe('USD beyond which nothing flows in; unlimited when left out'),
  }),
  create: ({ size, inflow, cap = Number.POSITIVE_INFINITY }): LossAbsorber => ({ kind: 'fund', size, inflow, cap }),
});

/**
 * A stake that is slashed to cover bad debt.
 *
 *   slashed = min(loss · (1 + fee), stake − leastLeft);  covered = slashed / (1 + fee)
 *
 * size: USD staked at the start; fee: fraction on top of what is covered, which is the protocol's; leastLeft: USD that is never
 * slashed. The stake keeps its value in USD. Source: Aave Umbrella.
 */
export const stakedBackstop = defineModel({
  family: 'absorber',
  name: 'staked-backstop',
  title: 'a stake that is slashed for bad debt, with a fee on top, down to what must stay',
  source: 'Aave Umbrella (aave-dao/aave-umbrella @ 759147d)',
  misleads:
    'where the stake is in the asset that falls, or stakers leave before they are slashed: it keeps its value in USD here',
  params: z.strictObject({
    size: zUsd.describe('USD staked at the start'),
    fee: zFraction.default(0).describe('on top of what is covered, e.g. 0.1'),
    leastLeft: zUsd.default(1).describe('USD that is never slashed'),
  }),
  create: ({ size, fee, leastLeft }): LossAbsorber => ({ kind: 'fund', size, inflow: 0, slashing: { fee, leastLeft } }),
});

/**
 * Takes all of the loss that reaches it, spread over everybody who lent, in proportion to what they lent. Steps after it get
 * nothing. Reported as socialised loss, USD.
 */
export const socialise = defineModel({
  family: 'absorber',
  name: 'socialise',
  title: 'lenders bear the rest, in proportion to what they lent',
  params: z.strictObject({}),
  create: (): LossAbsorber => ({ kind: 'socialise' }),
});

/** The state of a waterfall on one path. */
export class Waterfall {
  readonly #steps: readonly LossAbsorber[];
  readonly #balances: Float64Array;
  drawnUsd = 0;
  socialisedUsd = 0;
  /** Loss that no step took. */
  parkedUsd = 0;

  constructor(steps: readonly LossAbsorber[]) {
    this.#steps = steps;
    this.#balances = new Float64Array(steps.length);
    this.reset();
  }

  reset(): void {
    this.#steps.forEach((step, index) => {
      this.#balances[index] = step.kind === 'fund' ? step.size : 0;
    });
    this.drawnUsd = 0;
    this.socialisedUsd = 0;
    this.parkedUsd = 0;
  }

  /** Adds the fund's share of a fee; returns how much of it went into funds. */
  feed(feeUsd: Usd): Usd {
    let taken = 0;
    for (let index = 0; index < this.#steps.length; index++) {
      const step = this.#steps[index] as LossAbsorber;
      if (step.kind !== 'fund' || step.inflow === 0) continue;
      const room = Math.max(0, (step.cap ?? Number.POSITIVE_INFINITY) - (this.#balances[index] as number));
      const share = Math.min(step.inflow * feeUsd, feeUsd - taken, room);
      this.#balances[index] = (this.#balances[index] as number) + share;
      taken += share;
    }
    return taken;
  }

  /** Allocates a loss; returns how much of it funds paid. */
  absorb(lossUsd: Usd): Usd {
    let left = lossUsd;
    let paid = 0;
    for (let index = 0; index < this.#steps.length && left > 0; index++) {
      const step = this.#steps[index] as LossAbsorber;
      if (step.kind === 'socialise') {
        this.socialisedUsd += left;
        left = 0;
        break;
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

  /** A loss that the execution has laid on somebody itself: on those who back the protocol, or on all. */
  note(backedUsd: Usd, spreadUsd: Usd): void {
    this.drawnUsd += backedUsd;
    this.socialisedUsd += spreadUsd;
  }

  /** USD left in all funds. */
  get fundUsd(): Usd {
    return this.#balances.reduce((sum, balance) => sum + balance, 0);
  }
}
