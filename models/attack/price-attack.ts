/**
 * A price-time attack: somebody sells into the pool that an oracle reads, holds its price down for a while against arbitrage,
 * and gains from what the protocol then believes.
 *
 * In every block from `at` to `at + hold` the attacker sells whatever brings the pool back to (1 + displacement) times the
 * outside price, after the block's reports and before keepers. In the first block after that, unless liquidations (and so
 * loans) are paused, the attacker borrows the asset against good collateral that the protocol values rightly:
 *
 *     r = believed price / outside price          collateral given = available · r / loanToValue
 *     gain = max(0, available · (1 − r / loanToValue)) + keeperShare · (keepers' profit while it lasted)
 *     cost = Σ (outside price · sold − proceeds) + gas at the market price
 *
 * The loan is not paid back: its gain is the protocol's bad debt, realised, and goes through the waterfall. What is sold at a
 * discount is bought back by nobody of ours: arbitrage pulls the pool back, and takes the difference. With one push and no
 * fee that is V (√m − 1)² / √m for a constant product with V on either side, pushed to m times its price.
 *
 * Venue and oracle are those of the strategy under attack, so that its liquidations, their slippage and the guards of the
 * oracle all play along. The attacker has whatever capital it takes. The pool is pushed down only, which makes an asset
 * cheap to borrow and those due who hold it as collateral.
 */
import type { Fraction, Gas, Millis, Usd } from '../../sim/units.ts';
import { CHAIN, INSURANCE, LENDERS, MARKET, PROTOCOL, VENUES } from '../ledger/ledger.ts';
import type { Oracle } from '../oracles/stages.ts';
import { OUTCOME_INDEX as I } from '../outcome.ts';
import type { Route } from '../venues/route.ts';
import type { Venue } from '../venues/venue.ts';
import type { Stage } from '../world/stage.ts';

export interface AttackParameters {
  readonly asset: number;
  readonly venue: Venue;
  readonly oracle: Oracle;
  readonly at: Millis;
  readonly hold: Millis;
  readonly displacement: Fraction;
  readonly available: Usd;
  readonly loanToValue: Fraction;
  readonly keeperShare: Fraction;
  readonly gas: Gas;
}

/** What came of an attack on one path, USD. */
export interface AttackFigures {
  /** Outside value of all that was sold: the most that had to be there at once, and more where arbitrage was slow. */
  soldUsd: Usd;
  /** Given to the pool and to whoever pulled it back. */
  lossUsd: Usd;
  gasUsd: Usd;
  loanGainUsd: Usd;
  keeperGainUsd: Usd;
  /** Believed price over outside price when the hold was over. */
  reading: Fraction;
}

/** Displacements within this of the target need no sale. */
const CLOSE = 1e-6;
const NEVER = Number.POSITIVE_INFINITY;

export class PriceAttack {
  readonly figures: AttackFigures = {
    soldUsd: 0,
    lossUsd: 0,
    gasUsd: 0,
    loanGainUsd: 0,
    keeperGainUsd: 0,
    reading: 1,
  };
  readonly #stage: Stage;
  readonly #p: AttackParameters;
  #isOver = false;
  /** Keepers' profit when it began; NaN before. */
  #keepersBefore = Number.NaN;

  constructor(stage: Stage, parameters: AttackParameters) {
    this.#stage = stage;
    this.#p = parameters;
  }

  begin(): void {
    const { figures } = this;
    figures.soldUsd = 0;
    figures.lossUsd = 0;
    figures.gasUsd = 0;
    figures.loanGainUsd = 0;
    figures.keeperGainUsd = 0;
    figures.reading = 1;
    this.#isOver = false;
    this.#keepersBefore = Number.NaN;
  }

  /** First block after `after` in which the attacker acts; Infinity when none is left. */
  nextBlock(after: number): number {
    if (this.#isOver) return NEVER;
    const block = Math.max(after + 1, this.#stage.tape.blockFrom(this.#p.at));
    return block < this.#stage.tape.blockCount ? block : NEVER;
  }

  /** Acts in the block being processed; returns whether it sold. */
  act(): boolean {
    const { stage, p } = { stage: this.#stage, p: this.#p };
    if (this.#isOver || stage.time < p.at) return false;
    if (Number.isNaN(this.#keepersBefore)) this.#keepersBefore = stage.tally[I.keeperProfitUsd] as number;
    if (stage.time < p.at + p.hold) return this.#push();
    this.#isOver = true;
    this.#collect();
    return false;
  }

  #push(): boolean {
    const { routes, tape, time, ledger } = this.#stage;
    const { asset, venue, displacement } = this.#p;
    (routes[asset] as Route).settle(time);
    const now = venue.displacement(time);
    if (now <= displacement + CLOSE) return false;
    const units = venue.bestQuantity((venue.bid() * (1 + displacement)) / (1 + now));
    if (!(units > 0) || !Number.isFinite(units)) return false;
    const proceeds = venue.sell(units);
    ledger.move(asset, MARKET, VENUES, units);
    ledger.move(venue.quote, VENUES, MARKET, proceeds);
    const worth = units * tape.priceAt(asset, time);
    this.figures.soldUsd += worth;
    this.figures.lossUsd += worth - proceeds * tape.priceAt(venue.quote, time);
    this.#payGas();
    return true;
  }

  #payGas(): void {
    const { chain, gasAsset, ledger, time } = this.#stage;
    if (gasAsset < 0) return;
    const units = this.#p.gas * chain.marketPrice(time) * 1e-9;
    ledger.move(gasAsset, MARKET, CHAIN, units);
    this.figures.gasUsd += units * this.#stage.gasAssetUsd(time);
  }

  #collect(): void {
    const { tape, time, gate, tally } = this.#stage;
    const { asset, oracle, available, loanToValue, keeperShare } = this.#p;
    const price = tape.priceAt(asset, time);
    const reading = oracle.value / price;
    this.figures.reading = reading;
    const earned = (tally[I.keeperProfitUsd] as number) - this.#keepersBefore;
    this.figures.keeperGainUsd = keeperShare * Math.max(0, earned);
    const gain = available * (1 - reading / loanToValue);
    if (gate.isShut || !(gain > 0)) return;
    this.figures.loanGainUsd = gain;
    this.#borrow(available, available - gain, price);
  }

  /** The asset goes out, collateral of less worth comes in, and the difference is lost. */
  #borrow(lentUsd: Usd, collateralUsd: Usd, price: number): void {
    const { ledger, tally, tape, time, waterfall } = this.#stage;
    const { asset, venue } = this.#p;
    ledger.move(asset, PROTOCOL, MARKET, lentUsd / price);
    ledger.move(venue.quote, MARKET, PROTOCOL, collateralUsd / tape.priceAt(venue.quote, time));
    const lost = lentUsd - collateralUsd;
    tally[I.badDebtRealisedUsd]! += lost;
    const borne = waterfall.lendersUsd;
    const paid = waterfall.absorb(lost, { asset, price, time });
    ledger.move(asset, INSURANCE, PROTOCOL, paid / price);
    ledger.moveClaim(asset, LENDERS, PROTOCOL, (waterfall.lendersUsd - borne) / price);
  }
}

/** Cost, gain and what is left of an attack, USD. */
export function attackProfitUsd({ lossUsd, gasUsd, loanGainUsd, keeperGainUsd }: AttackFigures): Usd {
  return loanGainUsd + keeperGainUsd - lossUsd - gasUsd;
}
