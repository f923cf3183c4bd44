/**
 * The Dutch auction of Moallemi and Robinson through the whole simulator: a driftless GBM, a price that falls by a
 * constant rate from e^z0 times the fair price, Poisson blocks, and keepers who take at the first block at which the
 * auction asks less than the market pays.
 *
 *   loss = E[1 − ask/price] = 1/(1 + θ),  E[fill] = (z0 + 1/θ)/d,
 *   d = λ − σ²/2,  θ = (√(d² + 2σ²/Δt) − d)/σ²
 *
 * The clock. The account is due at time 0; a keeper starts the auction in the first block, at t₁ ~ Exp(Δt), with a top of
 * buffer × the protocol's price, which is that of time 0. From t₁ on blocks follow after exponential waits, as the closed
 * form has it, so the fill is measured from t₁: time of the take less t₁, read off the path's own tape. What the market
 * did in [0, t₁] shifts z0 by a normal of mean 0 to first order (a standard deviation of 6 bp against 100): the loss does
 * not depend on z0, and the mean fill is linear in it. The market moves on the tape's ticks, which are far shorter than Δt.
 *
 * Source: Loss-Versus-Fair (arXiv 2406.00113); the forms by a killed Brownian motion and Wald's identity.
 */
import { describe, expect, it } from 'vitest';
import { expectMean } from './criteria.ts';
import { bare, openTruth } from './harness.ts';
import { differing, NO_VECTORS } from './vectors.ts';

interface Case {
  readonly name: string;
  readonly premium: number;
  readonly decayPerSecond: number;
  readonly dailyVolatility: number;
  readonly block: string;
  readonly tick: string;
  readonly horizon: string;
  readonly paths: number;
  readonly loss?: number;
  readonly fillSeconds?: number;
}

const CASES: readonly Case[] = [
  {
    name: '+1 %, 1 bp/s, 5 % a day, 12 s blocks',
    premium: 0.01,
    decayPerSecond: 1e-4,
    dailyVolatility: 0.05,
    block: '12s',
    tick: '500ms',
    horizon: '600s',
    paths: 15_000,
    loss: 0.001328561373220567,
    fillSeconds: 113.32,
  },
  {
    name: '+5 %, 1 bp/s, 5 % a day, 2 s blocks',
    premium: 0.05,
    decayPerSecond: 1e-4,
    dailyVolatility: 0.05,
    block: '2s',
    tick: '250ms',
    horizon: '900s',
    paths: 3000,
    fillSeconds: 503.04576068934756,
  },
  {
    name: '+5 %, 1 bp/s, 5 % a day, 0.25 s blocks',
    premium: 0.05,
    decayPerSecond: 1e-4,
    dailyVolatility: 0.05,
    block: '250ms',
    tick: '50ms',
    horizon: '900s',
    paths: 1000,
    loss: 7.391831587302024e-5,
    fillSeconds: 500.8116931973714,
  },
  {
    name: '+2 %, 10 bp/s, 5 % a day, 12 s blocks',
    premium: 0.02,
    decayPerSecond: 1e-3,
    dailyVolatility: 0.05,
    block: '12s',
    tick: '500ms',
    horizon: '300s',
    paths: 8000,
    fillSeconds: 32.01473996558594,
  },
  {
    name: '+2 %, 1.1 bp/s, 20 % a day, 12 s blocks',
    premium: 0.02,
    decayPerSecond: 1.1e-4,
    dailyVolatility: 0.2,
    block: '12s',
    tick: '500ms',
    horizon: '1800s',
    paths: 4000,
    fillSeconds: 204.52758404340204,
  },
  {
    name: '+20 %, 1.1 bp/s (Maker’s cut and step), 10 % a day, 12 s blocks',
    premium: 0.1823215567939546,
    decayPerSecond: 0.00011167039837223833,
    dailyVolatility: 0.1,
    block: '12s',
    tick: '1s',
    horizon: '3000s',
    paths: 4000,
    loss: 0.0017357265330105681,
  },
];

describe('Dutch auction of Moallemi and Robinson', () => {
  it.each(CASES)('$name', (p) => {
    const [scenario, files] = bare({
      seed: p.name,
      price: { model: 'gbm', start: 100, volatility: p.dailyVolatility * Math.sqrt(365) },
      horizon: p.horizon,
      tick: p.tick,
      blocks: { model: 'poisson', mean: p.block },
      // The protocol's price stays that of time 0, at which the account is due: it owes twice what it holds.
      publish: { model: 'interval', every: '10d' },
      collateral: 1,
      debt: 200,
      threshold: 0.8,
      bonus: 0,
      strategy: {
        preset: 'dutch-auction',
        execution: {
          model: 'auction',
          curve: { model: 'exponential', ratePerSecond: p.decayPerSecond },
          buffer: Math.exp(p.premium),
          penalty: 0,
          tail: '10d',
          cusp: 0,
          tip: 0,
          chip: 0,
          dust: 0,
          kickGas: 0,
          takeGas: 0,
          revertGas: 0,
        },
      },
    });
    const keys = [
      'auctionsStarted',
      'auctionsReset',
      'liquidations',
      'keeperProfitUsd',
      'soldUsd',
      'inclusionSeconds',
    ] as const;
    const columns = openTruth(scenario, files).columns(p.paths, keys, ({ tape }) => tape.blocks.times[0]! / 1000);
    for (const key of ['auctionsStarted', 'liquidations'] as const) {
      expect(
        columns[key].every((x) => x === 1),
        `${key} on every path`,
      ).toBe(true);
    }
    expect(Math.max(...columns.auctionsReset)).toBe(0);
    const loss = columns.keeperProfitUsd.map((profit, path) => profit / columns.soldUsd[path]!);
    const fill = columns.inclusionSeconds.map((seconds, path) => seconds - columns.extra[path]!);
    if (p.loss !== undefined) expectMean(`auction ${p.name}: loss versus fair`, loss, p.loss);
    if (p.fillSeconds !== undefined) expectMean(`auction ${p.name}: fill, s`, fill, p.fillSeconds);
  });

  it.skipIf(NO_VECTORS)('the figures above are those of the vectors', () => {
    const literals = {
      'dutch_auction.0': 0.001328561373220567,
      'dutch_auction.5': 32.01473996558594,
      'dutch_auction.7': 204.52758404340204,
      'dutch_auction.8': 0.0017357265330105681,
      'dutch_auction.11': 503.04576068934756,
      'dutch_auction.12': 7.391831587302024e-5,
      'dutch_auction.13': 500.8116931973714,
    };
    expect(differing('dutch_auction', literals)).toEqual([]);
  });
});
