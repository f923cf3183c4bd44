/** Finds the path that `trace` and `explain` are asked for, and derives it again. */
import type { OutcomeKey } from '../models/outcome.ts';
import type { Selection } from '../results/trace/select-path.ts';
import type { Trace } from '../results/trace/trace-path.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import { loadOptions, type ScenarioFlags } from './commands/options.ts';
import { UsageError } from './report-error.ts';
import { styleFor, type Terminal } from './terminal.ts';

/** How a path is named on the command line. */
export interface PathFlags extends ScenarioFlags {
  readonly path?: number;
  readonly strategy?: string;
  readonly select?: Selection;
  readonly metric: string;
  readonly workers?: number;
}

/** @throws UsageError when the path, the strategy, the figure or the account is not there */
export async function chosenPath(
  name: string,
  flags: PathFlags,
  account: number | undefined,
  terminal: Terminal,
): Promise<{ traced: Trace & { readonly keepers: readonly string[] } }> {
  if ((flags.path === undefined) === (flags.select === undefined))
    throw new UsageError('say which path: --path <n>, or --select worst, p99 or median');
  const { loadScenario } = await import('../scenarios/load.ts');
  const loaded = await loadScenario(name, loadOptions(flags));
  const style = styleFor(terminal.stderr, terminal.env);
  for (const warning of loaded.warnings) terminal.stderr.write(`${style('warning', `warning: ${warning}`)}\n`);
  const strategy = strategyOf(loaded, flags.strategy);
  const figure = await figureOf(flags.metric);
  const [{ prepare }, { tracePath }] = await Promise.all([
    import('./prepare.ts'),
    import('../results/trace/trace-path.ts'),
  ]);
  const { job } = await prepare(loaded);
  const { accounts } = job.book.columns;
  if (account !== undefined && account >= accounts)
    throw new UsageError(`--account ${account}: the book has the accounts 0 to ${accounts - 1}`);
  const path = flags.path ?? (await selected(loaded, { ...flags, strategy, figure }, terminal));
  const traced = await tracePath(loaded, job, { path, strategy, account });
  return { traced: { ...traced, keepers: loaded.scenario.keepers.map((group) => group.name) } };
}

function strategyOf({ scenario }: LoadedScenario, asked: string | undefined): string {
  const names = Object.keys(scenario.strategies);
  if (asked !== undefined && names.includes(asked)) return asked;
  if (asked === undefined && names.length === 1) return names[0] as string;
  const wrong =
    asked === undefined ? 'say which: --strategy <name>' : `--strategy ${asked}: there is none of that name`;
  throw new UsageError(`${wrong}; the scenario has ${names.join(', ')}`);
}

async function figureOf(metric: string): Promise<OutcomeKey> {
  const { METRICS } = await import('../results/metrics.ts');
  if (metric in METRICS) return metric as OutcomeKey;
  const { nearest } = await import('../scenarios/nearest.ts');
  const close = nearest(metric, Object.keys(METRICS));
  throw new UsageError(
    `--metric ${metric}: there is no such figure${close === undefined ? '; docs/metrics.md lists them' : `; do you mean ${close}?`}`,
  );
}

/** Simulates the run, with all its strategies: a path counts only where every one of them goes through. */
async function selected(
  loaded: LoadedScenario,
  flags: PathFlags & { strategy: string; figure: OutcomeKey },
  terminal: Terminal,
): Promise<number> {
  const [{ simulate }, { selectPath }, { formatValue }, { METRICS }] = await Promise.all([
    import('./simulate.ts'),
    import('../results/trace/select-path.ts'),
    import('../results/format.ts'),
    import('../results/metrics.ts'),
  ]);
  const { select = 'worst', strategy, figure, workers } = flags;
  const { title, unit } = METRICS[figure];
  terminal.stderr.write(`simulating ${loaded.scenario.run.paths} paths to find the ${select} by ${title}\n`);
  const results = await simulate(loaded, { workers });
  if ((results.strategies[0]?.paths.length ?? 0) === 0) throw new UsageError('no path of this run went through');
  const { path, value, of } = selectPath(results, strategy, figure, select);
  terminal.stderr.write(`path ${path} of ${of}: ${title} ${formatValue(value, unit)} under ${strategy}\n`);
  return path;
}
