/**
 * Ticks of Uniswap v3: prices 1.0001^tick, kept as root prices √P = 1.0001^(tick/2). On chain a root price is a whole
 * multiple of 2^-96; here it is the number itself.
 *
 * Source: Uniswap v3 whitepaper §6.1; limits and errors of the core contracts.
 */
import { powInt } from '../../../sim/math.ts';
import { Q96 } from '../whole-units.ts';
import { DoubleDouble } from './double-double.ts';

export const MIN_TICK = -887_272;
export const MAX_TICK = 887_272;

const LOG_ROOT_STEP = Math.log1p(0.0001) / 2;

const LEAST_Q96 = 4_295_128_739n;
const MOST_Q96 = 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_342n;

/** Least root price that a pool can have, and the first one that it cannot have any more. */
export const MIN_ROOT = Number(LEAST_Q96) / Q96;
export const MAX_ROOT = Number(MOST_Q96) / Q96;

/** Root price at a tick. @throws RangeError when it is no whole number within ±887272 */
export function rootAtTick(tick: number): number {
  if (!Number.isInteger(tick) || tick < MIN_TICK || tick > MAX_TICK) {
    throw new RangeError(`a tick is a whole number from ${MIN_TICK} to ${MAX_TICK}, got ${tick}`);
  }
  return Math.exp(tick * LOG_ROOT_STEP);
}

/** Largest tick whose root price is not above `root`. @throws RangeError when no pool can have that root price */
export function tickAtRoot(root: DoubleDouble): number {
  const { hi } = root;
  if (!(hi >= MIN_ROOT && hi <= MAX_ROOT)) {
    throw new RangeError(`a root price lies from ${MIN_ROOT} to below ${MAX_ROOT}, got ${hi}`);
  }
  let tick = Math.max(MIN_TICK, Math.min(Math.floor(Math.log(hi) / LOG_ROOT_STEP), MAX_TICK - 1));
  while (tick < MAX_TICK - 1 && root.minus(rootAtTick(tick + 1)) >= 0) tick++;
  while (tick > MIN_TICK && root.minus(rootAtTick(tick)) < 0) tick--;
  return tick;
}

/** Tick of a price in quote per base, to the nearest below. */
export function tickAtPrice(price: number): number {
  return Math.floor(Math.log(price) / (2 * LOG_ROOT_STEP) + 1e-9);
}

/**
 * Root price out of the whole number that a pool on chain states (`sqrtPriceX96`).
 *
 * @throws RangeError when no pool can have it
 */
export function rootFromQ96(text: string): DoubleDouble {
  if (!/^\d+$/.test(text))
    throw new RangeError(`a root price on chain is a whole number in decimal digits, got "${text}"`);
  const whole = BigInt(text);
  if (whole < LEAST_Q96 || whole >= MOST_Q96) {
    throw new RangeError(`a root price on chain lies from ${LEAST_Q96} to below ${MOST_Q96}, got ${text}`);
  }
  return wholeOverQ96(whole);
}

/** A whole number of any length as a multiple of 2^-96. */
export function wholeOverQ96(whole: bigint): DoubleDouble {
  const root = new DoubleDouble();
  const leading = Number(whole);
  root.set(leading / Q96);
  root.add(Number(whole - BigInt(leading)) / Q96);
  return root;
}

/** The outermost ticks that a position can use at a spacing. */
export function outermostTick(spacing: number): number {
  return Math.floor(MAX_TICK / spacing) * spacing;
}

/** Most liquidity that positions ending at one tick may hold together: (2^128 − 1)/ticks in use. */
export function mostLiquidityPerTick(spacing: number): number {
  const ticks = (2 * outermostTick(spacing)) / spacing + 1;
  return powInt(2, 128) / ticks;
}
