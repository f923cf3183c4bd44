/** docs/presets.md is what the preset files say now, and every preset says what it must. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { shippedPresets } from '../../scenarios/presets.ts';
import { presetPage } from '../../scripts/pages/preset-page.ts';

const path = fileURLToPath(new URL('../../docs/presets.md', import.meta.url));
const presets = await shippedPresets();
/** The four designs under study: they stand for no protocol. */
const OURS = ['asynchronous', 'dutch-auction', 'partial-liquidation', 'synchronous'];

describe('docs/presets.md', () => {
  it('is what `npm run docs:models` writes', () => {
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe(presetPage(presets));
  });

  it('has a section for every preset, with its sources and what misleads', () => {
    const text = presetPage(presets);
    for (const { name, sources, misleads } of presets) {
      expect(text).toContain(`\n## ${name}\n`);
      if (OURS.includes(name)) continue;
      expect(sources.length, name).toBeGreaterThan(0);
      expect(misleads, name).toBeDefined();
    }
  });

  it('names the designs that real protocols stand for', () => {
    expect(presets.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        ...[
          'aave-v2',
          'aave-v3',
          'ajna',
          'batch-auction',
          'compound-v2',
          'compound-v3',
          'crvusd',
          'euler-v1',
          'euler-v2',
        ],
        ...['fluid', 'internal-pool', 'liquity-v1', 'liquity-v2', 'maker-clip', 'maker-flip', 'morpho-blue'],
        ...['morpho-pre-liquidation', 'reflexer'],
      ]),
    );
  });
});
