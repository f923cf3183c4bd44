/** Ways in which a price gets on the chain without a report: contracts that compute it, or readers that bring it along. */
import { z } from 'zod';
import { zDuration, zName, zNonNegative, zPositive, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { MeanRequest, Publication } from '../stages.ts';

/**
 * Maker's Oracle Security Module: a price that waits in a queue.
 *
 *     poke at time t, at most once a hop:  cur ← nxt ← what the sources say at t
 *     the next poke is allowed from ⌊t / hop⌋ · hop + hop on
 *
 * The protocol reads `cur`, so that with two stages a price acts one to two hops after it was made. `hop` is a duration
 * (Maker: 1 h), `stages` the number of places in the queue (2; 1 is a mere sampling every hop), `phase` the duration from
 * the start of the path to the first hop (default one hop). Pokes are transactions: `delay` and `transaction` of the
 * oracle say when they are sent and what they bid, and a poke that lands late moves the price late. At the start every
 * place holds the first price. Where the sources have no price a poke changes nothing.
 *
 * Source: makerdao/osm, src/osm.sol.
 */
export const delayedModule = defineModel({
  family: 'publish',
  name: 'delayed',
  title: 'a queue that a poke moves on once a hop; the protocol reads its front',
  source: 'makerdao/osm, osm.sol',
  misleads: 'about who may act: Maker’s governance could stop the module, which nobody does here',
  params: z.strictObject({
    hop: zSpan.default(3_600_000).describe('least time between pokes, and the grid they are counted on'),
    stages: z.number().int().min(1).max(16).default(2).describe('places in the queue; Maker has 2'),
    phase: zDuration.optional().describe('time from the start to the first poke; one hop when left out'),
  }),
  create: ({ hop, stages, phase }): Publication => ({ kind: 'delayed', hop, stages, phase: phase ?? hop }),
});

/**
 * A price that stands anew in every block, as where validators vote on it.
 *
 *     price in a block at time t = what the sources said at t − delay
 *
 * The oracle's `delay` is drawn once a path. No transaction is needed and none can be stuck. Where the sources have no
 * price the last one stays. Prices are looked at once a tick of the tape. Parameters: none.
 *
 * Source: dYdX v4 vote extensions.
 */
export const everyBlock = defineModel({
  family: 'publish',
  name: 'every-block',
  title: 'a price that stands anew in every block',
  source: 'dYdX v4, vote extensions',
  params: z.strictObject({}),
  create: (): Publication => ({ kind: 'read', maxAge: Number.POSITIVE_INFINITY, choice: 'newest' }),
});

/**
 * Pull: whoever acts brings a signed price along.
 *
 *     price in a block at time t = a price of the sources at or before t − delay that is no older than maxAge
 *
 * `maxAge` is a duration (Pyth's getPriceNoOlderThan). Of the prices that are young enough `choice` takes the newest, the
 * lowest or the highest: with `lowest`, whoever liquidates picks the update at which most is due. Where none is young
 * enough nobody can act: liquidations are paused.
 * The oracle's `delay` is drawn once a path. The gas of the update is part of the liquidation's own.
 *
 * Source: pyth-network/pyth-crosschain, target_chains/ethereum/contracts.
 */
export const pull = defineModel({
  family: 'publish',
  name: 'pull',
  title: 'whoever acts brings a price along that is young enough',
  source: 'Pyth, getPriceNoOlderThan',
  misleads: 'with the newest price, where liquidators pick the update that suits them: set choice',
  params: z.strictObject({
    maxAge: zSpan.default(60_000).describe('age from which a price cannot be used'),
    choice: z
      .enum(['newest', 'lowest', 'highest'])
      .default('newest')
      .describe('which of the prices young enough is brought: newest, lowest or highest'),
  }),
  create: ({ maxAge, choice }): Publication => ({ kind: 'read', maxAge, choice }),
});

const window = zSpan.describe('length of time that the mean is taken over, e.g. 30m');
const venue = zName.optional().describe('the pool that is read; the first that sells the asset when left out');

/** What a mean is taken of, from the parameters of whatever model reads one. */
export function meanRequest(p: {
  kind: 'arithmetic' | 'geometric';
  window: number;
  venue?: string | undefined;
  cardinality?: number | undefined;
}): MeanRequest {
  return { kind: p.kind, window: p.window, venue: p.venue, cardinality: p.cardinality };
}

/**
 * The time-weighted mean of a pool's price, read by the contract in every block.
 *
 *     arithmetic (Uniswap v2):  mean = (S(t) − S(t − w)) / w,  S = Σ price · time
 *     geometric  (Uniswap v3):  mean = 1.0001^⌊(T(t) − T(t − w)) / w⌋,  T = Σ tick · seconds
 *
 * w is `window`, a duration. The pool's price is the outside price times what our own sales have left of it, in full and
 * over time, so that a sale moves the mean for as long as it stands. The geometric mean reads the pool's ring of
 * `cardinality` observations (count; as many as the window needs when left out); where the ring does not reach back, the
 * contract has no price and liquidations are paused. Before the path began the price was the first one. Amounts in the
 * quote asset count at its outside price. Prices are looked at once a tick of the tape.
 *
 * Holding the price at m times for k of n blocks moves the arithmetic mean by 1 + k(m − 1)/n, the geometric by m^(k/n).
 *
 * Source: Uniswap v2-core (UniswapV2Pair), v3-core (Oracle), v3-periphery (OracleLibrary.consult).
 */
export const timeWeightedMean = defineModel({
  family: 'publish',
  name: 'time-weighted-mean',
  title: 'the time-weighted mean of a pool’s price',
  source: 'Uniswap v2-core, v3-core, v3-periphery OracleLibrary',
  misleads: 'in a fast crash: it lags by half its window, and it can be moved by whoever holds the pool’s price',
  params: z.strictObject({
    kind: z.enum(['arithmetic', 'geometric']).default('geometric').describe('arithmetic (v2) or geometric (v3)'),
    window,
    venue,
    cardinality: z.number().int().min(1).max(65_535).optional().describe('observations that a v3 pool keeps'),
  }),
  create: (p): Publication => ({ kind: 'mean', of: meanRequest(p) }),
});

/**
 * A price that the protocol has fixed.
 *
 *     price = ⌊ratio · (price of `of`, as the protocol believes it) / unit⌋ · unit
 *
 * `of` names an asset of the scenario; left out, `ratio` is the price in USD. `ratio` is a number above 0. `unit` (USD, 0 or
 * above, default 0: no rounding) is the price step. This is what a protocol does that takes a staked or bridged token at
 * par with what it stands for: the market may leave, the price of record does not.
 *
 * Source: compound-finance/open-oracle, UniswapAnchoredView (FIXED_ETH, FIXED_USD).
 */
export const fixedRatio = defineModel({
  family: 'publish',
  name: 'fixed',
  title: 'a price that the protocol has fixed, in USD or in terms of another asset',
  source: 'compound-finance/open-oracle, FIXED_ETH and FIXED_USD',
  misleads: 'nobody as long as the market agrees; it is there to see what happens when it does not',
  params: z.strictObject({
    of: zName.optional().describe('asset whose believed price it follows; a price in USD when left out'),
    ratio: zPositive.describe('units of that asset, or USD, per unit'),
    unit: zNonNegative.default(0).describe('USD step that the price is rounded down to; 0 does not round'),
  }),
  create: ({ of, ratio, unit }): Publication => ({ kind: 'fixed', of, ratio, unit }),
});

/** Of the arithmetic or geometric mean that a guard reads. */
export const meanParameters = {
  kind: z.enum(['arithmetic', 'geometric']).default('geometric').describe('mean of the pool: arithmetic or geometric'),
  window: zSpan.default(1_800_000).describe('length of time that the mean is taken over'),
  venue,
};
