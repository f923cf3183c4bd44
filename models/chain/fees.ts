/**
 * Fee rules. First price: a bid is paid as offered, and block-space demand alone decides who is in. EIP-1559: a bid must
 * also reach the base fee, which moves by at most `maxStep` a block towards a fullness of `target`.
 *
 * Source: EIP-1559 (elasticity multiplier 2, base-fee change denominator 8).
 */
import { z } from 'zod';
import { zFraction } from '../parameters.ts';
import { defineModel } from '../registry.ts';

export const firstPrice = defineModel({
  family: 'fee',
  name: 'first-price',
  title: 'bids are paid as offered; no base fee',
  source: 'Ethereum before August 2021',
  params: z.strictObject({}),
  create: () => ({ hasBaseFee: false, target: 1, maxStep: 0 }),
});

export const eip1559 = defineModel({
  family: 'fee',
  name: 'eip1559',
  title: 'a base fee that follows the fullness of blocks',
  source: 'EIP-1559',
  params: z.strictObject({
    target: zFraction.gt(0).lt(1).default(0.5).describe('share of the gas limit at which the base fee stays'),
    maxStep: zFraction.gt(0).lt(1).default(0.125).describe('largest relative rise from one block to the next'),
  }),
  create: ({ target, maxStep }) => ({ hasBaseFee: true, target, maxStep }),
});
