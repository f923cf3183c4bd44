/** Runs scenarios that are written as objects in a test, path by path. */
import { builtIn } from '../../../models/catalogue.ts';
import { OUTCOME_INDEX, OUTCOME_KEYS, type OutcomeKey } from '../../../models/outcome.ts';
import type { Stage } from '../../../models/world/stage.ts';
import { buildSharedBook, World } from '../../../models/world/world.ts';
import { withNestedModels } from '../../../scenarios/nested-models.ts';
import { type ResolvedScenario, scenarioSchema } from '../../../scenarios/schema.ts';
import { withPresets } from '../fixtures/presets.ts';

/** A scenario as it would stand in a file, but as an object. */
export type ScenarioObject = Record<string, unknown>;

export type Outcome = Record<OutcomeKey, number>;

export interface TruthWorld {
  readonly world: World;
  /** Writes the tape of a path without running any strategy on it. */
  tape(path: number): World['tape'];
  /** Figures of every strategy on one path. */
  path(path: number): Record<string, Outcome>;
  /**
   * Runs paths 0 … n − 1 and returns one column per figure asked for, of the only strategy.
   *
   * @param extra a figure that is not an outcome, read from the stage after the path
   */
  columns<K extends OutcomeKey>(
    n: number,
    keys: readonly K[],
    extra?: (stage: Stage) => number,
  ): Record<K | 'extra', Float64Array>;
}

const SEED = 'closed forms';

/** @param files texts of the files that the scenario names */
export function openTruth(scenario: ScenarioObject, files: Readonly<Record<string, string>> = {}): TruthWorld {
  const registry = builtIn();
  const run = { seed: SEED, ...(scenario.run as object) };
  const parsed = scenarioSchema(withNestedModels(registry)).parse({
    name: 'truth',
    title: 'truth',
    ...scenario,
    strategies: withPresets(scenario.strategies as Record<string, { preset: string }>),
    run,
  });
  const resolved = parsed as unknown as ResolvedScenario;
  const texts = {
    text: (file: string) => {
      const text = files[file];
      if (text === undefined) throw new RangeError(`the test has no file ${file}`);
      return text;
    },
  };
  const { seed } = resolved.run;
  const book = buildSharedBook(resolved, resolved.run, seed, registry, texts);
  const world = new World(resolved, resolved.run, registry, texts, book);
  return {
    world,
    tape(path) {
      world.write(seed, path);
      return world.tape;
    },
    path(path) {
      world.write(seed, path);
      return Object.fromEntries(world.strategies.map((strategy) => [strategy.name, outcomeOf(strategy.run())]));
    },
    columns(n, keys, extra) {
      const [strategy] = world.strategies;
      const all = [...keys, ...(extra ? ['extra'] : [])];
      const columns = Object.fromEntries(all.map((key) => [key, new Float64Array(n)]));
      for (let path = 0; path < n; path++) {
        world.write(seed, path);
        const figures = strategy!.run();
        for (const key of keys) columns[key]![path] = figures[OUTCOME_INDEX[key]]!;
        if (extra) columns.extra![path] = extra(strategy!.stage);
      }
      return columns as Record<string, Float64Array> as never;
    },
  };
}

function outcomeOf(figures: Float64Array): Outcome {
  return Object.fromEntries(OUTCOME_KEYS.map((key, index) => [key, figures[index]])) as unknown as Outcome;
}

/** One collateral asset, one account, no gas, a frictionless venue: the surroundings of a closed form. */
export interface Bare {
  price: Record<string, unknown>;
  horizon: string;
  tick: string;
  /** Cases that do not share paths have seeds of their own. */
  seed?: string;
  /** Units of ETH held and DAI owed by the only account; DAI is worth 1 USD. */
  collateral: number;
  debt: number;
  threshold: number;
  bonus: number;
  strategy: Record<string, unknown>;
  blocks?: Record<string, unknown>;
  publish?: Record<string, unknown>;
  waypoints?: readonly { at: string | 0; price: number }[];
  keeperDelay?: string | 0;
}

/** @returns the scenario and its files, for `openTruth` */
export function bare(p: Bare): [ScenarioObject, Record<string, string>] {
  const scenario = {
    run: { horizon: p.horizon, tick: p.tick, ...(p.seed === undefined ? {} : { seed: p.seed }) },
    market: {
      assets: {
        ETH: { price: p.price, ...(p.waypoints ? { waypoints: p.waypoints } : {}) },
        DAI: { price: { model: 'constant', start: 1 } },
      },
      blockSpace: { model: 'constant', gasPrice: 0 },
    },
    chains: {
      main: {
        blocks: p.blocks ?? { model: 'slots', slot: p.tick },
        fee: { model: 'first-price' },
        gasLimit: 30_000_000,
      },
    },
    oracles: {
      ETH: {
        publish: p.publish ?? { model: 'interval', every: p.tick },
        delay: 0,
        transaction: { gas: 0, bid: { model: 'fixed', gasPrice: 0 } },
      },
    },
    venues: { market: { model: 'frictionless', base: 'ETH', quote: 'DAI' } },
    keepers: [{ name: 'keeper', count: 1, delay: p.keeperDelay ?? 0, bid: { model: 'fixed', gasPrice: 0 } }],
    protocol: {
      collateral: { ETH: { liquidationThreshold: p.threshold, liquidationBonus: p.bonus } },
      debt: ['DAI'],
      book: bookOf(),
      waterfall: [],
    },
    strategies: { only: p.strategy },
  };
  return [scenario, { 'book.csv': bookText([[p.collateral, p.debt]]) }];
}

/** Reads `book.csv`: units of ETH and DAI. */
export function bookOf(): Record<string, unknown> {
  return {
    model: 'csv',
    file: 'book.csv',
    collateral: [{ asset: 'ETH', column: 'eth', unit: 'units' }],
    debt: [{ asset: 'DAI', column: 'dai', unit: 'units' }],
  };
}

export function bookText(rows: readonly (readonly [eth: number, dai: number])[]): string {
  return ['eth,dai', ...rows.map((row) => row.join(','))].join('\n');
}

/** A price file with one row per step. */
export function priceText(stepSeconds: number, prices: readonly number[]): string {
  return ['unix_s,close', ...prices.map((price, row) => `${row * stepSeconds},${price}`)].join('\n');
}

/** Asynchronous liquidation without gas, to the given size. */
export function keepersWith(size: Record<string, unknown>): Record<string, unknown> {
  return { preset: 'asynchronous', size, execution: { model: 'keepers', gas: 0, revertGas: 0 } };
}
