/**
 * The race where an ordering rule, funding, limits, pending transactions or collusion decide: each group's best agent enters
 * with the bid of its rule and the highest price at which it still pays; the ordering rule settles the bids; the winner
 * pays what the rule says, and those who come too late pay what it says of them.
 *
 * Funding: with an inventory and a flash loan to choose from, an agent takes what leaves it more at its own opening bid, the
 * gas that the loan adds included. Collusion: of all groups that collude one agent enters, against nobody of the others.
 */
import type { Gas, Millis, Usd } from '../../sim/units.ts';
import type { Stage } from '../world/stage.ts';
import { payChain, refundToProtocol } from './chain-payments.ts';
import { emptyEntrant, fund, isAnyoneAble, unite } from './entrants.ts';
import type { KeeperGroup } from './keeper-group.ts';
import type { Entrant, Ordering } from './ordering.ts';
import { highestTip } from './orderings.ts';
import { PendingTransactions } from './pending-transactions.ts';
import { LARGEST_BID, NO_ROOM, NOBODY_YET, type Opportunity, PRICED_OUT, Race, WON } from './race.ts';

const NEVER = Number.POSITIVE_INFINITY;

export class ContestedRace extends Race {
  readonly #ordering: Ordering;
  readonly #pending: PendingTransactions | undefined;
  /** By group: reused from race to race. */
  readonly #pool: readonly Entrant[];
  /** What a gwei per gas costs for a transaction of so much gas, USD. */
  readonly #gasUsd = (gas: Gas): Usd => gas * 1e-9 * this.gasAssetUsd;
  readonly #entrants: Entrant[] = [];
  #count = 0;
  #winner: Entrant | undefined;
  /** Whether the last race failed only because this block is over for those who would win it. */
  #waitsForNextBlock = false;
  #nextAct = NEVER;
  /** Group with a paid head start, −1 when none has one. */
  readonly #lane: number;

  constructor(stage: Stage) {
    super(stage);
    this.#ordering = stage.ordering ?? highestTip.create({} as never, undefined);
    const { groups } = stage.keepers;
    const { needsGasAsset, headStart } = this.#ordering;
    if (needsGasAsset !== undefined && stage.gasAsset < 0)
      throw new RangeError(
        `the ordering of the chain needs a gasAsset: ${needsGasAsset}; name chains.<name>.gasAsset, and take a fee other than none`,
      );
    this.#lane = headStart === undefined ? -1 : groups.findIndex(({ name }) => name === headStart.group);
    if (headStart !== undefined && headStart.price > 0 && stage.gasAsset < 0)
      throw new RangeError('a head start with a price is paid in the gasAsset: name chains.<name>.gasAsset');
    if (headStart !== undefined && this.#lane < 0)
      throw new RangeError(`the ordering's headStart names ${headStart.group}, which is no group of keepers`);
    this.#pool = groups.map(({ funding }, group) => emptyEntrant(group, funding !== undefined && !funding.flashLoan));
    this.#pending = groups.some(({ pending }) => pending) ? new PendingTransactions(stage) : undefined;
  }

  override begin(): void {
    super.begin();
    this.#winner = undefined;
    this.#pending?.begin();
    this.stage.frontRunner?.begin();
    for (const { bid } of this.stage.keepers.groups) bid.begin?.();
  }

  override end(): void {
    const { headStart } = this.#ordering;
    if (headStart === undefined || headStart.price === 0) return;
    const { tape } = this.stage;
    payChain(this.stage, Math.ceil(tape.horizon / headStart.round) * headStart.price, tape.horizon);
  }

  override run(opportunity: Opportunity, time: Millis, block: number): number {
    const { keepers } = this.stage;
    this.#count = 0;
    this.#winner = undefined;
    this.uncontested = false;
    this.#waitsForNextBlock = false;
    this.#nextAct = this.#pending === undefined ? NEVER : keepers.nextAct(opportunity.wave, time);
    this.lookAtMarket(opportunity.gas, time);
    let result = NOBODY_YET;
    for (let g = 0; g < keepers.groups.length; g++) {
      const acted = keepers.acted(opportunity.wave, g, time);
      if (acted === 0) continue;
      const entered = this.#enter(this.#pool[g] as Entrant, opportunity, acted, time, block);
      if (entered === WON) this.#entrants[this.#count++] = this.#pool[g] as Entrant;
      else result = Math.max(result, entered);
    }
    if (this.#count > 0 && this.#blockFails(block)) {
      this.#waitsForNextBlock = true;
      return NO_ROOM;
    }
    this.#count = unite(this.#entrants, this.#count, keepers.groups);
    return this.#settle(result, opportunity, time, block);
  }

  /** Whether this block takes nothing sent to it: drawn per block, the same for every strategy. */
  #blockFails(block: number): boolean {
    const { failure } = this.#ordering;
    return failure > 0 && this.stage.tape.draws('bundles that do not land').at(block) < failure;
  }

  /** Prepares a group's entry: its agent, funding, opening bid and limit. Returns WON when it enters. */
  #enter(entrant: Entrant, opportunity: Opportunity, acted: number, time: Millis, block: number): number {
    const { keepers } = this.stage;
    const group = keepers.groups[entrant.group] as KeeperGroup;
    const rank = this.#choose(entrant, opportunity, acted, block);
    if (rank < 0) return NO_ROOM;
    entrant.sentAt = keepers.actsAt(opportunity.wave, entrant.group, rank);
    if (this.#ordering.headStart !== undefined && entrant.group !== this.#lane)
      entrant.sentAt += this.#ordering.headStart.advance;
    const left = keepers.capitalLeft(entrant.keeper, entrant.group, block);
    const opening = Math.min(group.bid.gasPrice(this.market, NEVER), LARGEST_BID);
    fund(entrant, group, opportunity, left, opening, this.#gasUsd);
    const gain = entrant.share * (opportunity.grossUsd - opportunity.outlayUsd * entrant.loanFee);
    return this.#bid(entrant, group, opportunity, gain, time, block);
  }

  /** Sets an agent's opening bid and its limit; WON where it enters. @param before gas, posting and minimum profit: its gain, USD */
  #bid(entrant: Entrant, group: KeeperGroup, { slot }: Opportunity, before: Usd, time: Millis, block: number): number {
    const gasUsd = this.#gasUsd(entrant.gas);
    const gain = before - this.postingUsd;
    // Subtracted in the order of the plain race: the same bid to the last bit.
    const affordable = gasUsd > 0 ? (before - group.minProfit - this.postingUsd) / gasUsd : NEVER;
    const rule = gain > group.minProfit ? Math.min(group.bid.gasPrice(this.market, affordable), LARGEST_BID) : NEVER;
    if (this.#pending?.isWaitingFor(entrant.keeper, slot) && gain > 0) {
      entrant.opening = this.#pending.bidInRace(entrant.keeper, block, time, rule, affordable);
      entrant.limit = entrant.opening;
      return WON;
    }
    if (gain <= group.minProfit || rule > affordable) return PRICED_OUT;
    entrant.opening = rule;
    entrant.limit = group.pending === undefined ? Math.min(affordable, LARGEST_BID) : rule;
    return WON;
  }

  /** First of those who can act and whose capital covers the outlay, else the one with most left; −1 when none can act. */
  #choose(entrant: Entrant, opportunity: Opportunity, acted: number, block: number): number {
    const { keepers } = this.stage;
    const { group } = entrant;
    let chosen = -1;
    let most = -1;
    entrant.count = 0;
    for (let rank = 0; rank < acted; rank++) {
      const keeper = keepers.keeperAt(opportunity.wave, group, rank);
      if (this.#pending !== undefined && !this.#pending.isFreeFor(keeper, opportunity.slot)) continue;
      if (!keepers.canSend(keeper, group, block)) {
        this.#waitsForNextBlock = true;
        continue;
      }
      entrant.count++;
      if (most >= opportunity.outlayUsd) continue;
      const left = keepers.capitalLeft(keeper, group, block);
      if (left <= most || (left === 0 && opportunity.outlayUsd > 0 && entrant.waitsForMoney)) continue;
      most = left;
      chosen = rank;
      entrant.keeper = keeper;
    }
    return chosen;
  }

  /** Lets the ordering rule decide, among those whose bid has a place. */
  #settle(before: number, opportunity: Opportunity, time: Millis, block: number): number {
    const { chain, keepers } = this.stage;
    let result = before;
    while (this.#count > 0) {
      const position = this.#ordering.contest(this.#entrants, this.#count);
      const winner = this.#entrants[position] as Entrant;
      if (chain.admits(winner.bid, winner.gas)) {
        this.#take(winner);
        return WON;
      }
      const group = keepers.groups[winner.group] as KeeperGroup;
      const waits = this.#pending?.send(winner, group, opportunity, time, block) ?? false;
      result = Math.max(result, waits || chain.couldAdmit(winner.bid, winner.gas) ? NO_ROOM : PRICED_OUT);
      this.#entrants.copyWithin(position, position + 1, this.#count);
      this.#count--;
    }
    return result;
  }

  #take(winner: Entrant): void {
    const { chain, keepers } = this.stage;
    let rivals = 0;
    for (let i = 0; i < this.#count; i++) {
      const entrant = this.#entrants[i] as Entrant;
      if (entrant !== winner && !chain.admits(entrant.bid, entrant.gas)) entrant.count = 0;
      if (entrant !== winner) rivals += entrant.count;
    }
    const { collusion } = keepers.groups[winner.group] as KeeperGroup;
    this.uncontested = collusion !== undefined && rivals === 0;
    this.margin = collusion?.margin ?? 0;
    this.#winner = winner;
    this.group = winner.group;
    this.keeper = winner.keeper;
    this.affordableShare = winner.share;
    this.bid = this.#ordering.price(winner, this.#entrants, this.#count, chain.leastBid(winner.gas));
  }

  override charge(opportunity: Opportunity, time: Millis, block: number, outlayUsd: Usd): void {
    const { keepers, chain, settlement } = this.stage;
    const winner = this.#winner as Entrant;
    const least = Math.min(this.bid, chain.leastBid(winner.gas));
    chain.include(winner.gas);
    keepers.spend(winner.keeper, block, winner.borrows ? 0 : outlayUsd);
    keepers.noteSent(winner.keeper, block);
    this.financingUsd = outlayUsd * winner.loanFee;
    settlement.payGas(winner.gas, this.bid, time);
    this.stage.frontRunner?.see(this.#ordering.isPublic ? this.bid : -1);
    const refund = this.#ordering.refund * (this.bid - least);
    if (refund > 0) refundToProtocol(this.stage, winner.gas, refund, time);
    this.#pending?.free(winner.keeper);
    for (let i = 0; i < this.#count; i++) {
      const entrant = this.#entrants[i] as Entrant;
      const losers = entrant.count - (entrant === winner ? 1 : 0);
      if (losers > 0 && this.#ordering.failedPay && chain.failuresPay)
        this.#chargeLosers(entrant, losers, opportunity, time);
      const { bid } = keepers.groups[entrant.group] as KeeperGroup;
      bid.learn?.(this.bid, entrant.limit, entrant === winner);
    }
  }

  #chargeLosers(entrant: Entrant, losers: number, opportunity: Opportunity, time: Millis): void {
    const { chain, settlement } = this.stage;
    const bid = entrant === this.#winner ? entrant.trailing : entrant.bid;
    const mined = Math.min(losers, chain.roomFor(bid, opportunity.revertGas));
    if (mined <= 0) return;
    chain.include(mined * opportunity.revertGas);
    this.stage.recorder?.note({ kind: 'late', group: entrant.group });
    settlement.payReverts(mined, opportunity.revertGas, bid, time);
    this.#pending?.freeLosers(entrant.group, mined, opportunity, time);
  }

  override hopeAfter(time: Millis): Millis {
    if (this.#waitsForNextBlock) return time + 1;
    return Math.min(this.stage.chain.hopeAfter(time), this.#nextAct, this.stage.keepers.moneyAt(time));
  }

  override hasRoom(gas: number, time: Millis): boolean {
    if (this.#blockFails(this.stage.block) || !isAnyoneAble(this.stage, this.#pool, this.#pending)) return false;
    if (this.#pending !== undefined || !this.#ordering.isPlain) return this.stage.chain.admits(LARGEST_BID, gas);
    return super.hasRoom(gas, time);
  }

  override settlePending(): void {
    this.#pending?.settle();
  }

  override get wakeAt(): Millis {
    return this.#pending?.wakeAt ?? NEVER;
  }
}
