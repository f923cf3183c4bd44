/** `plimsoll merge`: join the shards of a run or of a sweep. */
import type { Command } from 'commander';
import { addReportOptions } from '../check-reports.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CommandContext } from '../program.ts';
import { type PublishFlags, publish } from '../publish.ts';
import { UsageError } from '../report-error.ts';
import type { Terminal } from '../terminal.ts';

interface MergeFlags extends PublishFlags {
  readonly out: string;
  readonly csv?: true;
  /** False with --no-report. */
  readonly report: boolean;
  readonly allowPlugins?: true;
}

const EXAMPLES = `
Every shard has to be there once and be finished, and all must be of the same run: the same version, scenario, seed, number of paths and
math library. The files are then, byte for byte, those of a run on one machine.

Examples:
  plimsoll run black-thursday --paths 8000 --shard 0/2 --out out/part-0
  plimsoll run black-thursday --paths 8000 --shard 1/2 --out out/part-1
  plimsoll merge out/part-0 out/part-1 --out out/black-thursday`;

export function addMerge(program: Command, context: CommandContext): void {
  const command = program
    .command('merge')
    .description('join the shards of a run or a sweep, as if one machine had run it')
    .argument('<folders...>', 'folders that run or sweep --shard --out wrote')
    .requiredOption('-o, --out <dir>', 'write the results there')
    .option('--csv', 'of a sweep: write the rows as paths.csv too')
    .option('--no-report', 'leave report.html out')
    .option('--allow-plugins', 'run the code of models that the shards name by file, to draw single paths')
    .option('--json', 'print one JSON document instead of the table')
    .option('-q, --quiet', 'no notes');
  addReportOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (folders: string[], flags: MergeFlags) => {
      context.exitCode = await merge(folders, flags, context.terminal);
    });
}

async function merge(folders: readonly string[], flags: MergeFlags, terminal: Terminal): Promise<ExitCode> {
  const [{ readHead }, { isSweep }] = await Promise.all([
    import('../../results/store/journal.ts'),
    import('../../results/store/plan.ts'),
  ]);
  const head = readHead(folders[0] as string);
  return head && isSweep(head.plan) ? mergeSweep(folders, flags, terminal) : mergeRun(folders, flags, terminal);
}

async function mergeSweep(folders: readonly string[], flags: MergeFlags, terminal: Terminal): Promise<ExitCode> {
  for (const name of ['junit', 'markdown', 'strict'] as const) {
    if (flags[name] !== undefined)
      throw new UsageError(`--${name}: these are shards of a sweep; it is for the gates of a run`);
  }
  const [{ joinSweep }, { ClaimedFolder }, { writePlan }, { publishSweep }] = await Promise.all([
    import('../../results/points/join-sweep.ts'),
    import('../../results/store/claimed-folder.ts'),
    import('../../results/points/write-sweep.ts'),
    import('../publish-sweep.ts'),
  ]);
  const claimed = ClaimedFolder.claim('sweep', flags.out, 'new');
  try {
    const rows = joinSweep(folders);
    try {
      writePlan(flags.out, rows.plan);
      const note = (text: string) => void (flags.quiet ?? terminal.stderr.write(`${text}\n`));
      note(`joined ${folders.length} shards`);
      return await publishSweep(rows, flags, terminal, note);
    } finally {
      rows.close();
    }
  } finally {
    claimed.release();
  }
}

async function mergeRun(folders: readonly string[], flags: MergeFlags, terminal: Terminal): Promise<ExitCode> {
  if (flags.csv) throw new UsageError('--csv: these are shards of a run, whose rows are written as paths.csv anyway');
  const [{ joinShards }, { RunFolder }, { summarise }, { writeFolder }, { readBookFacts }, { restoredAnatomy }] =
    await Promise.all([
      import('../../results/store/join-shards.ts'),
      import('../../results/store/run-folder.ts'),
      import('../../results/summarise.ts'),
      import('../write-folder.ts'),
      import('../../results/book-facts.ts'),
      import('../draw-anatomy.ts'),
    ]);
  const store = RunFolder.open(flags.out, 'new');
  try {
    const results = joinShards(folders);
    const summary = summarise(results);
    const first = folders[0] as string;
    const files = await writeFolder(flags.out, {
      results,
      summary,
      book: readBookFacts(first),
      anatomy: flags.report ? await restoredAnatomy(results, first, flags.allowPlugins === true) : undefined,
      withReport: flags.report,
    });
    if (!flags.quiet) terminal.stderr.write(`joined ${folders.length} shards; wrote ${files.join(', ')}\n`);
    const code = await publish(summary, flags, terminal);
    if (results.failures.length === 0) return code;
    terminal.stderr.write(`${(await import('../failure-list.ts')).failureList(results)}\n`);
    return EXIT.pathsFailed;
  } finally {
    store.close();
  }
}
