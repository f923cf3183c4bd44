/** What gas price an agent offers, given the market's and the highest it can afford. */
import { z } from 'zod';
import { zFraction, zGwei, zPositive } from '../parameters.ts';
import { defineModel } from '../registry.ts';

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

export const fixedGasPrice = defineModel({
  family: 'bid',
  name: 'fixed',
  title: 'always the same gas price; gets stuck when the market rises',
  source: 'keepers of March 2020 with a static gas price',
  params: z.strictObject({ gasPrice: zGwei }),
  create: ({ gasPrice }) => ({ gasPrice: () => gasPrice }),
});
