/**
 * Accounts of liquidators with the protocol: collateral and debt that they have taken over and not yet unwound, and the money of their own
 * that backs it. Gains and losses are booked when they are made: what a sale brings repays debt, what is left of it is the keeper's.
 */
import type { Fraction, Millis, Usd } from '../../../sim/units.ts';
import type { BackedKeepers, Backing } from '../../keepers/backed-keepers.ts';
import { KEEPERS, PROTOCOL } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Stage } from '../../world/stage.ts';
import { backedShare, type TakeOver } from '../houses/take-over.ts';
import { allocateLoss } from '../write-off.ts';

/** What a keeper has taken over of one pair of collateral and debt. */
export interface Position {
  readonly keeper: number;
  readonly asset: number;
  readonly debtAsset: number;
  units: number;
  /** Units of the debt asset. */
  debt: number;
  /** Liquidation threshold: the lowest of the accounts that it was taken from. */
  threshold: Fraction;
  /** Sales that it is to be unwound in from now on, and when the next one is due. */
  salesLeft: number;
  saleAt: Millis;
  /** It is to be sold at once, and has found no room in a block yet. */
  isClosing: boolean;
}

/** Shares below this are rounding. */
const ROUNDING = 1e-12;

const isOpen = ({ units, debt }: Position) => units > 0 || debt > 0;

export class LiquidatorAccounts implements Backing {
  readonly #stage: Stage;
  readonly #keepers: BackedKeepers;
  readonly #borrowGap: Fraction;
  /** By keeper: what it has earned so far, or lost (below 0), USD. */
  readonly #earned: Float64Array;
  readonly positions: Position[] = [];
  /** What is offered at the moment; filled in by whoever offers it. */
  readonly offer: TakeOver = { debtUsd: 0, collateralUsd: 0, soldCollateralUsd: 0, soldUsd: 0, borrowLtv: 0 };

  constructor(stage: Stage, keepers: BackedKeepers, borrowGap: Fraction) {
    this.#stage = stage;
    this.#keepers = keepers;
    this.#borrowGap = borrowGap;
    this.#earned = new Float64Array(keepers.equity.length);
    keepers.accounts = this;
  }

  begin(): void {
    this.positions.length = 0;
    this.#earned.fill(0);
    this.offer.debtUsd = 0;
  }

  /** LTV at which a collateral of this liquidation threshold may be borrowed against. */
  borrowLtv(threshold: Fraction): Fraction {
    return Math.max(0, threshold - this.#borrowGap);
  }

  left(keeper: number, ownUsd: Usd): Usd {
    const { offer } = this;
    if (offer.debtUsd === 0) return ownUsd;
    const share = backedShare(offer, this.#headroom(keeper, ownUsd, this.#borrowGap));
    // Crumbs of a division are nothing to take over.
    return share < 1e-9 ? 0 : share * offer.debtUsd;
  }

  /** Money of its own, and collateral at its LTV less `gap`, beyond debt; at the protocol's prices, USD. */
  #headroom(keeper: number, ownUsd: Usd, gap: Fraction): Usd {
    const { prices } = this.#stage;
    let usd = ownUsd + (this.#earned[keeper] as number);
    for (const one of this.positions) {
      if (one.keeper !== keeper) continue;
      usd += one.units * (prices[one.asset] as number) * Math.max(0, one.threshold - gap);
      usd -= one.debt * (prices[one.debtAsset] as number);
    }
    return usd;
  }

  /** Own money now, USD. */
  ownUsd(keeper: number): Usd {
    return (this.#keepers.equity[keeper] as number) + (this.#earned[keeper] as number);
  }

  /** Whether an account is healthy by the rule of the protocol, at liquidation thresholds. */
  isHealthy(keeper: number): boolean {
    return this.#headroom(keeper, this.#keepers.equity[keeper] as number, 0) >= 0;
  }

  /** The keeper of a position takes over more: it owes the protocol what the account owed. */
  take(position: Position, units: number, debt: number): void {
    const { ledger } = this.#stage;
    position.units += units;
    position.debt += debt;
    ledger.move(position.debtAsset, PROTOCOL, KEEPERS, debt);
    ledger.moveClaim(position.debtAsset, KEEPERS, PROTOCOL, debt);
  }

  /** The position of a keeper in a pair; an empty one where it has none. */
  positionOf(keeper: number, asset: number, debtAsset: number): Position {
    for (const one of this.positions) {
      if (one.keeper === keeper && one.asset === asset && one.debtAsset === debtAsset && isOpen(one)) return one;
    }
    const terms = { threshold: 1, salesLeft: 0, saleAt: Number.POSITIVE_INFINITY, isClosing: false };
    const position = { keeper, asset, debtAsset, units: 0, debt: 0, ...terms };
    this.positions.push(position);
    return position;
  }

  /** Units of a position were sold: that repays its debt. Returns what is left of it, which is the keeper's, USD. */
  sold(position: Position, units: number, usd: Usd): Usd {
    const left = position.units - units;
    position.units = left <= ROUNDING * position.units ? 0 : left;
    const price = this.#priceOf(position.debtAsset);
    const surplus = Math.max(0, usd - position.debt * price);
    this.#repay(position, surplus > 0 ? position.debt : usd / price);
    this.#earn(position.keeper, surplus);
    return surplus;
  }

  /** Nothing is left to sell: the keeper pays the rest of the debt, or what it can of it. Returns what it pays, USD. */
  settle(position: Position): Usd {
    const price = this.#priceOf(position.debtAsset);
    const owed = position.debt * price;
    const paid = Math.min(owed, Math.max(0, this.ownUsd(position.keeper)));
    this.#repay(position, paid === owed ? position.debt : paid / price);
    this.#earn(position.keeper, -paid);
    if (paid < owed) this.#giveUp(position, owed - paid);
    position.debt = 0;
    return paid;
  }

  forgetEmpty(): void {
    let kept = 0;
    for (const one of this.positions) if (isOpen(one)) this.positions[kept++] = one;
    this.positions.length = kept;
  }

  /** The path is over: what is held counts at the market's price, gains before losses. */
  end(): void {
    const { tape, time } = this.#stage;
    const worth = (one: Position) =>
      one.units * tape.priceAt(one.asset, time) - one.debt * this.#priceOf(one.debtAsset);
    for (const one of this.positions) if (worth(one) > 0) this.#earn(one.keeper, worth(one));
    for (const one of this.positions) {
      const short = -worth(one);
      if (short <= 0) continue;
      const borne = Math.min(short, Math.max(0, this.ownUsd(one.keeper)));
      this.#earn(one.keeper, -borne);
      if (borne < short) this.#giveUp(one, short - borne);
    }
  }

  #priceOf(asset: number): Usd {
    return this.#stage.tape.priceAt(asset, this.#stage.time);
  }

  #earn(keeper: number, usd: Usd): void {
    this.#earned[keeper] = (this.#earned[keeper] as number) + usd;
    this.#stage.tally[I.keeperProfitUsd]! += usd;
  }

  #repay(position: Position, units: number): void {
    const { ledger } = this.#stage;
    position.debt = Math.max(0, position.debt - units);
    ledger.move(position.debtAsset, KEEPERS, PROTOCOL, units);
    ledger.moveClaim(position.debtAsset, PROTOCOL, KEEPERS, units);
  }

  /** Debt that neither the collateral nor the keeper covers: the protocol's loss. */
  #giveUp({ debtAsset }: Position, usd: Usd): void {
    this.#stage.ledger.moveClaim(debtAsset, PROTOCOL, KEEPERS, usd / this.#priceOf(debtAsset));
    allocateLoss(this.#stage, debtAsset, usd);
  }
}
