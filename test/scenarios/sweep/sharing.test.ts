import { describe, expect, it } from 'vitest';
import { bookKey } from '../../../scenarios/sweep/sharing.ts';
import { BASE, load } from '../fixtures/base-scenario.ts';

const keyWith = async (override: string) => bookKey(await load(BASE, { overrides: [override] }));

describe('points share a book', () => {
  it('unless something that it is made from differs', async () => {
    const base = bookKey(await load(BASE));
    for (const override of [
      'protocol.collateral.ETH.supplyCap=10',
      'protocol.collateral.ETH.isolated=true',
      'protocol.collateral.ETH.liquidationThreshold=0.71',
      'run.seed=other',
    ]) {
      expect(await keyWith(override), override).not.toBe(base);
    }
  });

  it('whatever the bonus and the waterfall are', async () => {
    const base = bookKey(await load(BASE));
    expect(await keyWith('protocol.collateral.ETH.liquidationBonus=0.07')).toBe(base);
    expect(await keyWith('protocol.waterfall=[{model: socialise}]')).toBe(base);
  });
});
