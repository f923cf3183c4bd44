/** Who enters a race for a group, and with whose money. */
import type { Gas, Gwei, Usd } from '../../sim/units.ts';
import type { Stage } from '../world/stage.ts';
import type { KeeperGroup } from './keeper-group.ts';
import type { Entrant } from './ordering.ts';
import type { PendingTransactions } from './pending-transactions.ts';
import type { Opportunity } from './race.ts';

export function emptyEntrant(group: number, waitsForMoney: boolean): Entrant {
  const none = { keeper: 0, count: 0, share: 1, gas: 0, loanFee: 0, borrows: false };
  return { group, waitsForMoney, ...none, opening: 0, limit: 0, sentAt: 0, bid: 0, trailing: 0 };
}

/**
 * Decides with whose money an agent acts: an inventory and a flash loan are held against each other by what they leave at
 * the agent's opening bid, own = share · gross − gas · bid against loan = gross − fee · outlay − (gas + loan gas) · bid.
 *
 * @param left what the agent still has, USD @param opening its opening bid when money is no matter, gwei
 * @param gasUsd what a gwei per gas costs for a transaction of so much gas, USD
 */
export function fund(
  entrant: Entrant,
  group: KeeperGroup,
  { outlayUsd, grossUsd, gas }: Opportunity,
  left: Usd,
  opening: Gwei,
  gasUsd: (gas: Gas) => Usd,
): void {
  entrant.share = left >= outlayUsd ? 1 : left / outlayUsd;
  entrant.gas = gas;
  entrant.loanFee = group.loanFee;
  entrant.borrows = false;
  const loan = group.funding?.flashLoan;
  if (loan === undefined) return;
  const own = entrant.share * grossUsd - opening * gasUsd(gas);
  const borrowed = grossUsd - loan.fee * outlayUsd - opening * gasUsd(gas + loan.gas);
  if (borrowed <= own) return;
  entrant.share = 1;
  entrant.gas = gas + loan.gas;
  entrant.loanFee = loan.fee;
  entrant.borrows = true;
}

/** Of the groups that collude only one agent stays: the one to whom it is worth most. Returns how many entrants are left. */
export function unite(entrants: Entrant[], count: number, groups: readonly KeeperGroup[]): number {
  let best = -1;
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const entrant = entrants[i] as Entrant;
    const colludes = groups[entrant.group]?.collusion !== undefined;
    if (colludes) entrant.count = 1;
    if (!colludes || best < 0) {
      if (colludes) best = kept;
      entrants[kept++] = entrant;
    } else if (entrant.limit > (entrants[best] as Entrant).limit) {
      entrants[best] = entrant;
    }
  }
  return kept;
}

/** Whether any keeper, acted or not, could send something in the open block, or has sent what has not been offered yet. */
export function isAnyoneAble(
  { keepers, block }: Stage,
  pool: readonly Entrant[],
  pending: PendingTransactions | undefined,
): boolean {
  if (pending?.hasUnraced(block)) return true;
  let keeper = 0;
  for (const { group, waitsForMoney } of pool) {
    for (const end = keeper + (keepers.groups[group] as KeeperGroup).count; keeper < end; keeper++) {
      if (pending?.isStuck(keeper) || !keepers.canSend(keeper, group, block)) continue;
      if (!waitsForMoney || keepers.capitalLeft(keeper, group, block) > 0) return true;
    }
  }
  return false;
}
