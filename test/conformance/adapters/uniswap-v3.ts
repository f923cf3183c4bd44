/** Concentrated liquidity: root prices, steps, and whole pools of Uniswap v3. Prices are multiples of 2^-96 on chain. */
import { DoubleDouble } from '../../../models/venues/concentrated/double-double.ts';
import { PositionPool } from '../../../models/venues/concentrated/position-pool.ts';
import { amount0, amount1, moveByInput, moveByOutput } from '../../../models/venues/concentrated/root-moves.ts';
import { SwapStep } from '../../../models/venues/concentrated/swap-step.ts';
import {
  MAX_ROOT,
  MIN_ROOT,
  mostLiquidityPerTick,
  outermostTick,
  rootAtTick,
  rootFromQ96,
  tickAtRoot,
  wholeOverQ96,
} from '../../../models/venues/concentrated/ticks.ts';
import { Q96, WHOLE_UNITS } from '../../../models/venues/whole-units.ts';
import { type Adapter, type Adapters, numberOf, numbersOf } from '../adapter.ts';

type Part = Readonly<Record<string, unknown>>;

/** Fees per unit of liquidity are multiples of 2^-128 on chain. */
const Q128 = Q96 * 2 ** 32;

/** Whole numbers of 160 bits keep all their digits that two doubles can hold. */
const rootIn = (value: unknown): DoubleDouble => wholeOverQ96(BigInt(String(value)));

const rootOf = (value: unknown): number => rootIn(value).hi;

const moved =
  (move: typeof moveByInput): Adapter['run'] =>
  ({ inputs }) => {
    const root = rootIn(inputs.sqrtP);
    const { liquidity, amount } = numbersOf(inputs, 'liquidity', 'amount');
    move(root, liquidity, amount, inputs.zeroForOne === true, WHOLE_UNITS);
    return { sqrtNext: root.hi * Q96 };
  };

const swapStep: Adapter['run'] = ({ params, inputs }) => {
  const step = new SwapStep(numberOf(params.feePips), WHOLE_UNITS);
  const root = rootIn(inputs.sqrtCurrent);
  const { liquidity, amountRemaining } = numbersOf(inputs, 'liquidity', 'amountRemaining');
  const target = rootOf(inputs.sqrtTarget);
  if (amountRemaining >= 0) step.spend(root, target, liquidity, amountRemaining);
  else step.take(root, target, liquidity, -amountRemaining);
  return {
    amountIn: step.amountIn,
    feeAmount: step.fee,
    amountOut: step.amountOut,
    sqrtNext: root.hi * Q96,
  };
};

function delta(inputs: Part, worth: (liquidity: number, change: number, root: number, next: number) => number) {
  const [a, b] = [rootOf(inputs.sqrtA), rootOf(inputs.sqrtB)];
  const change = rootIn(inputs.sqrtB);
  change.subtract(rootIn(inputs.sqrtA));
  if (!(Math.min(a, b) > 0)) throw new RangeError(`a root price must be above 0, got ${Math.min(a, b)}`);
  const amount = worth(numberOf(inputs.liquidity), Math.abs(change.hi), a, b);
  return { amount: inputs.roundUp === true ? WHOLE_UNITS.up(amount) : WHOLE_UNITS.down(amount) };
}

interface PlacedRange {
  readonly tickLower: number;
  readonly tickUpper: number;
  readonly liquidity: string;
}

function open(params: Part, ranges: readonly PlacedRange[]) {
  const pool = new PositionPool(
    {
      feePips: numberOf(params.feePips),
      tickSpacing: numberOf(params.tickSpacing),
      protocolFeeDenominator: numberOf(params.protocolFeeDenominator ?? 0),
      rounding: WHOLE_UNITS,
    },
    rootFromQ96(String(params.sqrtPriceStart)),
  );
  let put0 = 0;
  let put1 = 0;
  for (const { tickLower, tickUpper, liquidity } of ranges) {
    const minted = pool.mint(tickLower, tickUpper, numberOf(liquidity));
    put0 += minted.amount0;
    put1 += minted.amount1;
  }
  return { pool, put0, put1 };
}

/** Just inside of what a pool can reach: the limit of a swap that names none. */
const furthest = (zeroForOne: boolean): number => (zeroForOne ? MIN_ROOT + 1 / Q96 : MAX_ROOT);

/** Swaps; deltas are the pool's: above 0 what it got. */
function swap({ pool }: PositionPool, zeroForOne: boolean, amount: number, limit = furthest(zeroForOne)) {
  pool.swap(zeroForOne, amount, limit);
  const { amountIn, amountOut } = pool;
  const [delta0, delta1] = zeroForOne ? [amountIn, -amountOut] : [-amountOut, amountIn];
  return { delta0, delta1, price: Math.abs(delta1 / delta0) };
}

const priceOf = ({ pool }: PositionPool): number => pool.root.hi * pool.root.hi;

const poolSwap: Adapter['run'] = ({ params, inputs }) => {
  const { pool, put0, put1 } = open(params, params.positions as PlacedRange[]);
  const tickBefore = pool.pool.tick;
  const zeroForOne = inputs.zeroForOne === true;
  const amount = inputs.amountSpecified == null ? Number.POSITIVE_INFINITY : numberOf(inputs.amountSpecified);
  const limit = inputs.sqrtPriceLimit == null ? undefined : rootOf(inputs.sqrtPriceLimit);
  const { delta0, delta1 } = swap(pool, zeroForOne, amount, limit);
  return {
    amount0Before: put0,
    amount1Before: put1,
    amount0Delta: delta0,
    amount1Delta: delta1,
    feeGrowthGlobal0X128: pool.growth[0].hi * Q128,
    feeGrowthGlobal1X128: pool.growth[1].hi * Q128,
    tickBefore,
    tickAfter: pool.pool.tick,
    priceAfter5sig: priceOf(pool).toPrecision(5),
  };
};

/** Amounts of these vectors are stated in 1e18 units. */
const COIN = 1e18;

/** A pool of one range over all prices, and what the vectors do on it: somebody sells token 0. */
function arbitrage(params: Part, inputs: Part) {
  const spacing = numberOf(params.tickSpacing);
  const outermost = outermostTick(spacing);
  const everywhere = {
    tickLower: -outermost,
    tickUpper: outermost,
    liquidity: String(inputs.passiveLiquidity),
  };
  const { pool } = open(params, [everywhere]);
  const fee = numberOf(params.feePips) / 1e6;
  const truth = rootOf(inputs.sqrtTruePrice);
  // The arbitrageur's own account, and its value in token 1 at the true price.
  const balance = { amount0: 0, amount1: 0 };
  const give = (first: number, second: number) => {
    balance.amount0 += first;
    balance.amount1 += second;
  };
  const value = () => (balance.amount0 * truth * truth + balance.amount1) / COIN;
  const trade = (zeroForOne: boolean, limit: number) => {
    const { delta0, delta1, price } = swap(pool, zeroForOne, Number.POSITIVE_INFINITY, limit);
    give(-delta0, -delta1);
    return { delta0: delta0 / COIN, delta1: delta1 / COIN, executionPrice: price };
  };
  const target = () => swap(pool, true, numberOf(inputs.swapToken0In));
  /** Buys token 0 until the fee makes the next unit as dear as outside. */
  const backrun = () => trade(false, truth * Math.sqrt(1 - fee));
  const summary = () => ({
    arbBalanceDelta0: balance.amount0 / COIN,
    arbBalanceDelta1: balance.amount1 / COIN,
    finalPrice: priceOf(pool),
  });
  return { pool, fee, spacing, give, value, trade, target, backrun, summary };
}

const plain: Adapter['run'] = ({ params, inputs }) => {
  const { pool, target } = arbitrage(params, inputs);
  const { delta0, delta1, price } = target();
  return {
    amount0Delta: delta0 / COIN,
    amount1Delta: delta1 / COIN,
    executionPrice: price,
    priceAfter: priceOf(pool),
  };
};

const afterwards: Adapter['run'] = ({ params, inputs }) => {
  const { target, backrun, value, summary } = arbitrage(params, inputs);
  target();
  const back = backrun();
  return { backrun: back, profit: { final: value() }, ...summary() };
};

/** Runs to the tick above the price that the target will get, puts all liquidity allowed below it, and takes it back. */
const sandwich: Adapter['run'] = ({ params, inputs }) => {
  const { price } = arbitrage(params, inputs).target();
  const { pool, fee, spacing, give, value, trade, target, backrun, summary } = arbitrage(params, inputs);
  const marginal = new DoubleDouble();
  marginal.set(Math.sqrt(price * (1 + fee)));
  const upper = Math.ceil(tickAtRoot(marginal) / spacing) * spacing;
  const frontrun = trade(true, rootAtTick(upper));
  const afterFrontrun = value();
  const most = mostLiquidityPerTick(spacing);
  const mint = pool.mint(upper - spacing, upper, most);
  const { price: sandwichedPrice } = target();
  const burn = pool.burn(mint.position);
  give(burn.gained.amount0, burn.gained.amount1);
  const collect = pool.earned(mint.position);
  give(collect.amount0, collect.amount1);
  const afterSandwich = value();
  const back = backrun();
  const coins = (amounts: { amount0: number; amount1: number }) => ({
    amount0: amounts.amount0 / COIN,
    amount1: amounts.amount1 / COIN,
  });
  return {
    frontrun,
    mint: coins(mint),
    sandwichedPrice,
    burn: coins(burn),
    collect: coins(collect),
    backrun: back,
    profit: { afterFrontrun, afterSandwich, final: value() },
    ...summary(),
  };
};

export const uniswapV3: Adapters = {
  'univ3/compute-swap-step': { run: swapStep },
  'univ3/next-sqrt-price-from-input': { run: moved(moveByInput) },
  'univ3/next-sqrt-price-from-output': { run: moved(moveByOutput) },
  'univ3/amount0-delta': { run: ({ inputs }) => delta(inputs, amount0) },
  'univ3/amount1-delta': { run: ({ inputs }) => delta(inputs, amount1) },
  'univ3/sqrt-ratio-at-tick': {
    run: ({ inputs }) => ({ sqrtRatio: WHOLE_UNITS.up(rootAtTick(numberOf(inputs.tick)) * Q96) }),
  },
  'univ3/tick-at-sqrt-ratio': {
    run({ inputs }) {
      return { tick: tickAtRoot(rootFromQ96(String(inputs.sqrtRatio))) };
    },
  },
  'univ3/pool-swap': { run: poolSwap },
  'univ3/arbitrage-plain': { run: plain },
  'univ3/arbitrage-backrun': { run: afterwards },
  'univ3/arbitrage-jit-sandwich': { run: sandwich },
};
