/** An account is closed in slices, one after the other, as long as it stays due. */
import { z } from 'zod';
import type { Millis } from '../../../sim/units.ts';
import { MILLIS_PER_YEAR } from '../../../sim/units.ts';
import { doubled } from '../../book/accounts.ts';
import type { AccountView, SizeRule } from '../../model.ts';
import { zNonNegative, zPositive, zSpan, zUsd } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { Stage } from '../../world/stage.ts';
import type { Hold } from '../safeguard/safeguard.ts';
import { sliceShares, urgency } from './almgren-chriss.ts';

/** Which slice each account is at, by slot: counted anew each time it becomes due. */
class Progress implements Hold {
  readonly #stage: Stage;
  readonly #every: Millis;
  #done = new Int32Array(256);
  #since = new Float64Array(256).fill(-1);
  #last = new Float64Array(256).fill(Number.NEGATIVE_INFINITY);

  constructor(stage: Stage, every: Millis) {
    this.#stage = stage;
    this.#every = every;
  }

  begin(): void {
    this.#since.fill(-1);
    this.#last.fill(Number.NEGATIVE_INFINITY);
  }

  /** Slices sold since the account became due. */
  done(slot: number): number {
    if (slot >= this.#done.length || this.#since[slot] !== this.#stage.states.dueAt[slot]) return 0;
    return this.#done[slot] as number;
  }

  from(slot: number): Millis {
    return slot < this.#last.length ? (this.#last[slot] as number) + this.#every : Number.NEGATIVE_INFINITY;
  }

  liquidated(slot: number): Millis {
    const { states, time } = this.#stage;
    while (slot >= this.#done.length) {
      const before = this.#done.length;
      this.#done = doubled(this.#done, 0);
      this.#since = doubled(this.#since, 0).fill(-1, before);
      this.#last = doubled(this.#last, 0).fill(Number.NEGATIVE_INFINITY, before);
    }
    this.#done[slot] = this.done(slot) + 1;
    this.#since[slot] = states.dueAt[slot] as number;
    this.#last[slot] = time;
    return time + this.#every;
  }
}

/** Share of the debt that is left to be repaid in slice k (from 0) of those with the given shares of the whole; all of it in the last. */
export function sliceOfRest(shares: ArrayLike<number>, k: number): number {
  let rest = 0;
  for (let j = k; j < shares.length; j++) rest += shares[j] as number;
  return k >= shares.length - 1 ? 1 : (shares[k] as number) / rest;
}

const withoutDust = (repayUsd: number, account: AccountView, minimumDebt: number): number =>
  account.pairDebtUsd - repayUsd < minimumDebt ? account.pairDebtUsd : repayUsd;

const shared = {
  every: zSpan.describe('time between two slices'),
  minimumDebt: zUsd.default(1).describe('USD; a remainder below it is repaid as well'),
};

/** Nobody asks an account that is on no stage: pictures and lists show the first slice. */
const firstSlice = (shares: ArrayLike<number>, minimumDebt: number) => (account: AccountView) =>
  withoutDust(sliceOfRest(shares, 0) * account.pairDebtUsd, account, minimumDebt);

/**
 * The debt D is repaid in slices, at the soonest `every` after one another:
 *
 *   r_k = D_k · w_k / (w_k + … + w_n),   k = 1 … n;   the last slice, and any after it, repays all
 *
 * D_k: debt left of the pair at slice k, USD. w: `weights`, positive numbers, one for each slice; or `slices` equal ones. Slices are counted anew when an account has
 * been healthy. `every`: duration. A remainder below `minimumDebt` (USD) is repaid as well. In auctions each sale counts as a slice. A slice that a keeper
 * takes in part is over all the same: the last one repays what was left.
 */
export const incremental = defineModel({
  family: 'size',
  name: 'incremental',
  title: 'slice by slice, with time in between',
  source: 'time-weighted (TWAP) execution schedules',
  params: z.strictObject({
    slices: z.number().int().min(1).max(1000).optional().describe('how many equal slices; or state weights'),
    weights: z.array(zPositive).min(1).max(1000).optional().describe('relative size of each slice, e.g. [3, 2, 1]'),
    ...shared,
  }),
  create: ({ slices, weights, every, minimumDebt }): SizeRule => {
    if ((slices === undefined) === (weights === undefined)) {
      throw new RangeError(
        'incremental: state either slices (how many) or weights (one for each), not both or neither',
      );
    }
    const shares = weights ?? Array.from({ length: slices as number }, () => 1);
    return {
      repayUsd: firstSlice(shares, minimumDebt),
      on(stage) {
        const progress = new Progress(stage, every);
        return {
          hold: progress,
          repayUsd: (account) => {
            const share = sliceOfRest(shares, progress.done(account.slot ?? 0));
            return withoutDust(share * account.pairDebtUsd, account, minimumDebt);
          },
        };
      },
    };
  },
});

/**
 * The debt is repaid in the slices that sell the collateral best, after Almgren and Chriss, against the depth that its own venues have
 * when the first slice is sold:
 *
 *   share of slice j ∝ cosh(κ (T − (j − ½) τ)),   cosh(κ τ) = 1 + λ σ² τ² / (2 η),   T = n τ
 *
 * n: `slices`; τ: `every`; λ: `riskAversion`, per USD: how many USD of expected cost one USD² of its variance is worth; σ: `volatility` · price, per
 * √year; η: temporary impact, from what the route pays for an n-th of the collateral now, η = τ · (best price − average price) / quantity. λ = 0: equal
 * slices; the larger λ, the sooner. Permanent impact is taken to be none: venues recover. Slices go on as in `incremental`.
 */
export const optimalSchedule = defineModel({
  family: 'size',
  name: 'almgren-chriss',
  title: 'slices that weigh market impact against risk, by the venue’s own depth',
  source: 'Almgren and Chriss (2000), Optimal execution of portfolio transactions, equations 17–20',
  misleads: 'where many accounts sell at once: each plans as if the venue were its own',
  params: z.strictObject({
    slices: z.number().int().min(1).max(1000).describe('how many slices'),
    riskAversion: zNonNegative.describe('λ, per USD, e.g. 1e-6'),
    volatility: zNonNegative.max(100).describe('of the collateral, per square root of a year, 0.8 is 80 %'),
    ...shared,
  }),
  create: ({ slices, riskAversion, volatility, every, minimumDebt }): SizeRule => {
    const equal = sliceShares(0, 1, slices);
    const tau = every / MILLIS_PER_YEAR;
    return {
      repayUsd: firstSlice(equal, minimumDebt),
      on(stage) {
        const progress = new Progress(stage, every);
        /** By slot: the plan, and since when the account has been due. */
        const plans = new Map<number, { readonly since: Millis; readonly shares: Float64Array }>();
        const planFor = (slot: number): Float64Array => {
          const { accounts, routes, settlement, states, time } = stage;
          const since = states.dueAt[slot] as number;
          const known = plans.get(slot);
          if (known !== undefined && known.since === since && progress.done(slot) > 0) return known.shares;
          const route = routes[settlement.collateralAsset];
          const units = accounts.collateral(slot, settlement.collateralEntry) / slices;
          let shares = equal;
          if (route !== undefined && units > 0) {
            route.settle(time);
            const best = route.bidUsd();
            const temporary = (tau * (best - route.proceedsUsd(units) / units)) / units;
            const terms = { riskAversion, sigma: volatility * best, temporary, permanent: 0, tau };
            if (temporary > 0) shares = sliceShares(urgency(terms), tau, slices);
          }
          plans.set(slot, { since, shares });
          return shares;
        };
        return {
          hold: {
            begin() {
              plans.clear();
              progress.begin();
            },
            from: (slot) => progress.from(slot),
            liquidated: (slot) => progress.liquidated(slot),
          },
          repayUsd: (account) => {
            const slot = account.slot ?? 0;
            const share = sliceOfRest(planFor(slot), progress.done(slot));
            return withoutDust(share * account.pairDebtUsd, account, minimumDebt);
          },
        };
      },
    };
  },
});
