/** Shows what a sweep says and writes its files: for `sweep`, and for `merge` of its shards. */
import type { SweepRows, SweepSummary } from '../results/points/sweep-results.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { styleFor, type Terminal, widthOf } from './terminal.ts';

export interface SweepOutput {
  readonly out?: string;
  readonly csv?: true;
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
    note(`wrote ${(await writeSweep(flags.out, rows, summary, flags.csv === true)).join(', ')}`);
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
