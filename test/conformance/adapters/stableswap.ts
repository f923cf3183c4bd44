/** Stable and weighted pools: Curve's and Saddle's rules, Balancer's swaps. */
import { rampedAmplification, stableIn, stableOut } from '../../../models/venues/stableswap/invariant.ts';
import {
  addLiquidity,
  removeBalanced,
  removeImbalanced,
  removeOneCoin,
  type StablePool,
  virtualPrice,
} from '../../../models/venues/stableswap/liquidity.ts';
import { weightedIn, weightedOut } from '../../../models/venues/weighted/closed-forms.ts';
import { WHOLE_UNITS } from '../../../models/venues/whole-units.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';
import type { Vector } from '../vector.ts';

const numbers = (value: unknown) => (value as unknown[]).map(numberOf);

function termsOf({ params }: Vector) {
  const { swapFee, feeDenominator } = numbersOf(params, 'swapFee', 'feeDenominator');
  return { a: numberOf(params.A), fee: swapFee / feeDenominator };
}

/** By operation of a sequence: the pool after it. */
const OPERATIONS: Readonly<Record<string, (pool: StablePool, a: number, fee: number, value: unknown) => StablePool>> = {
  swap(pool, a, fee, value) {
    const [i, j, dx] = numbers(value) as [number, number, number];
    const dy = stableOut(pool.balances, i, j, dx, a, fee, 1);
    const balances = pool.balances.map((balance, k) => balance + (k === i ? dx : 0) - (k === j ? dy : 0));
    return { ...pool, balances };
  },
  add: (pool, a, fee, value) => addLiquidity(pool, numbers(value), a, fee),
  removeImbalance: (pool, a, fee, value) => removeImbalanced(pool, numbers(value), a, fee),
  remove: (pool, _a, _fee, value) => removeBalanced(pool, numberOf(value)),
  removeOne(pool, a, fee, value) {
    const [shares, coin] = numbers(value) as [number, number];
    return removeOneCoin(pool, shares, coin, a, fee);
  },
};

/** The pool after each operation; shares are in whole units, as its coins are. */
function playedOut(vector: Vector): StablePool[] {
  const { a, fee } = termsOf(vector);
  let pool: StablePool = { balances: numbers(vector.inputs.balances), supply: numberOf(vector.inputs.supply) };
  return (vector.inputs.ops as Record<string, unknown>[]).map((operation) => {
    const [name, value] = Object.entries(operation)[0] as [string, unknown];
    const apply = OPERATIONS[name];
    if (apply === undefined) throw new TypeError(`no operation of a stable pool is called ${name}`);
    pool = apply(pool, a, fee, value);
    return pool;
  });
}

/** What a Balancer pool sees of raw amounts, and back: decimals and rates are the border's business. */
function balancerOf({ params, inputs }: Vector) {
  const { i, j } = inputs as { i: number; j: number };
  const factors = numbers(params.scalingFactors);
  const rates = numbers(params.tokenRates);
  const scale = (coin: number) => factors[coin]! * (rates[coin]! / 1e18);
  const fee = numberOf(params.swapFee) / 1e18;
  return { i, j, fee, scale, balances: numbers(inputs.balancesLiveScaled18), raw: numberOf(inputs.amountRaw) };
}

type Swap = (balances: readonly number[], i: number, j: number, amount: number) => number;

/** The fee is taken off the input, whichever side is given. */
function balancerSwap(vector: Vector, outGivenIn: Swap, inGivenOut: Swap): { outputRaw: number } {
  const { i, j, fee, scale, balances, raw } = balancerOf(vector);
  if (vector.inputs.givenIn === true) {
    return { outputRaw: WHOLE_UNITS.down(outGivenIn(balances, i, j, raw * scale(i) * (1 - fee)) / scale(j)) };
  }
  return { outputRaw: WHOLE_UNITS.up(inGivenOut(balances, i, j, raw * scale(j)) / (1 - fee) / scale(i)) };
}

export const stableSwaps: Adapters = {
  'stableswap/swap': {
    run(vector) {
      const { a, fee } = termsOf(vector);
      const { i, j, dx } = numbersOf(vector.inputs, 'i', 'j', 'dx');
      const balances = numbers(vector.inputs.balances);
      const dy = stableOut(balances, i, j, dx, a, fee, 1);
      return { dy, balanceJAfter: balances[j]! - dy };
    },
    largestAmount: ({ inputs }) => Math.max(numberOf(inputs.dx), ...numbers(inputs.balances)),
  },
  'stableswap/virtual-price-sequence': {
    run: (vector) => ({
      virtualPrices: playedOut(vector).map((pool) => 1e18 * virtualPrice(pool, termsOf(vector).a)),
    }),
  },
  'stableswap/virtual-price-at-A': {
    run(vector) {
      const a = numberOf(vector.inputs.aPreciseAtRead) / numberOf(vector.params.aPrecision);
      return { virtualPrice: 1e18 * virtualPrice(playedOut(vector).at(-1)!, a) };
    },
  },
  'stableswap/ramp-a': {
    run({ inputs }) {
      const { initialA, futureA, elapsed, duration } = numbersOf(inputs, 'initialA', 'futureA', 'elapsed', 'duration');
      return { aPrecise: WHOLE_UNITS.down(rampedAmplification(initialA, futureA, elapsed, duration)) };
    },
  },
  'balancer/stable-swap': {
    run(vector) {
      const amp = numberOf(vector.params.amp) / numberOf(vector.params.ampPrecision);
      return balancerSwap(
        vector,
        (balances, i, j, amount) => stableOut(balances, i, j, amount, amp, 0, 1),
        (balances, i, j, amount) => stableIn(balances, i, j, amount, amp, 1),
      );
    },
  },
  'balancer/weighted-swap': {
    run(vector) {
      const weights = numbers(vector.params.weights);
      const ratio = (i: number, j: number) => weights[i]! / weights[j]!;
      return balancerSwap(
        vector,
        (balances, i, j, amount) => weightedOut(balances[i]!, balances[j]!, ratio(i, j), amount),
        (balances, i, j, amount) => weightedIn(balances[i]!, balances[j]!, ratio(i, j), amount),
      );
    },
  },
};
