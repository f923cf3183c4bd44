/** The initialised ticks of a pool on chain (USDC and WETH, fee 0.3 %), out of positions that we made up. */
import { rootAtTick, tickAtPrice } from '../../models/venues/concentrated/ticks.ts';

const PRICE = 2500;
const SPACING = 60;
/** Decimals of USDC, token 0, and of WETH, token 1. */
const DECIMALS = [6, 18] as const;

/** Positions by the prices of WETH between which they lie, and what they are worth at the start, in million USD. */
const POSITIONS: readonly (readonly [from: number, to: number, millions: number])[] = [
  [2450, 2550, 14],
  [2350, 2650, 22],
  [2300, 2900, 12],
  [2200, 2800, 26],
  [2000, 3100, 24],
  [1900, 2450, 4],
  [1700, 3600, 18],
  [1400, 4500, 12],
  [1000, 6000, 8],
];
/** Of those who never chose: from the lowest price of a pool to the highest. */
const EVERYWHERE = 6;

export interface PoolTicks {
  /** CSV with columns `tick` and `liquidityNet`. */
  readonly text: string;
  /** Root price as the pool states it. */
  readonly sqrtPriceX96: string;
}

/** Units of token 1 for one unit of token 0, both smallest: what a pool of USDC and WETH calls its price. */
const poolPrice = (usd: number): number => 10 ** (DECIMALS[1] - DECIMALS[0]) / usd;

export function poolTicks(): PoolTicks {
  const root = Math.sqrt(poolPrice(PRICE));
  const nets = new Map<number, bigint>();
  const add = (tick: number, net: bigint) => nets.set(tick, (nets.get(tick) ?? 0n) + net);
  const onSpacing = (usd: number) => Math.round(tickAtPrice(poolPrice(usd)) / SPACING) * SPACING;
  const position = (lower: number, upper: number, millions: number) => {
    const [low, high] = [rootAtTick(lower), rootAtTick(upper)];
    const at = Math.min(Math.max(root, low), high);
    // Worth of one unit of liquidity, in units of token 0.
    const each = 1 / at - 1 / high + (at - low) / (root * root);
    const liquidity = wholeNumber((millions * 1e6 * 10 ** DECIMALS[0]) / each);
    add(lower, liquidity);
    add(upper, -liquidity);
  };
  for (const [from, to, millions] of POSITIONS) position(onSpacing(to), onSpacing(from), millions);
  position(-887_220, 887_220, EVERYWHERE);
  const rows = [...nets].sort(([a], [b]) => a - b).filter(([, net]) => net !== 0n);
  return {
    text: ['tick,liquidityNet', ...rows.map(([tick, net]) => `${tick},${net}`), ''].join('\n'),
    sqrtPriceX96: String(wholeNumber(root * 2 ** 96)),
  };
}

/** To eleven digits, so that no machine's rounding shows. */
function wholeNumber(value: number): bigint {
  const [digits, exponent] = value.toExponential(10).replace('.', '').split('e') as [string, string];
  return BigInt(digits) * 10n ** (BigInt(exponent) - 10n);
}
