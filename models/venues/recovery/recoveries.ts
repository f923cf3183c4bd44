/** How a pool comes back to the outside price: as a pace, or by arbitrageurs who trade when it pays. */
import { z } from 'zod';
import { zGas, zName, zSpan, zUsd } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import { ArbitragedVenue } from './arbitraged-venue.ts';
import { HalfLifeVenue } from './half-life.ts';

/**
 * Half of what a trade displaced the pool by is undone in every `halfLife` (a duration above 0):
 *
 *     p(t) = P(t) · (1 + δ(t)),   δ(t) = δ(t₀) · 2^(−(t − t₀)/halfLife)
 *
 * P is the outside price, p the pool's before fee. Moves of P itself are followed at once and at no fee. Arbitrage is a rate here,
 * not an agent: it takes no gas and cannot be priced out by it. The same as the venue's own `halfLife`.
 *
 * Source: a stated assumption, like the price recovery of RiskDAO's model.
 */
export const halfLifeRecovery = defineModel({
  family: 'recovery',
  name: 'half-life',
  title: 'arbitrage undoes half of a displacement in a stated time',
  source: 'a stated assumption',
  misleads: 'when gas is dear: arbitrage that does not pay is not done',
  params: z.strictObject({ halfLife: zSpan.describe('time in which half of a displacement is undone') }),
  create: ({ halfLife }) => ({ venue: (curve, terms) => new HalfLifeVenue(curve, terms, halfLife) }),
});

/**
 * Arbitrageurs who trade in every block against the outside price, as far as it pays and not further:
 *
 *     p (1 − fee) > P:   they sell base until the next unit brings P
 *     p < P (1 − fee):   they buy base until the next unit costs P
 *     in between nobody trades: the pool lags within the band its fee leaves
 *
 * A trade is made when its gain exceeds `cost` plus gas; without either a pool is never further off than its fee. P is the
 * outside price of the block's tick, p the pool's before fee. `gas` is units of gas a trade at the clearing gas price of the
 * ten-minute window, paid in `gasAsset`; `cost` is USD a trade besides (a tip). Gains go to the outside market. What our own
 * sales displaced, which is what an oracle may see, is the distance to a pool in which they were not made.
 *
 * Within the band the pool may stand above the outside price: the impact part of slippage, which is measured against P without
 * the fee, can then be below 0, and with a cost or gas so can slippage as a whole, by what the cost lets stand.
 *
 * Its gain meets theory: 3.811e-5 of the pool's value a day at 5 % a day, 30 bp and Poisson blocks of 12 s. A `RangeError` is
 * thrown when gas is stated without an asset to pay it in, or that asset is not one of the scenario's.
 *
 * Source: Milionis, Moallemi, Roughgarden, "Automated Market Making and Arbitrage Profits in the Presence of Fees" (2023).
 */
export const arbitrageRecovery = defineModel({
  family: 'recovery',
  name: 'arbitrage',
  title: 'arbitrageurs trade up to the fee when it pays, block by block',
  source: 'Milionis, Moallemi, Roughgarden (2023)',
  misleads: 'where the outside market is thin: arbitrageurs trade there without limit and without impact',
  params: z.strictObject({
    cost: zUsd.default(0).describe('USD that a trade must gain besides gas'),
    gas: zGas.default(0).describe('units of gas of a trade, e.g. 120000'),
    gasAsset: zName.optional().describe('asset in which that gas is paid'),
  }),
  create: ({ cost, gas, gasAsset }, { asset }) => {
    const index = gasAsset === undefined ? -1 : asset(gasAsset);
    if (gas > 0 && index < 0) {
      throw new RangeError(
        'gas of an arbitrage needs `gasAsset`, the name of an asset of the scenario; or leave `gas` out',
      );
    }
    return {
      venue: (curve, terms) =>
        new ArbitragedVenue(curve, terms, { fixedUsd: cost, gas, gasAsset: gas > 0 ? index : -1 }),
    };
  },
});
