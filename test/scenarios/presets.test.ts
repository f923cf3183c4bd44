import { describe, expect, it } from 'vitest';
import { builtIn } from '../../models/catalogue.ts';
import { STRATEGY_CHOICES } from '../../models/liquidation/choices.ts';
import { withNestedModels } from '../../scenarios/nested-models.ts';
import { filledIn, presetNames, shippedPresets } from '../../scenarios/presets.ts';
import { BASE, changed, load, problemsOf } from './fixtures/base-scenario.ts';

const choicesOf = async (text: string, overrides: string[] = []) =>
  (await load(text, { overrides })).scenario.strategies.later as unknown as Record<string, Record<string, unknown>>;

describe('the presets that come with Plimsoll', async () => {
  const presets = await shippedPresets();
  const registry = withNestedModels(builtIn());

  it('are named as their files, and the four designs are among them', async () => {
    expect(presets.map(({ name }) => name)).toEqual(await presetNames());
    expect(presets.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['synchronous', 'asynchronous', 'dutch-auction', 'partial-liquidation']),
    );
  });

  it.each(presets.map((preset) => [preset.name, preset] as const))(
    '%s states legal choices, all that it must',
    (_, preset) => {
      for (const choice of STRATEGY_CHOICES) {
        // What the protocol keeps follows from the collateral where a preset does not say.
        if (choice === 'split' && preset.split === undefined) continue;
        expect(registry.schema(choice).safeParse(preset[choice])).toMatchObject({ success: true });
      }
    },
  );
});

describe('a strategy that names a preset', () => {
  it('has every choice of it written out once loaded', async () => {
    const later = await choicesOf(BASE);
    expect(Object.keys(later).sort()).toEqual(['discount', 'execution', 'preset', 'size', 'trigger']);
    expect(later.execution).toEqual({ model: 'keepers', gas: 500_000, revertGas: 100_000, retry: 120_000 });
  });

  it('replaces a choice that names a model', async () => {
    const later = await choicesOf(changed('preset: asynchronous', 'preset: asynchronous, size: { model: all }'));
    expect(later.size).toEqual({ model: 'all' });
    expect(later.discount).toEqual({ model: 'fixed-bonus' });
  });

  it('changes parameters of a choice that names none', async () => {
    const later = await choicesOf(changed('preset: asynchronous', 'preset: asynchronous, size: { closeFactor: 0.2 }'));
    expect(later.size).toEqual({
      model: 'close-factor',
      closeFactor: 0.2,
      fullBelowHealthFactor: 0.95,
      minimumDebt: 1000,
    });
  });

  it('takes settings for parameters that only the preset states, however deep', async () => {
    const text = changed('preset: asynchronous', 'preset: dutch-auction');
    const later = await choicesOf(text, [
      'strategies.later.execution.buffer=1.3',
      'strategies.later.execution.curve.cut=0.98',
    ]);
    expect(later.execution).toMatchObject({ model: 'auction', buffer: 1.3, penalty: 0.13 });
    expect(later.execution?.curve).toEqual({ model: 'stairstep', cut: 0.98, step: 90_000 });
  });

  it('gives another hash for another parameter', async () => {
    const other = await load(BASE, { overrides: ['strategies.later.size.closeFactor=0.25'] });
    expect(other.hash).not.toBe((await load(BASE)).hash);
  });

  it('names the setting that is wrong', async () => {
    const [unknown] = await problemsOf(BASE, { overrides: ['strategies.later.size.closeFacto=0.2'] });
    expect(unknown).toMatchObject({ file: '--set strategies.later.size.closeFacto=0.2' });
    expect(unknown?.hint).toContain('closeFactor');
    const [value] = await problemsOf(BASE, { overrides: ['strategies.later.size.closeFactor=2'] });
    expect(value).toMatchObject({
      file: '--set strategies.later.size.closeFactor=2',
      path: 'strategies.later.size.closeFactor',
    });
    const [choice] = await problemsOf(BASE, { overrides: ['strategies.later.siz.closeFactor=2'] });
    expect(choice?.message).toBe('is not a key that is known here');
  });
});

describe('filledIn', () => {
  it('leaves what is no mapping for the schema to refuse', () => {
    const preset = { name: 'p', title: 'p', sources: [], size: { model: 'all' } };
    expect(filledIn({ preset: 'p', size: 3 }, preset)).toEqual({ preset: 'p', size: 3 });
    expect(filledIn({ preset: 'p', size: null }, preset)).toEqual({ preset: 'p', size: null });
  });
});
