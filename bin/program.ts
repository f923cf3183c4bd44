/** The command line: commands, help, and every error as a message and an exit code. */
import { Command, CommanderError } from 'commander';
import { addAttack } from './commands/attack.ts';
import { addBaseline } from './commands/baseline.ts';
import { addCalibrate } from './commands/calibrate.ts';
import { addCompare } from './commands/compare.ts';
import { addExplain } from './commands/explain.ts';
import { addFrontier } from './commands/frontier.ts';
import { addInit } from './commands/init.ts';
import { addList } from './commands/list.ts';
import { addMerge } from './commands/merge.ts';
import { addReport } from './commands/report.ts';
import { addRun } from './commands/run.ts';
import { addSchema } from './commands/schema.ts';
import { addSweep } from './commands/sweep.ts';
import { addTrace } from './commands/trace.ts';
import { addValidate } from './commands/validate.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { reportError } from './report-error.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/** What a command is given; it sets the exit code when it is not 0. */
export interface CommandContext {
  readonly terminal: Terminal;
  exitCode: ExitCode;
}

const EXAMPLES = `
Examples:
  plimsoll run black-thursday --paths 2000 --out out/bt
  plimsoll run my.yaml --set protocol.collateral.ETH.liquidationBonus=0.08
  plimsoll init my.yaml && plimsoll validate my.yaml
  plimsoll list --models

Exit codes: 0 done · 1 a gate or baseline failed · 2 usage, scenario or data · 3 paths failed · 70 bug · 130 interrupted`;

function buildProgram(context: CommandContext): Command {
  const { stdout, stderr } = context.terminal;
  const program = new Command('plimsoll')
    .description(
      'Replays a market crash under different liquidation designs and says how much bad debt each leaves behind.',
    )
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    })
    .showHelpAfterError('Add --help for what is possible.')
    .addHelpText('after', EXAMPLES);
  for (const add of [
    addRun,
    addSweep,
    addMerge,
    addFrontier,
    addCompare,
    addReport,
    addBaseline,
    addValidate,
    addList,
    addInit,
    addSchema,
    addCalibrate,
    addAttack,
    addTrace,
    addExplain,
  ])
    add(program, context);
  return program;
}

/**
 * Runs one command line.
 *
 * @param args what follows the program's name
 * @returns the exit code; nothing is thrown
 */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const context: CommandContext = { terminal, exitCode: EXIT.ok };
  try {
    await buildProgram(context).parseAsync([...args], { from: 'user' });
    return context.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return reportError(error, terminal);
  }
}
