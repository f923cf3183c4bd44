/** A closed pool of members that bid for due accounts: parameters, and what they mean. The engine is in `tenders.ts`. */
import { z } from 'zod';
import type { Execution } from '../../model.ts';
import { zDuration, zFraction, zGas, zName, zPositive, zProperFraction, zSpan, zUsd } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import { TenderExecutor } from './tenders.ts';

const member = z.strictObject({
  name: zName.optional().describe('what traces call it; member 1, member 2 … when left out'),
  capital: zUsd.describe('USD that it has to bid with at the start'),
  discount: zProperFraction.describe('off the market’s price at which it bids, e.g. 0.01'),
  reaction: zDuration.describe('from an account becoming due to its bid'),
  holds: zDuration.default(0).describe('how long it keeps what it has won before it sells it on the venue'),
  recovery: zDuration.describe('from that sale to the moment at which its money can be bid again'),
});

/**
 * Members with finite capital bid for each due account under seal; the highest bids take it.
 *
 *   bid i     = market price · (1 − discount i),   at least least · the protocol's price, for as much as its free capital pays
 *   needed    = what the size rule lets through · (1 + penalty), in collateral at the prices bid
 *   first-price   each pays its own bid, the highest first, the first named among equals
 *   uniform       all pay the lowest bid that is served
 *
 * Bids that have arrived by `window` after an account became due are opened together; what they do not take is tendered again whenever a
 * price lands, money is free again, or `retry` has passed. A member sells what it has won `holds` later on the venue, and has the proceeds
 * `recovery` after that: gains and losses change its capital. What is unsold at the end counts at the market's price. Members' profit is in
 * keeperProfitUsd. Settling an account takes `gas` of the block ahead of everybody, at most `blockShare` of it.
 */
export const internalPool = defineModel({
  family: 'execution',
  name: 'internal-pool',
  title: 'members of a closed pool, with finite capital, bid for due accounts under seal',
  source: 'backstop liquidity provider programmes of FTX and AscendEX (2020)',
  misleads:
    'about members who would step back: each bids at its discount as long as it has capital, whatever the venue pays, and can lose',
  params: z.strictObject({
    members: z.array(member).min(1).max(100).describe('who may bid'),
    payment: z.enum(['first-price', 'uniform']).default('first-price').describe('what those who are served pay'),
    least: zPositive.max(1).default(0.8).describe('share of the protocol’s price below which nothing is sold'),
    penalty: zProperFraction.default(0).describe('raised on top of the debt, for the protocol'),
    window: zDuration.default(0).describe('how long bids for an account are collected'),
    gas: zGas.describe('gas of settling one account'),
    blockShare: zFraction.gt(0).describe('largest share of a block that settling may take from everybody else'),
    retry: zSpan.default(60_000).describe('after which an account that was not taken is tendered again'),
  }),
  create: (p): Execution => ({
    executor: (stage) => new TenderExecutor(stage, p),
    refusal: (gasLimit) =>
      p.gas <= p.blockShare * gasLimit
        ? undefined
        : `settling one account needs ${p.gas} gas, but blockShare × gasLimit leaves ${p.blockShare * gasLimit}; nothing could ever be settled`,
  }),
});
