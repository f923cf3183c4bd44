import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { countStrata, PATTERN, samplingSchema, turns } from '../../../models/tape/sampled-jumps.ts';
import { buildSharedBook, World } from '../../../models/world/world.ts';
import { loadScenario } from '../../../scenarios/load.ts';
import { poissonQuantile } from '../../../sim/random/distributions.ts';

const NO_FILES = { text: () => '' };

async function worldOf(...overrides: string[]) {
  const { scenario } = await loadScenario(
    new URL('../../../bench/scenarios/rare-jumps.yaml', import.meta.url).pathname,
    { overrides: ['run.tick=1h', ...overrides] },
  );
  const registry = builtIn();
  const book = buildSharedBook(scenario, scenario.run, 'seed', registry, NO_FILES);
  return new World(scenario, scenario.run, registry, NO_FILES, book);
}

describe('strata of a count', () => {
  it.each([0.001, 0.137, 1, 6, 40, 400])('add up to everything for a mean of %d', (mean) => {
    const strata = countStrata(mean);
    expect(strata.length).toBeGreaterThan(1);
    expect(strata.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
    expect(strata.every(({ probability }) => probability > 0)).toBe(true);
    for (const { from, below } of strata.slice(1)) {
      expect(poissonQuantile(below * (1 - 1e-9), mean)).toBe(from - 1);
      expect(poissonQuantile(below * (1 + 1e-9), mean)).toBe(from);
    }
  });

  it('is one stratum where nothing jumps', () => {
    expect(countStrata(0)).toEqual([{ from: 0, below: 0, probability: 1 }]);
  });

  it.each([1, 2, 5])('%d strata take turns, each at least twice in a round', (count) => {
    const pattern = turns(count, 0.9);
    expect(pattern).toHaveLength(PATTERN);
    for (let k = 0; k < count; k++) expect(pattern.filter((stratum) => stratum === k).length).toBeGreaterThanOrEqual(2);
  });
});

describe('sampled jumps', () => {
  const SAMPLED = 'run.sampling={ model: stratified-jumps }';

  it('have likelihood ratios of mean 1 in every stratum, never above the bound, and keep the law of the price', async () => {
    const world = await worldOf(SAMPLED);
    const n = 1600;
    const groups = new Map<number, { ratios: number[]; ends: number[] }>();
    for (let path = 0; path < n; path++) {
      world.write('law', path);
      const { stratum, likelihood } = world.sampled!;
      const group = groups.get(stratum) ?? { ratios: [], ends: [] };
      groups.set(stratum, group);
      group.ratios.push(likelihood);
      group.ends.push(likelihood * (world.tape.prices[0]!.at(-1)! / 2000));
    }
    const { probabilities } = world.sampled!;
    let [mean, variance] = [0, 0];
    for (const [stratum, { ratios, ends }] of groups) {
      const [ratio, end] = [momentsOf(ratios), momentsOf(ends)];
      expect(Math.max(...ratios)).toBeLessThanOrEqual(4);
      expect(Math.abs(ratio.mean - 1)).toBeLessThanOrEqual(4 * ratio.error + 1e-12);
      mean += probabilities[stratum]! * end.mean;
      variance += (probabilities[stratum]! * end.error) ** 2;
    }
    expect(groups.size).toBe(probabilities.length);
    // Jumps are compensated: E[S_T] = S_0 whatever they are.
    expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt(variance));
  });

  it('move no draw of the diffusion, of blocks or of gas', async () => {
    const [plain, sampled] = [await worldOf(), await worldOf(SAMPLED)];
    let compared = 0;
    for (let path = 0; path < 200; path++) {
      plain.write('same', path);
      sampled.write('same', path);
      expect(sampled.tape.blocks.times).toEqual(plain.tape.blocks.times);
      const [a, b] = [plain.tape.prices[0]!, sampled.tape.prices[0]!];
      // Where neither jumped before, both prices are the same to the bit.
      if (a[1] === b[1]) compared++;
    }
    expect(compared).toBeGreaterThan(150);
  });

  it('give a path the same tape and weight whatever was written before it', async () => {
    const [one, other] = [await worldOf(SAMPLED), await worldOf(SAMPLED)];
    for (const path of [7, 3, 23]) one.write('s', path);
    other.write('s', 23);
    expect(one.tape.prices[0]).toEqual(other.tape.prices[0]);
    expect([one.sampled!.stratum, one.sampled!.likelihood]).toEqual([
      other.sampled!.stratum,
      other.sampled!.likelihood,
    ]);
  });

  it.each([
    [
      'no law that jumps',
      ['market.assets.ETH.price={ model: gbm, start: 2000, volatility: 0.8 }'],
      'counts its jumps first',
    ],
    ['a process that is not there', ['run.sampling={ model: stratified-jumps, jumps: DAI }'], 'DAI has not a law'],
    ['too many jumps', ['market.assets.ETH.price.jumpsPerDay=600'], 'more than 500 jumps'],
    [
      'two processes that jump',
      [
        'market.assets.DAI.price={ model: merton, start: 1, volatility: 0, jumpsPerDay: 1, jumpMean: 0, jumpDeviation: 0.01 }',
        'oracles.DAI={ publish: { model: deviation-heartbeat, deviation: 0.005, heartbeat: 1h }, delay: 20s, transaction: { gas: 250_000, bid: { model: market-multiple, multiple: 1.2 }, rebid: 1m } }',
      ],
      'name one of them in run.sampling.jumps',
    ],
  ])('%s is refused', async (_, overrides, message) => {
    const world = await worldOf(SAMPLED, ...overrides);
    expect(() => world.write('s', 0)).toThrow(message);
  });

  it('fill in what is left out', () => {
    expect(samplingSchema.parse({ model: 'stratified-jumps' })).toEqual({
      model: 'stratified-jumps',
      shift: -2.5,
      untilted: 0.25,
      commonShare: 0.2,
    });
  });
});

function momentsOf(values: readonly number[]) {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}
