/** Fee rules of chains that keep their own data. */
import { z } from 'zod';
import { zFraction } from '../parameters.ts';
import { defineModel } from '../registry.ts';

/**
 * A bid is paid as offered, and demand for block space alone decides who is in: a bid p (gwei) finds the room that others'
 * bids above p leave. No parameters; nothing is thrown. Source: Ethereum before August 2021.
 */
export const firstPrice = defineModel({
  family: 'fee',
  name: 'first-price',
  title: 'bids are paid as offered; no base fee',
  source: 'Ethereum before August 2021',
  params: z.strictObject({}),
  create: () => ({ hasBaseFee: false, target: 1, maxStep: 0 }),
});

/**
 * A bid must reach the base fee, which follows the fullness u of blocks (share of the gas limit, 0 to 1):
 *   base' = base · (1 + maxStep · (u - target) / target),  at least 1 wei more where u > target,
 * so that with target 1/2 it rises or falls by `maxStep` at most. `target` and `maxStep` are fractions in (0, 1); base fees
 * are in gwei. With `wholeWei` each step is floored to whole wei, as on chain. The base fee starts where others' demand
 * meets the target; our own gas pushes it on. Nothing is thrown.
 * Source: EIP-1559 (elasticity multiplier 2: target 1/2; change denominator 8: maxStep 1/8).
 */
export const eip1559 = defineModel({
  family: 'fee',
  name: 'eip1559',
  title: 'a base fee that follows the fullness of blocks',
  source: 'EIP-1559',
  params: z.strictObject({
    target: zFraction.gt(0).lt(1).default(0.5).describe('share of the gas limit at which the base fee stays'),
    maxStep: zFraction
      .gt(0)
      .lt(1)
      .default(0.125)
      .describe('relative rise after a block of twice the target: the largest one where target is 0.5'),
    wholeWei: z.boolean().optional().describe('floors each step to whole wei, as on chain; real numbers when left out'),
  }),
  create: ({ target, maxStep, wholeWei = false }) => ({ hasBaseFee: true, target, maxStep, isWholeWei: wholeWei }),
});

/**
 * Block space costs nothing, to us and to others: no gas is paid and no bid turns anybody away. What is left is the gas
 * limit, which only our own transactions use up. `market.blockSpace` and bids have no effect. No parameters; nothing is thrown.
 * Source: dYdX v4, whose validators carry out liquidations as operations of the protocol.
 */
export const noFee = defineModel({
  family: 'fee',
  name: 'none',
  title: 'no fee: an app chain on which gas costs nothing',
  source: 'dYdX v4 (liquidations are operations of the protocol)',
  misleads: 'on a chain that others use too: their demand takes no room',
  params: z.strictObject({}),
  create: () => ({ hasBaseFee: false, target: 1, maxStep: 0, isFree: true }),
});
