/** The outlook of auctions, on scenarios whose figures are known or can be simulated. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../bin/simulate.ts';
import { column } from '../../results/results.ts';
import { auctionOutlooks } from '../../scenarios/auction-outlook.ts';
import { loadScenario } from '../../scenarios/load.ts';

const CURVE = 'strategies.dutch-auction.execution.curve';
const load = (...overrides: string[]) => loadScenario('black-thursday', { overrides });

describe('the outlook of an auction', () => {
  it('of an exponential fall and Poisson blocks is the closed form', async () => {
    const [outlook] = auctionOutlooks(
      await load(
        `${CURVE}={ model: exponential, ratePerSecond: 0.0001 }`,
        'strategies.dutch-auction.execution.buffer=1.05',
        'market.assets.ETH.waypoints=[{ at: 0, price: 200 }]',
        `market.assets.ETH.price={ model: gbm, start: 200, volatility: ${0.05 * Math.sqrt(365)} }`,
        'chains.ethereum.blocks={ model: poisson, mean: 12s }',
      ),
    );
    expect(outlook).toMatchObject({ strategy: 'dutch-auction', asset: 'ETH', scripted: undefined });
    expect(outlook!.calm.loss[0]).toBeCloseTo(0.001328561373220567, 6);
    expect(outlook!.calm.loss[1]).toBe(outlook!.calm.loss[0]);
    expect(outlook!.calm.fillMillis / 1000).toBeCloseTo(
      (Math.log(1.05) + 0.00133) / (1e-4 - (0.05 * 0.05) / 172_800),
      0,
    );
  });

  it('of stairs lies between a smooth fall and takers at steps alone', async () => {
    const [{ calm, scripted }] = auctionOutlooks(await load()) as [ReturnType<typeof auctionOutlooks>[0]];
    expect(calm.loss[0]).toBeLessThan(calm.loss[1]);
    expect(calm.loss[1]).toBeGreaterThan(0.005);
    // The script falls by a fifth within minutes: no auction keeps pace.
    expect(scripted).toBeNull();
  });

  it('is silent where the ask ends above the price, or starts below it, or the law states no volatility', async () => {
    const ends = `${CURVE}={ model: points, points: [{ at: 10m, share: 0.95 }] }`;
    expect(auctionOutlooks(await load(ends))).toEqual([]);
    expect(auctionOutlooks(await load('strategies.dutch-auction.execution.buffer=1'))).toEqual([]);
    const constant = 'market.assets.ETH.price={ model: constant, start: 200 }';
    expect(auctionOutlooks(await load(constant, 'market.assets.ETH.waypoints=[{ at: 0, price: 200 }]'))).toEqual([]);
    expect(auctionOutlooks(await loadScenario('price-laws', {}))).toEqual([]);
  });

  it('is what a run then does in a scripted fall', async () => {
    const loaded = await loadScenario('auction-curves', { paths: 40, overrides: ['run.horizon=6h'] });
    const outlook = auctionOutlooks(loaded).find(({ strategy }) => strategy === 'exponential')!;
    const results = await simulate(loaded, { workers: 1 });
    const rows = results.strategies.find(({ strategy }) => strategy === 'exponential')!;
    const medians = column(rows, 'timeToCloseMedianSeconds').filter((x) => !Number.isNaN(x));
    const minutes = medians.reduce((sum, x) => sum + x, 0) / medians.length / 60;
    // Measured from the breach: a report and a keeper's first look come on top, and margins; jumps and calm hours pull either way.
    expect(Math.abs(minutes / (outlook.scripted!.fillMillis / 60_000) - 1)).toBeLessThan(0.15);
    expect(outlook.scripted!.fillMillis / 60_000).toBeCloseTo(40, 0);
  });
});
