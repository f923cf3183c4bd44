/** The four strategies that every scenario can name, each a point in the space of choices. */
import { z } from 'zod';
import { defineModel } from '../registry.ts';

const belowOne = { model: 'below-threshold', healthFactor: 1 };
const keepers = { model: 'keepers', gas: 500_000, revertGas: 100_000, retry: 120_000 };

export const synchronous = defineModel({
  family: 'strategy',
  name: 'synchronous',
  title: 'the protocol closes due accounts itself, in the block that lands the price; no keeper, no bounty',
  params: z.strictObject({}),
  create: () => ({
    trigger: belowOne,
    size: { model: 'all' },
    discount: { model: 'none' },
    execution: { model: 'synchronous', checkGas: 25_000, closeGas: 250_000, blockShare: 1 },
  }),
});

export const asynchronous = defineModel({
  family: 'strategy',
  name: 'asynchronous',
  title: 'keepers compete through the mempool and repay up to the close factor for a fixed bonus',
  params: z.strictObject({}),
  create: () => ({
    trigger: belowOne,
    size: { model: 'close-factor', closeFactor: 0.5, fullBelowHealthFactor: 0.95, minimumDebt: 1000 },
    discount: { model: 'fixed-bonus' },
    execution: keepers,
  }),
});

export const dutchAuction = defineModel({
  family: 'strategy',
  name: 'dutch-auction',
  title:
    'each due account is auctioned at a falling price, with the parameters of Maker’s ETH-A at launch of Liquidations 2.0',
  source: 'MakerDAO MIP45 and forum threads 7502, 7628',
  params: z.strictObject({}),
  create: () => ({
    trigger: belowOne,
    size: { model: 'all' },
    discount: { model: 'none' },
    execution: {
      model: 'auction',
      curve: { model: 'stairstep', cut: 0.99, step: 90_000 },
      buffer: 1.2,
      penalty: 0.13,
      tail: 8_400_000,
      cusp: 0.4,
      tip: 0,
      chip: 0.001,
      dust: 5000,
      retry: 120_000,
      kickGas: 350_000,
      takeGas: 500_000,
      revertGas: 100_000,
    },
  }),
});

export const partialLiquidation = defineModel({
  family: 'strategy',
  name: 'partial-liquidation',
  title: 'keepers repay just enough to restore a target health factor, in as many rounds as needed',
  params: z.strictObject({}),
  create: () => ({
    trigger: belowOne,
    size: { model: 'target-health', target: 1.05, closeFactor: 0.5, minimumDebt: 1000 },
    discount: { model: 'fixed-bonus' },
    execution: keepers,
  }),
});
