/** The page of the presets: what each is, its point in the space of choices, where its parameters come from, what is simplified. */
import { stringify } from 'yaml';
import { STRATEGY_CHOICES } from '../../models/liquidation/choices.ts';
import type { Preset } from '../../scenarios/presets.ts';
import { escaped } from './model-comments.ts';

const MADE = '<!-- Made by `npm run docs:models` from scenarios/presets/. Do not edit. -->\n';

const INTRO = `A preset is a liquidation design as a point in one space: a choice for each of trigger, size, discount, execution and split. A strategy names it,
and may replace any choice or change any parameter of it ([add-a-strategy.md](add-a-strategy.md)):

\`\`\`yaml
strategies:
  comet: { preset: compound-v3 }
  bolder: { preset: compound-v3, execution: { storefrontFactor: 0.8 } }
\`\`\`

All presets run on whatever book, oracle, keepers and market a scenario states: what differs between two strategies is the rules. Liquidation thresholds, bonuses and
the waterfall belong to the protocol of the scenario, not to a preset. [protocols.yaml](../scenarios/protocols.yaml) compares most of them in one crash.`;

export function presetPage(presets: readonly Preset[]): string {
  const rows = presets.map((preset) => {
    const cells = STRATEGY_CHOICES.map((choice) => linked(choice, preset[choice]?.model));
    return `| [${preset.name}](#${preset.name}) | ${cells.join(' | ')} |`;
  });
  const head = `| preset | ${STRATEGY_CHOICES.join(' | ')} |\n| --- |${' --- |'.repeat(STRATEGY_CHOICES.length)}`;
  return `${MADE}\n# Presets\n\n${INTRO}\n\n${head}\n${rows.join('\n')}\n\n${presets.map(section).join('\n\n')}\n`;
}

function section({ name, title, sources, misleads, ...choices }: Preset): string {
  const points = STRATEGY_CHOICES.filter((choice) => choices[choice] !== undefined).map(
    (choice) => `- ${choice}: ${linked(choice, choices[choice]?.model)}${parametersOf(choices[choice] ?? {})}`,
  );
  return [
    `## ${name}`,
    `${escaped(title)}.`,
    points.join('\n'),
    ...(misleads === undefined ? [] : [`> **Misleads** ${escaped(misleads)}.`]),
    ...(sources.length === 0 ? [] : [`Sources:\n\n${sources.map((source) => `- ${escaped(source)}`).join('\n')}`]),
  ].join('\n\n');
}

const linked = (choice: string, model: unknown): string =>
  typeof model === 'string' ? `[${model}](models/${choice}/${model}.md)` : 'as the collateral says';

function parametersOf({ model, ...parameters }: Readonly<Record<string, unknown>>): string {
  if (Object.keys(parameters).length === 0) return '';
  const text = stringify(parameters, { collectionStyle: 'flow', flowCollectionPadding: true, lineWidth: 0 }).trim();
  return `, \`${text}\``;
}
