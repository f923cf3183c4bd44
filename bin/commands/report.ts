/** `plimsoll report`: the HTML page of a folder of results. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Chart } from '../../results/report/page/chart.ts';
import { EXIT } from '../exit-codes.ts';
import type { CommandContext } from '../program.ts';
import { UsageError } from '../report-error.ts';
import type { Terminal } from '../terminal.ts';

interface ReportFlags {
  readonly out?: string;
  readonly open?: true;
  readonly chart?: string;
  readonly format?: 'svg' | 'png' | 'csv';
}

const EXAMPLES = `
Examples:
  plimsoll report out/bt
  plimsoll report out/bt --open
  plimsoll report out/bt --out committee.html
  plimsoll report out/bt --chart bad-debt-exceedance --format svg
  plimsoll report out/bt --chart anatomy-worst --out crash.png

The page is one file that needs no network. run, sweep, compare and merge write it too, unless --no-report is given.`;

export function addReport(program: Command, context: CommandContext): void {
  program
    .command('report')
    .description('write the HTML report of a folder of results, of a run, a sweep or a comparison')
    .argument('<results>', 'folder that run, sweep or compare --out wrote')
    .option('-o, --out <file>', 'where to write it (default: report.html in the folder, or <chart>.<format>)')
    .option('--chart <name>', 'write this chart of the page instead, e.g. bad-debt-exceedance')
    .addOption(
      new Option('--format <format>', 'of the chart (default: as --out ends, else svg)').choices(['svg', 'png', 'csv']),
    )
    .option('--open', 'show it in the browser')
    .addHelpText('after', EXAMPLES)
    .action(async (folder: string, flags: ReportFlags) => {
      await report(folder, flags, context.terminal);
      context.exitCode = EXIT.ok;
    });
}

async function report(folder: string, flags: ReportFlags, terminal: Terminal): Promise<void> {
  const [{ REPORT_FILE }, { makeFolder }] = await Promise.all([
    import('../../results/write/write-results.ts'),
    import('../../results/write/make-folder.ts'),
  ]);
  const source = await sourceOf(folder);
  const path = flags.chart === undefined ? (flags.out ?? join(folder, REPORT_FILE)) : chartFile(folder, flags);
  makeFolder(dirname(resolve(path)));
  if (flags.chart === undefined) await source.write(path);
  else await writeNamed(path, flags.chart, source.charts());
  terminal.stdout.write(`${path}\n`);
  if (flags.open) await openInBrowser(path, terminal);
}

/** What has been read, as a page or as the charts on it. */
interface Source {
  write(path: string): Promise<void>;
  charts(): readonly (Chart | undefined)[];
}

/** Beside the page where nobody says; its ending and `--format` must agree. */
function chartFile(folder: string, { chart = '', format, out }: ReportFlags): string {
  if (out === undefined) return join(folder, `${basename(chart)}.${format ?? 'svg'}`);
  const ending = extname(out).slice(1);
  if (format === undefined || format === ending) return out;
  throw new UsageError(`--format ${format}: --out ${out} does not end in .${format}`);
}

async function writeNamed(path: string, name: string, charts: readonly (Chart | undefined)[]): Promise<void> {
  const { CHART_FORMATS, chartName, writeChart } = await import('../../results/write/write-chart.ts');
  const format = CHART_FORMATS.find((one) => path.endsWith(`.${one}`));
  if (format === undefined)
    throw new UsageError(`--out ${path}: name a file that ends in .${CHART_FORMATS.join(', .')}`);
  const known = charts.filter((chart) => chart !== undefined);
  const found = known.find((chart) => [chartName(chart), chart.id, ...(chart.aliases ?? [])].includes(name));
  if (found === undefined)
    throw new UsageError(`--chart ${name}: there is none of that name; there are ${known.map(chartName).join(', ')}`);
  await writeChart(path, found, format);
}

const nothing = (folder: string) =>
  new UsageError(`${folder}: no path finished, so there is nothing to report; run the scenario again`);

/** By the files that a folder holds. */
async function sourceOf(folder: string): Promise<Source> {
  const has = (name: string) => existsSync(join(folder, name));
  if (has('manifest.json')) return runSource(folder);
  if (has('plan.json')) return sweepSource(folder);
  return has('comparison.json') ? comparisonSource(folder) : runSource(folder);
}

async function comparisonSource(folder: string): Promise<Source> {
  const { readComparison } = await import('../../results/report/comparison-page/comparison-document.ts');
  const document = readComparison(folder);
  const [{ writeComparisonReport }, { comparisonCharts }] = await Promise.all([
    import('../../results/write/write-report.ts'),
    import('../../results/report/comparison-page/comparison-page.ts'),
  ]);
  return { write: (path) => writeComparisonReport(path, document), charts: () => comparisonCharts(document) };
}

async function sweepSource(folder: string): Promise<Source> {
  const summary = (await import('../../results/points/read-sweep.ts')).readSweepSummary(folder);
  if (summary.points.every(({ strategies }) => (strategies[0]?.paths ?? 0) === 0)) throw nothing(folder);
  const [{ writeSweepReport }, { sweepCharts }] = await Promise.all([
    import('../../results/write/write-report.ts'),
    import('../../results/report/sweep-page/sweep-page.ts'),
  ]);
  return { write: (path) => writeSweepReport(path, summary), charts: () => sweepCharts(summary) };
}

async function runSource(folder: string): Promise<Source> {
  const [{ readResults }, { summarise }, { readBookFacts }, { readAnatomy }, { restoredAnatomy }] = await Promise.all([
    import('../../results/read-results.ts'),
    import('../../results/summarise.ts'),
    import('../../results/book-facts.ts'),
    import('../../results/anatomy/anatomy.ts'),
    import('../draw-anatomy.ts'),
  ]);
  const results = readResults(folder);
  if (results.strategies.every(({ paths }) => paths.length === 0)) throw nothing(folder);
  const [{ writeReport }, { runCharts }] = await Promise.all([
    import('../../results/write/write-report.ts'),
    import('../../results/report/page/run-charts.ts'),
  ]);
  const anatomy = readAnatomy(folder) ?? (await restoredAnatomy(results, folder, false));
  const book = readBookFacts(folder);
  const input = { results, summary: summarise(results), book, anatomy };
  return { write: (path) => writeReport(path, input), charts: () => runCharts(input) };
}

/** By the system's own opener, without a shell; where there is none, the path has been printed all the same. */
async function openInBrowser(path: string, terminal: Terminal): Promise<void> {
  const [command, ...first] = OPENERS[process.platform] ?? ['xdg-open'];
  await new Promise<void>((done) => {
    const child = spawn(command as string, [...first, resolve(path)], { stdio: 'ignore', detached: true });
    child.on('error', () => {
      terminal.stderr.write(`no browser could be started (${command}): open the file yourself\n`);
      done();
    });
    child.on('spawn', () => {
      child.unref();
      done();
    });
  });
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
};
