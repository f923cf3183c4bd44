/** What the checks say of laws of prices, at its place. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../scenarios/load.ts';
import type { ScenarioError } from '../../scenarios/problem.ts';

async function problemsOf(...overrides: string[]): Promise<{ path: string; message: string }[]> {
  return loadScenario('depeg', { overrides }).then(
    () => [],
    ({ problems }: ScenarioError) => problems.map(({ path, message }) => ({ path, message })),
  );
}

const ETH = 'market.assets.ETH.price';
const jumps = '{ jumpsPerDay: 1, jumpMean: 0, jumpDeviation: 0.1, loadings: { ETH: 1 } }';

describe('laws of prices', () => {
  it('that depend on each other in a circle are refused, once', async () => {
    const found = await problemsOf(`${ETH}={ model: liquid-staking, base: wstETH }`);
    expect(found).toEqual([
      { path: 'market.assets.wstETH.price.base', message: expect.stringMatching(/circle: ETH -> wstETH -> ETH/) },
    ]);
  });

  it('that depend on themselves, or on nothing that is there, are refused', async () => {
    expect(await problemsOf(`${ETH}={ model: liquid-staking, base: ETH }`)).toHaveLength(1);
    const [found] = await problemsOf('market.assets.wstETH.price.base=SOL');
    expect(found?.path).toBe('market.assets.wstETH.price.base');
    expect(found?.message).toMatch(/depends on SOL, which is not among market.assets/);
  });

  it('whose parameters do not fit each other are refused at their place', async () => {
    const garch = '{ model: garch, start: 1, volatility: 1, alpha: 0.3, beta: 0.7 }';
    const hawkes =
      '{ model: hawkes, start: 1, volatility: 1, baseline: 1, excitation: 9, decay: 9, jumpMean: 0, jumpDeviation: 0 }';
    for (const law of [garch, hawkes]) {
      const [found] = await problemsOf(`${ETH}=${law}`);
      expect(found).toEqual({ path: ETH, message: expect.stringMatching(/must be below 1/) });
    }
  });

  it('common jumps name assets that exist, and processes have names of their own', async () => {
    const [found] = await problemsOf('market.commonJumps.0.loadings.SOL=1');
    expect(found?.message).toMatch(/SOL is not among market.assets/);
    const same = `{ name: run, ${jumps.slice(1)}`;
    const [twice] = await problemsOf(`market.commonJumps=[${same}, ${same}]`);
    expect(twice).toEqual({ path: 'market.commonJumps[1].name', message: expect.stringMatching(/another process/) });
  });

  it('a correlation without effect is a warning', async () => {
    const pair = 'market.correlations=[{ between: [ETH, wstETH], correlation: 0.5 }]';
    const { warnings } = await loadScenario('depeg', { overrides: [pair] });
    expect(warnings).toContainEqual(expect.stringMatching(/wstETH, whose law has no diffusion/));
  });
});
