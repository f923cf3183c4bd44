/** The picture of a model that shows only in a crash, by its family. */
import type { Family, ModelReference } from '../../../models/registry.ts';
import type { Plot } from '../plot.ts';
import { absorberPlot } from './absorber-plot.ts';
import { borrowerPlot } from './borrower-plot.ts';
import { executionPlot } from './execution-plot.ts';
import { safeguardPlot } from './safeguard-plot.ts';
import { slicesPlot } from './slices-plot.ts';
import { thresholdPlot } from './threshold-plot.ts';

const BY_FAMILY: { readonly [family in Family]?: (reference: ModelReference) => Promise<Plot> } = {
  absorber: absorberPlot,
  borrower: borrowerPlot,
  execution: executionPlot,
  safeguard: safeguardPlot,
  thresholds: thresholdPlot,
};

/** Sizes that are a matter of time. */
const SLICED: readonly string[] = ['incremental', 'almgren-chriss'];

/** @returns undefined where the model has no part in the story */
export async function storyPlot(family: Family, reference: ModelReference): Promise<Plot | undefined> {
  if (family === 'size' && SLICED.includes(reference.model)) return slicesPlot(reference);
  return BY_FAMILY[family]?.(reference);
}
