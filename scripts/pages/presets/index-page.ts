/** docs/presets.md: all presets at a glance, as points in the space of choices. */
import type { Preset } from '../../../scenarios/presets.ts';
import { escaped } from '../model-comments.ts';
import { AXES, pointsOf } from './axes.ts';
import type { PresetFacts } from './facts.ts';
import { MADE } from './page.ts';

const INTRO = `A preset is a liquidation design as a point in one space: a choice for each of trigger, size, price, execution and split, and what stands behind them. A strategy
names it, and may replace any choice or change any parameter of it ([add-a-strategy.md](add-a-strategy.md)):

\`\`\`yaml
strategies:
  comet: { preset: compound-v3 }
  bolder: { preset: compound-v3, execution: { storefrontFactor: 0.8 } }
\`\`\`

All presets run on whatever book, oracle, keepers and market a scenario states: what differs between two strategies is the rules. Liquidation thresholds, bonuses and
the waterfall belong to the protocol of the scenario, not to a preset; the last column names what comes nearest to the system itself.
[protocols.yaml](../scenarios/protocols.yaml) compares most of them in one crash. Each has a page of its own, with what is simplified and which way results lean for it.`;

export function presetIndex(presets: readonly { readonly preset: Preset; readonly facts: PresetFacts }[]): string {
  const rows = presets.map(({ preset, facts }) => {
    const points = pointsOf(preset, facts, 'models');
    return `| [${preset.name}](presets/${preset.name}.md) | ${AXES.map((axis) => points[axis].choice).join(' | ')} |`;
  });
  const head = `| preset | ${AXES.join(' | ')} |\n| --- |${' --- |'.repeat(AXES.length)}`;
  const titles = presets.map(({ preset: { name, title } }) => `- [${name}](presets/${name}.md): ${escaped(title)}.`);
  return `${MADE}\n# Presets\n\n${INTRO}\n\n${head}\n${rows.join('\n')}\n\n## In a sentence each\n\n${titles.join('\n')}\n`;
}
