/**
 * Demand for block space that follows volatility as it did on one of six measured days of stress. Per window of ten minutes
 *   ln g_t = ln level + d_t,   d_t = phi d_{t-1} + (1 - phi) b ln(range_t / reference) + s e_t,   g_0- = start,
 * range = ln(high/low) of the outside price in the window (the asset that moved most), e standard normal. `start` and `level`
 * in gwei, reference a range, phi, b and s without unit. They are the least-squares fit of ln gas (60th percentile over the
 * window's transactions) on its value ten minutes before and on ln range, 142 to 144 windows a day:
 *
 *   day         start  level  phi    b      reference  s
 *   2020-03-12   6.92   65.4  0.944  1.077  0.0168     0.147
 *   2020-09-05  109    252    0.961  0.551  0.0103     0.095
 *   2021-01-11   87    203    0.901  1.920  0.0230     0.130
 *   2021-01-21   95.2  111    0.908  1.379  0.0116     0.106
 *   2021-05-19   81    240    0.838  1.335  0.0236     0.131
 *   2021-06-21   13     41.3  0.870  1.212  0.00993    0.148
 *
 * With the ranges of its day, a simulated day has the measured rank correlation of range and gas (0.48 to 0.70), elasticity
 * (0.31 to 0.89) and lag-1 autocorrelation of ln gas (0.956 to 0.988) well inside its spread over paths. Nothing is thrown.
 *
 * Source: ten-minute ETH/USD bars and gas percentiles of the six days, published with StableSims (arXiv 2201.03519).
 */
import { z } from 'zod';
import type { BlockSpaceModel } from '../model.ts';
import { zPositive } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { zElasticity } from './block-space.ts';
import { type CoupledGas, fillCoupledGas } from './coupled-gas.ts';

interface CrisisDay extends CoupledGas {
  /** Gas price of the first window, gwei. */
  readonly start: number;
  /** Gas price at which a window of the reference range leaves it, gwei. */
  readonly level: number;
}

export const CRISIS_DAYS = {
  '2020-03-12': { start: 6.92, level: 65.4, persistence: 0.944, coupling: 1.077, reference: 0.0168, noise: 0.147 },
  '2020-09-05': { start: 109, level: 252, persistence: 0.961, coupling: 0.551, reference: 0.0103, noise: 0.095 },
  '2021-01-11': { start: 87, level: 203, persistence: 0.901, coupling: 1.92, reference: 0.023, noise: 0.13 },
  '2021-01-21': { start: 95.2, level: 111, persistence: 0.908, coupling: 1.379, reference: 0.0116, noise: 0.106 },
  '2021-05-19': { start: 81, level: 240, persistence: 0.838, coupling: 1.335, reference: 0.0236, noise: 0.131 },
  '2021-06-21': { start: 13, level: 41.3, persistence: 0.87, coupling: 1.212, reference: 0.00993, noise: 0.148 },
} as const satisfies Record<string, CrisisDay>;

const params = z.strictObject({
  day: z
    .enum(Object.keys(CRISIS_DAYS) as (keyof typeof CRISIS_DAYS)[])
    .describe('UTC day whose coupling of gas and volatility is taken'),
  scale: zPositive.default(1).describe('factor on every gas price: the level of that day is not that of today'),
  elasticity: zElasticity.default(1),
});

function crisisGas({ day, scale, elasticity }: z.output<typeof params>): BlockSpaceModel {
  const law = CRISIS_DAYS[day];
  const before = Math.log(law.start / law.level);
  let levels: Float64Array | undefined;
  return {
    elasticity,
    fill(tape, _grid, streams) {
      levels ??= new Float64Array(tape.windows).fill(scale * law.level);
      fillCoupledGas(tape, law, levels, streams, before);
    },
  };
}

export const crisisDayGas = defineModel({
  family: 'block-space',
  name: 'crisis-day',
  title: 'gas that follows volatility as on a measured day of stress, 2020-2021',
  source: 'fit to ten-minute gas and prices of the day',
  misleads: 'for levels (all days were before EIP-1559: set `scale`), and with prices far calmer than on that day',
  params,
  create: crisisGas,
});
