/** `plimsoll validate`: everything that `run` does before the first path. */
import type { Command } from 'commander';
import type { CommandContext } from '../program.ts';
import { styleFor } from '../terminal.ts';
import { addScenarioOptions, loadOptions, type ScenarioFlags } from './options.ts';

const EXAMPLES = `
Examples:
  plimsoll validate my.yaml
  plimsoll validate black-thursday --set run.horizon=48h`;

export function addValidate(program: Command, context: CommandContext): void {
  const command = program
    .command('validate')
    .description('check a scenario and the files it names, without running it')
    .argument('<scenario>', 'a YAML or JSON file, or the name of a shipped scenario');
  addScenarioOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, flags: ScenarioFlags) => {
      const { stdout, stderr, env } = context.terminal;
      const { loadScenario } = await import('../../scenarios/load.ts');
      const [{ prepare }, { jobFacts }] = await Promise.all([
        import('../prepare.ts'),
        import('../../results/batch.ts'),
      ]);
      const loaded = await loadScenario(name, loadOptions(flags));
      const { job } = await prepare(loaded);
      const { scenario, hash, warnings } = loaded;
      const { checkSweepSection } = await import('../../scenarios/sweep/plan.ts');
      const points = scenario.sweep === undefined ? 0 : await checkSweepSection(name, loadOptions(flags));
      const { accounts } = jobFacts(job);
      const counts = [
        many(Object.keys(scenario.market.assets).length, 'asset'),
        many(accounts, 'account'),
        many(scenario.keepers.length, 'group of keepers', 'groups of keepers'),
        many(Object.keys(scenario.strategies).length, 'strategy', 'strategies'),
        many(scenario.run.paths, 'path'),
        ...(points > 0 ? [`a sweep of ${many(points, 'point')}`] : []),
      ];
      for (const warning of warnings) stderr.write(`${styleFor(stderr, env)('warning', `warning: ${warning}`)}\n`);
      stdout.write(`${styleFor(stdout, env)('better', 'ok')}  ${scenario.name}  ${hash}\n    ${counts.join(', ')}\n`);
      const { auctionOutlooks } = await import('../../scenarios/auction-outlook.ts');
      const { outlookText } = await import('../../results/outlook-text.ts');
      stdout.write(outlookText(auctionOutlooks(loaded)));
    });
}

function many(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
