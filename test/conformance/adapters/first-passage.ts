/**
 * First passage of GBM and Merton paths below a barrier. Watched all the time, and with Broadie, Glasserman and Kou's moved barrier, in closed form; watched at
 * equally spaced dates by quadrature (`models/prices/first-seen.ts`), with which paths of the registered models must agree where they are frequent enough.
 *
 * Diffusions are drawn with shifted normals and weighed back (`simulated.ts`), so that crossings are frequent.
 */
import {
  BARRIER_SHIFT,
  barrierShift,
  chanceToBeSeenBelow,
  chanceToFall,
  type Diffusion,
  expectedSurvivingExcess,
} from '../../../models/prices/first-passage.ts';
import { type FirstSeen, firstSeenBelow, unseenExcess, type Watched } from '../../../models/prices/first-seen.ts';
import { diffusion, type JumpDiffusion, logReturn } from '../../../models/prices/log-returns.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';
import { agreeing, eachPath, gridOf, lawOf, meanOf, type Paths, ratioOf, type Simulated } from '../simulated.ts';

type Params = Readonly<Record<string, unknown>>;

/** Ticks that one row may take: a tenth of a second. */
const TICKS = 2_500_000;
const MOST_PATHS = 100_000;

const yearsOf = (p: Params) =>
  p.T_days === undefined ? numberOf(p.T_years ?? p.T) : numberOf(p.T_days) / numberOf(p.days_per_year ?? 365);

const driftOf = (p: Params) => numberOf(p.mu ?? p.r ?? 0);

const startOf = (p: Params) => numberOf(p.S0 ?? 1);

/** Where an account is due: a barrier, or so far below the start. */
function barrierOf(p: Params): number {
  if (p.initial_distance_to_liquidation === undefined) return numberOf(p.B ?? p.H);
  return startOf(p) * (1 - numberOf(p.initial_distance_to_liquidation));
}

const distanceOf = (p: Params) => Math.log(startOf(p) / barrierOf(p));

/** From where an account is due to where debt and bonus exceed its collateral. */
const cushionOf = (p: Params) => -Math.log(numberOf(p.liq_threshold) * (1 + numberOf(p.bonus)));

const plain = (p: Params): Diffusion => ({ drift: driftOf(p), volatility: numberOf(p.sigma) });

/** Jumps a year; 0 where a row has none. */
const jumpsOf = (p: Params) => numberOf(p.jump_intensity_per_year ?? p.lam ?? 0);

function jumpDiffusion(p: Params): JumpDiffusion {
  const { drift, volatility } = plain(p);
  if (jumpsOf(p) === 0) return diffusion(drift, volatility);
  const { jump_mean, jump_sd } = numbersOf(p, 'jump_mean', 'jump_sd');
  return { drift, volatility, jumpsPerDay: jumpsOf(p) / 365, jumpMean: jump_mean, jumpDeviation: jump_sd };
}

const datesOf = (p: Params) => numberOf(p.monitor_steps);

function watchedOf(p: Params): Watched {
  const returns = logReturn(jumpDiffusion(p), yearsOf(p) / datesOf(p));
  return { returns, distance: distanceOf(p), dates: datesOf(p) };
}

/** The figures of one account: several rows ask for each. */
const seen = new Map<string, FirstSeen>();

function seenBelow(p: Params): FirstSeen {
  const cushion = p.liq_threshold === undefined ? 0 : cushionOf(p);
  const watched = watchedOf(p);
  const key = JSON.stringify([watched, cushion]);
  const found = seen.get(key) ?? firstSeenBelow(watched, cushion);
  seen.set(key, found);
  return found;
}

/** The paths of a row; without jumps the normals are shifted so that the median path ends at the barrier. */
function pathsOf(p: Params, isShifted: boolean): Paths {
  const { drift, volatility, ...jumps } = jumpDiffusion(p);
  const [years, dates] = [yearsOf(p), datesOf(p)];
  const diffuses = { start: startOf(p), drift, volatility };
  const hasJumps = jumps.jumpsPerDay > 0;
  const away = -distanceOf(p) - (drift - 0.5 * volatility * volatility) * years;
  return {
    law: lawOf(hasJumps ? { model: 'merton', ...diffuses, ...jumps } : { model: 'gbm', ...diffuses }),
    grid: gridOf(dates, years),
    paths: Math.min(MOST_PATHS, Math.ceil(TICKS / dates)),
    shift: hasJumps || !isShifted ? 0 : away / (volatility * Math.sqrt(years) * Math.sqrt(dates)),
  };
}

/** The price at the first date on which it is at or below the barrier, by path, 0 where there is none; and the weights of the paths. */
function crossings(p: Params): { prices: Float64Array; weights: Float64Array } {
  const paths = pathsOf(p, true);
  const barrier = barrierOf(p);
  const prices = new Float64Array(paths.paths);
  const weights = new Float64Array(paths.paths);
  eachPath(paths, (column, weight, path) => {
    weights[path] = weight;
    const date = column.findIndex((price, tick) => tick > 0 && price <= barrier);
    if (date > 0) prices[path] = column[date]!;
  });
  return { prices, weights };
}

/** Mean by weight of a figure of the price first seen below the barrier. */
function simulatedMean(p: Params, figure: (price: number) => number): Simulated {
  const { prices, weights } = crossings(p);
  return meanOf(weights.map((weight, path) => (prices[path]! > 0 ? weight * figure(prices[path]!) : 0)));
}

function simulatedDepth(p: Params): Simulated {
  const { prices, weights } = crossings(p);
  const hits = weights.map((weight, path) => (prices[path]! > 0 ? weight : 0));
  const depths = hits.map((hit, path) => (hit > 0 ? hit * Math.log(barrierOf(p) / prices[path]!) : 0));
  return ratioOf(depths, hits);
}

/** Price below which debt and bonus exceed the collateral. */
const insolvencyOf = (p: Params) => barrierOf(p) * Math.exp(-cushionOf(p));

function simulatedKnockOut(p: Params): Simulated {
  const paths = pathsOf(p, false);
  const [barrier, strike, discount] = [barrierOf(p), numberOf(p.K), Math.exp(-numberOf(p.r) * yearsOf(p))];
  const paid = new Float64Array(paths.paths);
  eachPath(paths, (column, _, path) => {
    if (!column.some((price, tick) => tick > 0 && price <= barrier)) {
      paid[path] = discount * Math.max(0, column[paths.grid.ticks]! - strike);
    }
  });
  return meanOf(paid);
}

/** A call that dies at the barrier, watched all the time. */
function knockOut(p: Params, distance: number): number {
  const { K, r } = numbersOf(p, 'K', 'r');
  const start = startOf(p);
  return Math.exp(-r * yearsOf(p)) * start * expectedSurvivingExcess(plain(p), K / start, distance, yearsOf(p));
}

const GAP = 'first-passage-discrete-and-gap';
const CONTINUOUS = 'first-passage-continuous';

export const firstPassage: Adapters = {
  [`${CONTINUOUS}/p-min-s-t-b-over-0-t-continuous-monitoring`]: {
    run: ({ params }) => chanceToFall(plain(params), distanceOf(params), yearsOf(params)),
  },
  [`${CONTINUOUS}/beta`]: { run: () => BARRIER_SHIFT },
  [`${GAP}/p-min-over-equally-spaced-monitoring-dates-b-dis`]: {
    run: ({ params }) => agreeing(seenBelow(params).chance, () => simulatedMean(params, () => 1)),
  },
  [`${GAP}/p-hit-bgk-approximation`]: {
    run: ({ params }) => chanceToBeSeenBelow(plain(params), distanceOf(params), yearsOf(params), datesOf(params)),
  },
  [`${GAP}/mean-log-overshoot-below-b-at-first-discrete-cro`]: {
    run: ({ params }) => agreeing(seenBelow(params).meanDepth, () => simulatedDepth(params)),
  },
  [`${GAP}/p-position-liquidated-by-t`]: {
    run: ({ params }) => agreeing(seenBelow(params).chance, () => simulatedMean(params, () => 1)),
  },
  [`${GAP}/p-position-is-already-insolvent-incl-bonus-ltv-1`]: {
    run: ({ params }) =>
      agreeing(seenBelow(params).insolvent, () =>
        simulatedMean(params, (price) => (price < insolvencyOf(params) ? 1 : 0)),
      ),
  },
  [`${GAP}/e-shortfall-fraction`]: {
    run: ({ params }) =>
      agreeing(seenBelow(params).shortfall, () =>
        simulatedMean(params, (price) => Math.max(0, 1 - price / insolvencyOf(params))),
      ),
  },
  [`${GAP}/down-and-out-call-continuous`]: { run: ({ params }) => knockOut(params, distanceOf(params)) },
  [`${GAP}/down-and-out-call-bgk-corrected`]: {
    run({ params }) {
      const { sigma } = numbersOf(params, 'sigma');
      return knockOut(params, distanceOf(params) + barrierShift(sigma, yearsOf(params) / datesOf(params)));
    },
  },
  [`${GAP}/discretely-monitored-down-and-out-call`]: {
    run({ params }) {
      const { K, r } = numbersOf(params, 'K', 'r');
      const start = startOf(params);
      const figure = Math.exp(-r * yearsOf(params)) * start * unseenExcess(watchedOf(params), K / start);
      return agreeing(figure, () => simulatedKnockOut(params));
    },
  },
};
