/** `plimsoll schema`: the JSON Schema of a scenario, for editors. */
import type { Command } from 'commander';
import type { CommandContext } from '../program.ts';

const EXAMPLES = `
Examples:
  plimsoll schema > scenario.schema.json
  and as the first line of a scenario:
  # yaml-language-server: $schema=./scenario.schema.json`;

export function addSchema(program: Command, context: CommandContext): void {
  program
    .command('schema')
    .description('print the JSON Schema of scenarios, for completion in editors')
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      const { builtIn } = await import('../../models/catalogue.ts');
      const { jsonSchemaText } = await import('../../scenarios/json-schema.ts');
      context.terminal.stdout.write(jsonSchemaText(builtIn()));
    });
}
