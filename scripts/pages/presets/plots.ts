/**
 * The picture of a preset, computed by the models that the simulator runs: what may be taken and what is paid for it, against the health
 * factor, the loan-to-value or time. Presets whose price is whatever is bid have none for the price.
 */
import type { Registry } from '../../../models/registry.ts';
import { withNestedModels } from '../../../scenarios/nested-models.ts';
import type { Preset } from '../../../scenarios/presets.ts';
import { modelMaker } from '../model-plots.ts';
import type { Plot } from '../plot.ts';
import { askPlot, bandPlots, pooledPlot, poolPlot, storefrontPlots, tenderPlot } from './execution-plots.ts';
import type { PresetFacts } from './facts.ts';
import { backingPlot, paidPlot, repaidPlot } from './health-plots.ts';

/** Panels from top to bottom; none where there is nothing to draw. */
export function presetPlots(preset: Preset, { terms }: PresetFacts, registry: Registry): Plot[] {
  const { trigger, size, discount, split, execution } = preset;
  if (execution === undefined) return [];
  const make = modelMaker(registry);
  const threshold = terms.liquidationThreshold as number;
  const bonus = terms.liquidationBonus as number;
  // Durations are text in the file, milliseconds here.
  const parsed = withNestedModels(registry).schema('execution').parse(execution) as never;
  const bySize = () => {
    const highest = make('trigger', trigger as never).healthFactor;
    return repaidPlot(make('size', size as never), make('discount', discount as never), { threshold, bonus, highest });
  };
  switch (execution.model) {
    case 'keepers':
    case 'debt-take-over': {
      const highest = make('trigger', trigger as never).healthFactor;
      const share = split === undefined ? undefined : make('split', split as never);
      const fee = terms.protocolFee ?? 0;
      const rule = make('discount', discount as never);
      const paid = paidPlot(rule, share, { threshold, bonus, highest, fee });
      if (execution.model === 'keepers') return [bySize(), paid];
      const { borrowGap } = parsed as { borrowGap: number };
      return [bySize(), paid, backingPlot(rule, { threshold, bonus, highest, borrowGap })];
    }
    case 'batch-auction':
      return [bySize()];
    case 'auction': {
      const { curve } = execution as { curve?: never };
      return [askPlot(make('curve', curve as never), parsed)];
    }
    case 'storefront':
      return storefrontPlots(parsed, { threshold, bonus });
    case 'stability-pool':
    case 'penalty-pool':
      return [poolPlot(parsed)];
    case 'pooled':
      return [pooledPlot(parsed, threshold)];
    case 'bands':
      return bandPlots(parsed);
    case 'internal-pool':
      return [tenderPlot(parsed)];
    default:
      return [];
  }
}
