/** English auctions: parameters, and what they mean. The engine stands in `english.ts`. */
import { z } from 'zod';
import type { Execution } from '../../model.ts';
import { zCount, zGas, zPositive, zProperFraction, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import { EnglishExecutor } from './english.ts';

/**
 * Each due account is cut into lots that keepers bid for, in two phases.
 *
 *   raise = debt · (1 + penalty)                      per lot, in proportion to its collateral
 *   tend    a bid b for the whole lot, b ≤ raise, b ≥ beg · last bid (or b = raise)
 *   dent    at b = raise, a smaller lot q, beg · q ≤ last lot; what is left over stays with the owner
 *   settled when a bid has stood for `ttl`, or `tau` after the start; without a bid the auction starts again
 *
 * A bid locks its money. A keeper with a rival who is able to bid goes up to what its venue would pay for the lot, less gas and its
 * least profit; a keeper alone bids next to nothing, so that lots go for nothing when all others are stuck or out of capital. What
 * a lot does not raise of its debt is bad debt. Keepers that need a flash loan cannot bid. Source: MakerDAO Cat and Flip before
 * Liquidations 1.2 (dss 1.0.9 @ b280b98): in March 2020 beg 1.03 to 1.05, ttl 10 minutes, lump 50 ETH.
 */
export const englishAuction = defineModel({
  family: 'execution',
  name: 'english-auction',
  title: 'lots of each account go to the highest bid, whose money is locked until it is outbid',
  source: 'MakerDAO Cat and Flip (dss 1.0.9 @ b280b98)',
  misleads:
    'when keepers value a lot otherwise than by what the venue pays at once, or when blocks are full: an account is put up in one transaction, in fewer and larger lots where that finds no room',
  params: z.strictObject({
    beg: z.number().gt(1).max(2).describe('least factor between two bids, e.g. 1.05'),
    ttl: zSpan.describe('how long a bid stands before it wins'),
    tau: zSpan.describe('how long an auction lives'),
    lump: zPositive.optional().describe('units of collateral in one lot; all of it when left out'),
    mostLots: zCount.max(100).default(20).describe('lots of one account; they are larger where that is too few'),
    penalty: zProperFraction.describe('raised on top of the debt, for the protocol'),
    biteGas: zGas.describe('gas of putting one lot up'),
    bidGas: zGas.describe('gas of a bid'),
    dealGas: zGas.describe('gas of settling'),
    revertGas: zGas.describe('gas of a transaction that comes too late'),
    retry: zSpan.default(60_000).describe('how often keepers look at what stands open'),
  }),
  create: ({ lump = Number.POSITIVE_INFINITY, ...p }): Execution => ({
    executor: (stage) => new EnglishExecutor(stage, { ...p, lump }),
    refusal: (gasLimit) =>
      p.mostLots * p.biteGas <= gasLimit
        ? undefined
        : `${p.mostLots} lots need ${p.mostLots * p.biteGas} gas to be put up, but a block holds ${gasLimit}; lower mostLots`,
  }),
});
