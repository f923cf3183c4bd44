/** `plimsoll list`: the shipped scenarios, and every model that a scenario can name. */
import type { Command } from 'commander';
import { STRATEGY_CHOICES } from '../../models/liquidation/choices.ts';
import type { Style } from '../../results/table/style.ts';
import type { ModelDescription, ParameterDescription } from '../../scenarios/describe-models.ts';
import type { Preset } from '../../scenarios/presets.ts';
import type { ShippedScenario } from '../../scenarios/shipped.ts';
import type { CommandContext } from '../program.ts';
import { styleFor } from '../terminal.ts';

interface ListFlags {
  readonly scenarios?: true;
  readonly models?: true;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  plimsoll list
  plimsoll list --scenarios
  plimsoll list --models --json`;

export function addList(program: Command, context: CommandContext): void {
  program
    .command('list')
    .description('list the shipped scenarios and every model with its parameters')
    .option('--scenarios', 'only the scenarios')
    .option('--models', 'only the models')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: ListFlags) => {
      const { stdout, env } = context.terminal;
      const [{ shippedScenarios }, { shippedPresets }, { describeModels }, { builtIn }] = await Promise.all([
        import('../../scenarios/shipped.ts'),
        import('../../scenarios/presets.ts'),
        import('../../scenarios/describe-models.ts'),
        import('../../models/catalogue.ts'),
      ]);
      const scenarios = flags.models && !flags.scenarios ? undefined : await shippedScenarios();
      const presets = flags.scenarios && !flags.models ? undefined : await shippedPresets();
      const models = flags.scenarios && !flags.models ? undefined : describeModels(builtIn());
      if (flags.json) {
        const named = scenarios?.map(({ name, title, severity }) => ({ name, title, severity }));
        stdout.write(`${JSON.stringify({ scenarios: named, presets, models }, null, 2)}\n`);
        return;
      }
      const style = styleFor(stdout, env);
      const blocks: string[] = [];
      if (scenarios !== undefined) blocks.push(scenarioBlock(scenarios, style));
      if (presets !== undefined) blocks.push(presetBlock(presets, style));
      if (models !== undefined) blocks.push(...familyBlocks(models, style));
      stdout.write(`${blocks.join('\n\n')}\n`);
    });
}

function scenarioBlock(scenarios: readonly ShippedScenario[], style: Style): string {
  const nameWidth = Math.max(0, ...scenarios.map(({ name }) => name.length));
  const severityWidth = Math.max(0, ...scenarios.map(({ severity }) => severity?.length ?? 0));
  const lines = scenarios.map(({ name, severity, title }) => {
    return `  ${style('strategy', name.padEnd(nameWidth))}  ${(severity ?? '').padEnd(severityWidth)}  ${title}`;
  });
  return [style('title', 'Scenarios'), ...lines].join('\n');
}

function presetBlock(presets: readonly Preset[], style: Style): string {
  const lines = presets.map(({ name, title, misleads, ...preset }) => {
    const choices = STRATEGY_CHOICES.flatMap((choice) => {
      const { model, ...parameters } = preset[choice] ?? { model: '' };
      if (model === '') return [];
      const stated = Object.entries(parameters).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
      return [`      ${choice.padEnd(9)}  ${[model, ...stated].join(', ')}`];
    });
    if (misleads !== undefined) choices.push(style('note', `      misleads ${misleads}`));
    return [`  ${style('strategy', name)}  ${title}`, ...choices].join('\n');
  });
  return [style('title', 'Strategies (presets)'), ...lines].join('\n');
}

function familyBlocks(models: readonly ModelDescription[], style: Style): string[] {
  return [...new Set(models.map(({ family }) => family))].map((family) => {
    const members = models.filter((model) => model.family === family).map((model) => modelLines(model, style));
    return [style('title', `Models: ${family}`), ...members].join('\n');
  });
}

function modelLines({ name, title, misleads, parameters }: ModelDescription, style: Style): string {
  const width = Math.max(0, ...parameters.map((parameter) => parameter.name.length));
  const lines = parameters.map(
    (parameter) => `      ${parameter.name.padEnd(width)}  ${parameterText(parameter, style)}`,
  );
  if (misleads !== undefined) lines.push(style('note', `      misleads ${misleads}`));
  return [`  ${style('strategy', name)}  ${title}`, ...lines].join('\n');
}

function parameterText({ meaning, accepts, required, default: fallback }: ParameterDescription, style: Style): string {
  const short = accepts.startsWith('a duration') ? 'a duration' : accepts;
  // "a number" after what it means says nothing new.
  const isPlain = meaning === accepts || short === 'a number' || short === 'a text' || meaning.startsWith('duration');
  const what = isPlain ? meaning : `${meaning}; ${short}`;
  const need = required ? 'required' : fallback === undefined ? 'optional' : `default ${JSON.stringify(fallback)}`;
  return `${what}  ${style('note', `[${need}]`)}`;
}
