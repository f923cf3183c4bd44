/** Taking debt over and unwinding it over time: parameters, and what they mean. The engine is in `take-over.ts`. */
import { z } from 'zod';
import { BackedKeepers } from '../../keepers/backed-keepers.ts';
import type { Execution } from '../../model.ts';
import { zCount, zFraction, zGas, zProperFraction, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import { TakeOverExecutor } from './take-over.ts';

/**
 * The liquidator pays nothing. It takes the debt over, with collateral at the discount, into an account of its own with the protocol,
 * and may do so if that account is healthy by the rule for borrowers afterwards:
 *
 *   H + S + b · p · (Q − q) ≥ D          b = liquidation threshold − borrowGap
 *   H = max(0, own + Σ (b · value of collateral carried − debt carried))
 *
 *   D   debt taken over, USD
 *   Q   units of collateral that come with it; p: the protocol's price, USD per unit
 *   q   units of them sold in the same transaction, for S (USD)
 *   H   what the account has to spare; own: the keeper's own money, with what it has earned or lost so far, USD
 *
 * so that, with nothing sold at once, D ≤ H / (1 − b · (1 + bonus)), any debt where that divisor is not above 0. A keeper with too little
 * takes over the part that it can back; the rest stays due. An account that is full does not hinder a sale at once: a second account of
 * the same keeper does it. Own money is `capital` or `funding.inventory` of the group, less what `elsewhere` takes; unlimited where neither
 * is stated; none where the group works with `flashLoanFee`. No flash loan is needed here, and no fee is paid.
 *
 * With `sellsAtOnce` a keeper sells in the same transaction as far as the venue pays more than the debt costs, D / Q per unit. It keeps
 * as much as later sales are worth: `sales` of them in the time `unwind`, each to a venue that pays what it pays now, after an equal part
 * of what all liquidators carry already, less `margin` and gas. It then sells as planned, whatever the price does meanwhile; more debt
 * taken over spreads the whole position anew from the next sale on. What a sale brings repays debt; what is left over, or lacks in the
 * end, is the keeper's gain or loss, booked then.
 *
 * When the account of a keeper falls below its limit (H at thresholds instead of b, without the max, is below 0) it sells all it carries
 * in the next block that has room, or when it is back where it is down. What its collateral and its own money do not cover is bad debt
 * for the waterfall. What is carried at the end of a path counts at the market's price. Sales are transactions and pay `saleGas` at the
 * lowest bid with a place; while liquidations are stopped there are none.
 *
 * Throws a RangeError where a parameter is out of range.
 * Source: Euler Vault Kit, Liquidation.sol (debt and collateral move to the caller, whose account is checked at the end of its batch)
 * and LiquidityUtils.sol (checkLiquidity at the borrowing LTV); Euler's liquidation bot sells and repays in the same batch.
 */
export const debtTakeOver = defineModel({
  family: 'execution',
  name: 'debt-take-over',
  title: 'a liquidator takes debt and collateral into its own account, backed by its own money, and unwinds over time',
  source: 'Euler Vault Kit (euler-xyz/euler-vault-kit @ 5b98b42, Liquidation.sol, LiquidityUtils.sol)',
  misleads:
    'about liquidators in trouble: they sell for themselves at once, where on chain others could take their accounts over at a discount; and about how patient liquidators are, of which nothing is published',
  params: z.strictObject({
    borrowGap: zFraction
      .default(0.02)
      .describe('LTV for borrowing below the liquidation threshold: 0.02 is two percentage points'),
    sellsAtOnce: z
      .boolean()
      .default(true)
      .describe('whether what gains at once is sold in the same transaction; else all is kept and sold later'),
    unwind: zSpan.default(600_000).describe('time in which what is not sold at once is sold, e.g. 10m'),
    sales: zCount.max(1000).default(5).describe('equal sales in that time, the first after unwind / sales'),
    margin: zProperFraction
      .default(0.01)
      .describe(
        'share counted off what later sales are expected to bring, for the risk of the price until then; also the slippage that a sale allows for',
      ),
    gas: zGas.describe('gas of taking over, and of what is sold at once'),
    saleGas: zGas.default(250_000).describe('gas of a later sale that repays debt'),
    revertGas: zGas.describe('gas of a transaction that comes too late'),
    retry: zSpan.default(120_000).describe('how long keepers leave alone what would not pay its gas'),
  }),
  create: (p): Execution => ({
    executor: (stage) => new TakeOverExecutor(stage, p),
    keepers: (delays, groups) => new BackedKeepers(delays, groups),
  }),
});
