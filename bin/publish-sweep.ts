/** Shows what a sweep says and writes its files: for `sweep`, and for `merge` of its shards. */
import { join } from 'node:path';
import type { SweepRows, SweepSummary } from '../results/points/sweep-results.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { styleFor, type Terminal, widthOf } from './terminal.ts';

export interface SweepOutput {
  readonly out?: string;
  readonly csv?: true;
  /** False with --no-report. */
  readonly report: boolean;
  readonly json?: true;
}

/** Files first: a reader of stdout who leaves early must not cost them. */
export async function publishSweep(
  rows: SweepRows,
  flags: SweepOutput,
  terminal: Terminal,
  note: (text: string) => void,
): Promise<ExitCode> {
  const { summariseSweep } = await import('../results/points/sweep-results.ts');
  const summary = summariseSweep(rows);
  if (flags.out !== undefined) {
    const { writeSweep } = await import('../results/points/write-sweep.ts');
    const files = await writeSweep(flags.out, rows, summary, flags.csv === true);
    const page = flags.report ? await writePage(flags.out, summary) : [];
    note(`wrote ${[...files, ...page].join(', ')}`);
  }
  await show(summary, flags, terminal);
  const failed = failedPoints(summary);
  if (failed.length > 0) {
    const { failureList } = await import('./failure-list.ts');
    const [{ point }] = failed as [(typeof failed)[number]];
    terminal.stderr.write(
      `${failed.length} of ${summary.points.length} points have paths that failed; point ${point}:\n`,
    );
    terminal.stderr.write(`${failureList(rows.read(point))}\n`);
  }
  return exitCode(summary);
}

/** Of what finished; nothing where no path did. */
async function writePage(folder: string, summary: SweepSummary): Promise<string[]> {
  if (summary.points.every(({ strategies }) => (strategies[0]?.paths ?? 0) === 0)) return [];
  const [{ writeSweepReport }, { REPORT_FILE }] = await Promise.all([
    import('../results/write/write-report.ts'),
    import('../results/write/write-results.ts'),
  ]);
  const path = join(folder, REPORT_FILE);
  await writeSweepReport(path, summary);
  return [path];
}

/** A sweep that was finished before: its summary is all there is. */
export async function publishFinished(
  summary: SweepSummary,
  flags: SweepOutput,
  terminal: Terminal,
): Promise<ExitCode> {
  await show(summary, flags, terminal);
  const failed = failedPoints(summary);
  if (failed.length > 0) {
    terminal.stderr.write(
      `${failed.length} of ${summary.points.length} points have paths that failed: failures.csv of --out has them\n`,
    );
  }
  return exitCode(summary);
}

async function show(summary: SweepSummary, flags: SweepOutput, { stdout, env }: Terminal): Promise<void> {
  if (flags.json) {
    for (const piece of (await import('../results/write/json.ts')).jsonPieces(summary)) stdout.write(piece);
    return;
  }
  const { sweepTable } = await import('../results/points/sweep-table.ts');
  stdout.write(`${sweepTable(summary, widthOf(stdout), styleFor(stdout, env))}\n`);
}

const failedPoints = ({ points }: SweepSummary) => points.filter(({ failedPaths }) => failedPaths.length > 0);

function exitCode(summary: SweepSummary): ExitCode {
  if (summary.partial) return EXIT.interrupted;
  if (failedPoints(summary).length > 0) return EXIT.pathsFailed;
  const gates = summary.points.flatMap((one) => one.gates ?? []);
  return gates.some(({ outcome }) => outcome === 'fail') ? EXIT.gateFailed : EXIT.ok;
}
