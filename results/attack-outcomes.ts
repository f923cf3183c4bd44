/** What an attack costs and brings its author, path by path: the scenario's `attack` section against each strategy. */
import { type AttackFigures, attackProfitUsd } from '../models/attack/price-attack.ts';
import { builtIn } from '../models/catalogue.ts';
import { World } from '../models/world/world.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import { loadPlugins } from '../scenarios/plugins.ts';
import { prepareJob, texts } from './batch.ts';
import { type MeanEstimate, meanInterval } from './statistics/mean-interval.ts';

const CONFIDENCE = 0.95;

/** Means over the paths, with intervals of 95 %. */
export interface AttackOutcome {
  readonly strategy: string;
  readonly paths: number;
  /** Outside value of what was sold into the pool. */
  readonly soldUsd: MeanEstimate;
  readonly lossUsd: MeanEstimate;
  readonly gasUsd: MeanEstimate;
  readonly loanGainUsd: MeanEstimate;
  readonly keeperGainUsd: MeanEstimate;
  readonly profitUsd: MeanEstimate;
  /** Believed price over outside price when the hold was over. */
  readonly reading: MeanEstimate;
  /** Share of paths on which it pays. */
  readonly profitable: number;
}

/** @throws RangeError when the scenario has no attack */
export async function attackOutcomes(loaded: LoadedScenario): Promise<AttackOutcome[]> {
  const { scenario, plugins, files } = loaded;
  if (scenario.attack === undefined)
    throw new RangeError('the scenario has no attack section; add attack: { asset, at, hold, displacement }');
  const job = await prepareJob(loaded);
  const registry = await loadPlugins(builtIn(), plugins);
  const world = new World(scenario, scenario.run, registry, texts(files), job.book);
  const found = world.strategies.map((): AttackFigures[] => []);
  for (let path = 0; path < scenario.run.paths; path++) {
    world.write(scenario.run.seed, path);
    world.strategies.forEach((strategy, index) => {
      strategy.run();
      found[index]!.push({ ...(strategy.stage.attack as NonNullable<typeof strategy.stage.attack>).figures });
    });
  }
  return world.strategies.map(({ name }, index) => outcome(name, found[index]!));
}

function outcome(strategy: string, paths: readonly AttackFigures[]): AttackOutcome {
  const of = (figure: (path: AttackFigures) => number) => meanInterval(paths.map(figure), CONFIDENCE);
  return {
    strategy,
    paths: paths.length,
    soldUsd: of(({ soldUsd }) => soldUsd),
    lossUsd: of(({ lossUsd }) => lossUsd),
    gasUsd: of(({ gasUsd }) => gasUsd),
    loanGainUsd: of(({ loanGainUsd }) => loanGainUsd),
    keeperGainUsd: of(({ keeperGainUsd }) => keeperGainUsd),
    profitUsd: of(attackProfitUsd),
    reading: of(({ reading }) => reading),
    profitable: paths.filter((path) => attackProfitUsd(path) > 0).length / paths.length,
  };
}
