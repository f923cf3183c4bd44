/** Where a preset stands in the space of choices: one row for each axis, with links to the models. */
import type { Preset } from '../../../scenarios/presets.ts';
import { escaped } from '../model-comments.ts';
import type { PresetFacts } from './facts.ts';

export const AXES = ['trigger', 'size', 'price', 'execution', 'counterparty', 'split', 'waterfall'] as const;
type Axis = (typeof AXES)[number];

export interface Point {
  /** The model, with a link; or words. */
  readonly choice: string;
  /** More of it; empty where there is no more. */
  readonly more: string;
}

/** @param models the folder of the model pages, seen from the page */
export function pointsOf(preset: Preset, facts: PresetFacts, models: string): Record<Axis, Point> {
  const link = (family: string, model: unknown): string =>
    `[${String(model)}](${models}/${family}/${String(model)}.md)`;
  const model = (choice: 'trigger' | 'size' | 'execution'): Point => ({
    choice: link(choice, preset[choice]?.model),
    more: '',
  });
  const waterfall = facts.waterfall.map((step) => link('absorber', step.model)).join(', then ');
  return {
    trigger: { ...model('trigger'), more: `health factor ${String(preset.trigger?.healthFactor)}` },
    size: model('size'),
    price: priceOf(preset, link),
    execution: model('execution'),
    counterparty: { choice: escaped(facts.counterparty), more: '' },
    split:
      preset.split === undefined
        ? { choice: 'as the collateral says', more: '`protocolFee` of the bonus to the protocol' }
        : { choice: link('split', preset.split.model), more: '' },
    waterfall: { choice: waterfall, more: `stands in the scenario. In the system: ${escaped(facts.shortfall)}` },
  };
}

/** What sets the price: the discount, the curve of the auction, or the execution itself. */
function priceOf({ discount, execution }: Preset, link: (family: string, model: unknown) => string): Point {
  if (discount?.model !== 'none') return { choice: link('discount', discount?.model), more: '' };
  const { curve } = (execution ?? {}) as { readonly curve?: { readonly model: string } };
  if (curve !== undefined) return { choice: link('curve', curve.model), more: 'of the auction' };
  return { choice: `by ${link('execution', execution?.model)}`, more: 'the execution has a price of its own' };
}

export function axisRows(preset: Preset, facts: PresetFacts, models: string): string[][] {
  const points = pointsOf(preset, facts, models);
  return AXES.map((axis) => [axis, points[axis].choice, points[axis].more]);
}
