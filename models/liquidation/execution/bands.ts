/**
 * Soft liquidation in the manner of crvUSD. An account that becomes due is a position in a market from then on: keepers trade its
 * collateral out of the bands that the price falls through, and back into them when it rises. Only where what it is worth does not cover
 * its debt by a margin does a keeper liquidate it as a whole.
 */
import { NO_ROOM, type OpenOpportunity, openOpportunity, WON } from '../../keepers/race.ts';
import { KEEPERS } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Stage } from '../../world/stage.ts';
import { IN_AUCTION, WATCHED } from '../account-states.ts';
import { BandLiquidator } from './band-liquidator.ts';
import { BandMarket, type BandPosition, type BandTrade, type Direction } from './band-market.ts';
import { type PossibleTrade, priceForShare, tradeIn, tradeOut } from './band-prices.ts';
import { convert, convertBack } from './band-settlement.ts';
import { RacingExecutor } from './racing-executor.ts';

export interface BandsParameters {
  readonly amplification: number;
  readonly bands: number;
  readonly fee: number;
  readonly liquidationDiscount: number;
  readonly gas: number;
  readonly bandGas: number;
  readonly hardGas: number;
  readonly revertGas: number;
  readonly retry: number;
}

/** A position of which less than this share of its debt is still converted is back above its bands. */
const BACK = 0.01;

export class BandsExecutor extends RacingExecutor {
  readonly #p: BandsParameters;
  readonly #call: OpenOpportunity;
  readonly #liquidator: BandLiquidator;
  readonly #quote: BandTrade = { units: 0, money: 0, bands: 0 };
  #markets: BandMarket[] = [];
  #engagedUsd = 0;

  constructor(stage: Stage, parameters: BandsParameters) {
    super(stage);
    this.#p = parameters;
    this.#call = openOpportunity(parameters.gas, parameters.revertGas);
    this.#liquidator = new BandLiquidator(stage, this.race, parameters);
  }

  override get engagedUsd(): number {
    return this.#engagedUsd;
  }

  override begin(): void {
    super.begin();
    this.#markets = [];
    this.#engagedUsd = 0;
  }

  protected work(): void {
    for (const market of this.#markets) market.look(this.#oracleOf(market));
    this.#enterAll();
    this.#engagedUsd = 0;
    for (const market of this.#markets) {
      if (market.positions.length === 0) continue;
      market.look(this.#oracleOf(market));
      const trade = tradeOut(this.stage, market) ?? tradeIn(this.stage, market);
      if (trade !== undefined) this.#offer(market, trade);
      market.look(this.#oracleOf(market));
      for (const position of [...market.positions]) this.#check(market, position);
      if (market.isTrading) this.wakeAt(this.#nextLook());
    }
  }

  #nextLook(): number {
    return (Math.floor(this.stage.time / this.#p.retry) + 1) * this.#p.retry;
  }

  /** The protocol's price of a pair, debt per unit of collateral. */
  #oracleOf({ asset, debtAsset }: { asset: number; debtAsset: number }): number {
    const { prices } = this.stage;
    return (prices[asset] as number) / (prices[debtAsset] as number);
  }

  /** Due accounts are positions in the bands from now on; they do not wait for a keeper. */
  #enterAll(): void {
    const { accounts, due, gate, healing, margin, prices, settlement, states, recorder } = this.stage;
    for (let position = 0; position < due.size; ) {
      const slot = due.at(position);
      if (gate.bars(slot)) {
        position++;
        continue;
      }
      const view = settlement.look(slot);
      const { collateralAsset: asset, collateralEntry, debtAsset, debtEntry } = settlement;
      const units = accounts.collateral(slot, collateralEntry);
      const elsewhere = view.weightedUsd - view.pairCollateralUsd * view.threshold;
      const topUsd = (margin.trigger * view.debtUsd - elsewhere) / (units * view.threshold);
      const market = this.#marketOf(asset, debtAsset);
      const account = { slot, wave: states.wave[slot] as number, collateralEntry, debtEntry };
      const entered = market.enter(account, units, topUsd / (prices[debtAsset] as number), this.#p.bands);
      due.remove(slot);
      healing.forget(slot);
      states.status[slot] = IN_AUCTION;
      const debtPrice = prices[debtAsset] as number;
      const [top, bottom] = [market.topOf(entered) * debtPrice, market.bottomOf(entered) * debtPrice];
      recorder?.note({ kind: 'bands-entered', slot, asset, units, topUsd: top, bottomUsd: bottom });
    }
  }

  #marketOf(asset: number, debtAsset: number): BandMarket {
    let market = this.#markets.find((one) => one.asset === asset && one.debtAsset === debtAsset);
    if (market === undefined) {
      const { tape } = this.stage;
      const base = tape.priceAt(asset, 0) / tape.priceAt(debtAsset, 0);
      market = new BandMarket(asset, debtAsset, base, this.#p.amplification, this.#p.fee);
      market.look(this.#oracleOf(market));
      this.#markets.push(market);
    }
    return market;
  }

  #offer(market: BandMarket, { direction, price, bands, outlayUsd, grossUsd }: PossibleTrade): void {
    const { keepers, time, block, recorder } = this.stage;
    const call = this.#call;
    const [first] = market.positions;
    if (first === undefined) return;
    call.slot = first.slot;
    call.wave = market.positions.reduce((wave, one) => Math.min(wave, one.wave), first.wave);
    call.gas = this.#p.gas + this.#p.bandGas * bands;
    call.outlayUsd = outlayUsd;
    call.grossUsd = grossUsd;
    const result = this.race.run(call, time, block);
    recorder?.note({ kind: 'raced', purpose: 'convert', opportunity: call, result, race: this.race });
    if (result === WON) {
      const share = this.race.affordableShare;
      this.#trade(market, direction, share < 1 ? priceForShare(market, direction, price, share) : price);
    } else {
      const acts = keepers.firstAct(call.wave);
      this.wakeAt(acts > time ? acts : result === NO_ROOM ? this.race.hopeAfter(time) : this.#nextLook());
    }
  }

  #trade(market: BandMarket, direction: Direction, price: number): void {
    const { prices, settlement, tally, tape, time, block, recorder } = this.stage;
    const { asset, debtAsset } = market;
    const debtPrice = prices[debtAsset] as number;
    const { units, money, bands } = market.quote(price, direction, this.#quote);
    if (bands === 0) return;
    const isOut = direction === 'out';
    const outlayUsd = isOut ? money * debtPrice : units * tape.priceAt(asset, time);
    this.race.charge(this.#call, time, block, outlayUsd);
    const usd = money * debtPrice;
    recorder?.note({ kind: 'bands-traded', slot: -1, asset, units, usd, isBack: !isOut });
    market.trade(price, direction);
    let earned = -this.race.financingUsd;
    if (isOut) {
      let sold = 0;
      for (const position of [...market.positions]) if (position.dy < 0) sold += this.#convert(market, position);
      settlement.collateralAsset = asset;
      settlement.debtAsset = debtAsset;
      settlement.about(-1);
      earned += settlement.sell(KEEPERS, sold, usd + this.race.financingUsd) - usd;
    } else {
      for (const position of market.positions) if (position.dy > 0) convertBack(this.stage, asset, debtAsset, position);
      earned += usd - outlayUsd;
    }
    tally[I.keeperProfitUsd]! += earned;
    recorder?.note({ kind: 'keeper-earned', slot: -1, usd: earned });
  }

  /** Returns the units of collateral that have left. */
  #convert(market: BandMarket, position: BandPosition): number {
    const { accounts, settlement } = this.stage;
    const units = convert(this.stage, market.asset, market.debtAsset, position);
    if (accounts.debt(position.slot, position.debtEntry) > 0) return units;
    market.withdraw(position, 1);
    if (settlement.finish(position.slot)) this.again = true;
    return units;
  }

  /** Whether a position is healthy, back above its bands, or to be liquidated. */
  #check(market: BandMarket, position: BandPosition): void {
    const { accounts, margin, prices, settlement, states, watch } = this.stage;
    const { slot, collateralEntry, debtEntry } = position;
    const debtPrice = prices[market.debtAsset] as number;
    const isDue = margin.read(slot, prices);
    const owed = accounts.debt(slot, debtEntry);
    const units = accounts.collateral(slot, collateralEntry);
    const threshold = accounts.collateralThreshold(slot, collateralEntry);
    const elsewhere = margin.weightedUsd - units * (prices[market.asset] as number) * threshold;
    const debt = position.converted + (margin.debtUsd - elsewhere) / debtPrice;
    const worth = market.worthOf(position) * (1 - this.#p.liquidationDiscount);
    if (!isDue && this.#oracleOf(market) > market.topOf(position) && position.converted <= BACK * debt) {
      market.withdraw(position, 1);
      if ((states.firstAt[slot] as number) >= 0) settlement.finish(slot);
      else {
        states.status[slot] = WATCHED;
        watch.watch(slot, prices);
      }
      return;
    }
    position.isUnhealthy = worth < debt;
    if (!position.isUnhealthy) return;
    const isOver = units > 0 && owed > 0 && this.#liquidator.tryLiquidate(market, position, owed, units);
    this.wakeAt(this.#liquidator.lookAgainAt);
    if (!isOver) this.#engagedUsd += accounts.debt(slot, debtEntry) * debtPrice;
    else if (settlement.finish(slot)) this.again = true;
  }
}
