/** `plimsoll frontier`: how far a parameter may go before a limit is broken. */
import { type Command, InvalidArgumentError } from 'commander';
import { type Gate, parseLimit } from '../../scenarios/gates.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CommandContext } from '../program.ts';
import type { Terminal } from '../terminal.ts';
import { addScenarioOptions, collect, MOST_PATHS, MOST_WORKERS, type ScenarioFlags, wholeNumber } from './options.ts';

export interface FrontierFlags extends ScenarioFlags {
  readonly vary: string[];
  readonly limit: Gate;
  readonly grid?: number;
  readonly workers?: number;
  readonly json?: true;
  readonly quiet?: true;
}

const EXAMPLES = `
One --vary: the largest (or smallest) value that keeps the limit, found by bisection on the same tapes: to within 1/128 of the interval.
A key without =from..to is varied from half to twice its value. Two --vary: a table of borrowing power against the limit's figure.
--paths is the most at a value; values far from the frontier are settled on fewer.

Examples:
  plimsoll frontier black-thursday --vary protocol.collateral.ETH.liquidationThreshold=0.6..0.9 --limit 'badDebtUsd.p99 < 0.5%'
  plimsoll frontier my.yaml --vary keepers.0.count=1..40 --limit 'timeToCloseP95Seconds.mean < 600 for asynchronous'
  plimsoll frontier my.yaml --vary protocol.collateral.ETH.liquidationThreshold=0.7..0.9 \\
    --vary protocol.collateral.ETH.liquidationBonus=0.02..0.12 --limit 'badDebtUsd.es99 < 1%'`;

function limit(text: string): Gate {
  const gate = parseLimit(text);
  if (typeof gate === 'string') throw new InvalidArgumentError(gate);
  return gate;
}

export function addFrontier(program: Command, context: CommandContext): void {
  const command = program
    .command('frontier')
    .description('find how far a parameter may go before a limit is broken')
    .argument('<scenario>', 'a YAML or JSON file, or the name of a shipped scenario')
    .requiredOption('--vary <key=from..to>', 'the parameter; two of them give a table', collect)
    .requiredOption('--limit <figure < size>', "as in gates, with the metric first: 'badDebtUsd.p99 < 0.5%'", limit);
  addScenarioOptions(command)
    .option('--grid <n>', 'with two --vary: values of each (default: 5)', wholeNumber(2, 50))
    .option('-w, --workers <n>', 'threads (default: one per core, at most 8)', wholeNumber(1, MOST_WORKERS))
    .option('--json', 'print one JSON document instead of the table')
    .option('-q, --quiet', 'no progress and no notes')
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, flags: FrontierFlags) => {
      context.exitCode = await frontier(scenario, flags, context.terminal);
    });
}

async function frontier(name: string, flags: FrontierFlags, terminal: Terminal): Promise<ExitCode> {
  const { UsageError } = await import('../report-error.ts');
  if (flags.vary.length > 2)
    throw new UsageError('--vary is given at most twice; plimsoll sweep takes more parameters');
  if ((flags.paths ?? MOST_PATHS) < 2) throw new UsageError('a frontier needs at least 2 paths');
  const { findFrontier, findPareto } = await import('../find-frontier.ts');
  try {
    const find = flags.vary.length === 1 ? findFrontier : findPareto;
    return await find(name, flags, terminal);
  } catch (error) {
    if ((error as { name?: unknown }).name !== 'Interrupted') throw error;
    terminal.stderr.write('interrupted: there is no answer yet\n');
    return EXIT.interrupted;
  }
}
