/** `plimsoll attack`: what it costs to push the pool that an oracle reads, and what it brings. */
import type { Command } from 'commander';
import type { CommandContext } from '../program.ts';
import { UsageError } from '../report-error.ts';
import { addScenarioOptions, loadOptions, type ScenarioFlags } from './options.ts';

const EXAMPLES = `
Examples:
  plimsoll attack twap-attack
  plimsoll attack twap-attack --set oracles.TKN.publish.window=5m
  plimsoll attack twap-attack --set attack.hold=1h --set attack.displacement=-0.6 --json

The damage to the protocol is in \`plimsoll run\` of the same scenario.`;

interface AttackFlags extends ScenarioFlags {
  readonly json?: true;
}

export function addAttack(program: Command, context: CommandContext): void {
  const command = program
    .command('attack')
    .description('cost and gain of pushing the pool that an oracle reads (section attack of a scenario)')
    .argument('<scenario>', 'a YAML or JSON file, or the name of a shipped scenario');
  addScenarioOptions(command)
    .option('--json', 'print one JSON document instead of the table')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, flags: AttackFlags) => {
      const { stdout } = context.terminal;
      const { loadScenario } = await import('../../scenarios/load.ts');
      const loaded = await loadScenario(name, loadOptions(flags));
      if (loaded.scenario.attack === undefined) {
        throw new UsageError(`${name} has no attack section; add attack: { asset, at, hold, displacement }`);
      }
      const [{ prepare }, { attackOutcomes }, { attackTable }] = await Promise.all([
        import('../prepare.ts'),
        import('../../results/attack-outcomes.ts'),
        import('../../results/table/attack-table.ts'),
      ]);
      // Finds what a model refuses, and says it as of any scenario.
      await prepare(loaded);
      const outcomes = await attackOutcomes(loaded);
      const { scenario, hash } = loaded;
      if (flags.json) {
        const document = { scenario: scenario.name, hash, seed: scenario.run.seed, attack: scenario.attack, outcomes };
        stdout.write(`${JSON.stringify(document, null, 2)}\n`);
      } else stdout.write(`${attackTable(scenario.title, outcomes)}\n`);
    });
}
