/** Every file under docs/models/, made from the registry. */
import { builtIn } from '../../models/catalogue.ts';
import type { Family, ModelReference, Registry } from '../../models/registry.ts';
import { withNestedModels } from '../../scenarios/nested-models.ts';
import { drawSvg } from './draw.ts';
import { EXAMPLES } from './examples.ts';
import { modelSources } from './model-comments.ts';
import { indexPage, modelPage } from './model-page.ts';
import { modelPlot } from './model-plots.ts';
import { oraclePlot } from './oracle-plots.ts';
import type { Plot } from './plot.ts';
import { storyPlot } from './story/story-plot.ts';
import { modelUses } from './usage.ts';

export interface ModelPages {
  /** Text by path below docs/models/, e.g. `price/gbm.md`. */
  readonly pages: ReadonlyMap<string, string>;
  /** Models whose picture could not be drawn, and why; their pages stand without one. */
  readonly problems: readonly string[];
}

export async function allPages(): Promise<ModelPages> {
  const registry = builtIn();
  // A strategy is written as a preset, not as a model.
  const models = withNestedModels(registry)
    .all()
    .filter(({ family }) => family !== 'strategy');
  const sources = modelSources();
  const uses = await modelUses(registry);
  const pages = new Map<string, string>([['README.md', indexPage(models)]]);
  const problems: string[] = [];
  for (const model of models) {
    const key = `${model.family}/${model.name}`;
    const used = uses.get(key) ?? [];
    const parameters = EXAMPLES[key] ?? used[0]?.reference;
    const example: ModelReference | undefined =
      parameters === undefined ? undefined : { model: model.name, ...parameters };
    let caption: string | undefined;
    try {
      const plot = await plotOf(registry, model.family, example);
      caption = plot.caption;
      pages.set(`${key}.svg`, await drawSvg(plot));
    } catch (error) {
      problems.push(`${key}: ${String(error)}`);
    }
    pages.set(`${key}.md`, modelPage({ model, source: sources.get(key), uses: used, example, caption }));
  }
  return { pages, problems };
}

/** @throws Error where there is nothing to draw it by, or its parameters do not fit */
async function plotOf(registry: Registry, family: Family, example: ModelReference | undefined): Promise<Plot> {
  if (example === undefined)
    throw new RangeError('no shipped scenario uses it, and scripts/pages/examples.ts has no example');
  const plot =
    (await storyPlot(family, example)) ?? (await oraclePlot(family, example)) ?? modelPlot(registry, family, example);
  if (plot === undefined) throw new RangeError(`scripts/pages/ draws no picture of the family ${family}`);
  return plot;
}
