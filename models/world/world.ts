/**
 * The world that one scenario describes, wired: from the sections of the scenario to tapes and reactions. A worker makes
 * one and runs path after path on it.
 */
import { openStream } from '../../sim/random/streams.ts';
import { Accounts } from '../book/accounts.ts';
import { type BookColumns, type BookTotals, bookTotals } from '../book/book.ts';
import { withSupplyCaps } from '../book/supply-caps.ts';
import { withTiers } from '../book/tiers.ts';
import type { FileTexts } from '../model.ts';
import type { Registry } from '../registry.ts';
import type { SampledJumps } from '../tape/sampled-jumps.ts';
import type { Tape } from '../tape/tape.ts';
import { TapeWriter } from '../tape/tape-writer.ts';
import { alarmsOf } from './borrower-parts.ts';
import { buildOverture } from './oracle-parts.ts';
import type { Overture } from './overture.ts';
import { buildDelays } from './parts.ts';
import type { Recorder } from './recorder.ts';
import type { Horizon, WorldSpec } from './spec.ts';
import { buildStrategy, executionOf, type Strategy, triggerOf } from './strategy.ts';
import { buildSharedIndex, buildThresholdRules, isSameIndex, leastOf, type SharedIndex } from './threshold-parts.ts';
import { tiersOf } from './tier-parts.ts';

/** The book and its index: built once per scenario, shared by all workers. */
export interface SharedBook extends BookTotals {
  readonly columns: BookColumns;
  /** One index per distinct trigger and lowest thresholds. */
  readonly indices: readonly SharedIndex[];
}

/**
 * Builds the book and its crossing index in shared memory.
 *
 * @throws DataError when a file of accounts is malformed @throws RangeError when the book names what the protocol lacks
 */
export function buildSharedBook(
  spec: WorldSpec,
  run: Horizon,
  seed: string,
  registry: Registry,
  files: FileTexts,
): SharedBook {
  const writer = new TapeWriter(spec, run, registry, files);
  const prices = writer.assetNames.map((_, asset) => writer.startPrice(asset));
  const stream = (purpose: string) => openStream(seed, 0, `book of the scenario/${purpose}`);
  const built = registry.create('book', spec.protocol.book, files).build({
    assetNames: writer.assetNames,
    prices,
    thresholds: writer.assetNames.map((name) => spec.protocol.collateral[name]?.liquidationThreshold),
    borrowable: writer.assetNames.map((name) => spec.protocol.debt.includes(name)),
    // The book is the scenario's, not a path's: its streams have a purpose that no path asks for.
    stream,
  });
  const tiers = tiersOf(spec, writer.assetNames);
  const caps = writer.assetNames.map((name) => spec.protocol.collateral[name]?.supplyCap ?? Number.POSITIVE_INFINITY);
  const tiered = tiers === undefined ? built : withTiers(built, tiers, prices, stream('categories'));
  const columns = withSupplyCaps(tiered, caps);
  const moving = writer.assetNames.map((_, asset) => writer.moving.includes(asset));
  const indices: SharedIndex[] = [];
  for (const strategy of Object.values(spec.strategies)) {
    const trigger = triggerOf(strategy, registry);
    const execution = executionOf(strategy, registry);
    const least = leastOf(buildThresholdRules(strategy, spec, registry, writer.assetNames, execution), prices.length);
    for (const health of [trigger, ...alarmsOf(strategy, trigger)]) {
      if (indices.some((entry) => isSameIndex(entry, health, least))) continue;
      indices.push(buildSharedIndex(columns, prices, moving, health, least));
    }
  }
  return { columns, indices, ...bookTotals(columns, prices) };
}

/** What a world takes over from another one of the same market: its tape, and its reports where the oracles are the same too. */
export interface SharedParts {
  readonly world: World;
  /** Whether oracles, chain and venues are those of the other world, so that its undisturbed reports are ours. */
  readonly reports: boolean;
}

export class World {
  readonly strategies: readonly Strategy[];
  readonly tape: Tape;
  readonly #writer: TapeWriter;
  readonly #overture: Overture;
  /** What a reaction touches of the book. Reactions come one after the other and begin with an untouched book, so one serves all. */
  readonly #accounts: Accounts;

  /** @param recorders by strategy: who writes down what it does; a strategy without one runs as fast as it can */
  constructor(
    spec: WorldSpec,
    run: Horizon,
    registry: Registry,
    files: FileTexts,
    book: SharedBook,
    shared?: SharedParts,
    recorders: Readonly<Record<string, Recorder>> = {},
  ) {
    this.#writer = shared ? shared.world.#writer : new TapeWriter(spec, run, registry, files);
    this.tape = shared?.world.tape ?? this.#writer.newTape();
    this.#overture = shared?.reports
      ? shared.world.#overture
      : buildOverture({ spec, registry, files, writer: this.#writer });
    const delays = buildDelays({ spec, registry, files });
    const known = shared ? shared.world.#accounts : undefined;
    this.#accounts = known?.book === book.columns ? known : new Accounts(book.columns);
    this.strategies = Object.entries(spec.strategies).map(([name, strategy]) =>
      buildStrategy({
        name,
        strategy,
        spec,
        registry,
        files,
        writer: this.#writer,
        tape: this.tape,
        book,
        accounts: this.#accounts,
        overture: this.#overture,
        delays,
        recorder: recorders[name],
      }),
    );
  }

  /** Where paths are sampled: stratum, likelihood ratio and strata of the path written last. */
  get sampled(): SampledJumps | undefined {
    return this.#writer.sampled;
  }

  /** Writes the tape of a path and begins its reports; every strategy then runs on it. */
  write(seed: string, path: number): void {
    this.writeTape(seed, path);
    this.#overture.begin(this.tape);
  }

  /** Writes the tape alone, for worlds that share it: each of them listens before its strategies run. */
  writeTape(seed: string, path: number): void {
    this.#writer.write(this.tape, seed, path);
  }

  /**
   * Begins its own reports on the tape as it is. From then on the tape serves this world and those that share its reports, until the
   * next one listens or a path is written.
   */
  listen(): void {
    this.tape.forgetDerived();
    this.#overture.begin(this.tape);
  }
}
