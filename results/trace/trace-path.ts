/** Derives one path again from (scenario, seed, number), under one strategy, and writes everything down. */
import { builtIn } from '../../models/catalogue.ts';
import type { OutcomeKey } from '../../models/outcome.ts';
import { OUTCOME_KEYS } from '../../models/outcome.ts';
import { World } from '../../models/world/world.ts';
import type { LoadedScenario } from '../../scenarios/loaded-scenario.ts';
import { loadPlugins } from '../../scenarios/plugins.ts';
import { failureOf } from '../../sim/engine/outcome.ts';
import { type Job, texts } from '../batch.ts';
import { type AccountFacts, factsOf } from './account-facts.ts';
import { type PathWorld, worldOf } from './path-world.ts';
import type { TraceEvent } from './trace-event.ts';
import { TraceLog } from './trace-log.ts';

export interface PathName {
  readonly path: number;
  readonly strategy: string;
}

export interface Trace extends PathName {
  readonly scenario: { readonly name: string; readonly title: string; readonly hash: string };
  readonly seed: string;
  readonly horizonMillis: number;
  readonly events: readonly TraceEvent[];
  /** The row of the path in `paths.csv`; null where a figure does not exist. Undefined when the path failed. */
  readonly totals: Readonly<Record<OutcomeKey, number | null>> | undefined;
  /** Why the path has no row; the events go up to there. */
  readonly failure: { readonly code: string; readonly message: string } | undefined;
  /** Market and chain of the path; undefined when they could not be written. */
  readonly world: PathWorld | undefined;
  /** Facts of the account asked for. */
  readonly account: AccountFacts | undefined;
}

/**
 * @param account number of an account of the book to give the facts of
 * @throws RangeError when there is no such strategy or account
 */
export async function tracePath(
  loaded: LoadedScenario,
  job: Job,
  { path, strategy, account }: PathName & { readonly account?: number | undefined },
): Promise<Trace> {
  const { scenario, files, plugins, hash } = loaded;
  const { accounts } = job.book.columns;
  if (account !== undefined && account >= accounts)
    throw new RangeError(`account ${account} is not in the book, which has accounts 0 to ${accounts - 1}`);
  const log = new TraceLog(Object.keys(scenario.market.assets));
  const registry = await loadPlugins(builtIn(), plugins);
  const world = new World(scenario, scenario.run, registry, texts(files), job.book, undefined, { [strategy]: log });
  const traced = world.strategies.find(({ name }) => name === strategy);
  if (traced === undefined)
    throw new RangeError(`no strategy ${strategy}; there are ${Object.keys(scenario.strategies).join(', ')}`);
  let failure: Trace['failure'];
  let isWritten = false;
  try {
    world.write(scenario.run.seed, path);
    isWritten = true;
    traced.run();
  } catch (error) {
    failure = failureOf(error);
  }
  return {
    scenario: { name: scenario.name, title: scenario.title, hash },
    seed: scenario.run.seed,
    horizonMillis: scenario.run.horizon,
    path,
    strategy,
    events: log.events,
    totals: failure === undefined ? row(traced.stage.tally) : undefined,
    failure,
    world: isWritten ? worldOf(world.tape, job, Object.keys(scenario.market.assets)) : undefined,
    account:
      account === undefined || !isWritten
        ? undefined
        : factsOf(traced.stage, account, Object.keys(scenario.market.assets)),
  };
}

function row(tally: Float64Array): Record<OutcomeKey, number | null> {
  const cells = OUTCOME_KEYS.map((key, i) => [key, Number.isNaN(tally[i]) ? null : tally[i]]);
  return Object.fromEntries(cells) as Record<OutcomeKey, number | null>;
}
