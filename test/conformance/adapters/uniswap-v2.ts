/** Constant-product pools: the rules of a Uniswap v2 pair, closed forms, and the theory of arbitrage on one. */
import {
  arbitrageProbability,
  arbitrageProfitRate,
  lossVersusRebalancing,
} from '../../../models/venues/arbitrage/theory.ts';
import {
  constantProductBest,
  constantProductCapacity,
  impermanentLoss,
} from '../../../models/venues/uniswap-v2/closed-forms.ts';
import { ConstantProductCurve } from '../../../models/venues/uniswap-v2/curve.ts';
import {
  amountIn,
  amountOut,
  liquidityValue,
  MINIMUM_LIQUIDITY,
  protocolFeeLiquidity,
  quote,
  reservesAfterArbitrage,
} from '../../../models/venues/uniswap-v2/pair.ts';
import { keepsProduct } from '../../../models/venues/uniswap-v2/product-check.ts';
import { WHOLE_UNITS } from '../../../models/venues/whole-units.ts';
import { type Adapter, type Adapters, numberOf, numbersOf } from '../adapter.ts';

type Part = Readonly<Record<string, unknown>>;

const whole = (value: unknown): bigint => BigInt(String(value));

const feeOf = (params: Part): number =>
  1 - numberOf(params.feeNumerator ?? 997) / numberOf(params.feeDenominator ?? 1000);

/** The pair's own check of a trade of token 0 for token 1, to the last unit. */
function passes(params: Part, reserves: [unknown, unknown], amountsIn: [unknown, unknown], amountsOut: bigint[]) {
  return keepsProduct({
    reserves: [whole(reserves[0]), whole(reserves[1])],
    amountsIn: [whole(amountsIn[0]), whole(amountsIn[1])],
    amountsOut: [amountsOut[0] as bigint, amountsOut[1] as bigint],
    feeNumerator: whole(params.feeNumerator ?? 997),
    feeDenominator: whole(params.feeDenominator ?? 1000),
  });
}

const getAmountOut: Adapter['run'] = ({ params, inputs }) => {
  const { amountIn: put, reserveIn, reserveOut } = numbersOf(inputs, 'amountIn', 'reserveIn', 'reserveOut');
  const out = amountOut(put, reserveIn, reserveOut, feeOf(params), WHOLE_UNITS);
  // The pair lets this through and not one unit more; from 1e9 units on, to the digits that a double of it has.
  const unsure = BigInt(Math.floor(out * 1e-9));
  const trade = (taken: bigint) =>
    passes(params, [inputs.reserveIn, inputs.reserveOut], [inputs.amountIn, 0], [0n, taken]);
  const reverts = trade(BigInt(out) - unsure) && !trade(BigInt(out) + unsure + 1n);
  return { amountOut: out, amountOutPlusOneRevertsK: reverts };
};

const liquidityAfterFee: Adapter['run'] = ({ inputs }) => {
  const { reserve0, reserve1, swapToken1In, token0Out } = numbersOf(
    inputs,
    ...(['reserve0', 'reserve1', 'swapToken1In', 'token0Out'] as const),
  );
  const minted = Math.sqrt(reserve0 * reserve1);
  const a = reserve0 - token0Out;
  const b = reserve1 + swapToken1In;
  const feeLiquidity = protocolFeeLiquidity(minted, Math.sqrt(a * b), minted, WHOLE_UNITS);
  // The provider burns all but the minimum, after the fee has been minted: what is left of both is the rest's share.
  const left = feeLiquidity + MINIMUM_LIQUIDITY;
  const value = liquidityValue({ a, b }, left, minted + feeLiquidity, WHOLE_UNITS);
  return { totalSupply: left, feeLiquidity, balance0: value.a, balance1: value.b };
};

/** Shares of the pool, after the protocol's have been minted where it takes a fee. */
function supplyOf(inputs: Part, reserves: { a: number; b: number }): number {
  const supply = numberOf(inputs.totalSupply);
  const kLast = numberOf(inputs.kLast ?? 0);
  if (inputs.feeOn !== true || kLast === 0) return supply;
  return supply + protocolFeeLiquidity(supply, Math.sqrt(reserves.a * reserves.b), Math.sqrt(kLast), WHOLE_UNITS);
}

function arbitraged(params: Part, inputs: Part) {
  const { reserveA, reserveB, truePriceA, truePriceB } = numbersOf(
    inputs,
    ...(['reserveA', 'reserveB', 'truePriceA', 'truePriceB'] as const),
  );
  return reservesAfterArbitrage({ a: reserveA, b: reserveB }, truePriceB / truePriceA, feeOf(params), WHOLE_UNITS);
}

function valued(inputs: Part, reserves: { a: number; b: number }) {
  const value = liquidityValue(reserves, numberOf(inputs.liquidity), supplyOf(inputs, reserves), WHOLE_UNITS);
  return { amountA: value.a, amountB: value.b };
}

/** A sale through the simulator's own pool. */
function sale(params: Part) {
  const {
    reserve_in: x,
    reserve_out: y,
    fee,
    amount_in: quantity,
  } = numbersOf(params, ...(['reserve_in', 'reserve_out', 'fee', 'amount_in'] as const));
  const pool = new ConstantProductCurve(x, y / x, fee);
  const before = pool.price();
  const out = pool.sell(quantity);
  return { out, slippage: 1 - out / (quantity * before), priceRatio: pool.price() / before };
}

const theory = (params: Part) => {
  const { daily_vol: volatility } = numbersOf(params, 'daily_vol');
  const logFee = numberOf(params.log_fee_gamma ?? 0);
  return { volatility, logFee, block: numberOf(params.mean_block_s ?? 0) / 86_400 };
};

export const uniswapV2: Adapters = {
  'univ2/get-amount-out': { run: getAmountOut },
  'univ2/get-amount-in': {
    run({ params, inputs }) {
      const { amountOut: out, reserveIn, reserveOut } = numbersOf(inputs, 'amountOut', 'reserveIn', 'reserveOut');
      return { amountIn: amountIn(out, reserveIn, reserveOut, feeOf(params), WHOLE_UNITS) };
    },
  },
  'univ2/quote': {
    run({ inputs }) {
      const { amountA, reserveA, reserveB } = numbersOf(inputs, 'amountA', 'reserveA', 'reserveB');
      return { amountB: quote(amountA, { a: reserveA, b: reserveB }, WHOLE_UNITS) };
    },
  },
  'univ2/k-check': {
    run({ params, inputs }) {
      const reserves: [unknown, unknown] = [inputs.reserve0, inputs.reserve1];
      const put: [unknown, unknown] = [inputs.amount0In ?? 0, inputs.amount1In ?? 0];
      const taken = [whole(inputs.amount0Out ?? 0), whole(inputs.amount1Out ?? 0)] as [bigint, bigint];
      const more = (first: bigint, second: bigint) =>
        !passes(params, reserves, put, [taken[0] + first, taken[1] + second]);
      return {
        ok: passes(params, reserves, put, taken),
        amount0OutPlusOneRevertsK: more(1n, 0n),
        amount1OutPlusOneRevertsK: more(0n, 1n),
      };
    },
  },
  'univ2/protocol-fee-mint': { run: liquidityAfterFee },
  'univ2/reserves-after-arbitrage': {
    run({ params, inputs }) {
      const { a, b } = arbitraged(params, inputs);
      return { reserveA: a, reserveB: b };
    },
  },
  'univ2/lp-value': {
    run: ({ inputs }) => valued(inputs, { a: numberOf(inputs.reserveA), b: numberOf(inputs.reserveB) }),
  },
  'univ2/lp-value-after-arbitrage': { run: ({ params, inputs }) => valued(inputs, arbitraged(params, inputs)) },
  'amm/amount-out': { run: ({ params }) => sale(params).out },
  'amm/slippage': { run: ({ params }) => sale(params).slippage },
  'amm/spot-price-after-before': { run: ({ params }) => sale(params).priceRatio },
  'amm/amountout': {
    run({ params }) {
      const { amountIn: put, reserveIn, reserveOut } = numbersOf(params, 'amountIn', 'reserveIn', 'reserveOut');
      return amountOut(put, reserveIn, reserveOut, feeOf({}), WHOLE_UNITS);
    },
  },
  'amm/profit-maximising-collateral-sale': {
    run: ({ params }) => constantProductBest(1, 1, 1 / (1 + numberOf(params.bonus)), numberOf(params.fee)),
  },
  'amm/max-collateral-sold-in-one-block-without-liquida': {
    run: ({ params }) => constantProductCapacity(1, 1, 1 / (1 + numberOf(params.bonus)), numberOf(params.fee)),
  },
  'amm/impermanent-loss-vs-hold-for-price-ratio-r': {
    run: ({ params }) => impermanentLoss(numberOf(params.price_ratio)),
  },
  'amm/arbitrage-amount-in-x-after-external-price-falls': {
    run: ({ params }) => constantProductBest(1, 1, numberOf(params.p), numberOf(params.fee)),
  },
  'amm/p-an-arriving-block-has-a-profitable-arb-1-1-sqr': {
    run({ params }) {
      const { volatility, logFee, block } = theory(params);
      return arbitrageProbability(volatility, logFee, block);
    },
  },
  'amm/arbitrage-profit-per-day-pool-value': {
    run({ params }) {
      const { volatility, logFee, block } = theory(params);
      return arbitrageProfitRate(volatility, logFee, block);
    },
  },
  'amm/lvr-per-day-pool-value': { run: ({ params }) => lossVersusRebalancing(theory(params).volatility) },
};
