/** Runs the paths worth a look once more, each under every strategy, and keeps what a report draws of them. */
import { builtIn } from '../../models/catalogue.ts';
import type { Tape } from '../../models/tape/tape.ts';
import type { Stage } from '../../models/world/stage.ts';
import type { Strategy } from '../../models/world/strategy.ts';
import { World } from '../../models/world/world.ts';
import type { LoadedScenario } from '../../scenarios/loaded-scenario.ts';
import { loadPlugins } from '../../scenarios/plugins.ts';
import { type Job, texts } from '../batch.ts';
import type { Results } from '../results.ts';
import type { Anatomy, PathAnatomy } from './anatomy.ts';
import { stepsFor } from './anatomy.ts';
import { type ChosenPath, choosePaths } from './choose-paths.ts';
import { depthOf, PathSeries, rounded } from './path-series.ts';

/** Undefined where nothing happened on any path, and where the paths do not give the figures of the results again. */
export async function makeAnatomy(
  { scenario, files, plugins }: LoadedScenario,
  job: Job,
  results: Results,
): Promise<Anatomy | undefined> {
  const chosen = choosePaths(results);
  if (chosen === undefined) return undefined;
  const registry = await loadPlugins(builtIn(), plugins);
  const { horizon, tick, seed } = scenario.run;
  const most = stepsFor(Object.keys(scenario.strategies).length);
  const steps = Math.max(1, Math.min(most, Math.round(horizon / tick)));
  const stepMillis = horizon / steps;
  const recorders = Object.fromEntries(
    Object.keys(scenario.strategies).map((name) => [name, new PathSeries(steps, stepMillis)]),
  );
  const world = new World(scenario, scenario.run, registry, texts(files), job.book, undefined, recorders);
  let asset = 0;
  let isSame = true;
  const paths = chosen.paths.map((one): PathAnatomy => {
    world.write(seed, one.path);
    asset = shownAsset(job, world.tape);
    for (const recorder of Object.values(recorders)) recorder.asset = asset;
    const common = commonSeries(world, one, asset, steps, stepMillis);
    for (const strategy of world.strategies) isSame &&= agrees(played(strategy), results, strategy.name, one.path);
    const strategies = world.strategies.map(({ name }) => recorders[name]!.series(name));
    return { ...common, strategies };
  });
  if (!isSame) return undefined;
  return {
    figure: chosen.figure,
    strategy: chosen.strategy,
    asset: Object.keys(scenario.market.assets)[asset]!,
    stepMillis,
    paths,
  };
}

/** Figures of a strategy on the path at hand; undefined where it fails: a plug-in that remembers other paths may do so now and not then. */
function played(strategy: Strategy): Float64Array | undefined {
  try {
    return strategy.run();
  } catch {
    return undefined;
  }
}

function agrees(tally: Float64Array | undefined, { strategies }: Results, name: string, path: number): boolean {
  if (tally === undefined) return false;
  const { paths, columns } = strategies.find(({ strategy }) => strategy === name)!;
  const row = paths.indexOf(path) * tally.length;
  return tally.every((value, i) => Object.is(value + 0, columns[row + i]! + 0));
}

/** Of the assets that move, the one of which the book holds and owes most at the start. */
function shownAsset({ book: { columns } }: Job, tape: Tape): number {
  const held = tape.prices.map(() => 0);
  const count = (units: number, asset: number) => {
    held[asset]! += units * (tape.prices[asset] as Float64Array)[0]!;
  };
  columns.collateralAmount.forEach((units, entry) => void count(units, columns.collateralAsset[entry]!));
  columns.debtAmount.forEach((units, entry) => void count(units, columns.debtAsset[entry]!));
  const moving = held.map((_, asset) => asset).filter((asset) => tape.moves(asset));
  return moving.reduce((most, asset) => (held[asset]! > held[most]! ? asset : most), moving[0] ?? 0);
}

/** What all strategies share. The venues of the first one say what they would do untouched; its run sets them back. */
function commonSeries(
  world: World,
  { path, kinds, value }: ChosenPath,
  asset: number,
  steps: number,
  stepMillis: number,
): Omit<PathAnatomy, 'strategies'> {
  const { tape } = world;
  const { stage } = world.strategies[0]!;
  const instants = Array.from({ length: steps + 1 }, (_, step) => Math.min(tape.horizon, step * stepMillis));
  return {
    path,
    kinds: [...kinds],
    value,
    marketUsd: instants.map((time) => rounded(tape.priceAt(asset, time))),
    gasGwei: instants.map((time) => rounded(tape.gasAt(time))),
    baseFeeGwei: baseFees(tape, instants),
    calmDepthUsd: calmDepths(stage, asset, instants),
  };
}

function baseFees(tape: Tape, instants: readonly number[]): number[] | null {
  const { baseFee, blockCount } = tape;
  if (baseFee === undefined || blockCount === 0) return null;
  return instants.map((time) => rounded(baseFee[Math.min(tape.blockFrom(time), blockCount - 1)]!));
}

function calmDepths(stage: Stage, asset: number, instants: readonly number[]): (number | null)[] | null {
  const route = stage.routes[asset];
  if (route === undefined) return null;
  for (const venue of route.venues) venue.reset();
  route.begin(stage.tape);
  return instants.map((time) => {
    route.settle(time);
    return depthOf(stage, asset, time);
  });
}
