/**
 * Discrete first passage through the whole simulator: the oracle looks at equally spaced dates, and an account is
 * liquidated at the first at which the price is below B. The bonus is so large that all collateral is always taken, so
 * what was seized is the price at the crossing, and ln(B/S) its overshoot.
 *
 * Source: absorbing-kernel quadrature (mass conserved to 1e-9); GBM without drift of the mean.
 */
import { describe, expect, it } from 'vitest';
import { expectMean, expectShare } from './criteria.ts';
import { bare, keepersWith, openTruth } from './harness.ts';
import { differing, NO_VECTORS } from './vectors.ts';

const CASES = [
  {
    name: '−10 %, 80 %, 1 h',
    barrier: 0.9,
    volatility: 0.8,
    days: 1,
    tick: '1h',
    paths: 80_000,
    hit: 0.0092663,
    overshoot: 0.00487692,
  },
  { name: '−10 %, 80 %, 1 min', barrier: 0.9, volatility: 0.8, days: 1, tick: '1m', paths: 3000, hit: 0.0119816 },
  {
    name: '−20 %, 150 %, 1 h',
    barrier: 0.8,
    volatility: 1.5,
    days: 1,
    tick: '1h',
    paths: 70_000,
    hit: 0.003625,
    overshoot: 0.00910938,
  },
  {
    name: '−20 %, 150 %, 10 min',
    barrier: 0.8,
    volatility: 1.5,
    days: 1,
    tick: '10m',
    paths: 15_000,
    hit: 0.0043388,
    overshoot: 0.00379989,
  },
  {
    name: '−20 %, 80 %, 1 h, a week',
    barrier: 0.8,
    volatility: 0.8,
    days: 7,
    tick: '1h',
    paths: 15_000,
    hit: 0.0443704,
    overshoot: 0.00497835,
  },
  { name: '−5 %, 60 %, 1 h', barrier: 0.95, volatility: 0.6, days: 1, tick: '1h', paths: 30_000, hit: 0.0836127 },
  {
    name: '−10 %, 150 %, every 12 s block',
    barrier: 0.9,
    volatility: 1.5,
    days: 1,
    tick: '12s',
    paths: 500,
    hit: 0.1869638,
  },
];

const THRESHOLD = 0.8;

describe('discrete first passage', () => {
  it.each(CASES)('$name', ({ name, barrier, volatility, days, tick, paths, hit, overshoot }) => {
    const [scenario, files] = bare({
      seed: name,
      price: { model: 'gbm', start: 1, volatility },
      horizon: `${days}d`,
      tick,
      collateral: 1,
      debt: THRESHOLD * barrier,
      threshold: THRESHOLD,
      bonus: 0.3,
      strategy: keepersWith({ model: 'all' }),
    });
    const { accountsLiquidated, seizedUsd } = openTruth(scenario, files).columns(paths, [
      'accountsLiquidated',
      'seizedUsd',
    ]);
    expectShare(`${name}: P(min ≤ B)`, accountsLiquidated, (x) => x === 1, hit);
    if (overshoot === undefined) return;
    const crossed = seizedUsd.filter((_, path) => accountsLiquidated[path] === 1);
    expectMean(
      `${name}: E[ln(B/S)] at the crossing`,
      crossed.map((price) => Math.log(barrier / price)),
      overshoot,
    );
  });

  it.skipIf(NO_VECTORS)('the figures above are those of the vectors', () => {
    const literals = {
      'first_passage_discrete_and_gap.0': 0.0092663,
      'first_passage_discrete_and_gap.2': 0.00487692,
      'first_passage_discrete_and_gap.6': 0.0119816,
      'first_passage_discrete_and_gap.9': 0.003625,
      'first_passage_discrete_and_gap.11': 0.00910938,
      'first_passage_discrete_and_gap.12': 0.0043388,
      'first_passage_discrete_and_gap.14': 0.00379989,
      'first_passage_discrete_and_gap.18': 0.0443704,
      'first_passage_discrete_and_gap.20': 0.00497835,
      'first_passage_discrete_and_gap.21': 0.0836127,
      'first_passage_discrete_and_gap.24': 0.1869638,
    };
    expect(differing('first_passage_discrete_and_gap', literals)).toEqual([]);
  });
});
