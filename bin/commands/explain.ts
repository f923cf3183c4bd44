/** `plimsoll explain`: the life of one account on one path, in sentences. */
import type { Command } from 'commander';
import { chosenPath, type PathFlags } from '../choose-path.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { CommandContext } from '../program.ts';
import { styleFor, type Terminal } from '../terminal.ts';
import { addPathOptions, wholeNumber } from './options.ts';
import { exitCode } from './trace.ts';

interface ExplainFlags extends PathFlags {
  readonly account: number;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  plimsoll explain black-thursday --path 17 --strategy asynchronous --account 4312
  plimsoll explain black-thursday --select worst --strategy dutch-auction --account 4312 --json

Accounts are numbered from 0 in the order of the book; \`plimsoll trace\` shows who was due on a path.`;

export function addExplain(program: Command, context: CommandContext): void {
  const command = program
    .command('explain')
    .description('say what became of one account on one path, and why')
    .argument('<scenario>', 'a YAML or JSON file, or the name of a shipped scenario');
  addPathOptions(command)
    .requiredOption('--account <id>', 'number of the account in the book, from 0', wholeNumber(0, 2 ** 31))
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, flags: ExplainFlags) => {
      context.exitCode = await explain(scenario, flags, context.terminal);
    });
}

async function explain(name: string, flags: ExplainFlags, terminal: Terminal): Promise<ExitCode> {
  const { traced } = await chosenPath(name, flags, flags.account, terminal);
  const [{ explainAccount }, { clock }, { jsonText }] = await Promise.all([
    import('../../results/trace/explain-account.ts'),
    import('../../results/trace/clock.ts'),
    import('../../results/write/json.ts'),
  ]);
  const { scenario, seed, path, strategy } = traced;
  const sentences = traced.account === undefined ? [] : explainAccount(traced);
  if (flags.json) {
    terminal.stdout.write(jsonText({ scenario, seed, path, strategy, account: traced.account ?? null, sentences }));
    return exitCode(traced, terminal);
  }
  const style = styleFor(terminal.stdout, terminal.env);
  terminal.stdout.write(`${style('title', `${scenario.title} · path ${path} of seed ${seed} · ${strategy}`)}\n`);
  for (const { timeMillis, text } of sentences) {
    const time = timeMillis === null ? 'at the end' : clock(timeMillis);
    terminal.stdout.write(`${style('note', time.padStart(12))}  ${text}\n`);
  }
  return exitCode(traced, terminal);
}
