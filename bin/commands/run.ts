/** `plimsoll run`: simulate, print the comparison, write the files. */
import type { Command } from 'commander';
import type { Results } from '../../results/results.ts';
import type { StoppingRule } from '../../results/stopping.ts';
import type { Shard } from '../../results/store/plan.ts';
import type { RunFolder } from '../../results/store/run-folder.ts';
import type { Summary } from '../../results/summary.ts';
import type { LoadOptions } from '../../scenarios/load.ts';
import type { LoadedScenario } from '../../scenarios/loaded-scenario.ts';
import { addReportOptions } from '../check-reports.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CommandContext } from '../program.ts';
import { publish } from '../publish.ts';
import { UsageError } from '../report-error.ts';
import { pathsOfShard } from '../shard.ts';
import type { SimulateOptions } from '../simulate.ts';
import { addStoreOptions, type StoreFlags, shardOf, storeOf } from '../store-options.ts';
import { styleFor, type Terminal } from '../terminal.ts';
import {
  addRareOption,
  addScenarioOptions,
  MOST_WORKERS,
  type RareFlags,
  rareOptions,
  wholeNumber,
} from './options.ts';

interface RunFlags extends RareFlags, StoreFlags {
  readonly workers?: number;
  /** False with --no-report. */
  readonly report: boolean;
}

/** Most paths of a run that stops by itself, where nobody says. */
const MOST_UNTIL = 100_000;

const EXAMPLES = `
Examples:
  plimsoll run black-thursday
  plimsoll run black-thursday --paths 2000 --seed 7 --workers 2 --out out/bt
  plimsoll run black-thursday --strategies asynchronous,dutch-auction --set keepers.0.count=3
  plimsoll run my.yaml --json | jq '.comparisons'
  plimsoll run black-thursday --until 'badDebtUsd.mean ±5%' --paths 20000
  plimsoll run my.yaml --rare --paths 4000
  plimsoll run black-thursday --paths 100000 --out out/bt --resume
  plimsoll run black-thursday --paths 100000 --shard 3/8 --out out/part-3
  plimsoll run my.yaml --junit gates.xml --markdown "$GITHUB_STEP_SUMMARY"

The comparison goes to stdout, progress and notes to stderr. Ctrl-C stops early and keeps what is finished.
With --out nothing finished is ever lost: --resume goes on after Ctrl-C, a crash or a full disk, to the same bytes.`;

export function addRun(program: Command, context: CommandContext): void {
  const command = program
    .command('run')
    .description('simulate a scenario and compare its strategies')
    .argument('<scenario>', 'a YAML or JSON file, or the name of a shipped scenario');
  addScenarioOptions(command)
    .option('-w, --workers <n>', 'threads (default: one per core, at most 8)', wholeNumber(1, MOST_WORKERS))
    .option('-o, --out <dir>', 'write paths.csv, summary.csv, summary.json, manifest.json and report.html there')
    .option('--no-report', 'leave report.html out')
    .option('--json', 'print one JSON document instead of the table')
    .option('-q, --quiet', 'no progress and no notes')
    .option(
      '--until <figure ±width>',
      `stop when a figure is known well enough; --paths is then the most (${MOST_UNTIL})`,
    );
  addRareOption(command);
  addStoreOptions(command);
  addReportOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, flags: RunFlags) => {
      context.exitCode = await run(scenario, flags, context.terminal);
    });
}

async function stoppingRule(text: string | undefined): Promise<StoppingRule | undefined> {
  if (text === undefined) return undefined;
  const rule = (await import('../../results/stopping.ts')).parseStoppingRule(text);
  if (typeof rule === 'string') throw new UsageError(`--until ${text}: ${rule}`);
  return rule;
}

function optionsOf(flags: RunFlags): LoadOptions {
  const options = rareOptions(flags);
  return { ...options, paths: options.paths ?? (flags.until === undefined ? undefined : MOST_UNTIL) };
}

async function run(name: string, flags: RunFlags, terminal: Terminal): Promise<ExitCode> {
  const until = await stoppingRule(flags.until);
  const shard = shardOf(flags, terminal);
  const { loadScenario } = await import('../../scenarios/load.ts');
  const loaded = await loadScenario(name, optionsOf(flags));
  const style = styleFor(terminal.stderr, terminal.env);
  const note = (text: string): void => void (flags.quiet ?? terminal.stderr.write(`${text}\n`));
  const store = await storeOf(flags, shard);
  try {
    for (const warning of loaded.warnings) note(style('warning', `warning: ${warning}`));
    const before = until === undefined && shard === undefined ? await finishedBefore(loaded, store) : undefined;
    if (before !== undefined) return await showAgain(before, flags, terminal, note);
    const results = await simulateWithProgress(loaded, flags, { until, shard, store }, terminal);
    if (until !== undefined && !results.partial)
      note((await import('../../results/stopping.ts')).stoppingNote(results, until));
    const code = shard
      ? await closeShard(loaded, results, shard, store, note)
      : await finish(loaded, results, flags, store, terminal, note);
    if (results.failures.length > 0) {
      const { failureList } = await import('../failure-list.ts');
      terminal.stderr.write(`${failureList(results)}\n`);
    }
    if (results.partial) {
      const finished = results.strategies[0]?.paths.length ?? 0;
      const goOn = store === undefined ? '' : '; --resume goes on from there';
      note(
        style(
          'warning',
          `interrupted: ${finished} of ${pathsOfShard(results.manifest.paths, shard)} paths were finished${goOn}`,
        ),
      );
      return EXIT.interrupted;
    }
    return results.failures.length > 0 ? EXIT.pathsFailed : code;
  } catch (error) {
    if (store?.hasRows && (error as Error).name === 'OutputError')
      note(`The rows finished so far are kept in ${store.folder}: --resume goes on with them.`);
    throw error;
  } finally {
    store?.close();
  }
}

/** The summary of this very run where it was finished before. */
async function finishedBefore(loaded: LoadedScenario, store: RunFolder | undefined): Promise<Summary | undefined> {
  if (!store?.mayBeFinished) return undefined;
  const [{ prepare }, { plannedManifest }] = await Promise.all([import('../prepare.ts'), import('../assemble.ts')]);
  return store.finishedSummary(plannedManifest(loaded, (await prepare(loaded)).job)) as Summary | undefined;
}

async function showAgain(
  summary: Summary,
  flags: RunFlags,
  terminal: Terminal,
  note: (text: string) => void,
): Promise<ExitCode> {
  note(`${flags.out} holds this run, finished: nothing was simulated`);
  const code = await publish(summary, flags, terminal);
  if (summary.failedPaths.length === 0) return code;
  terminal.stderr.write(`${summary.failedPaths.length} paths failed: failures.csv of --out has them\n`);
  return EXIT.pathsFailed;
}

/** A shard has rows and no figures: those are made of all shards together. */
async function closeShard(
  loaded: LoadedScenario,
  results: Results,
  shard: Shard,
  store: RunFolder | undefined,
  note: (text: string) => void,
): Promise<ExitCode> {
  if (results.partial) return EXIT.interrupted;
  if (store !== undefined) {
    await (await import('../write-folder.ts')).writeBook(store.folder, loaded);
    (await import('../draw-anatomy.ts')).writeInputs(store.folder, loaded);
  }
  store?.finish();
  const paths = pathsOfShard(results.manifest.paths, shard);
  note(
    `shard ${shard.index}/${shard.count}: its ${paths} paths are in ${store?.folder}; plimsoll merge joins the shards`,
  );
  return EXIT.ok;
}

async function simulateWithProgress(
  loaded: LoadedScenario,
  flags: RunFlags,
  how: Pick<SimulateOptions, 'until' | 'shard' | 'store'>,
  terminal: Terminal,
): Promise<Results> {
  const [{ simulate }, { withProgress }] = await Promise.all([import('../simulate.ts'), import('../with-progress.ts')]);
  const { name, run, strategies } = loaded.scenario;
  const count = Object.keys(strategies).length;
  const total = pathsOfShard(run.paths, how.shard);
  const what = `${name}: ${total} paths × ${count} ${count === 1 ? 'strategy' : 'strategies'}`;
  return withProgress(terminal, { quiet: flags.quiet === true, what, total }, (signal, onProgress) =>
    simulate(loaded, { workers: flags.workers, ...how, signal, onProgress }),
  );
}

/** Files first: a reader of stdout who leaves early must not cost them. */
async function finish(
  loaded: LoadedScenario,
  results: Results,
  flags: RunFlags,
  store: RunFolder | undefined,
  terminal: Terminal,
  note: (text: string) => void,
): Promise<ExitCode> {
  const { summarise } = await import('../../results/summarise.ts');
  const summary = summarise(results);
  if (store !== undefined) {
    const { factsOf, writeFolder } = await import('../write-folder.ts');
    const facts = await factsOf(loaded, results, flags.report);
    const written = await writeFolder(store.folder, { results, summary, ...facts, withReport: flags.report });
    note(`wrote ${written.join(', ')}`);
    if (!results.partial) store.finish();
  }
  return publish(summary, flags, terminal);
}
