import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { builtIn } from '../../models/catalogue.ts';
import { describeModels } from '../../scenarios/describe-models.ts';
import { jsonSchemaText } from '../../scenarios/json-schema.ts';

it('scenario.schema.json is what the models say now (npm run schema writes it)', () => {
  const file = new URL('../../scenarios/scenario.schema.json', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(jsonSchemaText(builtIn()));
});

it('shows defaults of durations as they are written', () => {
  const text = jsonSchemaText(builtIn());
  expect(text).toContain('"default": "120s"');
  const keepers = describeModels(builtIn()).find(({ family, name }) => family === 'execution' && name === 'keepers');
  expect(keepers?.parameters.find(({ name }) => name === 'retry')).toMatchObject({ required: false, default: '120s' });
});

it('describes every model with every parameter', () => {
  const described = describeModels(builtIn());
  expect(described.map(({ family, name }) => `${family}/${name}`)).toEqual(
    builtIn()
      .all()
      .map(({ family, name }) => `${family}/${name}`),
  );
  for (const { parameters } of described) for (const { meaning } of parameters) expect(meaning).not.toBe('');
  const gbm = described.find(({ name }) => name === 'gbm');
  expect(gbm?.parameters.map(({ name, required, default: fallback }) => [name, required, fallback])).toEqual([
    ['start', true, undefined],
    ['drift', false, 0],
    ['volatility', true, undefined],
  ]);
});
