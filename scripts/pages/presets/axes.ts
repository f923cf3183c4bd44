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

/** Executions that take what is due by a rule of their own, whatever the size rule says. */
const OWN_SIZE = ['bands', 'english-auction', 'penalty-pool', 'pooled', 'stability-pool', 'storefront'];
/** Executions in which nothing is left for a split between liquidator and protocol. */
const OWN_SPLIT = [...OWN_SIZE, 'auction', 'batch-auction', 'internal-pool', 'synchronous'];

type Link = (family: string, model: unknown) => string;

/** @param models the folder of the model pages, seen from the page */
export function pointsOf(preset: Preset, facts: PresetFacts, models: string): Record<Axis, Point> {
  const link: Link = (family, model) => `[${String(model)}](${models}/${family}/${String(model)}.md)`;
  const model = (choice: 'trigger' | 'execution'): Point => ({ choice: link(choice, preset[choice]?.model), more: '' });
  const execution = preset.execution?.model as string;
  const waterfall = facts.waterfall.map((step) => link('absorber', step.model)).join(', then ');
  return {
    trigger: { ...model('trigger'), more: `health factor ${String(preset.trigger?.healthFactor)}` },
    size: OWN_SIZE.includes(execution)
      ? { choice: `by ${link('execution', execution)}`, more: 'the execution has a size of its own' }
      : { choice: link('size', preset.size?.model), more: '' },
    price: priceOf(preset, link),
    execution: model('execution'),
    counterparty: { choice: escaped(facts.counterparty), more: '' },
    split: splitOf(preset, link),
    waterfall: { choice: waterfall, more: `stands in the scenario. In the system: ${escaped(facts.shortfall)}` },
  };
}

function splitOf({ split, execution }: Preset, link: Link): Point {
  if (OWN_SPLIT.includes(execution?.model as string)) return { choice: '–', more: 'has no say with this execution' };
  if (split !== undefined) return { choice: link('split', split.model), more: '' };
  return { choice: 'as the collateral says', more: '`protocolFee` of the bonus to the protocol' };
}

/** What sets the price: the discount, the curve of the auction, or the execution itself. */
function priceOf({ discount, execution }: Preset, link: Link): Point {
  if (discount?.model !== 'none') return { choice: link('discount', discount?.model), more: '' };
  if (execution?.model === 'synchronous') return { choice: 'the venue’s', more: 'no bonus' };
  const { curve } = (execution ?? {}) as { readonly curve?: { readonly model: string } };
  if (curve !== undefined) return { choice: link('curve', curve.model), more: 'of the auction' };
  return { choice: `by ${link('execution', execution?.model)}`, more: 'the execution has a price of its own' };
}

export function axisRows(preset: Preset, facts: PresetFacts, models: string): string[][] {
  const points = pointsOf(preset, facts, models);
  return AXES.map((axis) => [axis, points[axis].choice, points[axis].more]);
}
