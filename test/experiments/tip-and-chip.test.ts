/** What a tip and a chip cost for the time that they save, on the day that StableSims ran most. */
import { describe, expect, it } from 'vitest';
import { DATA_FOLDER, missingFiles } from '../../scripts/experiments/experiment.ts';
import { advantageOfTip, incentives, SETTINGS, tipAndChip, vaults } from '../../scripts/experiments/tip-and-chip.ts';

describe.skipIf(missingFiles(tipAndChip, DATA_FOLDER).length > 0)('tip and chip', () => {
  const around = { data: DATA_FOLDER, books: 2, paths: 1 };

  it('the tip is the cheaper one on 19 May 2021', async () => {
    const outcomes = await incentives('2021-05-19', SETTINGS, around);
    expect(outcomes[0]!.seconds).toBeGreaterThan(600);
    for (const share of [0.5, 0.75]) expect(advantageOfTip(outcomes, share).ratio).toBeGreaterThan(1.2);
  });

  it('neither buys anything where the gas is paid for already', async () => {
    const outcomes = await incentives('2021-06-21', SETTINGS.slice(0, 3), around);
    for (const { seconds } of outcomes) expect(seconds).toBeLessThan(60);
    expect(outcomes[2]!.incentiveUsd).toBeGreaterThan(outcomes[0]!.incentiveUsd);
  });
});

it('vaults are as many as StableSims has, and safe when opened', () => {
  const rows = vaults(3000, 1).trim().split('\n').slice(1);
  expect(rows).toHaveLength(65);
  for (const [eth, dai] of rows.map((row) => row.split(',').map(Number)) as [number, number][])
    expect(eth * 3000).toBeGreaterThan(1.5 * dai);
});
