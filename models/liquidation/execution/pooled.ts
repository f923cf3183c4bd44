/**
 * Pooled liquidation in the manner of Fluid. Whoever is first to see any due account of a pair liquidates all of them in one transaction,
 * as far as that gains against the venue's curve; the worst go first.
 */
import { NO_ROOM, type OpenOpportunity, openOpportunity, WON } from '../../keepers/race.ts';
import { KEEPERS } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import { type PoolOfAccounts, type PoolTerms, poolsOf, type Repayment, repayments } from './pooled-accounts.ts';
import { RacingExecutor } from './racing-executor.ts';
import { nextBlockAbove } from './search.ts';

export interface PooledParameters extends PoolTerms {
  readonly gas: number;
  readonly tickGas: number;
  readonly revertGas: number;
  readonly retry: number;
}

const NEVER = Number.POSITIVE_INFINITY;

export class PooledExecutor extends RacingExecutor {
  readonly #p: PooledParameters;
  readonly #call: OpenOpportunity;
  /** By collateral: what its venue must pay per unit before anything of it gains; 0 when that is no matter. */
  readonly #level: Float64Array;
  /** By collateral: keepers leave it alone until then, unless a price lands. */
  readonly #waitUntil: Float64Array;

  /** @throws RangeError where liquidating would make ratios worse */
  constructor(stage: Stage, parameters: PooledParameters) {
    super(stage);
    this.#p = parameters;
    this.#call = openOpportunity(parameters.gas, parameters.revertGas);
    this.#level = new Float64Array(stage.prices.length);
    this.#waitUntil = new Float64Array(stage.prices.length);
    const { penalty, maxLimit } = parameters;
    for (const threshold of stage.accounts.book.collateralThreshold) {
      if (threshold * (1 + penalty) >= 1 || threshold >= maxLimit)
        throw new RangeError(
          `execution pooled: a liquidation threshold of ${threshold} must be below maxLimit (${maxLimit}) and below 1 / (1 + penalty); lower it, or the penalty`,
        );
    }
  }

  override begin(): void {
    super.begin();
    this.#level.fill(0);
    this.#waitUntil.fill(NEVER);
  }

  protected work(isNew: boolean): void {
    const { due, time } = this.stage;
    if (due.size === 0) return;
    for (const pool of poolsOf(this.stage)) {
      const { asset } = pool;
      if (isNew || (this.#level[asset] as number) > 0 || (this.#waitUntil[asset] as number) <= time)
        this.#attempt(pool);
    }
  }

  override nextBlock(after: number, limit: number): number {
    let block = super.nextBlock(after, limit);
    if (this.stage.due.size === 0) return block;
    for (let asset = 0; asset < this.#level.length && block > after + 1; asset++) {
      const level = this.#level[asset] as number;
      block = Math.min(block, this.blockAt(this.#waitUntil[asset] as number, after));
      if (level > 0) block = Math.min(block, nextBlockAbove(this.stage, asset, level, after + 1, limit));
    }
    return block;
  }

  #attempt(pool: PoolOfAccounts): void {
    const { keepers, prices, routes, time, recorder } = this.stage;
    const { asset } = pool;
    this.#level[asset] = 0;
    this.#waitUntil[asset] = NEVER;
    const first = keepers.firstAct(pool.wave);
    if (first > time) {
      this.#waitUntil[asset] = first;
      return;
    }
    const route = routes[asset] as Route;
    route.settle(time);
    const cost = (prices[asset] as number) / (1 + this.#p.penalty);
    const best = route.bestQuantity(cost);
    const [worst] = pool.accounts;
    if (worst === undefined) return;
    if (best <= 0) {
      this.#level[asset] = cost;
      const shortfall = cost / route.bidUsd();
      recorder?.note({ kind: 'declined', slot: worst.slot, why: 'venue', shortfall, rest: 'collateral' });
      return;
    }
    const result = this.#bid(pool, best * cost, route);
    if (result === WON) {
      this.#liquidate(pool, this.race.affordableShare * this.#call.outlayUsd);
      this.again = true;
    } else if (result === NO_ROOM) {
      this.#waitUntil[asset] = this.race.hopeAfter(time);
    } else {
      const least = this.race.leastGrossUsd(this.#call.gas, time);
      const shortfall = this.#call.grossUsd > 0 ? least / this.#call.grossUsd : NEVER;
      this.#waitUntil[asset] = this.race.lookAgainAt(this.#p.retry, shortfall);
    }
  }

  /** Races for all that gains, or where that finds no room for the worst half of it, and so on. */
  #bid(pool: PoolOfAccounts, mostUsd: number, route: Route): number {
    const { prices, time, block, recorder } = this.stage;
    const cost = (prices[pool.asset] as number) / (1 + this.#p.penalty);
    const call = this.#call;
    call.slot = (pool.accounts[0] as { slot: number }).slot;
    call.wave = pool.wave;
    let money = mostUsd;
    let result = NO_ROOM;
    for (;;) {
      const list = repayments(this.stage, pool, this.#p, money);
      call.outlayUsd = list.reduce((sum, { repayUsd }) => sum + repayUsd, 0);
      call.grossUsd = route.proceedsUsd(call.outlayUsd / cost) - call.outlayUsd;
      const ticks = new Set(list.map(({ tick }) => tick)).size;
      call.gas = this.#p.gas + this.#p.tickGas * ticks;
      if (list.length === 0) return result;
      result = this.race.run(call, time, block);
      recorder?.note({ kind: 'raced', purpose: 'liquidation', opportunity: call, result, race: this.race });
      if (result === WON || ticks <= 1 || this.#p.tickGas === 0) return result;
      if (call.gas <= this.stage.chain.limit && result !== NO_ROOM) return result;
      money = call.outlayUsd / 2;
    }
  }

  #liquidate(pool: PoolOfAccounts, money: number): void {
    const { time, block } = this.stage;
    const list = repayments(this.stage, pool, this.#p, money);
    const spent = list.reduce((sum, { repayUsd }) => sum + repayUsd, 0);
    this.race.charge(this.#call, time, block, spent);
    this.stage.tally[I.keeperProfitUsd]! -= this.race.financingUsd;
    for (const one of list) this.#settle(one);
  }

  #settle({ slot, repayUsd, isAbsorbed }: Repayment): void {
    const { accounts, keepers, prices, settlement, states, tally, time, recorder } = this.stage;
    const { penalty } = this.#p;
    settlement.look(slot);
    const held = accounts.collateral(slot, settlement.collateralEntry);
    const units = Math.min(held, (repayUsd * (1 + penalty)) / (prices[settlement.collateralAsset] as number));
    settlement.count(slot, repayUsd, penalty);
    settlement.repay(slot, KEEPERS, repayUsd);
    // Of an absorbed account nothing is left to the owner.
    const kept = isAbsorbed ? held - units : 0;
    settlement.seize(slot, KEEPERS, units + kept, kept);
    const usd = settlement.sell(KEEPERS, units, repayUsd) - repayUsd;
    tally[I.keeperProfitUsd]! += usd;
    recorder?.note({ kind: 'keeper-earned', slot, usd });
    if (settlement.finish(slot)) states.wave[slot] = keepers.startWave(time);
  }
}
