/** `plimsoll baseline`: pins the figures of a run, and holds later runs of the same paths against them. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Baseline } from '../../results/baseline/baseline.ts';
import type { BaselineCheck } from '../../results/baseline/check-baseline.ts';
import type { Results } from '../../results/results.ts';
import { addReportOptions, exitCodeOf, type ReportFlags, writeReports } from '../check-reports.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CommandContext } from '../program.ts';
import { openProgress } from '../progress.ts';
import { UsageError } from '../report-error.ts';
import { styleFor, type Terminal } from '../terminal.ts';
import { addScenarioOptions, collect, loadOptions, MOST_WORKERS, type ScenarioFlags, wholeNumber } from './options.ts';

const USUAL_FILE = 'plimsoll.baseline.yaml';

interface RunFlags {
  readonly workers?: number;
  readonly quiet?: true;
  readonly allowPlugins?: true;
}

interface WriteFlags extends ScenarioFlags, RunFlags {
  readonly out: string;
  readonly figure?: string[];
}

interface CheckFlags extends ReportFlags, RunFlags {
  readonly tolerance?: string[];
}

const EXAMPLES = `
Examples:
  plimsoll baseline write my.yaml -o baseline.yaml     (commit the file)
  plimsoll baseline check baseline.yaml --tolerance badDebtUsd.p99=2%
  plimsoll baseline diff baseline.yaml

The scenario is found where it was when the baseline was written, seen from the folder you are in.`;

export function addBaseline(program: Command, context: CommandContext): void {
  const baseline = program
    .command('baseline')
    .description('pin the figures of a run in a small file, and fail when a later run is worse')
    .addHelpText('after', EXAMPLES);
  const write = baseline
    .command('write')
    .description('run a scenario and write its baseline')
    .argument('<scenario>', 'a YAML or JSON file, or the name of a shipped scenario');
  withRunOptions(addScenarioOptions(write))
    .option('-o, --out <file>', 'the baseline', USUAL_FILE)
    .option('--figure <name>', 'pin this figure instead of the usual ones (repeatable)', collect)
    .action(async (scenario: string, flags: WriteFlags) => {
      context.exitCode = await writeBaseline(scenario, flags, context.terminal);
    });
  const check = baseline
    .command('check')
    .description('run its paths again; exit 1 when a figure is worse beyond chance and tolerance, or missing')
    .argument('[file]', 'the baseline', USUAL_FILE);
  addReportOptions(withRunOptions(withPluginOption(check)))
    .option(
      '--tolerance <figure=size>',
      'a worsening up to this size is allowed, e.g. badDebtUsd.p99=2% (repeatable)',
      collect,
    )
    .action(async (file: string, flags: CheckFlags) => {
      context.exitCode = await checkAgainst(file, flags, context.terminal, true);
    });
  const diff = baseline
    .command('diff')
    .description('run its paths again and show what moved, without judging')
    .argument('[file]', 'the baseline', USUAL_FILE);
  withRunOptions(withPluginOption(diff)).action(async (file: string, flags: CheckFlags) => {
    context.exitCode = await checkAgainst(file, flags, context.terminal, false);
  });
}

function withPluginOption(command: Command): Command {
  return command.option('--allow-plugins', 'run the code of models that the scenario names by file');
}

function withRunOptions(command: Command): Command {
  return command
    .option('-w, --workers <n>', 'threads (default: one per core, at most 8)', wholeNumber(1, MOST_WORKERS))
    .option('-q, --quiet', 'no progress and no notes');
}

async function writeBaseline(scenario: string, flags: WriteFlags, terminal: Terminal): Promise<ExitCode> {
  const [{ baselineOf, pinnedFigure }, { baselineText }, { writeAtomically }] = await Promise.all([
    import('../../results/baseline/baseline.ts'),
    import('../../results/baseline/baseline-file.ts'),
    import('../../results/write/atomic-file.ts'),
  ]);
  usable(() => flags.figure?.map(pinnedFigure));
  const results = await simulateAgain(scenario, loadOptions(flags), flags, terminal);
  if (results.failures.length > 0)
    throw new UsageError('some paths failed: a baseline of what is left would be too kind, and none was written');
  const baseline = baselineOf(results, { scenario, set: flags.set ?? [] }, flags.figure);
  writeAtomically(flags.out, [baselineText(baseline)]);
  if (!flags.quiet)
    terminal.stderr.write(`wrote ${flags.out}: ${baseline.figures.length} figures of ${baseline.paths} paths\n`);
  return EXIT.ok;
}

async function checkAgainst(file: string, flags: CheckFlags, terminal: Terminal, judge: boolean): Promise<ExitCode> {
  const [{ parseBaseline }, { checkBaseline }, { marginsOf }, report, { checkList }] = await Promise.all([
    import('../../results/baseline/baseline-file.ts'),
    import('../../results/baseline/check-baseline.ts'),
    import('../../results/margins.ts'),
    import('../../results/report/baseline-checks.ts'),
    import('../../results/report/check-list.ts'),
  ]);
  const tolerances = usable(() => marginsOf(flags.tolerance ?? []));
  const baseline = parseBaseline(textOf(file), file);
  const pinned = new Set(baseline.figures.map(({ strategy }) => strategy));
  const results = await simulateAgain(baseline.scenario, againOptions(baseline, flags), flags, terminal, pinned);
  const check: BaselineCheck = checkBaseline(baseline, results, tolerances);
  const { stdout, stderr, env } = terminal;
  const style = styleFor(stdout, env);
  for (const note of check.notes) stderr.write(`${styleFor(stderr, env)('warning', note)}\n`);
  if (check.isIdentical) stdout.write(`${style('better', 'identical')}  every figure of every path is as it was\n`);
  const checks = report.baselineChecks(check, baseline.scenario);
  const table = report.baselineTable(check, style);
  if (table !== '') stdout.write(`${table}\n`);
  else if (!check.isIdentical) stdout.write('no pinned figure moved\n');
  if (!judge) return EXIT.ok;
  const failed = checks.filter(({ outcome }) => outcome === 'fail');
  stdout.write(
    `${checkList('Baseline', failed, style).replace(/^(.*?): .*/, `$1: ${checks.length - failed.length} of ${checks.length} figures are no worse`)}\n`,
  );
  await writeReports(`${baseline.scenario}: baseline`, checks, flags);
  if (results.failures.length > 0) {
    stderr.write(`${(await import('../failure-list.ts')).failureList(results)}\n`);
    return EXIT.pathsFailed;
  }
  return exitCodeOf(checks, flags);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code}); plimsoll baseline write makes one`,
    );
  }
}

/** Seed, paths and strategies are pinned; strategies that are gone are found missing, not refused. */
function againOptions({ seed, paths, set }: Baseline, { allowPlugins }: CheckFlags) {
  return { seed, paths, overrides: set, allowPlugins: allowPlugins === true };
}

async function simulateAgain(
  scenario: string,
  options: Parameters<typeof import('../../scenarios/load.ts').loadScenario>[1],
  flags: RunFlags,
  terminal: Terminal,
  only?: ReadonlySet<string>,
): Promise<Results> {
  const [{ loadScenario }, { simulate }] = await Promise.all([
    import('../../scenarios/load.ts'),
    import('../simulate.ts'),
  ]);
  const loaded = await loadScenario(scenario, options);
  const { name, run } = loaded.scenario;
  // Strategies that came later are no part of the baseline; one that is gone will be missing, which is for the check to say.
  const known = Object.keys(loaded.scenario.strategies);
  const kept = known.filter((strategy) => only?.has(strategy) ?? true);
  const what = `${name}: ${run.paths} paths`;
  const progress = await openProgress(terminal, { quiet: flags.quiet === true, what, total: run.paths });
  const strategies = kept.length === 0 ? undefined : kept;
  const results = await simulate(loaded, {
    strategies,
    workers: flags.workers,
    onProgress: (now) => progress.update(now),
  });
  progress.stop('done');
  return results;
}

function usable<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
