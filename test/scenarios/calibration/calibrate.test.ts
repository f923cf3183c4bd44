/** From a history to a verdict and a fragment, on histories whose law is known. */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { builtIn } from '../../../models/catalogue.ts';
import { type Calibration, calibrate } from '../../../scenarios/calibration/calibrate.ts';
import { fitGarch } from '../../../scenarios/calibration/garch-fit.ts';
import { goodnessOfFit } from '../../../scenarios/calibration/goodness-of-fit.ts';
import type { PriceHistory } from '../../../scenarios/calibration/price-history.ts';
import { STRESS_RANGE, stressJumps } from '../../../scenarios/calibration/stress-jumps.ts';
import { judgeTail } from '../../../scenarios/calibration/tail.ts';
import { loadScenario } from '../../../scenarios/load.ts';
import { BASE, scenarioFile } from '../fixtures/base-scenario.ts';
import { simulatedHistory } from './simulated.ts';

const registry = builtIn();
const run = (history: PriceHistory, paths = 60): Calibration =>
  calibrate(history, registry, { models: ['gbm', 'merton'], asset: 'ETH', paths, seed: 'test' });

const plain = simulatedHistory({ model: 'gbm', drift: 0.2, volatility: 0.7 }, 4_000, 'plain');
const crashes = simulatedHistory(
  { model: 'merton', volatility: 0.5, jumpsPerDay: 0.05, jumpMean: -0.06, jumpDeviation: 0.05 },
  8_000,
  'crashes',
);

describe('what the fits give back', () => {
  it('holds the truth in the band of the law that made it', () => {
    const law = { model: 'gbm', start: 1, drift: 0.2, volatility: 0.7 };
    const rows = goodnessOfFit(plain, { gbm: law }, registry, { paths: 200, seed: 'band' });
    for (const { key, real, simulated } of rows) {
      const { low, median, high } = simulated.gbm;
      expect(low, key).toBeLessThanOrEqual(median);
      expect(median, key).toBeLessThanOrEqual(high);
      // A feature lies outside its band 1 time in 20; twice the band's width is beyond four deviations.
      expect(Math.abs(real - median), key).toBeLessThan(2 * Math.max(high - median, median - low));
    }
    expect(judgeTail('gbm', rows).misses).toBe(false);
  });

  it('has the band that a normal law has by theory', () => {
    const law = { model: 'gbm', start: 1, drift: 0, volatility: 0.7 };
    const rows = goodnessOfFit(plain, { gbm: law }, registry, { paths: 400, seed: 'theory' });
    const { low, high } = rows.find(({ key }) => key === 'volatility')!.simulated.gbm;
    // sd(σ̂) = σ/√(2n) = 0.0078; a 95 % band of 400 paths is known to about a tenth of its width.
    expect((high - low) / (2 * 1.96 * (0.7 / Math.sqrt(8_000)))).toBeCloseTo(1, 0.5);
  });

  it('gives every law the same normals, and the same figures again', () => {
    const law = { model: 'gbm', start: 1, drift: 0.2, volatility: 0.7 };
    const options = { paths: 40, seed: 'twin' };
    const rows = goodnessOfFit(plain, { one: law, two: law }, registry, options);
    for (const { simulated } of rows) expect(simulated.one).toEqual(simulated.two);
    expect(goodnessOfFit(plain, { one: law, two: law }, registry, options)).toEqual(rows);
  });
});

describe('the tail verdict', () => {
  it('says that a law without jumps misses crashes, where a law with them holds', () => {
    const result = run(crashes);
    expect(result.tails.gbm.misses).toBe(true);
    expect(result.tails.gbm.missed.map(({ key }) => key)).toContain('worstFall.1h');
    expect(result.tails.merton.misses).toBe(false);
    expect(result.chosen).toBe('merton');
  });

  it('does not cry wolf over a path without jumps', () => {
    const result = run(plain);
    expect(result.tails.gbm).toMatchObject({ misses: false, volatility: 'within' });
    expect(result.chosen).toBe('gbm');
  });

  it('names a law that holds the tail on too much volatility, and one with too little', () => {
    const laws = Object.fromEntries(
      [0.35, 1.4].map((volatility) => [`v${volatility}`, { model: 'gbm', start: 1, volatility }]),
    );
    const rows = goodnessOfFit(plain, laws, registry, { paths: 40, seed: 'volatile' });
    expect(judgeTail('v0.35', rows)).toMatchObject({ misses: true, volatility: 'below' });
    expect(judgeTail('v1.4', rows)).toMatchObject({ misses: false, volatility: 'above' });
  });
});

describe('stress jumps', () => {
  it('are those of the history where they lie in the range', () => {
    const stress = stressJumps(crashes, fitGarch(crashes));
    const years = 8_000 / 8760;
    const { jumpsPerYear, jumpMean, jumpDeviation } = stress.measured!;
    // 18.25 a year of mean −6 % and deviation 5 %; those within four deviations of nothing are not seen (about 1 in 7).
    expect(stress.count).toBe(Math.round(jumpsPerYear * years));
    expect(jumpsPerYear).toBeGreaterThan(8);
    expect(jumpsPerYear).toBeLessThan(30);
    expect(jumpMean).toBeLessThan(-0.04);
    expect(jumpMean).toBeGreaterThan(-0.11);
    expect(jumpDeviation).toBeGreaterThan(0.02);
    expect(stress.expectedIfNormal).toBeCloseTo(8_000 * 3.167e-5, 3);
    expect(stress.volatility).toBeGreaterThan(0.4);
    expect(stress.volatility).toBeLessThan(0.65);
  });

  it('stay in the range, and take its middle where there are too few', () => {
    const stress = stressJumps(plain, fitGarch(plain));
    expect(stress.measured).toBeUndefined();
    expect(stress.used).toMatchObject({ jumpsPerYear: 27.5, jumpMean: -0.065 });
    for (const { used } of [stress, stressJumps(crashes, fitGarch(crashes))]) {
      for (const [key, [low, high]] of Object.entries(STRESS_RANGE)) {
        expect(used[key as keyof typeof used]).toBeGreaterThanOrEqual(low);
        expect(used[key as keyof typeof used]).toBeLessThanOrEqual(high);
      }
    }
  });

  it('count no more than fifty a year', () => {
    const frequent = { model: 'merton', volatility: 0.3, jumpsPerDay: 1, jumpMean: -0.05, jumpDeviation: 0.02 };
    const stress = stressJumps(simulatedHistory(frequent, 6_000, 'frequent'), { ...fitGarch(plain) });
    expect(stress.threshold).toBeGreaterThan(4);
    expect(stress.measured!.jumpsPerYear).toBeLessThanOrEqual(50);
  });
});

describe('the fragment', () => {
  const result = run(crashes, 40);

  it('is YAML with one law, the chosen one', () => {
    const { market } = parse(result.fragment) as { market: { assets: { ETH: { price: Record<string, unknown> } } } };
    const { price } = market.assets.ETH;
    const { reference } = result.fits.find(({ model }) => model === result.chosen)!;
    for (const [key, value] of Object.entries(price)) {
      if (typeof value === 'number') expect(value / Number(reference[key]), key).toBeCloseTo(1, 4);
      else expect(value).toBe(reference[key]);
    }
  });

  it('runs in a scenario, whichever law is switched on', async () => {
    const laws = [...result.fragment.matchAll(/price: (\{.*\})/g)].map(([, law]) => law);
    expect(laws).toHaveLength(4);
    for (const law of laws) {
      const text = BASE.replace(/price: \{ model: (?!constant)[^}]*\}/, `price: ${law}`);
      expect(text).toContain(law);
      const { scenario } = await loadScenario(scenarioFile(text));
      expect(Object.values(scenario.market.assets).map(({ price }) => price)).toContainEqual(
        expect.objectContaining(parse(law) as object),
      );
    }
  });

  it('leaves out a drift that cannot be told from 0', () => {
    const merton = result.fits.find(({ model }) => model === 'merton')!;
    const drift = merton.parameters.find(({ name }) => name === 'drift')!;
    expect(Math.abs(drift.value)).toBeLessThan(2 * drift.standardError!);
    expect(result.fragment).not.toContain('drift');
    expect(merton.notes).toContain('drift cannot be told from 0 and is left out of the fragment');
  });

  it('is the same text again', () => {
    expect(run(crashes, 40).fragment).toBe(result.fragment);
  });
});
