/** On histories simulated by the price models themselves, fits give the parameters back. */
import { describe, expect, it } from 'vitest';
import type { Fit } from '../../../scenarios/calibration/fit.ts';
import { fitGarch } from '../../../scenarios/calibration/garch-fit.ts';
import { fitGbm } from '../../../scenarios/calibration/gbm-fit.ts';
import { fitKou } from '../../../scenarios/calibration/kou-fit.ts';
import { fitMerton } from '../../../scenarios/calibration/merton-fit.ts';
import type { PriceHistory } from '../../../scenarios/calibration/price-history.ts';
import { simulatedHistory } from './simulated.ts';

const STANDARD_ERRORS = 4;

function expectRecovered(fit: Fit, law: Readonly<Record<string, unknown>>): void {
  for (const { name, value, standardError, border } of fit.parameters) {
    expect(border, name).toBeUndefined();
    expect(standardError, name).toBeGreaterThan(0);
    const distance = Math.abs(value - Number(law[name])) / standardError!;
    expect(distance, `${name}: ${value}, true ${law[name]}, se ${standardError}`).toBeLessThan(STANDARD_ERRORS);
  }
}

const LAWS: readonly [fit: (history: PriceHistory) => Fit, law: Record<string, unknown>, informative: string[]][] = [
  [fitGbm, { model: 'gbm', drift: 1.5, volatility: 0.9 }, ['volatility']],
  [
    fitMerton,
    { model: 'merton', drift: 0.5, volatility: 0.5, jumpsPerDay: 1.5, jumpMean: -0.008, jumpDeviation: 0.02 },
    ['volatility', 'jumpsPerDay', 'jumpDeviation'],
  ],
  [
    fitKou,
    {
      model: 'kou',
      drift: -0.5,
      volatility: 0.5,
      jumpsPerDay: 2,
      upProbability: 0.35,
      upMean: 0.012,
      downMean: 0.018,
    },
    ['volatility', 'jumpsPerDay', 'upProbability', 'upMean', 'downMean'],
  ],
  [
    fitGarch,
    { model: 'garch', drift: 0.4, volatility: 0.8, alpha: 0.08, beta: 0.9, step: '1h' },
    ['volatility', 'alpha', 'beta'],
  ],
];

describe.each(LAWS)('%o', (fitter, law, informative) => {
  it.each(['one', 'two'])(`recovers ${law.model} within four standard errors, seed %s`, (seed) => {
    const fit = fitter(simulatedHistory(law, 12_000, `recovery ${seed}`));
    expectRecovered(fit, law);
    // Not because the errors are wide: what a year and a half of hours decides, it decides to a quarter.
    for (const name of informative) {
      const { value, standardError } = fit.parameters.find((parameter) => parameter.name === name)!;
      expect(standardError! / Math.abs(value), name).toBeLessThan(0.25);
    }
  });
});

describe('standard errors', () => {
  it('are what independent histories scatter by', () => {
    const law = { model: 'merton', volatility: 0.5, jumpsPerDay: 2, jumpMean: -0.008, jumpDeviation: 0.02 };
    const names = ['volatility', 'jumpsPerDay', 'jumpMean', 'jumpDeviation'];
    const fits = Array.from({ length: 16 }, (_, i) => fitMerton(simulatedHistory(law, 2_000, `scatter ${i}`)));
    for (const name of names) {
      const scores = fits.map(({ parameters }) => {
        const { value, standardError } = parameters.find((parameter) => parameter.name === name)!;
        return (value - Number(law[name as keyof typeof law])) / standardError!;
      });
      const square = scores.reduce((sum, z) => sum + z * z, 0) / scores.length;
      // A mean of 16 squared normals: 0.137 and 3.09 are four deviations of its cube root (Wilson and Hilferty) away.
      expect(square, name).toBeGreaterThan(0.137);
      expect(square, name).toBeLessThan(3.09);
    }
  });

  it('grow smaller with the root of the number of returns', () => {
    const law = { model: 'gbm', volatility: 0.9 };
    const error = (ticks: number) =>
      fitGbm(simulatedHistory(law, ticks, 'root')).parameters.find(({ name }) => name === 'volatility')!.standardError!;
    expect(error(1_000) / error(16_000)).toBeCloseTo(4, 0);
  });
});

describe('a law that is not there', () => {
  const history = simulatedHistory({ model: 'gbm', drift: 0, volatility: 0.8 }, 1_500, 'plain');
  const plain = fitGbm(history);

  it.each([
    ['merton', fitMerton],
    ['kou', fitKou],
  ])('%s gains next to nothing on a path without jumps, BIC says so, and what is not decided is named', (_, fitter) => {
    const { logLikelihood, bic, parameters, notes } = fitter(history);
    expect(logLikelihood).toBeGreaterThan(plain.logLikelihood - 1);
    expect(logLikelihood - plain.logLikelihood).toBeLessThan(8);
    expect(bic).toBeGreaterThan(plain.bic);
    const undecided = parameters.filter(
      ({ border, standardError }) => border !== undefined || standardError === undefined,
    );
    for (const { name, border } of undecided) {
      const said = border === undefined ? `${name} has no standard error` : `${name} sits on the`;
      expect(notes).toContainEqual(expect.stringContaining(said));
    }
    const told = notes.filter((note) => /sits on the|has no standard error/.test(note));
    expect(told).toHaveLength(undecided.length);
  });
});
