/** The shipped crises at a few paths: what must emerge does, and the books close. */
import { describe, expect, it } from 'vitest';
import { CRISES } from '../../scripts/experiments/crises/all-crises.ts';
import type { Crisis } from '../../scripts/experiments/crises/crisis.ts';
import { replayed } from '../../scripts/experiments/crises/replay.ts';
import { DATA_FOLDER, missingFiles } from '../../scripts/experiments/experiment.ts';

const PATHS = 4;
const crisis = (name: string): Crisis => CRISES.find(({ scenario }) => scenario === name)!;
const has = (name: string): boolean =>
  missingFiles({ needs: Object.values(crisis(name).files) }, DATA_FOLDER).length === 0;

/** Mean of each figure of a crisis, under its variant of that name. */
async function means(name: string, variant?: string): Promise<number[]> {
  const chosen = crisis(name);
  const change = variant === undefined ? undefined : chosen.variants.find((one) => one.name === variant)!;
  const { values } = await replayed(chosen, DATA_FOLDER, PATHS, change);
  return values.map((figures) => Array.from(figures).reduce((sum, figure) => sum + figure, 0) / PATHS);
}

describe.skipIf(!has('crisis-2020-03'))('12 March 2020', () => {
  it('has lots go for nothing, near the recorded loss, while scripts are stuck', async () => {
    const [collateral, lost, share] = await means('crisis-2020-03');
    expect(collateral).toBeGreaterThan(20e6);
    expect(lost).toBeGreaterThan(2e6);
    expect(lost).toBeLessThan(8e6);
    expect(share).toBeGreaterThan(0.1);
  });

  it('and none where everybody follows the gas price and has money', async () => {
    const [, lost, share] = await means('crisis-2020-03', 'everybody follows, 5m of capital each');
    expect(lost).toBeLessThan(0.3e6);
    expect(share).toBeLessThan(0.02);
  });
});

describe.skipIf(!has('crisis-2021-05'))('the lending crashes', () => {
  it.each(['crisis-2021-01', 'crisis-2021-05'])(
    '%s liquidates on the recorded scale and loses next to nothing',
    async (name) => {
      const [collateral, lost] = await means(name);
      expect(collateral).toBeGreaterThan(20e6);
      expect(lost).toBeLessThan(0.005 * collateral!);
    },
  );
});

describe.skipIf(!has('crisis-2024-08'))('ether alone', () => {
  it('leaves no bad debt in August 2024 and October 2025', async () => {
    const [seized, lost] = await means('crisis-2024-08');
    expect(seized).toBeGreaterThan(20e6);
    expect(lost).toBe(0);
    expect((await means('crisis-2025-10'))[1]).toBe(0);
  });
});

describe('single accounts', () => {
  it('leaves about 2.64m CRV of the short of November 2022', async () => {
    const [, crv, count, seconds] = await means('crisis-2022-11-crv');
    expect(crv).toBeGreaterThan(2e6);
    expect(crv).toBeLessThan(3.6e6);
    expect(count).toBeGreaterThan(150);
    expect(seconds).toBeGreaterThan(2000);
  });

  it('loses some per cent of a debt in e-mode while USDC is away, and nothing where liquidations halt', async () => {
    const [share] = await means('crisis-2023-03-usdc');
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.08);
    const [halted] = await means('crisis-2023-03-usdc', 'liquidations halt at the frontier');
    expect(halted).toBe(0);
  });
});
