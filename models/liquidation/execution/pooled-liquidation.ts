/** Liquidation of all due accounts as one: parameters, and what they mean. The engine is in `pooled.ts`. */
import { z } from 'zod';
import type { Execution } from '../../model.ts';
import { zGas, zProperFraction, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import { PooledExecutor } from './pooled.ts';

/**
 * One transaction liquidates all due accounts of a pair of collateral and debt, worst ratio first, down to the same ratio.
 *
 *   end      = tickSpacing^k, the last one at or below price · threshold       debt per unit of collateral
 *   repaid   = (D − end · C) / (1 − c · end),   c = (1 + penalty)/price        of each account, in sum and so together
 *
 * D, C: its debt, USD, and collateral, units; price: the protocol's; threshold: the collateral's liquidation threshold. With less money, or where the
 * venue pays for less, the worst are brought down to the ratio at which it is spent. Nobody chooses an account. One whose debt
 * is above maxLimit of its collateral's value is absorbed: all its collateral is taken, what exceeds debt and penalty is the protocol's,
 * what is missing is bad debt. The penalty is the keeper's, who sells what it gets and uses gas + tickGas · (ticks liquidated).
 * threshold · (1 + penalty) and maxLimit · (1 + penalty) must be below 1, and threshold below maxLimit, or it throws a RangeError.
 * Source: Fluid vault protocol, liquidate and absorb.
 */
export const pooledLiquidation = defineModel({
  family: 'execution',
  name: 'pooled',
  title: 'all due accounts are liquidated together, worst first, down to one ratio',
  source: 'Fluid vault protocol (Instadapp/fluid-contracts-public @ a9949b4)',
  misleads:
    'about accounts with several collaterals or debts, which a vault does not have: their largest pair is liquidated as if it carried the rest; accounts within one tick below the threshold are left alone here',
  params: z.strictObject({
    tickSpacing: z.number().gt(1).max(1.1).default(1.0015).describe('ratio of one tick to the next, e.g. 1.0015'),
    penalty: zProperFraction.describe('collateral that the liquidator gets on top of the debt, e.g. 0.03'),
    maxLimit: zProperFraction
      .gt(0)
      .describe('debt over value of the collateral above which an account is absorbed whole, e.g. 0.93'),
    gas: zGas.describe('gas of a liquidation, whatever it touches, selling included'),
    tickGas: zGas.describe('gas of each tick that it touches'),
    revertGas: zGas.describe('gas of one that comes too late'),
    retry: zSpan.default(120_000).describe('how long keepers leave alone what would not pay its gas'),
  }),
  create: (p): Execution => {
    if (p.maxLimit * (1 + p.penalty) >= 1)
      throw new RangeError(
        `execution pooled: maxLimit x (1 + penalty) must be below 1 (got ${p.maxLimit} x ${1 + p.penalty}); lower one of them`,
      );
    return { executor: (stage) => new PooledExecutor(stage, p) };
  },
});
