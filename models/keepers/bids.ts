/** What gas price an agent offers, given the market's and the highest it can afford. */
import { z } from 'zod';
import { clamp } from '../../sim/math.ts';
import { zFraction, zGwei, zNonNegative, zPositive, zProperFraction } from '../parameters.ts';
import { defineModel } from '../registry.ts';

/**
 * bid = min(multiple · market, maximum, v): `market` is the gas price that would just have been included `gasOracleLag` ago,
 * v the highest gas price at which the transaction still pays (gwei both).
 */
export const marketMultiple = defineModel({
  family: 'bid',
  name: 'market-multiple',
  title: 'a multiple of the market gas price, up to what it can afford',
  params: z.strictObject({
    multiple: zPositive.describe('of the gas price that was just enough lately, e.g. 1.2'),
    maximum: zGwei.optional().describe('highest gas price ever offered'),
  }),
  create: ({ multiple, maximum = Number.POSITIVE_INFINITY }) => ({
    gasPrice: (market, affordable) => Math.min(multiple * market, maximum, affordable),
  }),
});

/** bid = min(share · v, maximum): v is the highest gas price at which the transaction still pays, gwei. */
export const profitShare = defineModel({
  family: 'bid',
  name: 'profit-share',
  title: 'a share of the expected profit, as in priority gas auctions',
  source: 'Daian et al., Flash Boys 2.0 (2020)',
  params: z.strictObject({
    share: zFraction.describe('of the profit before gas that is offered as gas'),
    maximum: zGwei.optional().describe('highest gas price ever offered'),
  }),
  create: ({ share, maximum = Number.POSITIVE_INFINITY }) => ({
    gasPrice: (_market, affordable) => Math.min(share * affordable, maximum),
  }),
});

/**
 * bid = gasPrice, whatever the market. Where it would lose money the keeper stays away; where the market is above it the bid
 * has no place. With `pending` in its group the transaction is sent all the same and blocks the keeper until gas falls.
 */
export const fixedGasPrice = defineModel({
  family: 'bid',
  name: 'fixed',
  title: 'always the same gas price; gets stuck when the market rises',
  source: 'keepers of March 2020 with a static gas price',
  params: z.strictObject({ gasPrice: zGwei.describe('gwei per unit of gas, always offered') }),
  create: ({ gasPrice }) => ({ gasPrice: () => gasPrice }),
});

const adaptiveParams = z.strictObject({
  start: zFraction.gt(0).default(0.1).describe('share of the value that is bid before anything has been learnt'),
  learning: zFraction.gt(0).default(0.3).describe('weight of the latest race lost: exponential smoothing'),
  margin: zNonNegative.max(1).default(0.1).describe('by how much it wants to top the winning share'),
  shave: zProperFraction.default(0.02).describe('relative cut of its share after a race won'),
  least: zFraction.default(0).describe('lowest share ever bid'),
  most: zFraction.gt(0).default(1).describe('highest share ever bid'),
  multiple: zNonNegative.default(1).describe('of the market gas price, below which it never bids'),
});

/**
 * A bid that learns what it takes to win. s is the share of an opportunity's value that is bid (value as the highest gas
 * price that still pays, v): bid = min(v, max(multiple · market, s · v)).
 *
 * After a race lost to a bid of w:  s ← s + learning · (min(1, (1 + margin) · w/v) − s)
 * After a race won:                 s ← s · (1 − shave)
 * s stays within [least, most]. Every group has its own s; it begins every path at `start`, for every strategy alike.
 * Source: exponential smoothing; adaptive bidding in priority gas auctions (Daian et al., Flash Boys 2.0, 2020).
 */
export const adaptiveBid = defineModel({
  family: 'bid',
  name: 'adaptive',
  title: 'learns the share of the value that wins',
  source: 'exponential smoothing of winning bids',
  params: adaptiveParams,
  create({ start, learning, margin, shave, least, most, multiple }) {
    if (least > most) throw new RangeError(`an adaptive bid: least (${least}) must not be above most (${most})`);
    const within = (share: number) => clamp(share, least, most);
    let share = within(start);
    return {
      gasPrice: (market, affordable) => {
        const wanted = Number.isFinite(affordable) ? share * affordable : 0;
        return Math.min(Math.max(multiple * market, wanted), affordable);
      },
      begin() {
        share = within(start);
      },
      learn(winning, affordable, won) {
        if (won) share = within(share * (1 - shave));
        else if (affordable > 0 && Number.isFinite(affordable)) {
          share = within(share + learning * (Math.min(1, ((1 + margin) * winning) / affordable) - share));
        }
      },
    };
  },
});
