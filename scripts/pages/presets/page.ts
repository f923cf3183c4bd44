/** One page per preset, as Markdown. */
import { STRATEGY_CHOICES } from '../../../models/liquidation/choices.ts';
import type { Preset } from '../../../scenarios/presets.ts';
import { escaped } from '../model-comments.ts';
import { axisRows } from './axes.ts';
import type { PresetFacts } from './facts.ts';
import { withLinks } from './links.ts';
import type { PresetParameter } from './parameters.ts';
import type { PresetUse } from './uses.ts';
import { flow, yamlText } from './yaml-text.ts';

export interface PresetPageFacts {
  readonly preset: Preset;
  readonly facts: PresetFacts;
  readonly parameters: readonly PresetParameter[];
  /** Best first, at least one. */
  readonly uses: readonly PresetUse[];
  /** What it says to each setting that it refuses. */
  readonly refusals: readonly { readonly setting: string; readonly message: string }[];
  readonly vectors: readonly (readonly [mechanism: string, count: number])[];
  /** Of the panels of its picture; none where there is no picture. */
  readonly captions: readonly string[];
}

export const MADE = '<!-- Made by `npm run docs:models` from scenarios/presets/. Do not edit. -->\n';

export function presetPage(page: PresetPageFacts): string {
  const { preset, facts, captions } = page;
  const parts = [
    `# ${preset.name}`,
    `${escaped(preset.title)}.`,
    `## What it is\n\n${escaped(facts.what)}`,
    `## Its point in the space\n\n${table(['choice', 'model', ''], axisRows(preset, facts, '../models'))}`,
    ...(captions.length === 0 ? [] : [picture(preset.name, captions)]),
    `## Parameters\n\n${parameterTable(page)}`,
    `Sources:\n\n${preset.sources.length === 0 ? '- ours: it stands for no protocol' : preset.sources.map((source) => `- ${withLinks(escaped(source))}`).join('\n')}`,
    `## What is simplified\n\n${simplified(preset, facts)}`,
    `## In a scenario\n\n${inScenario(page)}`,
    `## What holds it\n\n${vectorsText(page)}`,
    `[All presets](../presets.md) · [scenarios/presets/${preset.name}.yaml](../../scenarios/presets/${preset.name}.yaml)`,
  ];
  return `${MADE}\n${parts.join('\n\n')}\n`;
}

const picture = (name: string, captions: readonly string[]): string => {
  const text = `${captions.join('. ')}.`;
  return `![${escaped(text)}](${name}.svg)\n\n${escaped(text)}`;
};

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function parameterTable({ parameters, facts }: PresetPageFacts): string {
  const rows = parameters.map(({ key, value, meaning, origin }) => {
    const shown = Array.isArray(value) ? `${value.length}, see below` : `\`${flow(value)}\``;
    return [`\`${key}\``, shown, escaped(meaning), withLinks(escaped(origin ?? ''))];
  });
  rows.push([
    'of the collateral',
    `\`${flow(facts.terms)}\``,
    'as `protocol.collateral` takes it, e.g.',
    withLinks(escaped(facts.origins.terms ?? '')),
  ]);
  return table(['parameter', 'value', 'meaning and unit', 'source'], rows);
}

function simplified({ misleads }: Preset, facts: PresetFacts): string {
  const list = facts.simplified.map((one) => `- ${escaped(one)}`).join('\n');
  return misleads === undefined ? list : `${list}\n\n> **Misleads** ${escaped(misleads)}.`;
}

function inScenario({ preset, facts, uses, refusals }: PresetPageFacts): string {
  const [use] = uses as [PresetUse];
  const changed = use.isChanged ? ' (with parameters changed to suit its book)' : '';
  const protocol = { collateral: { ETH: facts.terms }, waterfall: facts.waterfall };
  const choices = Object.fromEntries(
    STRATEGY_CHOICES.flatMap((choice) => (preset[choice] ? [[choice, preset[choice]]] : [])),
  );
  return [
    escaped(facts.book),
    `\`\`\`yaml\nstrategies:\n  ${preset.name}: { preset: ${preset.name} }\n\n# What comes nearest to the system itself; sizes in USD are yours to set.\n${yamlText({ protocol })}\n\`\`\``,
    `Written out, to change any of it:\n\n\`\`\`yaml\n${yamlText({ strategies: { mine: choices } })}\n\`\`\``,
    `A shipped scenario that runs it${changed}:\n\n\`\`\`sh\nnpx plimsoll run ${use.scenario} --strategies ${use.strategy}\n\`\`\``,
    ...(uses.length > 1 ? [`Also in ${others(uses.slice(1))}.`] : []),
    refusalText(refusals),
  ].join('\n\n');
}

function others(uses: readonly PresetUse[]): string {
  return [...new Set(uses.map(({ scenario }) => scenario))]
    .map((scenario) => `[${scenario}](../../scenarios/${scenario}.yaml)`)
    .join(', ');
}

function refusalText(refusals: PresetPageFacts['refusals']): string {
  if (refusals.length === 0) return 'It refuses no book; what does not suit it shows in the results.';
  const blocks = refusals.map(({ setting, message }) => `\`\`\`text\n--set ${setting}\n${message}\n\`\`\``);
  return `What does not suit it is said before anything runs (an error ends it with exit code 2):\n\n${blocks.join('\n\n')}`;
}

function vectorsText({ vectors, facts }: PresetPageFacts): string {
  const sum = vectors.reduce((total, [, count]) => total + count, 0);
  const note = facts.held === undefined ? [] : [escaped(facts.held)];
  if (sum === 0) return note.join('');
  const rows = vectors.map(([mechanism, count]) => [`\`${mechanism}\``, String(count)]);
  const calls = facts.vectors.map((prefix) => `npm run conformance -- --mechanism ${prefix}`);
  return [
    `${sum} golden vectors of the repository, out of the systems' own tests or closed forms, run through the code that the simulator runs:`,
    `\`\`\`sh\n${calls.join('\n')}\n\`\`\``,
    table(['mechanism', 'vectors'], rows),
    ...note,
    'What a double cannot meet is listed with its reason in [listed.json](../../test/conformance/listed.json).',
  ].join('\n\n');
}
