/**
 * Keepers whose money backs accounts of their own: it is not paid out but carries the debt that they take over. How much debt that is
 * depends on what is offered and on what they carry already, which whoever keeps their accounts says.
 *
 * A keeper's own money is its capital or inventory. Where it works with flash loans only it has none: a loan that is paid back within the
 * block backs nothing.
 */
import type { Usd } from '../../sim/units.ts';
import { capacities, type KeeperGroup } from './keeper-group.ts';
import { LimitedKeepers } from './limited-keepers.ts';
import type { ReactionDelays } from './reaction-delays.ts';

export interface Backing {
  /** Debt of what is offered that a keeper may take over, USD. @param ownUsd its own money that others do not want at the moment */
  left(keeper: number, ownUsd: Usd): Usd;
}

/** The money of a group as backing: no loan, no fee, nothing that is out and comes back. */
function backing(group: KeeperGroup): KeeperGroup {
  const own = group.funding?.inventory ?? (group.borrowsOnly === true ? 0 : group.capital);
  return { ...group, capital: own, loanFee: 0, funding: undefined };
}

export class BackedKeepers extends LimitedKeepers {
  /** By keeper: its own money at the start, USD. */
  readonly equity: Float64Array;
  accounts: Backing | undefined;

  constructor(delays: ReactionDelays, stated: readonly KeeperGroup[]) {
    const groups = stated.map(backing);
    super(delays, groups);
    this.equity = Float64Array.from(groups.flatMap((group) => [...capacities(group)]));
  }

  override capitalLeft(keeper: number, group: number, block: number): Usd {
    const own = super.capitalLeft(keeper, group, block);
    return this.accounts === undefined ? own : this.accounts.left(keeper, own);
  }

  /** What is taken over stands in the keeper's account. */
  override spend(): void {}
}
