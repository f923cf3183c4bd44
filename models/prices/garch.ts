/**
 * GARCH(1,1): over each step, the log-return is μΔ − h/2 + ε with ε ~ N(0, h), and the next step's variance is h' = ω + α ε² + β h.
 *
 * The parameters belong to a step of length `step` (say 1h): α and β are what a fit to returns of that spacing gives, and
 * ω = σ̄² (1 − α − β) follows from the long-run volatility σ̄ (`volatility`, per square root of a year, turned to the step).
 * `initialVolatility` is that of the first step; h is constant within a step, whose ticks share it. So the tick
 * may be any length that divides the step: the law at the steps is the same whatever the tick is. A tick that does not divide the
 * step, or is longer, is refused. α + β < 1 is demanded; the variance k steps ahead is σ̄² + (α+β)^(k−1) (h − σ̄²). E[S_T] = S_0 e^{μT}.
 *
 * Source: Bollerslev, "Generalized autoregressive conditional heteroskedasticity", Journal of Econometrics 31 (1986).
 * Misleads at ticks well below the step: volatility cannot react within it.
 */
import { z } from 'zod';
import { MILLIS_PER_YEAR } from '../../sim/units.ts';
import type { PriceModel } from '../model.ts';
import { zDrift, zFraction, zPrice, zSpan, zVolatility } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { garchVariance, longRunVariance } from './volatility-estimators.ts';

interface GarchModelParameters {
  start: number;
  drift: number;
  volatility: number;
  initialVolatility?: number | undefined;
  alpha: number;
  beta: number;
  step: number;
}

function garchModel(p: GarchModelParameters): PriceModel {
  const stepYears = p.step / MILLIS_PER_YEAR;
  const omega = p.volatility * p.volatility * stepYears * (1 - p.alpha - p.beta);
  const recursion = { omega, alpha: p.alpha, beta: p.beta };
  // Refuses what does not revert.
  longRunVariance(recursion);
  const initial = p.initialVolatility ?? p.volatility;
  return {
    start: p.start,
    usesNormals: true,
    moves: true,
    fill(out, grid, normals) {
      const ticks = Math.round(p.step / grid.tickMillis);
      if (ticks < 1 || ticks * grid.tickMillis !== p.step) {
        throw new RangeError(
          `a GARCH step of ${p.step / 1000}s is no multiple of the tick of ${grid.tickMillis / 1000}s: choose run.tick so that it divides step`,
        );
      }
      const draws = normals as Float64Array;
      let variance = initial * initial * stepYears;
      let price = +p.start;
      out[0] = price;
      for (let begin = 0; begin < grid.ticks; begin += ticks) {
        const end = Math.min(begin + ticks, grid.ticks);
        const drift = p.drift * grid.tickYears - (0.5 * variance) / ticks;
        const scale = Math.sqrt(variance / ticks);
        let sum = 0;
        for (let tick = begin; tick < end; tick++) {
          const shock = scale * (draws[tick] as number);
          sum += shock;
          price *= Math.exp(drift + shock);
          out[tick + 1] = price;
        }
        variance = garchVariance(recursion, variance, sum);
      }
    },
  };
}

export const garch = defineModel({
  family: 'price',
  name: 'garch',
  title: 'GARCH(1,1): volatility follows the moves of the steps before',
  source: 'Bollerslev (1986), Journal of Econometrics 31',
  misleads: 'at ticks well below the step: volatility cannot react within one',
  params: z.strictObject({
    start: zPrice,
    drift: zDrift,
    volatility: zVolatility.describe('long-run, per square root of a year'),
    initialVolatility: zVolatility
      .optional()
      .describe('of the first step, per square root of a year; the long-run one when left out'),
    alpha: zFraction.describe('weight of the last squared move; alpha + beta must be below 1'),
    beta: zFraction.describe('weight of the last variance'),
    step: zSpan
      .default(3_600_000)
      .describe('spacing of the returns to which alpha and beta belong, e.g. 1h; a multiple of the tick'),
  }),
  create: garchModel,
});
