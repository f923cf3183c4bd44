/** Plays one path of story.yaml, with parts of it replaced, and keeps a diary of what happens: in minutes and thousands of USD. */
import { fileURLToPath } from 'node:url';
import { OUTCOME_INDEX as I, type OutcomeKey } from '../../../models/outcome.ts';
import type { ModelReference } from '../../../models/registry.ts';
import type { Tape } from '../../../models/tape/tape.ts';
import type { Note, Recorder } from '../../../models/world/recorder.ts';
import type { Stage } from '../../../models/world/stage.ts';
import { buildSharedBook, World } from '../../../models/world/world.ts';
import { loadScenario } from '../../../scenarios/load.ts';

const FILE = fileURLToPath(new URL('story.yaml', import.meta.url));
const SEED = 'story';
const MINUTE = 60_000;
const THOUSAND = 1000;
/** Of ETH among the assets of the story. */
const ETH = 0;

type LossNote = Extract<Note, { kind: 'loss-allocated' }>;
export type Points = [minute: number, value: number][];

export interface Story {
  readonly market: Points;
  /** Price that the protocol believes, USD. */
  readonly protocol: Points;
  /** Debt repaid for a unit of collateral, block by block, USD. */
  readonly given: Points;
  /** What a unit brought that the protocol sold from its own stock, USD. */
  readonly stock: Points;
  /** Debt that is due, or taken on and not yet repaid. */
  readonly due: Points;
  /** Debt repaid so far. */
  readonly repaid: Points;
  /** Bad debt written off so far. */
  readonly lost: Points;
  /** Every loss as the waterfall has allocated it. */
  readonly losses: readonly LossNote[];
  /** Debt that other borrowers have taken over so far. */
  readonly spread: Points;
  /** Health factor of the first account of the book. */
  readonly health: Points;
  /** Health factor of the first account after a liquidation, and before its borrower acts. */
  readonly liquidated: Points;
  readonly acted: Points;
  /** What the account of each liquidation owed at the start, in the order in which they come. */
  readonly sizes: Points;
  readonly tape: Tape;
  figure(key: OutcomeKey): number;
}

class Diary implements Recorder {
  readonly protocol: Points = [];
  readonly given: Points = [];
  readonly stock: Points = [];
  readonly due: Points = [[0, 0]];
  readonly repaid: Points = [[0, 0]];
  readonly lost: Points = [[0, 0]];
  readonly losses: LossNote[] = [];
  readonly spread: Points = [[0, 0]];
  readonly health: Points = [];
  readonly liquidated: Points = [];
  readonly acted: Points = [];
  readonly sizes: Points = [];
  stage!: Stage;
  #block = { repaidUsd: 0, units: 0 };
  #spreadUsd = 0;

  get #now(): number {
    return this.stage.time / MINUTE;
  }

  begin(stage: Stage): void {
    this.stage = stage;
    this.protocol.push([0, stage.prices[ETH] as number]);
    this.health.push([0, this.#healthOfFirst()]);
  }

  note(note: Note): void {
    const { stage } = this;
    switch (note.kind) {
      case 'liquidated':
        this.sizes.push([this.#now, this.#owedAtFirst(note.slot) / THOUSAND]);
        return;
      case 'repaid':
        this.#block.repaidUsd += note.usd;
        return;
      case 'seized':
        this.#block.units += note.units;
        return;
      case 'redistributed':
        this.#spreadUsd += note.usd;
        return;
      case 'loss-allocated':
        this.losses.push(note);
        return;
      case 'stock-sold':
        this.stock.push([this.#now, note.usd / note.units]);
        return;
      case 'borrower-acted':
        this.acted.push([this.#now, (this.health.at(-1) as [number, number])[1]]);
        return;
      case 'block-done':
        this.#blockDone(note.backlogUsd);
        return;
      case 'path-ended':
        for (const points of [this.protocol, this.due, this.repaid, this.lost, this.spread, this.health])
          points.push([this.#now, (points.at(-1) as [number, number])[1]]);
        this.lost.push([this.#now, (stage.tally[I.badDebtUsd] as number) / THOUSAND]);
        return;
    }
  }

  #blockDone(backlogUsd: number): void {
    const { stage } = this;
    const { repaidUsd, units } = this.#block;
    if (units > 0 && repaidUsd > 0) this.given.push([this.#now, repaidUsd / units]);
    this.#block = { repaidUsd: 0, units: 0 };
    const health = this.#healthOfFirst();
    if (units > 0) this.liquidated.push([this.#now, health]);
    this.health.push([this.#now, health]);
    this.protocol.push([this.#now, stage.prices[ETH] as number]);
    this.due.push([this.#now, backlogUsd / THOUSAND]);
    this.repaid.push([this.#now, (stage.tally[I.liquidatedDebtUsd] as number) / THOUSAND]);
    this.lost.push([this.#now, (stage.tally[I.badDebtRealisedUsd] as number) / THOUSAND]);
    this.spread.push([this.#now, this.#spreadUsd / THOUSAND]);
  }

  #owedAtFirst(slot: number): number {
    const { accounts, prices } = this.stage;
    const { debtFirst, debtAmount, debtAsset } = accounts.book;
    const entry = debtFirst[accounts.accountOf[slot] as number] as number;
    return (debtAmount[entry] as number) * (prices[debtAsset[entry] as number] as number);
  }

  #healthOfFirst(): number {
    const { accounts, margin, prices } = this.stage;
    const slot = accounts.slotOf[0] as number;
    if (slot >= 0) {
      margin.read(slot, prices);
      return margin.healthFactor;
    }
    const { collateralAmount, collateralAsset, collateralThreshold, debtAmount, debtAsset } = accounts.book;
    const asset = collateralAsset[0] as number;
    const held = (collateralAmount[0] as number) * (prices[asset] as number);
    const threshold = (collateralThreshold[0] as number) * accounts.thresholdFactor(asset);
    return (held * threshold) / ((debtAmount[0] as number) * (prices[debtAsset[0] as number] as number));
  }
}

const files = {
  text(file: string): never {
    throw new RangeError(`the story reads no file, and ${file} least of all`);
  },
};

/** The story, with these parts replaced, each `key.path=value`. */
export const storyWith = (settings: readonly string[]) => loadScenario(FILE, { overrides: settings });

/** @param settings parts of the story to replace, each `key.path=value` */
export async function play(settings: readonly string[]): Promise<Story> {
  const { scenario, registry } = await storyWith(settings);
  const book = buildSharedBook(scenario, scenario.run, SEED, registry, files);
  const diary = new Diary();
  const world = new World(scenario, scenario.run, registry, files, book, undefined, { design: diary });
  world.write(SEED, 0);
  const tally = Float64Array.from((world.strategies[0] as World['strategies'][number]).run());
  const { tape } = world;
  const minutes = Array.from({ length: tape.horizon / MINUTE + 1 }, (_, minute) => minute);
  return Object.assign(diary, {
    tape,
    market: minutes.map((minute): [number, number] => [minute, tape.priceAt(ETH, minute * MINUTE)]),
    figure: (key: OutcomeKey) => tally[I[key]] as number,
  });
}

/** As a setting takes it. */
export const flow = (reference: ModelReference | Readonly<Record<string, unknown>>): string =>
  JSON.stringify(reference);
