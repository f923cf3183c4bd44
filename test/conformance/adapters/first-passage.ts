/**
 * First passage of GBM and Merton paths below a barrier, watched at equally spaced dates, by paths of the registered models.
 *
 * Diffusions are drawn with shifted normals and weighed back (`simulated.ts`), so that crossings are frequent. Where the closed form watches all
 * the time, the paths are watched at 200 dates and the barrier is moved by Broadie, Glasserman and Kou's βσ√Δt, whose error there is some thousandths
 * of the figure. Rows that state an approximation (BGK) itself have no model here and are unsupported.
 */
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';
import { eachPath, gridOf, lawOf, meanOf, type Paths, ratioOf, type Simulated } from '../simulated.ts';

type Params = Readonly<Record<string, unknown>>;

/** Ticks that one row may take: a fifth of a second. */
const TICKS = 5_000_000;
const MOST_PATHS = 200_000;
const CONTINUOUS_DATES = 200;
/** −ζ(1/2)/√(2π), Broadie, Glasserman and Kou (1997). */
const BETA = 0.5825971579390107;

interface Watched extends Paths {
  readonly start: number;
  readonly barrier: number;
}

/** Normals are shifted so that the median path ends at the barrier. */
function diffusion(p: Params, dates: number, years: number, barrier: number): Watched {
  const { S0, mu, sigma } = numbersOf({ mu: p.r, ...p }, 'S0', 'mu', 'sigma');
  const distance = Math.log(barrier / S0) - (mu - 0.5 * sigma * sigma) * years;
  return {
    law: lawOf({ model: 'gbm', start: S0, drift: mu, volatility: sigma }),
    grid: gridOf(dates, years),
    paths: Math.min(MOST_PATHS, Math.ceil(TICKS / dates)),
    shift: distance / (sigma * Math.sqrt(years) * Math.sqrt(dates)),
    start: S0,
    barrier,
  };
}

const yearsOf = (p: Params) => numberOf(p.T_days) / numberOf(p.days_per_year ?? 365);

/** The price at the first date on which it is at or below the barrier, by path; 0 where there is none. */
function crossings(watched: Watched): { prices: Float64Array; weights: Float64Array } {
  const prices = new Float64Array(watched.paths);
  const weights = new Float64Array(watched.paths);
  eachPath(watched, (column, weight, path) => {
    weights[path] = weight;
    const date = column.findIndex((price, tick) => tick > 0 && price <= watched.barrier);
    if (date > 0) prices[path] = column[date]!;
  });
  return { prices, weights };
}

/** Share of paths that cross, by weight. */
function share(watched: Watched): Simulated {
  const { prices, weights } = crossings(watched);
  return meanOf(weights.map((weight, path) => (prices[path]! > 0 ? weight : 0)));
}

function discrete(p: Params): Watched {
  return diffusion(p, numberOf(p.monitor_steps), yearsOf(p), numberOf(p.B));
}

/** Watched all the time, by watching 200 times a barrier that lies a little higher. */
function continuous(p: Params): Watched {
  const years = yearsOf(p);
  const moved = numberOf(p.B) * Math.exp(BETA * numberOf(p.sigma) * Math.sqrt(years / CONTINUOUS_DATES));
  return diffusion(p, CONTINUOUS_DATES, years, moved);
}

/** An account that becomes due where the price is `initial_distance_to_liquidation` below its start. */
function account(p: Params): Watched {
  const barrier = 1 - numberOf(p.initial_distance_to_liquidation);
  const { mu, sigma, jump_intensity_per_year, jump_mean, jump_sd } = numbersOf(
    p,
    ...(['mu', 'sigma', 'jump_intensity_per_year', 'jump_mean', 'jump_sd'] as const),
  );
  const dates = numberOf(p.monitor_steps);
  const plain = { ...diffusion({ ...p, S0: 1 }, dates, yearsOf(p), barrier), shift: 0 };
  if (jump_intensity_per_year === 0) return plain;
  const jumps = { jumpsPerDay: jump_intensity_per_year / 365, jumpMean: jump_mean, jumpDeviation: jump_sd };
  return { ...plain, law: lawOf({ model: 'merton', start: 1, drift: mu, volatility: sigma, ...jumps }) };
}

/** Price below which debt and bonus exceed the collateral. */
function solvency(p: Params, { barrier }: Watched): number {
  return barrier * numberOf(p.liq_threshold) * (1 + numberOf(p.bonus));
}

function knockOut(p: Params, barrier: number, dates: number): Simulated {
  const years = numberOf(p.T);
  const { K, r } = numbersOf(p, 'K', 'r');
  const watched = { ...diffusion(p, dates, years, barrier), shift: 0 };
  const paid = new Float64Array(watched.paths);
  eachPath(watched, (column, _, path) => {
    if (!column.some((price, tick) => tick > 0 && price <= barrier)) {
      paid[path] = Math.exp(-r * years) * Math.max(0, column[dates]! - K);
    }
  });
  return meanOf(paid);
}

const GAP = 'first-passage-discrete-and-gap';

export const firstPassage: Adapters = {
  'first-passage-continuous/p-min-s-t-b-over-0-t-continuous-monitoring': {
    run: ({ params }) => share(continuous(params)),
  },
  [`${GAP}/p-min-over-equally-spaced-monitoring-dates-b-dis`]: { run: ({ params }) => share(discrete(params)) },
  [`${GAP}/mean-log-overshoot-below-b-at-first-discrete-cro`]: {
    run: ({ params }) => {
      const watched = discrete(params);
      const { prices, weights } = crossings(watched);
      const hits = weights.map((weight, path) => (prices[path]! > 0 ? weight : 0));
      const depths = hits.map((hit, path) => (hit > 0 ? hit * Math.log(watched.barrier / prices[path]!) : 0));
      return ratioOf(depths, hits);
    },
  },
  [`${GAP}/p-position-liquidated-by-t`]: { run: ({ params }) => share(account(params)) },
  [`${GAP}/p-position-is-already-insolvent-incl-bonus-ltv-1`]: {
    run: ({ params }) => {
      const watched = account(params);
      const solvent = solvency(params, watched);
      return meanOf(crossings(watched).prices.map((price) => (price > 0 && price < solvent ? 1 : 0)));
    },
  },
  [`${GAP}/e-shortfall-fraction`]: {
    run: ({ params }) => {
      const watched = account(params);
      const solvent = solvency(params, watched);
      return meanOf(crossings(watched).prices.map((price) => (price > 0 ? Math.max(0, 1 - price / solvent) : 0)));
    },
  },
  [`${GAP}/down-and-out-call-continuous`]: {
    run: ({ params }) => {
      const { H, sigma, T } = numbersOf(params, 'H', 'sigma', 'T');
      return knockOut(params, H * Math.exp(BETA * sigma * Math.sqrt(T / CONTINUOUS_DATES)), CONTINUOUS_DATES);
    },
  },
  [`${GAP}/discretely-monitored-down-and-out-call`]: {
    run: ({ params }) => knockOut(params, numberOf(params.H), numberOf(params.monitor_steps)),
  },
};
