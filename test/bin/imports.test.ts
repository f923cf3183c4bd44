import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Files and packages that importing a file loads, each with who asked for it first; types and `import()` load nothing. */
function loadedBy(entry: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (file: string, by: string): void => {
    if (found.has(file)) return;
    found.set(file, by);
    const source = readFileSync(resolve(ROOT, file), 'utf8');
    for (const [, clause = '', target = ''] of source.matchAll(/^(?:import|export)\s([^'";]*?)\s?from '([^']+)';/gms)) {
      if (clause.startsWith('type ') || target.startsWith('node:')) continue;
      if (target.startsWith('.')) walk(relative(ROOT, resolve(ROOT, dirname(file), target)), file);
      else if (!found.has(target)) found.set(target, file);
    }
  };
  walk(entry, '');
  return found;
}

describe('what is loaded before a command is known', () => {
  const loaded = loadedBy('bin/main.ts');
  const packages = [...loaded].filter(([name]) => !name.endsWith('.ts'));

  it('is one package, the one that reads the command line', () => {
    expect(packages).toEqual([['commander', 'bin/program.ts']]);
  });

  it('is no model', () => {
    const models = [...loaded.keys()].filter((file) => /^models\/(?!outcome|liquidation\/choices)/.test(file));
    expect(models).toEqual([]);
    expect(loaded.size).toBeGreaterThan(20);
  });
});

describe('what a run loads', () => {
  it('is no pool of threads until it wants one, and nothing that writes reports', () => {
    for (const file of ['bin/simulate.ts', 'bin/worker.ts', 'scenarios/load.ts']) {
      const loaded = [...loadedBy(file).keys()];
      expect(loaded).not.toContain('sim/engine/worker-pool.ts');
      for (const name of ['vega', 'vega-lite', 'hyparquet-writer', 'cli-progress', 'csv-stringify/sync'])
        expect(loaded).not.toContain(name);
    }
  });
});
