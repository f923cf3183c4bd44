/**
 * Liquidation into a stability pool. A keeper that sees a due account calls; the pool repays what it can of the debt and gets the
 * collateral; what it cannot repay passes, debt and collateral, to all other accounts with the same pair, whose health falls by
 * it. Nothing is sold. The keeper is paid a sum that the borrower set aside, and a share of the collateral.
 */
import { type OpenOpportunity, openOpportunity, WON } from '../../keepers/race.ts';
import { BACKSTOP, BORROWERS, KEEPERS, MARKET, PROTOCOL } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Stage } from '../../world/stage.ts';
import { StabilityPool } from '../stability-pool/pool.ts';
import type { Shares } from '../stability-pool/shares.ts';
import { hasTakers, spread } from '../stability-pool/spread.ts';
import { SystemRatio } from '../stability-pool/system-ratio.ts';
import { units, whole } from '../stability-pool/wei.ts';
import { writeOff } from '../write-off.ts';
import { CallingExecutor } from './calling-executor.ts';

export interface StabilityPoolParameters {
  /** USD in the pool at the start of a path, and what always stays in it. */
  readonly size: number;
  readonly minimum: number;
  /** What of an account goes where; undefined where nobody may liquidate it. */
  readonly shares: (one: PooledAccount) => Shares | undefined;
  /** Whether that depends on all accounts together. */
  readonly looksAtSystem: boolean;
  /** USD that the borrower has set aside for whoever calls. */
  readonly reserved: number;
  readonly gas: number;
  readonly revertGas: number;
  readonly retry: number;
}

/** An account of which the pool repays at most so much; in units of 1e-18. */
export interface PooledAccount {
  readonly debt: bigint;
  readonly collateral: bigint;
  readonly most: bigint;
  /** Of the collateral in units of the debt. */
  readonly price: bigint;
  /** Ratio of collateral to debt below which it is due in any case. */
  readonly minimum: bigint;
  /** Ratio of all collateral to all debt; 0 where that is no matter. */
  readonly system: bigint;
}

const NEVER = Number.POSITIVE_INFINITY;
const DEPOSITORS = 'depositors';
const SCALE_FACTOR = 1_000_000_000n;
/** A system without debt. */
const LARGEST_RATIO = 1e9;

export class StabilityPoolExecutor extends CallingExecutor {
  readonly #p: StabilityPoolParameters;
  readonly #pool: StabilityPool;
  readonly #call: OpenOpportunity;
  readonly #system: SystemRatio | undefined;
  readonly #itself = new Set<number>();

  constructor(stage: Stage, parameters: StabilityPoolParameters) {
    super(stage);
    this.#p = parameters;
    this.#pool = new StabilityPool({ minimum: whole(parameters.minimum), scaleFactor: SCALE_FACTOR });
    this.#call = openOpportunity(parameters.gas, parameters.revertGas);
    this.#system = parameters.looksAtSystem ? new SystemRatio(stage) : undefined;
  }

  /** Whether the pool can repay anything. Before a path begins it is that of the last one. */
  get hasDeposits(): boolean {
    return this.#pool.most > 0n;
  }

  override begin(): void {
    super.begin();
    this.#pool.reset();
    this.#pool.provide(DEPOSITORS, whole(this.#p.size));
  }

  protected work(): void {
    this.callForDue();
  }

  protected call(slot: number): boolean {
    const { accounts, prices, settlement, states, tape, time, block, recorder } = this.stage;
    settlement.look(slot);
    const { collateralAsset, debtAsset } = settlement;
    if (!hasTakers(this.stage, settlement, slot)) {
      this.wakeAt(this.race.decline(slot, prices[collateralAsset] as number, this.#p.retry, NEVER));
      recorder?.note({ kind: 'declined', slot, why: 'last', shortfall: 1 });
      return true;
    }
    const shares = this.#p.shares({
      debt: whole(accounts.debt(slot, settlement.debtEntry)),
      collateral: whole(accounts.collateral(slot, settlement.collateralEntry)),
      most: this.#pool.most,
      price: whole((prices[collateralAsset] as number) / (prices[debtAsset] as number)),
      minimum: whole(accounts.thresholdFactor(collateralAsset) / settlement.view.threshold),
      system: this.#system === undefined ? 0n : whole(Math.min(LARGEST_RATIO, this.#system.now())),
    });
    if (shares === undefined) {
      this.wakeAt(this.race.decline(slot, prices[collateralAsset] as number, this.#p.retry, 1));
      recorder?.note({ kind: 'declined', slot, why: 'pool', shortfall: 1 });
      return true;
    }
    const call = this.#call;
    call.slot = slot;
    call.wave = states.wave[slot] as number;
    call.grossUsd = this.#p.reserved + units(shares.compensation) * tape.priceAt(collateralAsset, time);
    const result = this.race.run(call, time, block);
    recorder?.note({ kind: 'raced', purpose: 'liquidation', opportunity: call, result, race: this.race });
    if (result === WON) {
      this.#liquidate(slot, shares);
      return true;
    }
    return this.turnAway(slot, result, this.#p.gas, this.#p.retry);
  }

  #liquidate(slot: number, shares: Shares): void {
    const { accounts, keepers, prices, settlement, states, time, block } = this.stage;
    const { collateralEntry, debtAsset, debtEntry } = settlement;
    const debtPrice = prices[debtAsset] as number;
    settlement.count(slot, accounts.debt(slot, debtEntry) * debtPrice, 0);
    this.race.charge(this.#call, time, block, 0);
    this.#pay(slot, units(shares.compensation));
    if (shares.offsetDebt > 0n) {
      const got = Math.min(units(shares.offsetCollateral), accounts.collateral(slot, collateralEntry));
      const repaidUsd = units(shares.offsetDebt) * debtPrice;
      this.#pool.offset(shares.offsetDebt, whole(got));
      settlement.repay(slot, BACKSTOP, repaidUsd);
      settlement.seize(slot, BACKSTOP, got, 0);
      this.#lose(repaidUsd, got, true);
    }
    if (shares.redistributedDebt > 0n) this.#redistribute(slot, units(shares.redistributedCollateral));
    if (this.#system !== undefined) this.stage.thresholds?.accountsChanged();
    if (settlement.finish(slot)) {
      states.wave[slot] = keepers.startWave(time);
      this.again = true;
    }
  }

  /** What collateral is worth less than the debt taken over for it is a loss, whoever bears it. */
  #lose(debtUsd: number, collateral: number, isPool: boolean): void {
    const { settlement, tally, tape, time, waterfall } = this.stage;
    const short = debtUsd - collateral * tape.priceAt(settlement.collateralAsset, time);
    if (short <= 0) return;
    tally[I.badDebtRealisedUsd]! += short;
    waterfall.note(isPool ? short : 0, isPool ? 0 : short);
  }

  /** Lays the rest of a debt, and its collateral, on the other borrowers. */
  #redistribute(slot: number, most: number): void {
    const stage = this.stage;
    const { accounts, keepers, prices, settlement, time } = stage;
    const { collateralAsset, collateralEntry, debtAsset, debtEntry } = settlement;
    const debt = accounts.debt(slot, debtEntry);
    const held = accounts.collateral(slot, collateralEntry);
    const taken = Math.min(most, held);
    const what = { collateralAsset, debtAsset, collateral: whole(taken), debt: whole(debt) };
    this.#itself.clear();
    this.#itself.add(slot);
    const debtPrice = prices[debtAsset] as number;
    if (spread(stage, what, this.#itself, keepers.startWave(time), () => {})) {
      accounts.setDebt(slot, debtEntry, 0);
      accounts.setCollateral(slot, collateralEntry, held - taken);
      // From borrowers to borrowers: what is moved is the scale of its rounding.
      stage.ledger.move(collateralAsset, BORROWERS, BORROWERS, taken);
      stage.ledger.moveClaim(debtAsset, BORROWERS, BORROWERS, debt);
      this.#lose(debt * debtPrice, taken, false);
      stage.recorder?.note({
        kind: 'redistributed',
        slot,
        asset: collateralAsset,
        units: taken,
        usd: debt * debtPrice,
      });
      this.again = true;
      return;
    }
    // Nobody is left to take it over: the protocol sells what there is, and loses the rest.
    if (taken > 0) {
      stage.routes[collateralAsset]?.settle(time);
      settlement.seize(slot, PROTOCOL, taken, 0);
      const proceeds = settlement.sell(PROTOCOL, taken);
      const repaid = Math.min(proceeds, debt * debtPrice);
      settlement.repay(slot, PROTOCOL, repaid);
      if (proceeds > repaid) settlement.payPenalty(PROTOCOL, proceeds - repaid);
    }
    writeOff(stage, slot, debtEntry, accounts.debt(slot, debtEntry));
  }

  /** Pays whoever called. */
  #pay(slot: number, collateral: number): void {
    const { ledger, prices, settlement, tally, tape, time, recorder } = this.stage;
    const { reserved } = this.#p;
    ledger.move(settlement.debtAsset, MARKET, KEEPERS, reserved / (prices[settlement.debtAsset] as number));
    tally[I.keeperProfitUsd]! += reserved;
    tally[I.borrowerLossUsd]! += reserved;
    recorder?.note({ kind: 'keeper-earned', slot, usd: reserved });
    if (collateral === 0) return;
    settlement.seize(slot, KEEPERS, collateral, 0);
    const usd = collateral * tape.priceAt(settlement.collateralAsset, time);
    tally[I.keeperProfitUsd]! += usd;
    recorder?.note({ kind: 'keeper-earned', slot, usd });
  }
}
