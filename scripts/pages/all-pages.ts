/** Every file under docs/models/, made from the registry. */
import { builtIn } from '../../models/catalogue.ts';
import type { ModelReference } from '../../models/registry.ts';
import { withNestedModels } from '../../scenarios/nested-models.ts';
import { drawSvg } from './draw.ts';
import { EXAMPLES } from './examples.ts';
import { modelSources } from './model-comments.ts';
import { indexPage, modelPage } from './model-page.ts';
import { DRAWN, modelPlot } from './model-plots.ts';
import { oraclePlot } from './oracle-plots.ts';
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
    const example = parameters === undefined ? undefined : { model: model.name, ...parameters };
    let caption: string | undefined;
    try {
      if (example === undefined && DRAWN.has(model.family))
        problems.push(`${key}: no shipped scenario uses it and scripts/pages/examples.ts has no example`);
      const plot =
        example &&
        (modelPlot(registry, model.family, example as ModelReference) ??
          (await oraclePlot(model.family, example as ModelReference)));
      if (plot !== undefined) {
        caption = plot.caption;
        pages.set(`${key}.svg`, await drawSvg(plot));
      }
    } catch (error) {
      problems.push(`${key}: its example does not fit (scripts/pages/examples.ts): ${String(error)}`);
    }
    pages.set(`${key}.md`, modelPage({ model, source: sources.get(key), uses: used, example, caption }));
  }
  return { pages, problems };
}
