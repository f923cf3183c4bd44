/**
 * A liquid staking token, priced from its base asset: S_t = B_t · R_t · (1 − D_t).
 *
 *   B  price of the asset `base` on the same path, with its waypoints and common jumps, USD
 *   R  redemption rate, R_t = `redemptionRate` · e^{y t}, units of base a token is redeemed for; y = `stakingYield` per year
 *   D  discount of the market to redemption, a fraction: D = min(max(x, `minimumDiscount`), `maximumDiscount`) where
 *      dx = k (target − x) dt + s dW + J dN,  k = ln 2 / `halfLife`,  s = `discountVolatility` per square root of a year,
 *      N of rate `jumpsPerDay`, J exponential of mean `jumpMean` (a fraction), x_0 = `discount`
 *      target = `discount` + a · drawdown + v · max(0, σ_t − σ_0)
 *
 * Drawdown is 1 − B_t/(highest B so far), a = `drawdownSensitivity` (discount per unit of drawdown). σ_t is the base's volatility by an
 * exponentially weighted average whose weights halve in `volatilityHalfLife`, begun at σ_0 = `calmVolatility` (both per square root of
 * a year); v = `volatilitySensitivity` (discount per unit of volatility). So holders who sell in a fall widen the discount, and it
 * narrows when the fall is over. The base's path is written first; its draws do not move. Jumps are counted first.
 *
 * Source: own form, after what was seen: stETH at 0.934 ETH in June 2022 during a drawdown of ETH of about two thirds, at 0.983 on
 * 5 August 2024. Misleads when redemption itself is in doubt (a slashing): R never falls.
 */
import { z } from 'zod';
import { exponentialQuantile } from '../../sim/random/distributions.ts';
import type { RandomStream } from '../../sim/random/random-stream.ts';
import type { Grid, PriceContext, PriceModel, PriceSurroundings, Streams } from '../model.ts';
import {
  zFraction,
  zJumpsPerDay,
  zName,
  zNonNegative,
  zPositive,
  zProperFraction,
  zSpan,
  zVolatility,
} from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { DAYS_PER_YEAR, JumpColumn } from './compound-poisson.ts';
import { reversionStep, speedOf } from './ou-peg.ts';
import { ewmaVariance } from './volatility-estimators.ts';

const params = z.strictObject({
  base: zName.describe('asset that the token is redeemed for, with a law of its own'),
  redemptionRate: zPositive.max(1000).default(1).describe('units of base per token at the start'),
  stakingYield: z.number().min(-1).max(1).default(0).describe('growth of the redemption rate, per year, e.g. 0.03'),
  discount: zProperFraction.default(0).describe('usual discount to redemption, and that at the start, fraction'),
  halfLife: zSpan.default(21_600_000).describe('in which the discount halves its distance to the target'),
  discountVolatility: zNonNegative
    .max(10)
    .default(0)
    .describe('of the discount, fraction per square root of a year, e.g. 0.05'),
  drawdownSensitivity: zNonNegative.max(1).default(0).describe('discount per unit of drawdown of the base, e.g. 0.1'),
  volatilitySensitivity: zNonNegative
    .max(1)
    .default(0)
    .describe('discount per unit of base volatility above calmVolatility'),
  calmVolatility: zVolatility.default(0.8).describe('base volatility that widens nothing, per square root of a year'),
  volatilityHalfLife: zSpan.default(3_600_000).describe('in which the weight of an old move of the base halves'),
  jumpsPerDay: zJumpsPerDay.default(0).describe('expected number of jumps of the discount a day'),
  jumpMean: zFraction.default(0).describe('mean jump of the discount, fraction, e.g. 0.02'),
  minimumDiscount: z
    .number()
    .min(-0.5)
    .max(0)
    .default(0)
    .describe('lowest discount; below 0 the token may stand above redemption'),
  maximumDiscount: zProperFraction.default(0.5).describe('highest discount, fraction'),
});

type StakingParameters = z.output<typeof params>;

function stakingModel(p: StakingParameters, { startPrice }: PriceContext): PriceModel {
  if (p.discount > p.maximumDiscount) {
    throw new RangeError(`discount is ${p.discount}, it must not be above maximumDiscount (${p.maximumDiscount})`);
  }
  const basePrice = startPrice?.(p.base);
  if (basePrice === undefined)
    throw new RangeError(`the price of ${p.base} is not known: a law that depends on it cannot be made by itself`);
  const jumps = new JumpColumn();
  const add = (sum: number, stream: RandomStream) => sum + exponentialQuantile(stream.uniform(), p.jumpMean);
  let normals = new Float64Array(0);

  function fill(out: Float64Array, grid: Grid, streams: Streams, base: Float64Array): void {
    if (normals.length < grid.ticks) normals = new Float64Array(grid.ticks);
    if (p.discountVolatility > 0) streams('discount').fillNormals(normals, grid.ticks);
    jumps.draw(grid, streams('jumps'), p.jumpsPerDay * DAYS_PER_YEAR, add);
    const { keep, noise } = reversionStep(speedOf(p.halfLife), p.discountVolatility, grid.tickYears);
    const memory = Math.exp((-Math.LN2 * grid.tickMillis) / p.volatilityHalfLife);
    const growth = Math.exp(p.stakingYield * grid.tickYears);
    const { values } = jumps;
    const { minimumDiscount, maximumDiscount } = p;
    const listens = p.volatilitySensitivity > 0;
    const calm = p.calmVolatility * p.calmVolatility * grid.tickYears;
    let variance = calm;
    let x = p.discount;
    let rate = p.redemptionRate;
    let highest = base[0] as number;
    out[0] = (base[0] as number) * rate * (1 - x);
    for (let tick = 0; tick < grid.ticks; tick++) {
      const price = base[tick + 1] as number;
      if (price > highest) highest = price;
      let target = p.discount + p.drawdownSensitivity * (1 - price / highest);
      if (listens) {
        variance = ewmaVariance(variance, Math.log(price / (base[tick] as number)), memory);
        if (variance > calm)
          target += p.volatilitySensitivity * (Math.sqrt(variance / grid.tickYears) - p.calmVolatility);
      }
      x = target + keep * (x - target) + noise * (normals[tick] as number) + (values[tick] as number);
      rate *= growth;
      const discount = x < minimumDiscount ? minimumDiscount : x > maximumDiscount ? maximumDiscount : x;
      out[tick + 1] = price * rate * (1 - discount);
    }
  }

  return {
    start: basePrice * p.redemptionRate * (1 - p.discount),
    usesNormals: false,
    moves: true,
    fill(out, grid, _, streams, surroundings) {
      fill(out, grid, streams, (surroundings as PriceSurroundings).path(p.base));
    },
  };
}

export const liquidStaking = defineModel({
  family: 'price',
  name: 'liquid-staking',
  title: 'a staking token: base asset x redemption rate x (1 - discount)',
  source: 'own form; stETH at 0.934 ETH in June 2022 and at 0.983 on 5 August 2024',
  misleads: 'when redemption itself is in doubt: the rate never falls',
  params,
  dependsOn: ({ base }) => [base],
  create: stakingModel,
});
