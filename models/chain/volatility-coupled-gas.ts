/**
 * Demand for block space that rises with volatility: per window
 *   ln g_t = ln level(t) + d_t,   d_t = φ d_{t−1} + (1 − φ) b ln(range_t / reference) + s ε_t,
 * with range = ln(high/low) of the outside price in that window, φ `persistence`, b `coupling`, s `noise`. The level is a
 * constant or a log-linear line through waypoints. d is bounded below by −ln 50 and above by ln 50.
 *
 * Source: fitted form for 10-minute gas prices on six crisis days 2020–2021 (Spearman of range and gas 0.48–0.70,
 * elasticity 0.30–0.87, lag-1 autocorrelation of log gas 0.96–0.99). Misleads for levels: those days were before London.
 */
import { z } from 'zod';
import type { BlockSpaceModel } from '../model.ts';
import { zDuration, zNonNegative, zPositive, zProperFraction } from '../parameters.ts';
import { interpolateWaypoints } from '../prices/waypoints.ts';
import { defineModel } from '../registry.ts';
import { zElasticity } from './block-space.ts';
import { fillCoupledGas } from './coupled-gas.ts';

const params = z.strictObject({
  level: z
    .union([zPositive, z.array(z.strictObject({ at: zDuration, gwei: zPositive })).min(1)])
    .describe('gas price at reference volatility, gwei: one number, or waypoints'),
  persistence: zProperFraction.describe('share of a deviation that is left after one window'),
  coupling: zNonNegative.describe('exponent of volatility'),
  reference: zPositive.describe('ln(high/low) of a window that leaves the level as it is, e.g. 0.01'),
  noise: zNonNegative.describe('standard deviation of the noise in ln gas per window'),
  elasticity: zElasticity,
});

function volatilityCoupled(p: z.output<typeof params>): BlockSpaceModel {
  const level = typeof p.level === 'number' ? [{ at: 0, gwei: p.level }] : p.level;
  const points = level.map(({ at, gwei }) => ({ at, price: gwei }));
  let levels: Float64Array | undefined;
  return {
    elasticity: p.elasticity,
    fill(tape, _grid, streams) {
      levels ??= Float64Array.from({ length: tape.windows }, (_, w) =>
        interpolateWaypoints(points, (w + 0.5) * tape.windowMillis),
      );
      fillCoupledGas(tape, p, levels, streams);
    },
  };
}

export const volatilityCoupledGas = defineModel({
  family: 'block-space',
  name: 'volatility-coupled',
  title: 'a clearing gas price that rises with volatility',
  source: 'form fitted to 10-minute gas on six crisis days, 2020-2021',
  misleads: 'for levels: the days behind it were before EIP-1559',
  params,
  create: volatilityCoupled,
});
