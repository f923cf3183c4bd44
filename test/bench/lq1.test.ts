/**
 * LQ-1 through the public extension points, against what other programs make of the same specification. The figures were printed once by numpy, numba
 * and SimPy programs written for it (seed 12345, 7,200 blocks); they agree among themselves to 1e-11.
 */
import { describe, expect, it } from 'vitest';
import { type Check, checkOf, loadLq1, runLq1 } from '../../bench/lq1/workload.ts';

const PEERS: readonly (readonly [accounts: number, paths: number, check: Check])[] = [
  [
    200,
    20,
    {
      liquidations: 3005,
      skips: 15088,
      bad_mean: 1317.8252988356792,
      bad_p95: 6641.5046918311655,
      bad_p99: 16625.505790652132,
      repaid_mean: 231834.24173318542,
      slip_mean: 693.9296270752883,
    },
  ],
  [
    1000,
    50,
    {
      liquidations: 32837,
      skips: 4825,
      bad_mean: 3046.9221860716857,
      bad_p95: 10939.590477672666,
      bad_p99: 59833.32522705584,
      repaid_mean: 1160189.1713764546,
      slip_mean: 925.6156736961435,
    },
  ],
];

describe.each(PEERS)('LQ-1 with %i accounts on %i paths', (accounts, paths, peers) => {
  it('is what the peers’ programs say: counts exactly, money to 1e-9', async () => {
    const results = await runLq1(await loadLq1({ accounts, seed: 12345 }), paths);
    expect(results.failures).toEqual([]);
    const { liquidations, skips, ...money } = checkOf(results);
    expect({ liquidations, skips }).toEqual({ liquidations: peers.liquidations, skips: peers.skips });
    for (const [key, value] of Object.entries(money)) {
      const expected = peers[key as keyof typeof money];
      expect(Math.abs(value / expected - 1), `${key} is ${value}, not ${expected}`).toBeLessThan(1e-9);
    }
  });
});
