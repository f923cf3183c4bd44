/** docs/presets.md and docs/presets/ are what the preset files and the models say now, and every preset says what it must. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { builtIn } from '../../models/catalogue.ts';
import { STRATEGY_CHOICES } from '../../models/liquidation/choices.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { withNestedModels } from '../../scenarios/nested-models.ts';
import { shippedPresets } from '../../scenarios/presets.ts';
import { allPresetPages } from '../../scripts/pages/presets/all-preset-pages.ts';
import { factsOf } from '../../scripts/pages/presets/facts.ts';
import { presetParameters } from '../../scripts/pages/presets/parameters.ts';
import { vectorCounts } from '../../scripts/pages/presets/vectors.ts';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const presets = await Promise.all(
  (await shippedPresets()).map(async (preset) => ({ preset, facts: await factsOf(preset) })),
);
const registry = withNestedModels(builtIn());
const made = await allPresetPages();
/** The four designs under study: they stand for no protocol. */
const OURS = ['asynchronous', 'dutch-auction', 'partial-liquidation', 'synchronous'];
/** Their price is whatever is bid, or what a venue pays. */
const WITHOUT_PICTURE = ['maker-flip', 'synchronous'];

describe('docs/presets', () => {
  it('is what `npm run docs:models` writes', () => {
    const there = ['presets.md', ...readdirSync(join(docs, 'presets')).map((name) => `presets/${name}`)];
    expect(there.sort()).toEqual([...made.keys()].sort());
    const stale = there.filter((path) => readFileSync(join(docs, path), 'utf8') !== made.get(path));
    expect(stale, 'run npm run docs:models').toEqual([]);
  });

  it('links to files that are there', () => {
    for (const [path, text] of made) {
      if (!path.endsWith('.md')) continue;
      for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (!/^https:/.test(target))
          expect(existsSync(join(docs, dirname(path), target)), `${path}: ${target}`).toBe(true);
      }
    }
  });

  it('names the designs that real protocols stand for', () => {
    const real = ['aave-v2', 'aave-v3', 'ajna', 'batch-auction', 'compound-v2', 'compound-v3', 'crvusd', 'euler-v1'];
    const more = ['euler-v2', 'fluid', 'internal-pool', 'liquity-v1', 'liquity-v2', 'maker-clip', 'maker-flip'];
    const rest = ['morpho-blue', 'morpho-pre-liquidation', 'reflexer'];
    const table = made.get('presets.md');
    for (const name of [...real, ...more, ...rest, ...OURS])
      expect(table).toContain(`| [${name}](presets/${name}.md) |`);
  });
});

describe.each(presets.map((one) => [one.preset.name, one] as const))('the page of %s', (name, { preset, facts }) => {
  const page = made.get(`presets/${name}.md`) ?? '';

  it('says where every parameter comes from, and of no other', () => {
    const parameters = presetParameters(preset, facts, registry);
    expect(parameters.filter(({ origin }) => origin === undefined).map(({ key }) => key)).toEqual([]);
    const keys = parameters.map(({ key }) => key);
    expect(Object.keys(facts.origins).filter((key) => key !== 'terms' && !keys.includes(key))).toEqual([]);
    expect(facts.origins).toHaveProperty('terms');
  });

  it('gives each parameter with its meaning', () => {
    for (const { key, meaning } of presetParameters(preset, facts, registry)) {
      expect(meaning, key).not.toBe('');
      expect(page).toContain(`| \`${key}\` |`);
    }
  });

  it('has sources and says what misleads', () => {
    if (OURS.includes(name)) return;
    expect(preset.sources.length).toBeGreaterThan(0);
    expect(preset.misleads).toBeDefined();
  });

  it('shows choices and a waterfall that a scenario takes', () => {
    const [paste, written] = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text]) => parse(text as string));
    expect(paste.strategies[name]).toEqual({ preset: name });
    for (const step of paste.protocol.waterfall)
      expect(registry.schema('absorber').safeParse(step)).toMatchObject({ success: true });
    for (const choice of STRATEGY_CHOICES) expect(written.strategies.mine[choice]).toEqual(preset[choice]);
  });

  it('shows lines that a scenario loads as they stand', async () => {
    const overrides = [
      `strategies.mine={ preset: ${name} }`,
      `protocol.collateral.ETH=${JSON.stringify(facts.terms)}`,
      `protocol.waterfall=${JSON.stringify(facts.waterfall)}`,
    ];
    const { scenario } = await loadScenario('protocols', { overrides, strategies: ['mine'] });
    expect(scenario.strategies.mine?.preset).toBe(name);
  });

  it('names vectors that there are, or says why there are none', () => {
    for (const prefix of facts.vectors) expect(vectorCounts([prefix]).length, prefix).toBeGreaterThan(0);
    if (facts.vectors.length === 0) expect(facts.held).toBeDefined();
  });

  it('has a picture where there is a price to draw', () => {
    expect(made.has(`presets/${name}.svg`)).toBe(!WITHOUT_PICTURE.includes(name));
  });
});
