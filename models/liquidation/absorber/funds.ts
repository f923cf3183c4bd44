/** Steps of the waterfall that are a balance, and the last one: lenders. */
import { z } from 'zod';
import { zFraction, zName, zUsd } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { LossAbsorber } from '../waterfall.ts';
import { Stake } from './stake.ts';

/**
 * A fund F pays what it can of each loss L, in the order in which losses arise:
 *
 *   paid = min(L, F),   F falls by it;   F rises by inflow × the protocol's liquidation fees
 *
 * `size` is F at the start in USD, 0 or above; `inflow` a fraction. The rest of the loss goes to the next step of the waterfall.
 */
export const insuranceFund = defineModel({
  family: 'absorber',
  name: 'insurance-fund',
  title: 'a fund of stated size that pays bad debt until it is empty',
  params: z.strictObject({
    size: zUsd.describe('USD in the fund at the start'),
    inflow: zFraction.default(0).describe('share of the protocol’s liquidation fees that flows into it'),
    cap: zUsd.optional().describe('USD beyond which nothing flows in; unlimited when left out'),
  }),
  create: ({ size, inflow, cap = Number.POSITIVE_INFINITY }): LossAbsorber => ({ kind: 'fund', size, inflow, cap }),
});

/**
 * A stake that is slashed to cover bad debt.
 *
 *   slashed = min(loss · (1 + fee), stake − leastLeft);  covered = slashed / (1 + fee)
 *
 * size: USD staked at the start; fee: fraction on top of what is covered, which is the protocol's; leastLeft: USD that is never
 * slashed; offset: USD of losses in all that pass by, to the next step, before the stake is slashed. Without `asset` the stake keeps its value in
 * USD; with it, it is units of that asset, bought at the start and slashed at the outside price of the moment. Source: Aave Umbrella.
 */
export const stakedBackstop = defineModel({
  family: 'absorber',
  name: 'staked-backstop',
  title: 'a stake that is slashed for bad debt, with a fee on top, down to what must stay',
  source: 'Aave Umbrella (aave-dao/aave-umbrella @ 759147d)',
  misleads:
    'where stakers leave before they are slashed, or the stake is in an asset that falls and `asset` is left out',
  params: z.strictObject({
    size: zUsd.describe('USD staked at the start'),
    fee: zFraction.default(0).describe('on top of what is covered, e.g. 0.1'),
    leastLeft: zUsd.default(1).describe('USD that is never slashed'),
    offset: zUsd.default(0).describe('USD of losses in all that pass by before the stake is slashed'),
    asset: zName.optional().describe('asset of the market that is staked; the stake keeps its value when left out'),
  }),
  create: ({ size, fee, leastLeft, offset, asset }, context): LossAbsorber =>
    asset === undefined && offset === 0
      ? { kind: 'fund', size, inflow: 0, slashing: { fee, leastLeft } }
      : {
          kind: 'bearer',
          bearer: () =>
            new Stake({
              ...{ sizeUsd: size, fee, leastLeftUsd: leastLeft, offset },
              asset: asset === undefined ? -1 : context.asset(asset),
            }),
        },
});

/**
 * Takes all of the loss that reaches it, spread over everybody who lent, in proportion to what they lent. Steps after it get
 * nothing. Reported as socialised loss, USD.
 */
export const socialise = defineModel({
  family: 'absorber',
  name: 'socialise',
  title: 'lenders bear the rest, in proportion to what they lent',
  params: z.strictObject({}),
  create: (): LossAbsorber => ({ kind: 'socialise' }),
});
