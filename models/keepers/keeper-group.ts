/** A group of alike keepers, as the simulation sees it. What each part means stands in `keeper-spec.ts`. */
import type { Fraction, Gas, Millis, Usd } from '../../sim/units.ts';
import type { BidRule, Delay } from '../model.ts';

export interface Outage {
  readonly probability: Fraction;
  readonly duration: Millis;
  readonly at?: Millis | undefined;
  readonly trigger?: { readonly measure: 'range' | 'gas'; readonly above: number } | undefined;
  readonly who?: 'each' | 'together' | 'largest' | undefined;
}

export interface Funding {
  readonly inventory: Usd;
  readonly recovery: Millis;
  readonly flashLoan?: { readonly fee: Fraction; readonly gas: Gas } | undefined;
}

export interface Concentration {
  readonly zipf?: number | undefined;
  readonly largest?: Fraction | undefined;
}

export interface Elsewhere {
  readonly measure: 'drawdown' | 'range';
  readonly reference: number;
  readonly busy: Fraction;
  readonly exponent: number;
  readonly most: Fraction;
}

export interface Stretch {
  readonly measure: 'range' | 'gas';
  readonly reference: number;
  readonly exponent: number;
  readonly most: number;
}

export interface Pending {
  /** Infinity when never. */
  readonly rebid: Millis;
  readonly bump: Fraction;
}

export interface KeeperGroup {
  readonly name: string;
  readonly count: number;
  readonly delay: Delay;
  readonly bid: BidRule;
  /** USD a keeper can repay within one block. */
  readonly capital: Usd;
  /** Fee of a flash loan, 0 when it uses capital. */
  readonly loanFee: Fraction;
  /** It repays with flash loans and has no money of its own. */
  readonly borrowsOnly?: boolean | undefined;
  readonly minProfit: Usd;
  readonly outage: Outage | undefined;
  readonly stretch?: Stretch | undefined;
  readonly funding?: Funding | undefined;
  readonly concentration?: Concentration | undefined;
  /** Infinity when unlimited. */
  readonly transactionsPerBlock?: number | undefined;
  readonly elsewhere?: Elsewhere | undefined;
  readonly pending?: Pending | undefined;
  readonly collusion?: { readonly margin: Millis } | undefined;
}

/** Whether a group needs nothing but what the simplest race and the simplest bookkeeping do. */
export function isPlain(group: KeeperGroup): boolean {
  return (
    (group.outage === undefined || isPlainOutage(group.outage)) &&
    group.stretch === undefined &&
    group.funding === undefined &&
    group.concentration === undefined &&
    group.transactionsPerBlock === undefined &&
    group.elsewhere === undefined &&
    group.pending === undefined &&
    group.collusion === undefined &&
    group.bid.learn === undefined
  );
}

function isPlainOutage({ at, trigger, who = 'each' }: Outage): boolean {
  return at === undefined && trigger === undefined && who === 'each';
}

/** @throws RangeError where parts of a group contradict each other */
export function requireSound(group: KeeperGroup, states: { capital: boolean; loan: boolean }): void {
  const place = `keepers ${group.name}`;
  if (group.funding !== undefined && (states.capital || states.loan))
    throw new RangeError(`${place}: funding stands for capital and flashLoanFee; leave those out`);
  if (group.concentration !== undefined && group.funding === undefined && !Number.isFinite(group.capital))
    throw new RangeError(`${place}: concentration spreads capital; state capital or funding, and no flashLoanFee`);
  if (group.outage?.at !== undefined && group.outage.trigger !== undefined)
    throw new RangeError(`${place}: an outage has a moment (at) or a trigger, not both`);
  if (
    group.elsewhere !== undefined &&
    group.transactionsPerBlock === undefined &&
    group.funding === undefined &&
    !Number.isFinite(group.capital)
  )
    throw new RangeError(
      `${place}: elsewhere takes a share of capital or transactions; state capital, funding or transactionsPerBlock`,
    );
}

/** What each keeper of a group has of its capital or inventory, USD; the sum is count × the group's own figure. */
export function capacities(group: KeeperGroup): Float64Array {
  const own = group.funding?.inventory ?? group.capital;
  const { count, concentration } = group;
  const out = new Float64Array(count).fill(own);
  if (concentration === undefined || count === 1) return out;
  const { zipf, largest } = concentration;
  const weights = Float64Array.from({ length: count }, (_, k) => {
    if (zipf !== undefined) return Math.exp(-zipf * Math.log(k + 1));
    return k === 0 ? (largest as number) : (1 - (largest as number)) / (count - 1);
  });
  let sum = 0;
  for (const weight of weights) sum += weight;
  for (let k = 0; k < count; k++) out[k] = (own * count * (weights[k] as number)) / sum;
  return out;
}
