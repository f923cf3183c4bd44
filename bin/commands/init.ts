/** `plimsoll init`: a commented scenario to start from. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { CommandContext } from '../program.ts';
import { UsageError } from '../report-error.ts';

const USUAL_FILE = 'scenario.yaml';

const EXAMPLES = `
Examples:
  plimsoll init
  plimsoll init crash.yaml && plimsoll run crash.yaml`;

export function addInit(program: Command, context: CommandContext): void {
  program
    .command('init')
    .description('write a commented scenario to start from')
    .argument('[file]', 'where to', USUAL_FILE)
    .option('-f, --force', 'replace the file if it is there')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, { force }: { force?: true }) => {
      const { STARTER } = await import('../../scenarios/starter.ts');
      try {
        await writeFile(file, STARTER, { flag: force ? 'w' : 'wx' });
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EEXIST')
          throw new UsageError(`${file} is there already. Add --force to replace it, or name another file.`);
        throw new UsageError(
          `${file} cannot be written (${code ?? String(error)}). Name a file in a folder that exists.`,
        );
      }
      context.terminal.stdout.write(`wrote ${file}\nnext: plimsoll run ${file}\n`);
    });
}
