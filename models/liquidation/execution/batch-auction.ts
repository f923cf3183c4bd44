/** Batch auctions: parameters, and what they mean. The engine is in `batches.ts`. */
import { z } from 'zod';
import type { Execution } from '../../model.ts';
import { zGas, zPositive, zProperFraction, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import { BatchExecutor } from './batches.ts';

/**
 * Every `every`, all due accounts with the same pair of collateral and debt are put up as one lot, and the lot goes at one price.
 *
 *   lot       Σ min(collateral, raise / least price),   raise = what the size rule lets through · (1 + penalty)
 *   bid k     for q = min(lot, what pays the least price, capital) units,  b = (proceeds/quantity − (gas + minProfit)/q) / (1 + loan fee)
 *   price     the one at which bids from the highest down use the lot up; never below least · the protocol's price
 *   sold      min(its part of the lot, raise / price) of each account
 *
 * proceeds: what the venue pays for the lot, or for as much of it as pays the least price. A keeper bids once it has acted on the oldest
 * account of the lot; one without a rival bids the least price. Keepers served use `gas` each. What is not sold waits for the next batch.
 * Source: Gnosis EasyAuction for the clearing price; Gnosis Protocol for the rhythm.
 */
export const batchAuction = defineModel({
  family: 'execution',
  name: 'batch-auction',
  title: 'all due accounts are sold together at one price, again and again after a fixed time',
  source: 'Gnosis EasyAuction (gnosis/ido-contracts @ e5ec2e6), Gnosis Protocol (batches of 5 minutes)',
  misleads:
    'about solvers: keepers bid what the venue pays on average for the lot, and find no better use for it; bids are sealed and cost nothing unless they are served',
  params: z.strictObject({
    every: zSpan.describe('time between two batches, counted from the start of the path'),
    least: zPositive.max(1).describe('share of the protocol’s price below which nothing is sold, e.g. 0.9'),
    penalty: zProperFraction.default(0).describe('raised on top of the debt, for the protocol'),
    gas: zGas.describe('gas of a keeper that is served: settling its bid and selling on'),
  }),
  create: (p): Execution => ({ executor: (stage) => new BatchExecutor(stage, p) }),
});
