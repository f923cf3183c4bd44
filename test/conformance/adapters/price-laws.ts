/**
 * GBM, Merton, Kou and Heston: moments, quantiles and option prices, options as discounted payoffs with drift r. GBM and Merton in closed form, with which the
 * paths of the registered models must agree (`simulated.ts`); Kou and Heston by paths alone. Compensators are the functions that the models call.
 */
import { jumpCompensator, normalJump } from '../../../models/prices/compound-poisson.ts';
import {
  chanceBelow,
  cumulantsOf,
  diffusion,
  expectedExcessOver,
  expectedShortfallOf,
  type JumpDiffusion,
  type LogReturn,
  levelAt,
  logReturn,
  normalReturn,
  priceMoment,
} from '../../../models/prices/log-returns.ts';
import { RandomStream } from '../../../sim/random/random-stream.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';
import { agreeing, figureOf, lawOf, meanOf, quantileOf, type Simulated, terminal } from '../simulated.ts';

type Params = Readonly<Record<string, unknown>>;

const PATHS = 150_000;
const DAYS_PER_YEAR = 365;

const yearsOf = (p: Params) => numberOf(p.T_years ?? p.T);

function gbm(p: Params): Float64Array {
  const { S0, mu, sigma } = numbersOf({ mu: p.r, ...p }, 'S0', 'mu', 'sigma');
  return terminal(lawOf({ model: 'gbm', start: S0, drift: mu, volatility: sigma }), yearsOf(p), PATHS);
}

function merton(p: Params, paths = PATHS): Float64Array {
  const { S0, mu, sigma, lam, jump_mean, jump_sd } = numbersOf(
    { S0: 1, mu: p.r, ...p },
    ...(['S0', 'mu', 'sigma', 'lam', 'jump_mean', 'jump_sd'] as const),
  );
  const jumps = { jumpsPerDay: lam / DAYS_PER_YEAR, jumpMean: jump_mean, jumpDeviation: jump_sd };
  return terminal(lawOf({ model: 'merton', start: S0, drift: mu, volatility: sigma, ...jumps }), yearsOf(p), paths);
}

const driftOf = (p: Params) => numberOf(p.mu ?? p.r ?? 0);

const gbmReturn = (p: Params): LogReturn => logReturn(diffusion(driftOf(p), numberOf(p.sigma)), yearsOf(p));

function mertonOf(p: Params): JumpDiffusion {
  const { sigma, lam, jump_mean, jump_sd } = numbersOf(p, 'sigma', 'lam', 'jump_mean', 'jump_sd');
  return {
    ...{ drift: driftOf(p), volatility: sigma },
    ...{ jumpsPerDay: lam / DAYS_PER_YEAR, jumpMean: jump_mean, jumpDeviation: jump_sd },
  };
}

/** An option on Merton's law, of its own closed form and of its paths. */
function mertonOption(p: Params, sign: 1 | -1): number {
  const { S0, K, r } = numbersOf(p, 'S0', 'K', 'r');
  const law = logReturn(mertonOf(p), yearsOf(p));
  const figure = sign > 0 ? expectedExcessOver(law, K / S0) : expectedShortfallOf(law, K / S0);
  return agreeing(Math.exp(-r * yearsOf(p)) * S0 * figure, () => option(merton(p), p, sign));
}

const singleJump = (p: Params): LogReturn => normalReturn(numberOf(p.jump_mean), numberOf(p.jump_sd));

function kou(p: Params): Float64Array {
  const { S0, r, sigma, lam, p_up, eta1, eta2 } = numbersOf(p, 'S0', 'r', 'sigma', 'lam', 'p_up', 'eta1', 'eta2');
  const jumps = { jumpsPerDay: lam / DAYS_PER_YEAR, upProbability: p_up, upMean: 1 / eta1, downMean: 1 / eta2 };
  return terminal(lawOf({ model: 'kou', start: S0, drift: r, volatility: sigma, ...jumps }), yearsOf(p), PATHS);
}

/** Steps of the QE-M scheme, whose price of an option is then within a thousandth. */
const HESTON_STEPS = 32;
const HESTON_PATHS = 40_000;

function heston(p: Params): Float64Array {
  const xi = numberOf(p.xi ?? p.sigma_v ?? p.vol_of_vol ?? p.sigma);
  const { S0, r, v0, kappa, theta, rho } = numbersOf(p, 'S0', 'r', 'v0', 'kappa', 'theta', 'rho');
  const law = lawOf({
    ...{ model: 'heston', start: S0, drift: r, volatility: Math.sqrt(v0), longRunVolatility: Math.sqrt(theta) },
    ...{ reversion: kappa, volatilityOfVariance: xi, correlation: rho },
  });
  return terminal(law, yearsOf(p), HESTON_PATHS, HESTON_STEPS);
}

function option(prices: Float64Array, p: Params, sign: 1 | -1): Simulated {
  const { K, r } = numbersOf(p, 'K', 'r');
  const discount = Math.exp(-r * yearsOf(p));
  return meanOf(prices.map((x) => discount * Math.max(0, sign * (x - K))));
}

const logsOf = (prices: Float64Array, p: Params) => prices.map((x) => Math.log(x / numberOf(p.S0 ?? 1)));

/** Central moments of a sample: mean, variance, third and fourth. */
function centred(sample: Float64Array): [mean: number, second: number, third: number, fourth: number] {
  const n = sample.length;
  const mean = sample.reduce((sum, x) => sum + x, 0) / n;
  let [second, third, fourth] = [0, 0, 0];
  for (const x of sample) {
    const square = (x - mean) * (x - mean);
    second += square;
    third += square * (x - mean);
    fourth += square * square;
  }
  return [mean, second / n, third / n, fourth / n];
}

const variance = (sample: Float64Array) => centred(sample)[1];

function skewness(sample: Float64Array): number {
  const [, second, third] = centred(sample);
  return third / (second * Math.sqrt(second));
}

function excessKurtosis(sample: Float64Array): number {
  const [, second, , fourth] = centred(sample);
  return fourth / (second * second) - 3;
}

/** Jumps as the models draw them, one by one. */
function jumps(p: Params): Float64Array {
  const { jump_mean, jump_sd } = numbersOf(p, 'jump_mean', 'jump_sd');
  const add = normalJump(jump_mean, jump_sd);
  const stream = new RandomStream('conformance/jumps');
  return Float64Array.from({ length: PATHS }, () => add(0, stream));
}

export const priceLaws: Adapters = {
  'gbm/gbm-mean': {
    run: ({ params }) => agreeing(numberOf(params.S0) * priceMoment(gbmReturn(params), 1), () => meanOf(gbm(params))),
  },
  'gbm/gbm-variance': {
    run({ params }) {
      const law = gbmReturn(params);
      const [start, mean] = [numberOf(params.S0), priceMoment(law, 1)];
      const figure = start * start * (priceMoment(law, 2) - mean * mean);
      return agreeing(figure, () => figureOf(gbm(params), variance));
    },
  },
  'gbm/gbm-quantile': {
    run({ params }) {
      const figure = numberOf(params.S0) * Math.exp(levelAt(gbmReturn(params), numberOf(params.p)));
      return agreeing(figure, () => quantileOf(gbm(params), numberOf(params.p)));
    },
  },
  'merton/merton-kappa': {
    run: ({ params }) => jumpCompensator(numberOf(params.jump_mean), numberOf(params.jump_sd)),
  },
  'merton/merton-logret-mean': {
    run: ({ params }) =>
      agreeing(cumulantsOf(mertonOf(params), yearsOf(params)).mean, () => {
        const logs = logsOf(merton(params), params);
        // A mean near 0 is judged by the spread of what it is the mean of.
        return meanOf(logs, 0.05 * Math.sqrt(variance(logs)));
      }),
  },
  'merton/merton-logret-variance': {
    run: ({ params }) =>
      agreeing(cumulantsOf(mertonOf(params), yearsOf(params)).variance, () =>
        figureOf(logsOf(merton(params), params), variance),
      ),
  },
  'merton/merton-logret-skewness': {
    run: ({ params }) =>
      agreeing(cumulantsOf(mertonOf(params), yearsOf(params)).skewness, () =>
        figureOf(logsOf(merton(params), params), skewness),
      ),
  },
  'merton/merton-logret-excess-kurtosis': {
    // As a share of the kurtosis, which is 3 for a normal law.
    run: ({ params }) =>
      agreeing(cumulantsOf(mertonOf(params), yearsOf(params)).excessKurtosis, () =>
        figureOf(logsOf(merton(params, 4 * PATHS), params), excessKurtosis, 0.5),
      ),
  },
  'merton/merton-call': { run: ({ params }) => mertonOption(params, 1) },
  'merton/merton-put': { run: ({ params }) => mertonOption(params, -1) },
  'merton/p-s-t-k-s0-merton': {
    run({ params }) {
      const figure = chanceBelow(logReturn(mertonOf(params), yearsOf(params)), Math.log(numberOf(params.K)));
      return agreeing(figure, () => meanOf(merton(params).map((x) => (x < numberOf(params.K) ? 1 : 0))));
    },
  },
  'merton/e-k-e-j-single-lognormal-jump-expected-unbackabl': {
    run({ params }) {
      const figure = expectedShortfallOf(singleJump(params), numberOf(params.K));
      return agreeing(figure, () => meanOf(jumps(params).map((x) => Math.max(0, numberOf(params.K) - Math.exp(x)))));
    },
  },
  'merton/p-e-j-k': {
    run({ params }) {
      const figure = chanceBelow(singleJump(params), Math.log(numberOf(params.K)));
      return agreeing(figure, () => meanOf(jumps(params).map((x) => (Math.exp(x) < numberOf(params.K) ? 1 : 0))));
    },
  },
  'kou-heston/kou-call': { run: ({ params }) => option(kou(params), params, 1) },
  'kou-heston/heston-call': { run: ({ params }) => option(heston(params), params, 1) },
};
