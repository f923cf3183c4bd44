/** Risk measures, intervals, sample sizes, and what ways of drawing paths can save. */
import {
  lognormalLaw,
  normalLaw,
  paretoTail,
  quantileSpread,
  shortfallSpread,
  studentLaw,
  type TailLaw,
} from '../../../results/statistics/laws.ts';
import { clopperPearson, type ProportionEstimate, wilson } from '../../../results/statistics/proportion.ts';
import { quantileRanks } from '../../../results/statistics/quantile.ts';
import { monteCarloSampleSize, wilksSampleSize } from '../../../results/statistics/sample-size.ts';
import {
  antitheticCorrelation,
  controlVariateRatio,
  pairingRatio,
  splittingLevels,
  tiltGain,
} from '../../../results/statistics/variance-reduction.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';

type Params = Readonly<Record<string, unknown>>;

/** `N`, `LN` and `t` with their parameters, or written out: `N(0,1)`, `t4`, `t(4)`. */
function lawOf(params: Params): TailLaw {
  const [, name = '', args = ''] = /^([A-Za-z]+)[(_]?([^)]*)\)?$/.exec(String(params.dist)) ?? [];
  const inline = args === '' ? [] : args.split(',').map(numberOf);
  const at = (index: number, key: string, usual?: number) => numberOf(inline[index] ?? params[key] ?? usual);
  switch (name) {
    case 'N':
      return normalLaw(at(0, 'mu', 0), at(1, 'sd', 1));
    case 'LN':
      return lognormalLaw(at(0, 'mu', 0), at(1, 'sd'));
    case 't':
      return studentLaw(at(0, 'nu'));
    default:
      throw new TypeError(`no law is called ${params.dist}`);
  }
}

function tailOf(params: Params) {
  const { xi, beta, u } = numbersOf({ u: 0, ...params }, 'xi', 'beta', 'u');
  return paretoTail({ shape: xi, scale: beta, threshold: u, exceedance: numberOf(params.p_exceed ?? 1) });
}

const isPareto = (params: Params): boolean => 'xi' in params;

const bounds = ({ low, high }: ProportionEstimate) => [low, high];

const riskMeasures: Adapters = {
  'risk-measures-and-ci/var-a': {
    run: ({ params }) => (isPareto(params) ? tailOf(params) : lawOf(params)).quantile(numberOf(params.alpha)),
  },
  'risk-measures-and-ci/es-a': {
    run: ({ params }) => (isPareto(params) ? tailOf(params) : lawOf(params)).expectedShortfall(numberOf(params.alpha)),
  },
  'risk-measures-and-ci/var-a-pot': { run: ({ params }) => tailOf(params).quantile(numberOf(params.alpha)) },
  'risk-measures-and-ci/es-a-pot': { run: ({ params }) => tailOf(params).expectedShortfall(numberOf(params.alpha)) },
  'risk-measures-and-ci/ranks-l-u': {
    run({ params }) {
      const { n, p, conf } = numbersOf(params, 'n', 'p', 'conf');
      const { lower, upper, coverage } = quantileRanks(n, p, conf);
      return { l: lower, u: upper, coverage };
    },
  },
  'risk-measures-and-ci/smallest-n-so-the-sample-max-is-an-upper-c-confi': {
    run: ({ params }) => wilksSampleSize(numberOf(params.p), numberOf(params.conf)),
  },
  'risk-measures-and-ci/exact-two-sided-binomial-ci-for-a-probability': {
    run: ({ params }) => bounds(clopperPearson(numberOf(params.k), numberOf(params.n), numberOf(params.conf))),
  },
  'risk-measures-and-ci/two-sided-ci': {
    run: ({ params }) => bounds(wilson(numberOf(params.k), numberOf(params.n), numberOf(params.conf))),
  },
  'risk-measures-and-ci/crude-mc-sample-size-for-relative-half-width-rel': {
    run: ({ params }) => monteCarloSampleSize(numberOf(params.p), numberOf(params.rel), numberOf(params.conf)),
  },
  'risk-measures-and-ci/quantile-asymptotic-sd-sqrt': {
    run: ({ params }) => quantileSpread(lawOf(params), numberOf(params.alpha)),
  },
  'risk-measures-and-ci/es-asymptotic-sd-sqrt': {
    run: ({ params }) => shortfallSpread(lawOf(params), numberOf(params.alpha)),
  },
};

const varianceReduction: Adapters = {
  'variance-reduction-theory/variance-reduction-factor-of-is-for-p': {
    run: ({ params }) => tiltGain(numberOf(params.c)),
  },
  'variance-reduction-theory/ideal-multilevel-splitting': { run: ({ params }) => splittingLevels(numberOf(params.p)) },
  'variance-reduction-theory/antithetic-correlation-for-lognormal-terminal-va': {
    run: ({ params }) => antitheticCorrelation(numberOf(params.s)),
  },
  'variance-reduction-theory/crn-variance-ratio-vs-independent-for-equal-vari': {
    run: ({ params }) => pairingRatio(numberOf(params.rho)),
  },
  'variance-reduction-theory/control-variate-residual-variance-ratio': {
    run: ({ params }) => controlVariateRatio(numberOf(params.rho)),
  },
};

export const statistics: Adapters = { ...riskMeasures, ...varianceReduction };
