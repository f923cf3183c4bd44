/** `plimsoll report`: the HTML page of a folder of results. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import type { CommandContext } from '../program.ts';
import { UsageError } from '../report-error.ts';
import type { Terminal } from '../terminal.ts';

interface ReportFlags {
  readonly out?: string;
  readonly open?: true;
}

const EXAMPLES = `
Examples:
  plimsoll report out/bt
  plimsoll report out/bt --open
  plimsoll report out/bt --out committee.html

The page is one file that needs no network. run, sweep, compare and merge write it too, unless --no-report is given.`;

export function addReport(program: Command, context: CommandContext): void {
  program
    .command('report')
    .description('write the HTML report of a folder of results, of a run, a sweep or a comparison')
    .argument('<results>', 'folder that run, sweep or compare --out wrote')
    .option('-o, --out <file>', 'where to write the page (default: report.html in the folder)')
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
  const write = await writerOf(folder);
  const path = flags.out ?? join(folder, REPORT_FILE);
  makeFolder(dirname(resolve(path)));
  await write(path);
  terminal.stdout.write(`${path}\n`);
  if (flags.open) await openInBrowser(path, terminal);
}

/** Writes the page of what has been read. */
type Writer = (path: string) => Promise<void>;

const nothing = (folder: string) =>
  new UsageError(`${folder}: no path finished, so there is nothing to report; run the scenario again`);

/** By the files that a folder holds. */
async function writerOf(folder: string): Promise<Writer> {
  const has = (name: string) => existsSync(join(folder, name));
  if (has('manifest.json')) return runWriter(folder);
  if (has('plan.json')) return sweepWriter(folder);
  return has('comparison.json') ? comparisonWriter(folder) : runWriter(folder);
}

async function comparisonWriter(folder: string): Promise<Writer> {
  const { readComparison } = await import('../../results/report/comparison-page/comparison-document.ts');
  const document = readComparison(folder);
  const { writeComparisonReport } = await import('../../results/write/write-report.ts');
  return (path) => writeComparisonReport(path, document);
}

async function sweepWriter(folder: string): Promise<Writer> {
  const summary = (await import('../../results/points/read-sweep.ts')).readSweepSummary(folder);
  if (summary.points.every(({ strategies }) => (strategies[0]?.paths ?? 0) === 0)) throw nothing(folder);
  const { writeSweepReport } = await import('../../results/write/write-report.ts');
  return (path) => writeSweepReport(path, summary);
}

async function runWriter(folder: string): Promise<Writer> {
  const [{ readResults }, { summarise }, { readBookFacts }, { readAnatomy }, { restoredAnatomy }] = await Promise.all([
    import('../../results/read-results.ts'),
    import('../../results/summarise.ts'),
    import('../../results/book-facts.ts'),
    import('../../results/anatomy/anatomy.ts'),
    import('../draw-anatomy.ts'),
  ]);
  const results = readResults(folder);
  if (results.strategies.every(({ paths }) => paths.length === 0)) throw nothing(folder);
  const { writeReport } = await import('../../results/write/write-report.ts');
  const anatomy = readAnatomy(folder) ?? (await restoredAnatomy(results, folder, false));
  const book = readBookFacts(folder);
  return (path) => writeReport(path, { results, summary: summarise(results), book, anatomy });
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
