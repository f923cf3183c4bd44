/** By whom liquidations are carried out, and when: parameters and what they mean. The engines stand beside this file. */
import { z } from 'zod';
import type { Execution } from '../../model.ts';
import { zFraction, zGas, zPositive, zProperFraction, zSpan, zUsd } from '../../parameters.ts';
import { defineModel, type ModelReference } from '../../registry.ts';
import { AuctionExecutor } from './auction.ts';
import { KeeperExecutor } from './keepers.ts';
import { SynchronousExecutor } from './synchronous.ts';

/**
 * The solvency check is part of the state transition that lands the price. In the block in which a report lands, the accounts that the
 * price has crossed are checked (`checkGas` each) and closed into the pool (`closeGas` each), worst first, ahead of everybody else, as
 * long as
 *
 *   gas used by the engine ≤ blockShare × gasLimit
 *
 * What does not fit waits for the next block, oldest first, and traders wait meanwhile (a stall). Gas is in units of gas, `blockShare` a
 * fraction above 0. A scenario in which not even one account fits is refused with a RangeError.
 */
export const synchronousExecution = defineModel({
  family: 'execution',
  name: 'synchronous',
  title: 'checked and closed inside the state transition that lands the price',
  misleads: 'when checks are set cheaper than they are: their gas is what makes such an engine spill over blocks',
  params: z.strictObject({
    checkGas: zGas.describe('gas to check one account that the price has crossed'),
    closeGas: zGas.describe('gas to close one account into the pool'),
    blockShare: zFraction.gt(0).describe('largest share of a block that the engine may take from everybody else'),
  }),
  create: (p): Execution => ({
    executor: (stage) => new SynchronousExecutor(stage, p),
    // In silence nothing would ever be liquidated.
    refusal: (gasLimit) =>
      p.checkGas + p.closeGas <= p.blockShare * gasLimit
        ? undefined
        : `closing one account needs ${p.checkGas + p.closeGas} gas, but blockShare × gasLimit leaves ${p.blockShare * gasLimit}; nothing could ever be closed`,
  }),
});

/**
 * Every keeper who has seen the landed price offers a transaction for an account that is due, if in that block
 *
 *   proceeds − debt repaid − gas × its bid − costs of capital ≥ minProfit
 *
 * The chain's ordering decides who is included. Losers use `revertGas`, the winner `gas` (units of gas). What would not pay is left
 * alone until a price lands that could change it, or for `retry`, a duration.
 */
export const keeperExecution = defineModel({
  family: 'execution',
  name: 'keepers',
  title: 'keepers compete through the mempool for each account',
  source: 'Aave v3 liquidationCall with flash loan and swap: 0.45–1.0 m gas',
  params: z.strictObject({
    gas: zGas.describe('gas of a liquidation that succeeds'),
    revertGas: zGas.describe('gas of one that comes too late'),
    retry: zSpan
      .default(120_000)
      .describe('how long keepers leave an account alone whose profit would not pay its gas'),
  }),
  create: (p): Execution => ({ executor: (stage) => new KeeperExecutor(stage, p) }),
});

const curveReference = z
  .looseObject({ model: z.string() })
  .describe('how the price falls (family curve)') as unknown as z.ZodType<ModelReference>;

/**
 * A keeper starts an auction of the account's collateral for tip + chip × amount to raise. It asks
 *
 *   price(t) = buffer × the protocol's price × share(t),   share(t) of the `curve`
 *
 * for debt × (1 + penalty), and keepers take, wholly or in part, when a venue pays them more. An auction older than `tail`, or whose
 * share has fallen to `cusp`, must be reset, at the price of then. A partial take may not leave less than `dust`. At most `ceiling` is
 * raised at once; what does not fit waits. Money is in USD, `penalty`, `cusp` and `chip` are fractions, `kickGas`, `takeGas` and `revertGas`
 * units of gas, `tail` and `retry` durations.
 *
 * With a `bond` (Ajna) the price begins at buffer × the neutral price NP = neutral · debt per unit of collateral, and whoever starts an
 * auction posts factor · debt, factor = (neutral − 1)/10 within 0.5 % and 3 %. Of what a taker pays at a price p it gains the share
 *
 *   r = factor · (NP − p)/(NP − debt per unit) within ± factor,   taken from its bond where r is below 0
 *
 * and the account is credited the share 1 − (5 · factor − r)/4. Nobody starts an auction that would lose at the market's price.
 */
export const auctionExecution = defineModel({
  family: 'execution',
  name: 'auction',
  title: 'a Dutch auction per account: the price falls until a keeper takes',
  source: 'MakerDAO Dog and Clip (Liquidations 2.0)',
  misleads: 'about fees: tip and chip are paid by the protocol, on top of what the borrower loses',
  params: z.strictObject({
    curve: curveReference,
    buffer: zPositive.describe('starting price over the protocol’s price, e.g. 1.2'),
    penalty: zProperFraction.describe('raised on top of the debt, for the protocol'),
    tail: zSpan.describe('age at which an auction must be reset'),
    cusp: zFraction.describe('share of the starting price at which it must be reset'),
    tip: zUsd.describe('USD paid for starting or resetting an auction'),
    chip: zFraction.describe('share of the amount to raise paid for the same'),
    dust: zUsd.describe('USD; a partial take may not leave less than this to raise'),
    ceiling: zUsd.optional().describe('USD being raised in all auctions at once; unlimited when left out'),
    hole: zUsd
      .gt(0)
      .optional()
      .describe('USD being raised at once; of a debt that does not fit, the part that does is auctioned'),
    bond: z
      .strictObject({
        neutral: z.number().gt(1).max(3).describe('neutral price over the debt per unit of collateral, e.g. 1.15'),
      })
      .optional()
      .describe('posted by whoever starts an auction, which then starts from the neutral price; nothing when left out'),
    retry: zSpan.default(120_000).describe('how long keepers leave alone what would not pay its gas'),
    kickGas: zGas,
    takeGas: zGas,
    revertGas: zGas,
  }),
  create: (
    { ceiling = Number.POSITIVE_INFINITY, hole = Number.POSITIVE_INFINITY, curve, ...rest },
    context,
  ): Execution => {
    const parameters = { ...rest, curve: context.curve(curve), ceiling, hole };
    return { executor: (stage) => new AuctionExecutor(stage, parameters) };
  },
});
