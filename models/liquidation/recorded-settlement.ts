/** The settlement, and the waterfall behind it, of a reaction that is written down: the same movements, each told once it is booked. */
import type { Fraction, Gas, Gwei, Millis, Usd } from '../../sim/units.ts';
import type { Recorder } from '../world/recorder.ts';
import type { Stage } from '../world/stage.ts';
import { Settlement } from './settlement.ts';
import { type LossPlace, Waterfall } from './waterfall.ts';

export class RecordedSettlement extends Settlement {
  private readonly recorder: Recorder;
  /** Account of the collateral taken last. */
  private slot = -1;
  private isRevert = false;

  constructor(stage: Stage, recorder: Recorder) {
    super(stage);
    this.recorder = recorder;
  }

  override count(slot: number, repayUsd: Usd, bonus: Fraction): void {
    super.count(slot, repayUsd, bonus);
    this.recorder.note({ kind: 'liquidated', slot, repayUsd, bonus });
  }

  override repay(slot: number, payer: number, usd: Usd): void {
    super.repay(slot, payer, usd);
    this.recorder.note({ kind: 'repaid', slot, asset: this.debtAsset, usd, payer });
  }

  override seize(slot: number, taker: number, units: number, feeUnits: number): void {
    super.seize(slot, taker, units, feeUnits);
    this.slot = slot;
    this.recorder.note({ kind: 'seized', slot, asset: this.collateralAsset, units, feeUnits, taker });
  }

  override sell(seller: number, units: number, leastUsd: Usd = 0): Usd {
    const { frontRunner, routes } = this.stage;
    const attacks = frontRunner?.attacks ?? 0;
    const earned = frontRunner?.profitUsd ?? 0;
    const usd = super.sell(seller, units, leastUsd);
    const asset = this.collateralAsset;
    const slot = this.slot;
    this.recorder.note({ kind: 'sold', slot, asset, units, usd, feeUsd: routes[asset]?.feeUsd ?? 0 });
    if (frontRunner !== undefined && frontRunner.attacks > attacks)
      this.recorder.note({ kind: 'front-run', slot, profitUsd: frontRunner.profitUsd - earned });
    return usd;
  }

  override about(slot: number): void {
    this.slot = slot;
  }

  override payPenalty(payer: number, usd: Usd): void {
    super.payPenalty(payer, usd);
    this.recorder.note({ kind: 'penalty-paid', usd });
  }

  override payIncentive(usd: Usd): void {
    super.payIncentive(usd);
    this.recorder.note({ kind: 'incentive-paid', usd });
  }

  override payGas(gas: Gas, bid: Gwei, time: Millis, transactions = 1): void {
    super.payGas(gas, bid, time, transactions);
    if (!this.isRevert) this.recorder.note({ kind: 'gas-paid', gas, bid, transactions });
  }

  override payReverts(count: number, gas: Gas, bid: Gwei, time: Millis): void {
    this.isRevert = true;
    super.payReverts(count, gas, bid, time);
    this.isRevert = false;
    this.recorder.note({ kind: 'reverted', count, gas, bid });
  }

  override finish(slot: number): boolean {
    const isDue = super.finish(slot);
    this.recorder.note({ kind: 'settled', slot, isDue });
    return isDue;
  }
}

export class RecordedWaterfall extends Waterfall {
  private readonly recorder: Recorder;

  constructor(steps: ConstructorParameters<typeof Waterfall>[0], recorder: Recorder) {
    super(steps);
    this.recorder = recorder;
  }

  override note(backedUsd: Usd, spreadUsd: Usd): void {
    super.note(backedUsd, spreadUsd);
    const usd = backedUsd + spreadUsd;
    this.recorder.note({ kind: 'loss-allocated', usd, drawnUsd: backedUsd, socialisedUsd: spreadUsd, parkedUsd: 0 });
  }

  override absorb(lossUsd: Usd, place?: LossPlace): Usd {
    const { socialisedUsd, parkedUsd } = this;
    const drawnUsd = super.absorb(lossUsd, place);
    this.recorder.note({
      kind: 'loss-allocated',
      usd: lossUsd,
      drawnUsd,
      socialisedUsd: this.socialisedUsd - socialisedUsd,
      parkedUsd: this.parkedUsd - parkedUsd,
    });
    return drawnUsd;
  }

  override end(paid: (asset: number, price: Usd, usd: Usd) => void): Usd {
    const drawnUsd = super.end(paid);
    if (drawnUsd > 0)
      this.recorder.note({ kind: 'loss-allocated', usd: 0, drawnUsd, socialisedUsd: 0, parkedUsd: -drawnUsd });
    return drawnUsd;
  }
}
