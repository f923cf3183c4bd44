/** Every file of docs/presets/, and docs/presets.md. */
import { builtIn } from '../../../models/catalogue.ts';
import { withNestedModels } from '../../../scenarios/nested-models.ts';
import { shippedPresets } from '../../../scenarios/presets.ts';
import { drawSvg } from '../draw.ts';
import { factsOf } from './facts.ts';
import { presetIndex } from './index-page.ts';
import { presetPage } from './page.ts';
import { presetParameters } from './parameters.ts';
import { presetPlots } from './plots.ts';
import { type PresetUse, presetUses, refusalOf } from './uses.ts';
import { vectorCounts } from './vectors.ts';

/** Text by path below docs/: `presets.md`, `presets/aave-v3.md`, `presets/aave-v3.svg`. */
export async function allPresetPages(): Promise<Map<string, string>> {
  const registry = builtIn();
  const full = withNestedModels(registry);
  const shipped = await shippedPresets();
  const presets = await Promise.all(shipped.map(async (preset) => ({ preset, facts: await factsOf(preset) })));
  const used = await presetUses();
  const pages = new Map([['presets.md', presetIndex(presets)]]);
  for (const { preset, facts } of presets) {
    const uses = used.get(preset.name) ?? [];
    const [use] = uses;
    if (use === undefined) throw new Error(`no shipped scenario runs the preset ${preset.name}`);
    const plots = presetPlots(preset, facts, registry);
    const page = presetPage({
      ...{ preset, facts, uses },
      parameters: presetParameters(preset, facts, full),
      refusals: await refusalsOf(use, facts.refuses),
      vectors: vectorCounts(facts.vectors),
      captions: plots.map(({ caption }) => caption),
    });
    pages.set(`presets/${preset.name}.md`, page);
    if (plots.length > 0) pages.set(`presets/${preset.name}.svg`, await drawSvg(...plots));
  }
  return pages;
}

async function refusalsOf(use: PresetUse, settings: readonly string[]) {
  const refusals = [];
  for (const setting of settings) refusals.push({ setting, message: await refusalOf(use, setting) });
  return refusals;
}
