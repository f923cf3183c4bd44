/** Estimators of volatility, and self-exciting jumps. */
import { drawHawkes, longRunDispersion, meanClusterSize, stationaryIntensity } from '../../../models/prices/hawkes.ts';
import { ewmaOf, garchForecast } from '../../../models/prices/volatility-estimators.ts';
import { RandomStream } from '../../../sim/random/random-stream.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';
import { agreeing, figureOf, type Simulated } from '../simulated.ts';

type Params = Readonly<Record<string, unknown>>;

const excitationOf = (params: Params) => {
  const { mu, a, b } = numbersOf(params, 'mu', 'a', 'b');
  return { baseline: mu, excitation: a, decay: b };
};

/** Counts in windows of so many times the time in which excitement fades, each after as long a run-up. */
const WINDOW = 60;
const WINDOWS = 1000;

/** Variance over mean of the counts in long windows, of moments drawn as the price model draws them. */
function dispersion(params: Params): Simulated {
  const p = excitationOf(params);
  const window = WINDOW / (p.decay - p.excitation);
  const stream = new RandomStream('conformance/clusters');
  const times: number[] = [];
  const counts = Float64Array.from({ length: WINDOWS }, () => {
    const count = drawHawkes(times, stream, p, -window / 6, window);
    let inside = 0;
    for (let i = 0; i < count; i++) if (times[i]! >= 0) inside++;
    return inside;
  });
  return figureOf(counts, (part) => {
    const mean = part.reduce((sum, x) => sum + x, 0) / part.length;
    return part.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (part.length - 1) / mean;
  });
}

const name = (mechanism: string) => `vol-hawkes-blocks/${mechanism}`;

export const volatility: Adapters = {
  [name('ewma-variance-after-last-return')]: {
    run: ({ params }) => ewmaOf(params.returns as number[], numberOf(params.lam)),
  },
  [name('k-step-ahead-variance-forecast')]: {
    run({ params }) {
      const { h_next, k, ...garch } = numbersOf(params, 'omega', 'alpha', 'beta', 'h_next', 'k');
      return garchForecast(garch, h_next, k);
    },
  },
  [name('stationary-mean-intensity')]: { run: ({ params }) => stationaryIntensity(excitationOf(params)) },
  [name('mean-cluster-size')]: {
    run: ({ params }) =>
      meanClusterSize({ excitation: numberOf(params.n ?? params.a), decay: numberOf(params.b ?? 1) }),
  },
  [name('long-run-index-of-dispersion')]: {
    run: ({ params }) => agreeing(longRunDispersion(excitationOf(params)), () => dispersion(params)),
  },
};
