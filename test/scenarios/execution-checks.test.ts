/** What the checks say where an execution lacks something that would only show in silence. */
import { describe, expect, it } from 'vitest';
import { changed, load, problemsOf } from './fixtures/base-scenario.ts';

describe('English auctions', () => {
  const text = changed('preset: asynchronous', 'preset: maker-flip');
  const loan = 'keepers.fast.flashLoanFee=0.0005';

  it('without a keeper that has money of its own are refused', async () => {
    expect(await problemsOf(text, { overrides: [loan] })).toMatchObject([
      { path: 'strategies.later.execution', message: expect.stringContaining('nobody could bid') },
    ]);
  });

  it('are held as soon as one group has', async () => {
    const rich =
      '  - { name: rich, count: 1, delay: 10s, capital: 100_000, bid: { model: fixed, gasPrice: 50 } }\nprotocol:';
    const both = text.replace('protocol:', rich);
    await expect(load(both, { overrides: [loan] })).resolves.toMatchObject({ warnings: [] });
    await expect(load(text)).resolves.toMatchObject({ warnings: [] });
  });
});

describe('a penalty on redistribution', () => {
  const text = changed('preset: asynchronous', 'preset: liquity-v2');
  const penalty = (value: number) => ({ overrides: [`strategies.later.execution.redistributionPenalty=${value}`] });

  it('that leaves whoever takes debt over below the threshold is pointed out, with what would do', async () => {
    const { warnings } = await load(text);
    expect(warnings).toEqual([
      expect.stringMatching(/redistributionPenalty 0\.1 is below .* of ETH.*; 0\.25 would do/),
    ]);
  });

  it('that would do is not', async () => {
    expect((await load(text, penalty(0.25))).warnings).toEqual([]);
    expect((await load(text, { overrides: ['protocol.collateral.ETH.liquidationThreshold=0.9091'] })).warnings).toEqual(
      [],
    );
  });
});
