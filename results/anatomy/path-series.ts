/** A recorder that keeps a few figures of a reaction at evenly spaced instants. */
import { OUTCOME_INDEX as I } from '../../models/outcome.ts';
import type { Note, Recorder } from '../../models/world/recorder.ts';
import type { Stage } from '../../models/world/stage.ts';
import { DEPTH_LEVEL, type StrategySeries } from './anatomy.ts';

/** Classes of size in a decade. */
const CLASSES = 5;

type Cells = Map<string, { step: number; sizeUsd: number; count: number; repaidUsd: number }>;

export class PathSeries implements Recorder {
  /** Whose oracle price and depth are kept. */
  asset = 0;
  readonly #steps: number;
  readonly #stepMillis: number;
  #stage: Stage | undefined;
  #oracle = new StepSeries(0, 0);
  #backlog = new StepSeries(0, 0);
  #fund = new StepSeries(0, 0);
  #badDebt = new StepSeries(0, 0);
  #depth: (number | null)[] = [];
  readonly #liquidations: Cells = new Map();
  /** Told so far. */
  #counted = 0;
  #repaidUsd = 0;

  constructor(steps: number, stepMillis: number) {
    this.#steps = steps;
    this.#stepMillis = stepMillis;
  }

  begin(stage: Stage): void {
    this.#stage = stage;
    this.#oracle = new StepSeries(this.#steps, stage.prices[this.asset] as number);
    this.#backlog = new StepSeries(this.#steps, 0);
    this.#fund = new StepSeries(this.#steps, stage.waterfall.fundUsd);
    this.#badDebt = new StepSeries(this.#steps, 0);
    this.#depth = new Array<number | null>(this.#steps + 1).fill(null);
    this.#liquidations.clear();
    this.#counted = 0;
    this.#repaidUsd = 0;
  }

  note(note: Note): void {
    const stage = this.#stage as Stage;
    const step = Math.min(this.#steps, Math.ceil(stage.time / this.#stepMillis));
    switch (note.kind) {
      case 'price-landed':
        if (note.feed.asset === this.asset) this.#oracle.set(step, note.feed.value);
        return;
      case 'account-due':
        this.#backlog.raise(step, stage.due.totalUsd);
        return;
      case 'settled':
        this.#countLiquidations(step);
        return;
      case 'block-done':
        this.#countLiquidations(step);
        this.#backlog.raise(step, note.backlogUsd);
        this.#fund.set(step, stage.waterfall.fundUsd);
        this.#badDebt.set(step, stage.tally[I.badDebtRealisedUsd] as number);
        this.#look(step);
        return;
      case 'path-ended':
        this.#fund.set(this.#steps, stage.waterfall.fundUsd);
        this.#badDebt.set(this.#steps, stage.tally[I.badDebtUsd] as number);
        return;
    }
  }

  series(strategy: string): StrategySeries {
    return {
      strategy,
      oracleUsd: this.#oracle.values(),
      backlogUsd: this.#backlog.values(),
      depthUsd: this.#depth,
      fundUsd: this.#fund.values(),
      badDebtUsd: this.#badDebt.values(),
      liquidations: [...this.#liquidations.values()].map((cell) => ({ ...cell, repaidUsd: rounded(cell.repaidUsd) })),
    };
  }

  /** Only where the reaction has brought the venues to this instant: doing it here would change how they recover. */
  #look(step: number): void {
    const stage = this.#stage as Stage;
    const route = stage.routes[this.asset];
    if (route?.settledAt !== stage.time) return;
    this.#depth[step] = depthOf(stage, this.asset, stage.time);
  }

  /** What has been liquidated since the last look, usually one account; none is told that repaid nothing. */
  #countLiquidations(step: number): void {
    const { tally } = this.#stage as Stage;
    const number = (tally[I.liquidations] as number) - this.#counted;
    const repaidUsd = (tally[I.liquidatedDebtUsd] as number) - this.#repaidUsd;
    if (!(repaidUsd > 0)) return;
    this.#counted += number;
    this.#repaidUsd += repaidUsd;
    const usd = repaidUsd / Math.max(1, number);
    const size = Math.floor(Math.log10(usd) * CLASSES);
    const key = `${step}/${size}`;
    const cell = this.#liquidations.get(key);
    if (cell === undefined) {
      const sizeUsd = Number(Math.exp(((size + 0.5) / CLASSES) * Math.LN10).toPrecision(3));
      this.#liquidations.set(key, { step, sizeUsd, count: number, repaidUsd });
    } else {
      cell.count += number;
      cell.repaidUsd += repaidUsd;
    }
  }
}

/** A value that stays until it is set again, told at instants. */
class StepSeries {
  readonly #values: Float64Array;
  #now: number;
  #at = 0;

  constructor(steps: number, value: number) {
    this.#values = new Float64Array(steps + 1);
    this.#values[0] = value;
    this.#now = value;
  }

  /** The value from an instant on. */
  set(step: number, value: number): void {
    this.#advance(step);
    this.#now = value;
    this.#values[step] = value;
  }

  /** The same, where an instant shows the highest value since the one before. */
  raise(step: number, value: number): void {
    this.#advance(step);
    this.#now = value;
    this.#values[step] = Math.max(this.#values[step] as number, value);
  }

  values(): number[] {
    this.#advance(this.#values.length - 1);
    return Array.from(this.#values, rounded);
  }

  #advance(step: number): void {
    while (this.#at < step) this.#values[++this.#at] = this.#now;
  }
}

/** USD that can be sold down to the level; null where no quantity reaches it or there is no venue. */
export function depthOf(stage: Stage, asset: number, time: number): number | null {
  const outside = stage.tape.priceAt(asset, time);
  const units = stage.routes[asset]?.bestQuantity(DEPTH_LEVEL * outside);
  return units === undefined || !Number.isFinite(units) ? null : rounded(units * outside);
}

/** Six digits are more than a drawing shows. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
