/** What makes a protocol distrust a price, and what it does then. */
import { z } from 'zod';
import { zFraction, zPositive, zProperFraction, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import { meanParameters, meanRequest } from '../publish/readings.ts';
import type { Guard, MeanRequest, Otherwise } from '../stages.ts';
import { isWithinAnchor } from './anchored-view.ts';

const ALWAYS = Number.POSITIVE_INFINITY;

const otherwise = z
  .enum(['pause', 'keep', 'mean'])
  .describe('what happens then: pause liquidations, keep the last price, or take the mean of a pool');

const fallback = z
  .strictObject(meanParameters)
  .prefault({})
  .describe('the mean that is taken where `otherwise` is mean');

const meanFor = (p: { otherwise: Otherwise; mean: Parameters<typeof meanRequest>[0] }): MeanRequest | undefined =>
  p.otherwise === 'mean' ? meanRequest(p.mean) : undefined;

/**
 * A price that is too old is not trusted.
 *
 *     trusted while now − stamp ≤ maxAge
 *
 * The stamp is when the round landed, or when the quote was made where a price is read instead of reported. `maxAge` is a
 * duration: a feed's heartbeat and some slack. `otherwise` as for every guard: pause all liquidations of the protocol
 * until a younger price comes, keep the price, or take the mean of a pool (`mean`: kind, window, venue) meanwhile.
 */
export const staleness = defineModel({
  family: 'guard',
  name: 'staleness',
  title: 'a price that is too old is not trusted',
  source: 'Chainlink data feeds, updatedAt against the heartbeat',
  misleads: 'where a source goes on stamping an old price as new: the age then says nothing',
  params: z.strictObject({
    maxAge: zSpan.describe('age up to which a price is trusted'),
    otherwise: otherwise.default('pause'),
    mean: fallback,
  }),
  create: (p): Guard => ({
    kind: 'price',
    isTimed: true,
    otherwise: p.otherwise,
    mean: meanFor(p),
    trusts: (reading, _mean, time) => time - reading.stamp <= p.maxAge,
    trustedUntil: (reading) => reading.stamp + p.maxAge,
  }),
});

/**
 * A price that jumps against the round before is not trusted.
 *
 *     trusted if |price / previous − 1| ≤ bound
 *
 * `bound` is a fraction of the previous round (Liquity v1: 0.5). The verdict holds until the next round, which is
 * measured against this one.
 *
 * Source: liquity/dev, PriceFeed `_chainlinkPriceChangeAboveMax`.
 */
export const jump = defineModel({
  family: 'guard',
  name: 'jump',
  title: 'a price that jumps against the round before is not trusted',
  source: 'liquity/dev, PriceFeed.sol',
  misleads: 'in a real crash: the guard cannot tell a crash from a fault',
  params: z.strictObject({
    bound: zPositive.describe('largest relative change from one round to the next'),
    otherwise: otherwise.default('keep'),
    mean: fallback,
  }),
  create: (p): Guard => ({
    kind: 'price',
    isTimed: false,
    otherwise: p.otherwise,
    mean: meanFor(p),
    trusts: ({ value, previous }) => Math.abs(value / previous - 1) <= p.bound,
    trustedUntil: () => ALWAYS,
  }),
});

/**
 * A price is trusted only near a time-weighted mean of a pool.
 *
 *     trusted if 1 − tolerance ≤ mean / price ≤ 1 + tolerance, when the round lands
 *
 * `tolerance` is a fraction below 1 (Open Oracle: 0.10), `mean` the pool's mean (kind, window 30 min, venue). Where the
 * pool has no mean the price is not trusted.
 *
 * Source: compound-finance/open-oracle, UniswapAnchoredView.
 */
export const anchor = defineModel({
  family: 'guard',
  name: 'anchor',
  title: 'a price is trusted only near a time-weighted mean of a pool',
  source: 'compound-finance/open-oracle, UniswapAnchoredView.sol',
  misleads: 'in a fast crash: the mean lags, and the true price is refused until it has caught up',
  params: z.strictObject({
    tolerance: zProperFraction.default(0.1).describe('largest distance of mean / price from 1'),
    mean: z.strictObject(meanParameters).prefault({}).describe('the mean that it is held against'),
    otherwise: otherwise.default('keep'),
  }),
  create: (p): Guard => ({
    kind: 'price',
    isTimed: false,
    otherwise: p.otherwise,
    mean: meanRequest(p.mean),
    trusts: ({ value }, mean) => isWithinAnchor(value, mean, p.tolerance),
    trustedUntil: () => ALWAYS,
  }),
});

/**
 * A price with a wide confidence interval is not trusted.
 *
 *     trusted if confidence / price ≤ maxRatio
 *
 * `maxRatio` is a fraction. The confidence is what the aggregation hands on: Pyth's interval with three votes, half the
 * range of the quotes with a median.
 *
 * Source: Pyth best practices (pause where confidence / price is large).
 */
export const confidence = defineModel({
  family: 'guard',
  name: 'confidence',
  title: 'a price with a wide confidence interval is not trusted',
  source: 'Pyth, best practices',
  misleads: 'in a crash: intervals widen exactly when liquidations are due',
  params: z.strictObject({
    maxRatio: zFraction.describe('largest half-width of the interval as a share of the price'),
    otherwise: otherwise.default('pause'),
    mean: fallback,
  }),
  create: (p): Guard => ({
    kind: 'price',
    isTimed: false,
    otherwise: p.otherwise,
    mean: meanFor(p),
    trusts: (reading) => reading.confidence <= p.maxRatio * reading.value,
    trustedUntil: () => ALWAYS,
  }),
});

/**
 * Nobody is liquidated while the rollup's sequencer is down, nor for a while after.
 *
 *     allowed if the sequencer is up and now − (when it came up) > grace, or the health factor is below minimumHealth
 *
 * `grace` is a duration (examples: 1 h), `minimumHealth` a health factor (Aave: 0.95; 0 allows no exception). It stops the
 * whole protocol, whichever oracle it is written under. Outages come from the chain's block timing. Where health factors are looked
 * at, it is at the protocol's prices.
 *
 * Source: aave-dao/aave-v3-origin, PriceOracleSentinel.sol (removed in v3.7); Chainlink L2 sequencer uptime feeds.
 */
export const sequencerGrace = defineModel({
  family: 'guard',
  name: 'sequencer',
  title: 'nobody is liquidated while the sequencer is down, nor for a while after',
  source: 'aave-dao/aave-v3-origin, PriceOracleSentinel.sol',
  misleads: 'about repaying and adding collateral in the grace period: borrowers do nothing here',
  params: z.strictObject({
    grace: zSpan.default(3_600_000).describe('time after the sequencer came up until liquidations go on'),
    minimumHealth: zFraction.default(0.95).describe('health factor below which an account is liquidated all the same'),
  }),
  create: ({ grace, minimumHealth }): Guard => ({ kind: 'sequencer', grace, minimumHealth }),
});
