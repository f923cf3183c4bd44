/** docs/models/ is what the registry and the comments say now, and every model says what it must. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../models/catalogue.ts';
import { allPages } from '../../scripts/pages/all-pages.ts';
import { WITHOUT_SOURCE } from '../../scripts/pages/exceptions.ts';
import { commentMarkdown, escaped, modelSources } from '../../scripts/pages/model-comments.ts';
import { parameterRows } from '../../scripts/pages/parameter-rows.ts';
import { modelUses } from '../../scripts/pages/usage.ts';

const folder = fileURLToPath(new URL('../../docs/models/', import.meta.url));
const registry = builtIn();
const models = registry.all().filter(({ family }) => family !== 'strategy');
const keys = models.map(({ family, name }) => `${family}/${name}`);
const made = await allPages();

describe('docs/models', () => {
  it('is what `npm run docs:models` writes', () => {
    const there = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => /\.(md|svg)$/.test(path));
    expect(there.sort()).toEqual([...made.pages.keys()].sort());
    const stale = there.filter((path) => readFileSync(join(folder, path), 'utf8') !== made.pages.get(path));
    expect(stale, 'run npm run docs:models').toEqual([]);
  });

  it('has a page and a picture for every model', () => {
    expect(made.problems).toEqual([]);
    for (const key of keys) {
      expect(existsSync(join(folder, `${key}.svg`)), key).toBe(true);
      expect(readFileSync(join(folder, `${key}.md`), 'utf8')).toContain(`](${key.split('/')[1]}.svg)`);
    }
  });

  it('links to files that are there', () => {
    for (const [path, text] of made.pages) {
      for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (!path.endsWith('.md')) continue;
        expect(existsSync(join(folder, path, '..', target)), `${path}: ${target}`).toBe(true);
      }
    }
  });
});

describe('every model', () => {
  const sources = modelSources();

  it('has a comment that states its rule', () => {
    const silent = keys.filter((key) => (sources.get(key)?.comment.length ?? 0) < 40);
    expect(silent).toEqual([]);
  });

  it('names its source, or there is a reason', () => {
    const without = models.filter(({ source }) => source === undefined).map(({ family, name }) => `${family}/${name}`);
    expect(without.filter((key) => WITHOUT_SOURCE[key] === undefined)).toEqual([]);
  });

  it('is used by a shipped scenario', async () => {
    const uses = await modelUses(registry);
    expect(keys.filter((key) => !uses.has(key))).toEqual([]);
  });

  it('is excused only if it is there', () => {
    for (const key of Object.keys(WITHOUT_SOURCE)) expect(keys).toContain(key);
  });

  it('describes every parameter', () => {
    const silent = models.flatMap((model) =>
      parameterRows(model)
        .filter(({ meaning, name }) => meaning === '' && !name.includes('.'))
        .map(({ name }) => `${model.family}/${model.name}: ${name}`),
    );
    expect(silent).toEqual([]);
  });
});

describe('the generator', () => {
  it('keeps formulas as they stand and escapes what Markdown would take for markup', () => {
    expect(commentMarkdown('A law:\n\n  x = a * b\n  y = c\n\nwhere S_0 < 1 and `a_b` is code.')).toBe(
      'A law:\n\n```text\nx = a * b\ny = c\n```\n\nwhere S\\_0 \\< 1 and `a_b` is code.',
    );
    expect(escaped('a|b')).toBe('a\\|b');
  });

  it('tells ranges from the schema', () => {
    const merton = models.find(({ name }) => name === 'merton')!;
    const row = (name: string) => parameterRows(merton).find((one) => one.name === name)!;
    expect(row('start')).toMatchObject({ accepts: 'number, 1e-18 to 1e18', isRequired: true });
    expect(row('drift')).toMatchObject({ accepts: 'number, -50 to 50', isRequired: false, fallback: 0 });
  });

  it('finds models in scenarios by the place where they stand', async () => {
    const uses = await modelUses(registry);
    const scenarios = (key: string) => uses.get(key)?.map(({ scenario }) => scenario) ?? [];
    expect(scenarios('price/merton')).toContain('black-thursday');
    expect(scenarios('price/replay')).toContain('replay');
    // Both families have a model of that name; only the price is constant there.
    expect(scenarios('price/constant')).toContain('black-thursday');
    expect(scenarios('block-space/constant')).not.toContain('black-thursday');
  });
});
