/** `plimsoll trace`: one path again, event by event. */
import { extname } from 'node:path';
import { type Command, Option } from 'commander';
import type { Trace } from '../../results/trace/trace-path.ts';
import { chosenPath, type PathFlags } from '../choose-path.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CommandContext } from '../program.ts';
import { UsageError } from '../report-error.ts';
import { styleFor, type Terminal } from '../terminal.ts';
import { addPathOptions, wholeNumber } from './options.ts';

interface TraceFlags extends PathFlags {
  readonly account?: number;
  readonly keeper?: string;
  readonly out?: string;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  plimsoll trace black-thursday --path 17 --strategy asynchronous
  plimsoll trace black-thursday --select worst --strategy dutch-auction --out worst.html
  plimsoll trace black-thursday --path 17 --strategy asynchronous --account 4312
  plimsoll trace black-thursday --path 17 --strategy asynchronous --keeper professional --json | jq '.events[0]'

A path is named by scenario, settings, seed and number: give the same --set and --seed as for the run. Its figures are
those of the row in paths.csv, to the last bit. With --select the whole run is simulated first, to find the path.`;

export function addTrace(program: Command, context: CommandContext): void {
  const command = program
    .command('trace')
    .description('replay one path of a run and list everything that happened on it')
    .argument('<scenario>', 'a YAML or JSON file, or the name of a shipped scenario');
  addPathOptions(command)
    .option('--account <id>', 'only events of this account (its number in the book)', wholeNumber(0, 2 ** 31))
    .option('--keeper <name>', 'only events of this group of keepers, or of one keeper, e.g. "professional 2"')
    .addOption(
      new Option(
        '-o, --out <file>',
        'write the events to a file, by its name a page to look at (.html), CSV (.csv) or JSON lines (.jsonl)',
      ),
    )
    .option('--json', 'print one JSON document instead of lines of text')
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, flags: TraceFlags) => {
      context.exitCode = await trace(scenario, flags, context.terminal);
    });
}

async function trace(name: string, flags: TraceFlags, terminal: Terminal): Promise<ExitCode> {
  const kind = flags.out === undefined ? undefined : extname(flags.out);
  if (kind !== undefined && !['.html', '.csv', '.jsonl'].includes(kind))
    throw new UsageError(`--out ${flags.out}: name a file that ends in .html, .csv or .jsonl`);
  const { traced } = await chosenPath(name, flags, flags.account, terminal);
  const { filtered } = await import('../../results/trace/trace-text.ts');
  const keepers = traced.keepers;
  if (flags.keeper !== undefined && !keepers.includes(flags.keeper) && !keepers.includes(groupOf(flags.keeper)))
    throw new UsageError(`--keeper ${flags.keeper}: there is no such group; the scenario has ${keepers.join(', ')}`);
  const events = filtered(traced.events, flags);
  if (flags.out !== undefined) {
    const { writeAtomically } = await import('../../results/write/atomic-file.ts');
    writeAtomically(flags.out, await piecesOf(kind, traced, events));
    terminal.stderr.write(`wrote ${events.length} events to ${flags.out}\n`);
  }
  if (flags.json) terminal.stdout.write((await import('../../results/trace/trace-file.ts')).traceJson(traced, events));
  else if (flags.out === undefined) await printText(traced, events, terminal);
  return exitCode(traced, terminal);
}

/** The file's text. A page brings the drawing library with it: that is loaded only where one is asked for. */
async function piecesOf(kind: string | undefined, traced: Trace, events: Trace['events']): Promise<Iterable<string>> {
  if (kind === '.html')
    return [await (await import('../../results/trace/page/trace-page.ts')).tracePage(traced, events)];
  const { traceCsv, traceJsonLines } = await import('../../results/trace/trace-file.ts');
  return kind === '.csv' ? traceCsv(traced, events) : traceJsonLines(traced, events);
}

const groupOf = (keeper: string): string => keeper.replace(/ \d+$/, '');

async function printText(traced: Trace, events: Trace['events'], { stdout, env }: Terminal): Promise<void> {
  const { traceText } = await import('../../results/trace/trace-text.ts');
  for (const piece of traceText(traced, events, styleFor(stdout, env))) stdout.write(piece);
}

/** A path that failed is shown up to there, and said to have failed. */
export function exitCode({ failure, path, strategy }: Trace, { stderr }: Terminal): ExitCode {
  if (failure === undefined) return EXIT.ok;
  stderr.write(`path ${path} fails under ${strategy}: ${failure.message} (${failure.code})\n`);
  return EXIT.pathsFailed;
}
