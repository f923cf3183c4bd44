/** `plimsoll compare`: two results, or two scenarios on the same tapes. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Margin, ResultsComparison } from '../../results/compare-results.ts';
import type { Results } from '../../results/results.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CommandContext } from '../program.ts';
import { openProgress } from '../progress.ts';
import { UsageError } from '../report-error.ts';
import { styleFor, type Terminal } from '../terminal.ts';
import { addScenarioOptions, collect, loadOptions, MOST_WORKERS, type ScenarioFlags, wholeNumber } from './options.ts';

interface CompareFlags extends ScenarioFlags {
  readonly setFirst?: string[];
  readonly setSecond?: string[];
  readonly margin?: string[];
  readonly figure?: string[];
  readonly workers?: number;
  readonly out?: string;
  /** False with --no-report. */
  readonly report: boolean;
  readonly md?: true;
  readonly json?: true;
  readonly quiet?: true;
}

const EXAMPLES = `
Each of the two is a folder that run --out wrote, a scenario file, or the name of a shipped scenario. Scenarios are run now; the second
takes seed and paths of the first, so that both meet the same worlds.

Examples:
  plimsoll compare out/before out/after
  plimsoll compare my.yaml my.yaml --set-second protocol.collateral.ETH.liquidationThreshold=0.83
  plimsoll compare out/before out/after --out out/change
  plimsoll compare out/before out/after --margin badDebtUsd.mean=5000 --margin badDebtUsd.es99=2% --md`;

export function addCompare(program: Command, context: CommandContext): void {
  const command = program
    .command('compare')
    .description('compare two results, or two scenarios on the same tapes, path by path')
    .argument('<first>', 'folder of results, or a scenario')
    .argument('<second>', 'what is compared with it');
  addScenarioOptions(command)
    .option('--set-first <key=value>', 'replace a value of the first scenario only (repeatable)', collect)
    .option('--set-second <key=value>', 'replace a value of the second scenario only (repeatable)', collect)
    .option(
      '--margin <figure=size>',
      'differences up to this size do not matter, e.g. badDebtUsd.mean=5000 or =2% (1%)',
      collect,
    )
    .option('--figure <name>', 'compare this figure instead of the usual ones (repeatable)', collect)
    .option('-w, --workers <n>', 'threads (default: one per core, at most 8)', wholeNumber(1, MOST_WORKERS))
    .option('-o, --out <dir>', 'write comparison.csv, comparison.json and report.html there')
    .option('--no-report', 'leave report.html out')
    .option('--md', 'print Markdown')
    .option('--json', 'print one JSON document')
    .option('-q, --quiet', 'no progress and no notes')
    .addHelpText('after', EXAMPLES)
    .action(async (first: string, second: string, flags: CompareFlags) => {
      context.exitCode = await compare(first, second, flags, context.terminal);
    });
}

async function compare(first: string, second: string, flags: CompareFlags, terminal: Terminal): Promise<ExitCode> {
  const [{ compareResults, USUAL_FIGURES }, { marginsOf }] = await Promise.all([
    import('../../results/compare-results.ts'),
    import('../../results/margins.ts'),
  ]);
  const margins = usable(() => marginsOf(flags.margin ?? []));
  const before = await resultsOf(first, flags.setFirst, flags, terminal);
  const after = await resultsOf(second, flags.setSecond, flags, terminal, before);
  const failed = [before, after].filter(({ failures }) => failures.length > 0);
  for (const results of failed) terminal.stderr.write(`${(await import('../failure-list.ts')).failureList(results)}\n`);
  if (failed.some(({ strategies }) => strategies[0]?.paths.length === 0)) return EXIT.pathsFailed;
  const figures = flags.figure ?? USUAL_FIGURES;
  const comparison = usable(() => compareResults(before, after, figures, margins as ReadonlyMap<string, Margin>));
  if (flags.out !== undefined) await writeFiles(flags.out, comparison, before, after, flags, terminal);
  const { stdout, env } = terminal;
  if (flags.json) stdout.write((await import('../../results/write/json.ts')).jsonText(comparison));
  else {
    const { comparisonMarkdown, comparisonText } = await import('../../results/report/comparison-report.ts');
    stdout.write(flags.md ? comparisonMarkdown(comparison) : `${comparisonText(comparison, styleFor(stdout, env))}\n`);
  }
  return failed.length > 0 ? EXIT.pathsFailed : EXIT.ok;
}

/** Files first: a reader of stdout who leaves early must not cost them. */
async function writeFiles(
  folder: string,
  comparison: ResultsComparison,
  before: Results,
  after: Results,
  { report, quiet }: CompareFlags,
  terminal: Terminal,
): Promise<void> {
  const [{ comparisonDocument }, { writeComparison }, { REPORT_FILE }] = await Promise.all([
    import('../../results/report/comparison-page/comparison-document.ts'),
    import('../../results/write/write-comparison.ts'),
    import('../../results/write/write-results.ts'),
  ]);
  const document = comparisonDocument(comparison, before, after);
  const files = writeComparison(folder, document);
  if (report) {
    const path = join(folder, REPORT_FILE);
    await (await import('../../results/write/write-report.ts')).writeComparisonReport(path, document);
    files.push(path);
  }
  if (!quiet) terminal.stderr.write(`wrote ${files.join(', ')}\n`);
}

/** What cannot be compared is a matter of what was asked, and no fault of the program. */
function usable<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

async function resultsOf(
  name: string,
  set: readonly string[] | undefined,
  flags: CompareFlags,
  terminal: Terminal,
  like?: Results,
): Promise<Results> {
  if (existsSync(join(name, 'manifest.json'))) {
    if (set !== undefined)
      throw new UsageError(`${name} is a folder of results: its settings cannot be changed any more`);
    return (await import('../../results/read-results.ts')).readResults(name);
  }
  const { loadScenario } = await import('../../scenarios/load.ts');
  const options = loadOptions(flags);
  const loaded = await loadScenario(name, {
    ...options,
    overrides: [...(options.overrides ?? []), ...(set ?? [])],
    paths: options.paths ?? like?.manifest.paths,
    seed: options.seed ?? like?.manifest.seed,
  });
  const { run } = loaded.scenario;
  const { simulate } = await import('../simulate.ts');
  const progress = await openProgress(terminal, {
    quiet: flags.quiet === true,
    what: `${loaded.scenario.name}: ${run.paths} paths`,
    total: run.paths,
  });
  const results = await simulate(loaded, { workers: flags.workers, onProgress: (now) => progress.update(now) });
  progress.stop('done');
  return results;
}
