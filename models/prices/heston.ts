/**
 * Heston's stochastic volatility: dS/S = μ dt + √V dW, dV = k(θ − V) dt + ξ √V dB, corr(dW, dB) = ρ.
 *
 *   V_0 = `volatility`², θ = `longRunVolatility`² (both volatilities per square root of a year), k = `reversion` per year,
 *   ξ = `volatilityOfVariance` per year, ρ = `correlation` (below 0: volatility rises when the price falls), μ = `drift` per year.
 *   E[S_T] = S_0 e^{μT}; E[V_T] = θ + (V_0 − θ) e^{−kT}.
 *
 * Discretised by Andersen's QE-M scheme, one tick a step: V' has the exact conditional mean and variance of V; where
 * s²/m² ≤ 1.5 it is a(b + Z_V)², above it a mixture of 0 and an exponential. The log-price follows by
 * K0* + K1 V + K2 V' + √(K3 V + K4 V') Z, with the weights γ1 = γ2 = ½ and Andersen's martingale correction, so that the mean price
 * is exact (K1 V cancels against it).
 * 2kθ < ξ² (the variance touches 0) is allowed.
 *
 * Z_V and Z are a rotation of the asset's own normal X (the one that `correlations` mixes) and one more normal Y a tick, from a stream
 * of its own: Z_V = ρX + √(1−ρ²) Y, Z = √(1−ρ²) X − ρY. They are independent as the scheme demands, and the move of a tick is √V X to
 * first order: correlations between assets are those of the scenario, whatever ρ is.
 *
 * Source: Heston, Review of Financial Studies 6 (1993); Andersen, "Simple and efficient simulation of the Heston stochastic volatility
 * model", Journal of Computational Finance 11 (2008). Misleads within minutes: volatility moves continuously, so there is no crash
 * from one block to the next (see `bates`).
 */
import { z } from 'zod';
import { normalCdf } from '../../sim/random/normal-distribution.ts';
import type { RandomStream } from '../../sim/random/random-stream.ts';
import type { Grid, PriceModel } from '../model.ts';
import { zDrift, zPositive, zPrice, zVolatility } from '../parameters.ts';
import { defineModel } from '../registry.ts';

export interface HestonParameters {
  start: number;
  drift: number;
  volatility: number;
  longRunVolatility?: number | undefined;
  reversion: number;
  volatilityOfVariance: number;
  correlation: number;
}

/** Above this ratio of the conditional variance to the squared mean, V' is a point mass at 0 and an exponential. */
const SWITCH = 1.5;
const THIRD = 1 / 3;

/** Writes a path, with a log-jump for each tick. @param own a normal a tick for the variance, drawn here from `stream` */
export function fillHeston(
  out: Float64Array,
  grid: Grid,
  normals: Float64Array,
  own: Float64Array,
  jumps: Float64Array,
  stream: RandomStream,
  p: HestonParameters,
): void {
  stream.fillNormals(own, grid.ticks);
  const dt = grid.tickYears;
  const xi = p.volatilityOfVariance;
  const rho = p.correlation;
  const theta = (p.longRunVolatility ?? p.volatility) * (p.longRunVolatility ?? p.volatility);
  const decay = Math.exp(-p.reversion * dt);
  const pull = theta * (1 - decay);
  // Variance of V' given V is V · perVariance + fixed.
  const perVariance = (xi * xi * decay * (1 - decay)) / p.reversion;
  const fixed = (theta * xi * xi * (1 - decay) * (1 - decay)) / (2 * p.reversion);
  const tilt = rho / xi;
  const k2 = 0.5 * dt * (p.reversion * tilt - 0.5) + tilt;
  const k3 = 0.5 * dt * (1 - rho * rho);
  const weight = k2 + 0.5 * k3;
  // Both branches keep E[e^(weight V')] finite below this bound; only ρ > 0 with very long ticks comes near.
  if ((weight * xi * xi * (1 - decay)) / p.reversion >= 1) {
    throw new RangeError(
      `with a correlation of ${rho} and a volatilityOfVariance of ${xi} a tick of ${grid.tickMillis / 1000}s is too long: shorten run.tick`,
    );
  }
  const growth = p.drift * dt;
  const across = Math.sqrt(1 - rho * rho);
  let variance = p.volatility * p.volatility;
  let price = +p.start;
  out[0] = price;
  for (let tick = 0; tick < grid.ticks; tick++) {
    const x = normals[tick] as number;
    const y = own[tick] as number;
    const ofVariance = rho * x + across * y;
    const mean = pull + decay * variance;
    const psi = (variance * perVariance + fixed) / (mean * mean);
    let next: number;
    // ln E[e^(weight V') | V]: what the drift must give back for the mean price to be exact.
    let logMoment: number;
    if (psi <= SWITCH) {
      const half = 2 / psi - 1;
      const b2 = half + Math.sqrt((2 / psi) * half);
      const a = mean / (1 + b2);
      const root = Math.sqrt(b2) + ofVariance;
      next = a * root * root;
      const tilted = 2 * weight * a;
      // −ln(1 − x) by its series where that is exact to the last bit: always, at the ticks of a stress test.
      const log =
        tilted < 1e-4 && tilted > -1e-4 ? tilted * (1 + tilted * (0.5 + tilted * THIRD)) : -Math.log(1 - tilted);
      logMoment = 0.5 * ((tilted * b2) / (1 - tilted) + log);
    } else {
      const empty = (psi - 1) / (psi + 1);
      const rate = (1 - empty) / mean;
      const u = normalCdf(ofVariance);
      next = u <= empty ? 0 : Math.log((1 - empty) / (1 - u)) / rate;
      logMoment = Math.log(empty + ((1 - empty) * rate) / (rate - weight));
    }
    const spread = Math.sqrt(k3 * (variance + next)) * (across * x - rho * y);
    price *= Math.exp(growth - logMoment + k2 * next - 0.5 * k3 * variance + spread + (jumps[tick] as number));
    out[tick + 1] = price;
    variance = next;
  }
}

export const hestonShape = {
  start: zPrice,
  drift: zDrift,
  volatility: zVolatility.gt(0).describe('at the start, per square root of a year, above 0'),
  longRunVolatility: zVolatility
    .gt(0)
    .optional()
    .describe('to which it reverts, per square root of a year; that at the start when left out'),
  reversion: zPositive.max(10_000).describe('speed k at which the variance reverts, per year: half-life ln 2 / k'),
  volatilityOfVariance: zPositive.max(1000).describe('xi, per year'),
  correlation: z.number().gt(-1).lt(1).default(0).describe('of price and variance, between -1 and 1'),
};

function hestonModel(p: HestonParameters): PriceModel {
  let own = new Float64Array(0);
  let none = new Float64Array(0);
  return {
    start: p.start,
    usesNormals: true,
    moves: true,
    fill(out, grid, normals, streams) {
      if (own.length < grid.ticks) {
        own = new Float64Array(grid.ticks);
        none = new Float64Array(grid.ticks);
      }
      fillHeston(out, grid, normals as Float64Array, own, none, streams('variance'), p);
    },
  };
}

export const heston = defineModel({
  family: 'price',
  name: 'heston',
  title: 'stochastic volatility that reverts to a mean',
  source: 'Heston (1993), Review of Financial Studies 6; QE-M scheme of Andersen (2008)',
  misleads: 'within minutes: it has no jumps',
  params: z.strictObject(hestonShape),
  create: hestonModel,
});
