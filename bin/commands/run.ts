/** `plimsoll run`: simulate, print the comparison, write the files. */
import type { Command } from 'commander';
import type { Results } from '../../results/results.ts';
import type { StoppingRule } from '../../results/stopping.ts';
import type { Summary } from '../../results/summary.ts';
import type { LoadOptions } from '../../scenarios/load.ts';
import type { LoadedScenario } from '../../scenarios/loaded-scenario.ts';
import { addReportOptions, exitCodeOf, type ReportFlags, writeReports } from '../check-reports.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CommandContext } from '../program.ts';
import type { ProgressDisplay } from '../progress.ts';
import { UsageError } from '../report-error.ts';
import { styleFor, type Terminal, widthOf } from '../terminal.ts';
import { addScenarioOptions, loadOptions, MOST_WORKERS, type ScenarioFlags, wholeNumber } from './options.ts';

interface RunFlags extends ScenarioFlags, ReportFlags {
  readonly workers?: number;
  readonly out?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly until?: string;
  readonly rare?: true;
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
  plimsoll run my.yaml --junit gates.xml --markdown "$GITHUB_STEP_SUMMARY"

The comparison goes to stdout, progress and notes to stderr. Ctrl-C stops early and keeps what is finished.`;

export function addRun(program: Command, context: CommandContext): void {
  const command = program
    .command('run')
    .description('simulate a scenario and compare its strategies')
    .argument('<scenario>', 'a YAML or JSON file, or the name of a shipped scenario');
  addScenarioOptions(command)
    .option('-w, --workers <n>', 'threads (default: one per core, at most 8)', wholeNumber(1, MOST_WORKERS))
    .option('-o, --out <dir>', 'write paths.csv, summary.csv, summary.json and manifest.json there')
    .option('--json', 'print one JSON document instead of the table')
    .option('-q, --quiet', 'no progress and no notes')
    .option(
      '--until <figure ±width>',
      `stop when a figure is known well enough; --paths is then the most (${MOST_UNTIL})`,
    )
    .option('--rare', 'draw more paths with many and large jumps, weighted back (run.sampling with its defaults)');
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
  const options = loadOptions(flags);
  return {
    ...options,
    paths: options.paths ?? (flags.until === undefined ? undefined : MOST_UNTIL),
    overrides: [...(flags.rare ? ['run.sampling={ model: stratified-jumps }'] : []), ...(options.overrides ?? [])],
  };
}

async function run(name: string, flags: RunFlags, terminal: Terminal): Promise<ExitCode> {
  const until = await stoppingRule(flags.until);
  const { loadScenario } = await import('../../scenarios/load.ts');
  const loaded = await loadScenario(name, optionsOf(flags));
  if (flags.out !== undefined) await (await import('../output-folder.ts')).requireWritable(flags.out);
  const style = styleFor(terminal.stderr, terminal.env);
  const note = (text: string): void => void (flags.quiet ?? terminal.stderr.write(`${text}\n`));
  for (const warning of loaded.warnings) note(style('warning', `warning: ${warning}`));

  const results = await simulateWithProgress(loaded, flags, until, terminal);
  const finished = results.strategies[0]?.paths.length ?? 0;
  if (until !== undefined && !results.partial)
    note((await import('../../results/stopping.ts')).stoppingNote(results, until));
  const code = await publish(results, flags, terminal, note);
  if (results.failures.length > 0) {
    const { failureList } = await import('../failure-list.ts');
    terminal.stderr.write(`${failureList(results)}\n`);
  }
  if (results.partial)
    note(style('warning', `interrupted: ${finished} of ${results.manifest.paths} paths were finished`));
  if (results.partial) return EXIT.interrupted;
  return results.failures.length > 0 ? EXIT.pathsFailed : code;
}

/** The first Ctrl-C stops the run in good order, the second leaves at once. */
async function simulateWithProgress(
  loaded: LoadedScenario,
  flags: RunFlags,
  until: StoppingRule | undefined,
  terminal: Terminal,
): Promise<Results> {
  const [{ simulate }, { openProgress }] = await Promise.all([import('../simulate.ts'), import('../progress.ts')]);
  const { name, run, strategies } = loaded.scenario;
  const count = Object.keys(strategies).length;
  const what = `${name}: ${run.paths} paths × ${count} ${count === 1 ? 'strategy' : 'strategies'}`;
  const abort = new AbortController();
  let progress: ProgressDisplay | undefined;
  const release = terminal.onInterrupt(() => {
    if (abort.signal.aborted) {
      progress?.stop('stopped');
      terminal.exitNow(EXIT.interrupted);
    }
    abort.abort();
  });
  progress = await openProgress(terminal, { quiet: flags.quiet === true, what, total: run.paths });
  const started = performance.now();
  let outcome = 'stopped';
  try {
    const results = await simulate(loaded, {
      workers: flags.workers,
      until,
      signal: abort.signal,
      onProgress: (now) => progress?.update(now),
    });
    outcome = `done in ${((performance.now() - started) / 1000).toFixed(1)} s`;
    if (results.partial) outcome = 'stopped';
    return results;
  } finally {
    progress.stop(outcome);
    release();
  }
}

/** Files first: a reader of stdout who leaves early must not cost them. */
async function publish(
  results: Results,
  flags: RunFlags,
  terminal: Terminal,
  note: (text: string) => void,
): Promise<ExitCode> {
  const { summarise } = await import('../../results/summarise.ts');
  const summary = summarise(results);
  if (flags.out !== undefined) {
    const { writeResults } = await import('../../results/write/write-results.ts');
    note(`wrote ${writeResults(flags.out, results, summary).join(', ')}`);
  }
  if (flags.json) terminal.stdout.write(await json(summary));
  else if (summary.strategies.some(({ paths }) => paths > 0)) terminal.stdout.write(await table(summary, terminal));
  return publishGates(summary, flags, terminal);
}

/** The list of gates goes after the table; with --json it is in the document, and the list on stderr. */
async function publishGates(summary: Summary, flags: RunFlags, terminal: Terminal): Promise<ExitCode> {
  const [{ gateChecks }, { checkList }] = await Promise.all([
    import('../../results/report/gate-checks.ts'),
    import('../../results/report/check-list.ts'),
  ]);
  const { name } = summary.manifest.scenario;
  const checks = gateChecks(summary.gates ?? [], name);
  const stream = flags.json ? terminal.stderr : terminal.stdout;
  if (checks.length > 0 && !(flags.json && flags.quiet)) {
    const list = checkList('Gates', checks, styleFor(stream, terminal.env));
    stream.write(flags.json ? `${list}\n` : `\n${list}\n`);
  }
  await writeReports(`${name}: gates`, checks, flags);
  return exitCodeOf(checks, flags);
}

async function json(summary: Summary): Promise<string> {
  return (await import('../../results/write/json.ts')).jsonText(summary);
}

async function table(summary: Summary, { stdout, env }: Terminal): Promise<string> {
  const { renderTable } = await import('../../results/table.ts');
  return `${renderTable(summary, { width: widthOf(stdout), style: styleFor(stdout, env) })}\n`;
}
