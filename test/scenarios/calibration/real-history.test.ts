/** ETH/USDT, Binance, hourly closes 2019-12 to 2025-11. The file is not shipped: without it these are skipped. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { calibrate } from '../../../scenarios/calibration/calibrate.ts';
import { fitGarch } from '../../../scenarios/calibration/garch-fit.ts';
import { fitKou } from '../../../scenarios/calibration/kou-fit.ts';
import { mertonByEm } from '../../../scenarios/calibration/merton-em.ts';
import { fitMerton, mertonLogLikelihood } from '../../../scenarios/calibration/merton-fit.ts';
import { FallFinder, momentsOf, pricesOf } from '../../../scenarios/calibration/moments.ts';
import { type PriceHistory, readHistory } from '../../../scenarios/calibration/price-history.ts';
import { condensedSample, wholeSample } from '../../../scenarios/calibration/sample.ts';
import { REQUEST } from './simulated.ts';

const FILE = new URL('../../../../shared/data/eth_usdt_1h_binance_2019-12_2025-11.csv', import.meta.url);
const HOURS_A_YEAR = 8760;

describe.skipIf(!existsSync(FILE))('six years of hourly ETH', () => {
  let known: PriceHistory | undefined;
  const history = () => {
    known ??= readHistory({ ...REQUEST, gaps: 'skip' }, readFileSync(FILE, 'utf8'));
    return known;
  };

  it('has the moments that were measured elsewhere', () => {
    const { returns, stepYears, gaps } = history();
    expect([returns.length, gaps]).toEqual([51_800, 15]);
    const { deviation, skewness, excessKurtosis } = momentsOf(returns);
    expect(deviation / Math.sqrt(stepYears)).toBeCloseTo(0.809, 3);
    expect(skewness).toBeCloseTo(-0.94, 2);
    expect(excessKurtosis).toBeCloseTo(29.3, 1);
    expect(Math.min(...returns)).toBeCloseTo(-0.234, 3);
    expect(new FallFinder().worst(pricesOf(returns), 1)).toBeCloseTo(0.209, 3);
  });

  it('gives the published EM fit when the mixture is cut after three jumps, and a likelier one when it is not', () => {
    const { returns } = history();
    const { deviation } = momentsOf(returns);
    const start = { a: 0, s: 0.5 * deviation, rate: 0.3, m: 0, delta: deviation };
    const floors = { s: 1e-5, delta: 1e-5, rate: [1e-5, 5] as const };
    const cut = mertonByEm(condensedSample(returns), start, floors, 3);
    expect(cut.s * Math.sqrt(HOURS_A_YEAR)).toBeCloseTo(0.367, 3);
    expect((cut.rate * HOURS_A_YEAR) / 2_930).toBeCloseTo(1, 2);
    expect(cut.m).toBeCloseTo(-0.0003, 4);
    expect(cut.delta).toBeCloseTo(0.0127, 4);
    const variance = cut.s * cut.s + cut.rate * (cut.m * cut.m + cut.delta * cut.delta);
    const fourth = cut.m ** 4 + 6 * cut.m ** 2 * cut.delta ** 2 + 3 * cut.delta ** 4;
    expect((cut.rate * fourth) / variance ** 2).toBeCloseTo(5.4, 1);

    const whole = fitMerton(history());
    const values = [cut.a, cut.s, cut.rate, cut.m, cut.delta];
    expect(whole.logLikelihood).toBeGreaterThan(mertonLogLikelihood(wholeSample(returns), values) + 10);
    expect(whole.parameters.find(({ name }) => name === 'jumpsPerDay')!.value).toBeCloseTo(9.23, 1);
  });

  it('has the parameters that docs/calibrate.md shows', () => {
    const page = readFileSync(new URL('../../../docs/calibrate.md', import.meta.url), 'utf8');
    const digits = (value: number, count: number) => String(Number(value.toPrecision(count)));
    for (const { model, parameters } of [fitMerton(history()), fitKou(history()), fitGarch(history())]) {
      for (const { name, value, standardError } of parameters) {
        const row = new RegExp(`${name} +${digits(value, 4)} +${digits(standardError!, 2)} `);
        expect(page, `${model}.${name}`).toMatch(row);
      }
    }
  });

  it('is missed in the tail by laws fitted to plain hourly returns, and it is said', () => {
    const options = { models: ['gbm', 'merton'], asset: 'ETH', paths: 40, seed: 'real' } as const;
    const { tails, stress, chosen, goodness } = calibrate(history(), builtIn(), options);
    expect(tails.gbm.misses).toBe(true);
    expect(tails.merton.missed.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['excessKurtosis', 'worstFall.1h', 'worstFall.24h']),
    );
    expect(chosen).toBe('stress');
    expect(stress.measured!.jumpsPerYear).toBeGreaterThan(5);
    // The jumps of the stress law reach the worst hour, which no fit does.
    const hour = goodness.find(({ key }) => key === 'worstFall.1h')!;
    expect(hour.simulated.merton.high).toBeLessThan(0.12);
    expect(hour.simulated.stress.high).toBeGreaterThan(hour.real);
  }, 20_000);
});
