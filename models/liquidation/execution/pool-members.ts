/** The members of a closed pool on one path: what each has to bid with, holds, and gets back when. */
import type { Millis, Usd } from '../../../sim/units.ts';
import { BACKSTOP } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';

export interface Member {
  readonly name?: string | undefined;
  readonly capital: Usd;
  readonly discount: number;
  readonly reaction: Millis;
  readonly holds: Millis;
  readonly recovery: Millis;
}

interface Holding {
  readonly member: number;
  readonly slot: number;
  readonly asset: number;
  readonly debtAsset: number;
  readonly units: number;
  readonly sellAt: Millis;
}

interface Return {
  readonly member: number;
  readonly usd: Usd;
  readonly at: Millis;
}

const NEVER = Number.POSITIVE_INFINITY;

export class PoolMembers {
  readonly #stage: Stage;
  readonly #members: readonly Member[];
  /** Numbers of the members, highest bid first. */
  readonly order: readonly number[];
  /** USD that each can bid with now. */
  readonly free: Float64Array;
  #holdings: Holding[] = [];
  #returns: Return[] = [];

  constructor(stage: Stage, members: readonly Member[]) {
    this.#stage = stage;
    this.#members = members;
    this.order = members.map((_, i) => i).sort((a, b) => this.#discount(a) - this.#discount(b) || a - b);
    this.free = new Float64Array(members.length);
  }

  #discount(member: number): number {
    return (this.#members[member] as Member).discount;
  }

  begin(): void {
    this.#members.forEach(({ capital }, member) => {
      this.free[member] = capital;
    });
    this.#holdings = [];
    this.#returns = [];
  }

  /** When the next member that has not bid yet does, for an account due since `since`, ms; Infinity when all have. */
  nextBid(since: Millis, time: Millis): Millis {
    let next = NEVER;
    for (const { reaction } of this.#members) if (since + reaction > time) next = Math.min(next, since + reaction);
    return next;
  }

  hasBid(member: number, since: Millis, time: Millis): boolean {
    return since + (this.#members[member] as Member).reaction <= time;
  }

  /** USD per unit that a member bids where the market is at a price. */
  bidOf(member: number, market: Usd): Usd {
    return market * (1 - this.#discount(member));
  }

  get hasMoney(): boolean {
    for (let member = 0; member < this.free.length; member++) if ((this.free[member] as number) > 0) return true;
    return false;
  }

  /** When money comes back next; Infinity when none is out. */
  get moneyAt(): Millis {
    return this.#returns.reduce((next, { at }) => Math.min(next, at), NEVER);
  }

  /** When something that is held is to be sold next. */
  get saleAt(): Millis {
    return this.#holdings.reduce((next, { sellAt }) => Math.min(next, sellAt), NEVER);
  }

  /** Money whose time has come is free again; returns whether there was any. */
  collect(): boolean {
    const { time } = this.#stage;
    if (this.moneyAt > time) return false;
    for (const { member, usd, at } of this.#returns) if (at <= time) this.free[member]! += usd;
    this.#returns = this.#returns.filter(({ at }) => at > time);
    return true;
  }

  /** A member has paid for units of an account's collateral and sells them when its time has come. */
  won(member: number, slot: number, units: number, usd: Usd): void {
    const { settlement, tally, time, recorder } = this.#stage;
    this.free[member] = Math.max(0, (this.free[member] as number) - usd);
    tally[I.keeperProfitUsd]! -= usd;
    const { collateralAsset: asset, debtAsset } = settlement;
    const { holds } = this.#members[member] as Member;
    const holding = { member, slot, asset, debtAsset, units, sellAt: time + holds };
    if (holds === 0) this.#sell(holding);
    else this.#holdings.push(holding);
    const name = this.#members[member]?.name ?? `member ${member + 1}`;
    recorder?.note({ kind: 'member-served', slot, member: name, asset, units, usd });
  }

  /** Sells what has been held long enough. */
  sellDue(): void {
    const { time } = this.#stage;
    if (this.saleAt > time) return;
    const held = this.#holdings;
    this.#holdings = held.filter(({ sellAt }) => sellAt > time);
    for (const holding of held) if (holding.sellAt <= time) this.#sell(holding);
  }

  #sell({ member, slot, asset, debtAsset, units }: Holding): void {
    const { routes, settlement, tally, time } = this.#stage;
    settlement.collateralAsset = asset;
    settlement.debtAsset = debtAsset;
    (routes[asset] as Route).settle(time);
    settlement.about(slot);
    const usd = settlement.sell(BACKSTOP, units);
    tally[I.keeperProfitUsd]! += usd;
    this.#returns.push({ member, usd, at: time + (this.#members[member] as Member).recovery });
  }

  /** The path is over: what is held counts at the market's price. */
  end(): void {
    const { tally, tape, time } = this.#stage;
    for (const { asset, units } of this.#holdings) tally[I.keeperProfitUsd]! += units * tape.priceAt(asset, time);
  }
}
