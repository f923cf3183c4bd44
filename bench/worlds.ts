/** A scenario of the benchmark, loaded and wired, in this thread. */
import { fileURLToPath } from 'node:url';
import type { FileTexts } from '../models/model.ts';
import type { ModelDefinition, Registry } from '../models/registry.ts';
import { TapeWriter } from '../models/tape/tape-writer.ts';
import { buildSharedBook, type SharedBook, World } from '../models/world/world.ts';
import { loadScenario } from '../scenarios/load.ts';
import type { ResolvedScenario } from '../scenarios/schema.ts';
import { Simulation } from '../sim/kernel/simulation.ts';

export interface OpenWorld {
  readonly scenario: ResolvedScenario;
  readonly registry: Registry;
  readonly files: FileTexts;
  readonly book: SharedBook;
  readonly world: World;
}

const NO_FILES: FileTexts = {
  text(file) {
    throw new RangeError(`scenarios of the benchmark name no files, but ${file} was asked for`);
  },
};

/** Path of a scenario in `bench/scenarios`, seen from where the benchmark is compiled to (`out/bench-build/bench`). */
export function scenarioFile(name: string): string {
  return fileURLToPath(new URL(`../../../bench/scenarios/${name}.yaml`, import.meta.url));
}

/**
 * @param name file in `bench/scenarios`, without its ending
 * @param bookModel replaces the scenario's book where given
 * @param overrides as of `--set`
 */
export async function openWorld(
  name: string,
  bookModel?: ModelDefinition<'book'>,
  overrides?: readonly string[],
): Promise<OpenWorld> {
  const loaded = await loadScenario(scenarioFile(name), { overrides });
  let { scenario, registry } = loaded;
  if (bookModel !== undefined) {
    registry = registry.extended([bookModel as unknown as ModelDefinition]);
    scenario = { ...scenario, protocol: { ...scenario.protocol, book: { model: bookModel.name } } };
  }
  const book = buildSharedBook(scenario, scenario.run, scenario.run.seed, registry, NO_FILES);
  const world = new World(scenario, scenario.run, registry, NO_FILES, book);
  return { scenario, registry, files: NO_FILES, book, world };
}

/** A tape writer with a tape of its own: what a path costs before anything reacts to it. */
export function bareTape({ scenario, registry, files }: OpenWorld): (path: number) => void {
  const writer = new TapeWriter(scenario, scenario.run, registry, files);
  const tape = writer.newTape();
  return (path) => writer.write(tape, scenario.run.seed, path);
}

/** One path with everything: tape, and every strategy on it. */
export function runPath({ scenario, world }: OpenWorld, path: number): void {
  world.write(scenario.run.seed, path);
  for (const strategy of world.strategies) strategy.run();
}

/** Counts the events that the kernel handles while `work` runs. Not for use while time is taken. */
export function countEvents(work: () => void): number {
  const { run } = Simulation.prototype;
  let events = 0;
  Simulation.prototype.run = function (this: Simulation, ...args) {
    const before = this.handled;
    const reason = run.apply(this, args);
    events += this.handled - before;
    return reason;
  };
  try {
    work();
  } finally {
    Simulation.prototype.run = run;
  }
  return events;
}
