/** Whatever stands in a scenario file: a scenario comes back, or a ScenarioError that says where. Nothing else, ever. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../scenarios/canonical.ts';
import { type LoadOptions, loadScenario } from '../../scenarios/load.ts';
import { ScenarioError } from '../../scenarios/problem.ts';
import { STARTER } from '../../scenarios/starter.ts';
import { BASE, temporaryFolder } from './fixtures/base-scenario.ts';

const file = join(temporaryFolder(), 'fuzz.yaml');
const fuzz = { seed: 20_200_312, numRuns: 300 };

async function survives(text: string, options: LoadOptions = {}): Promise<void> {
  writeFileSync(file, text);
  try {
    const { scenario } = await loadScenario(file, options);
    // Refuses NaN and Infinity wherever they hide.
    canonicalJson(scenario);
  } catch (error) {
    expect(error).toBeInstanceOf(ScenarioError);
    const { problems } = error as ScenarioError;
    expect(problems.length).toBeGreaterThan(0);
    for (const { file: place, line, column, message } of problems) {
      expect(place).not.toBe('');
      expect(message).not.toBe('');
      if (place !== file) continue;
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect(line).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length + 1);
    }
  }
}

/** Values that trip up readers of numbers, texts and mappings. */
const trap = fc.constantFrom(
  ...[
    '',
    '~',
    'null',
    'true',
    '.nan',
    '.inf',
    '-.inf',
    '-0',
    '0',
    '-1',
    '1e308',
    '1e999',
    '0x10',
    '1_000',
    '1__0',
    '12',
    '12s',
  ],
  ...[
    '0s',
    '1e3s',
    '99999999999d',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    '[]',
    '{}',
    '&a',
    '*a',
    '<<: *a',
    '!!binary aGk=',
    '!x 1',
  ],
  ...[
    '{ model: gbm }',
    '{ model: ./x.mjs }',
    './x.mjs',
    '__proto__',
    'constructor',
    '{ <<: 3 }',
    '? a',
    '- a',
    '|',
    '>',
    '# x',
  ],
  ...['2020-03-12', '\u0000', '\uFEFF', '😀', '\t', '%', '---', '...', '5%', '{ file: /dev/null, model: replay }'],
);

/** Cuts, doubles or replaces a stretch of a valid text. */
const mutation = fc.record({
  at: fc.nat(10_000),
  length: fc.integer({ min: 0, max: 40 }),
  put: fc.oneof(trap, fc.string({ maxLength: 12, unit: 'binary' }), fc.string({ maxLength: 12 })),
});

function mutate(text: string, mutations: readonly { at: number; length: number; put: string }[]): string {
  return mutations.reduce((whole, { at, length, put }) => {
    const from = at % (whole.length + 1);
    return whole.slice(0, from) + put + whole.slice(from + length);
  }, text);
}

/** Values of a valid scenario, each at its own place. */
const values = [...BASE.matchAll(/(?<=[:[] )[^\s{}[\],]+/g)].map(({ index, 0: value }) => ({
  at: index,
  length: value.length,
}));

describe('a mutated scenario', () => {
  it('text cut, doubled or replaced anywhere', async () => {
    const texts = fc.constantFrom(BASE, STARTER);
    const property = fc.asyncProperty(texts, fc.array(mutation, { minLength: 1, maxLength: 4 }), (text, mutations) =>
      survives(mutate(text, mutations)),
    );
    await fc.assert(property, fuzz);
  });

  it('any value replaced', async () => {
    const values_ = fc.constantFrom(...values);
    const property = fc.asyncProperty(
      values_,
      fc.oneof(trap, fc.double().map(String), fc.json({ maxDepth: 2 })),
      (place, put) => survives(mutate(BASE, [{ ...place, put }])),
    );
    await fc.assert(property, fuzz);
  });

  it('any line dropped, doubled or moved in or out', async () => {
    const count = BASE.split('\n').length;
    const change = fc.constantFrom('drop', 'double', 'indent', 'outdent');
    const property = fc.asyncProperty(fc.nat(count - 1), change, async (number, how) => {
      const lines = BASE.split('\n');
      const line = lines[number]!;
      const changed = { drop: [], double: [line, line], indent: [`  ${line}`], outdent: [line.replace(/^ {2}/, '')] }[
        how
      ];
      lines.splice(number, 1, ...changed);
      await survives(lines.join('\n'));
    });
    await fc.assert(property, { ...fuzz, numRuns: 150 });
  });
});

describe('a strange setting', () => {
  const key = fc.oneof(
    fc.constantFrom(
      'run',
      'run.paths',
      'keepers.0.delay',
      'strategies.now',
      'market.assets.ETH.price',
      'protocol.book',
      'keepers[0]',
      '..',
      'run.paths.x',
    ),
    fc.string({ maxLength: 10 }),
  );
  it('any key, any value', async () => {
    const value = fc.oneof(trap, fc.json({ maxDepth: 2 }), fc.string({ maxLength: 20 }));
    const property = fc.asyncProperty(fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 3 }), (pairs) =>
      survives(BASE, { overrides: pairs.map(([left, right]) => `${left}=${right}`) }),
    );
    await fc.assert(property, fuzz);
  });

  it('any text at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 30, unit: 'binary' }), (text) => survives(BASE, { overrides: [text] })),
      fuzz,
    );
  });

  it('any paths, seed and strategies', async () => {
    const property = fc.asyncProperty(
      fc.double(),
      fc.oneof(fc.string(), fc.double()),
      fc.array(fc.string(), { maxLength: 2 }),
      (paths, seed, strategies) => survives(BASE, { paths, seed, strategies }),
    );
    await fc.assert(property, { ...fuzz, numRuns: 150 });
  });
});

it('any bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 200, unit: 'binary' }), (text) => survives(text)),
    fuzz,
  );
  await fc.assert(
    fc.asyncProperty(fc.json({ maxDepth: 4 }), (text) => survives(text)),
    { ...fuzz, numRuns: 100 },
  );
});
