/**
 * Prices of the bands in which collateral is converted little by little as its price falls, and what a liquidator of a part of
 * such a position gains.
 *
 *   edge(n) = base · ((A − 1)/A)^n          band n lies between edge(n + 1) and edge(n), in terms of the oracle's price
 *   p_up(n) = oracle³ / edge(n + 1)²,  p_down(n) = oracle³ / edge(n)²      market prices between which it converts
 *
 * A: amplification; a band is 1/A wide. Source: curve-stablecoin `AMM.vy` (@ cf1d05f).
 */
import { powInt } from '../../../sim/math.ts';
import type { Fraction } from '../../../sim/units.ts';

/** Upper edge of a band, at the oracle. */
export function bandEdge(base: number, amplification: number, band: number): number {
  return base * powInt((amplification - 1) / amplification, band);
}

/** Market prices between which a band converts. */
export function bandMarketPrices(
  base: number,
  amplification: number,
  band: number,
  oracle: number,
): { up: number; down: number } {
  const [top, bottom] = [bandEdge(base, amplification, band), bandEdge(base, amplification, band + 1)];
  const cube = oracle * oracle * oracle;
  return { up: cube / (bottom * bottom), down: cube / (top * top) };
}

export interface PartlyConverted {
  readonly collateral: number;
  /** Of the debt's asset. */
  readonly converted: number;
  readonly debt: number;
}

export interface PartialLiquidation {
  readonly left: PartlyConverted;
  /** What the liquidator pays beyond the debt, which stays with the position. */
  readonly surplus: number;
  /** Price per unit of collateral that the liquidator pays. */
  readonly price: number;
  /** What the liquidator gains at a market price. */
  readonly gain: number;
}

/**
 * A liquidator takes a share of a position: it repays that share of the debt, gets that share of what is converted, and pays
 * `ratio` for every unit of debt that the converted part does not cover, in exchange for that share of the collateral.
 *
 * @param ratio money paid per unit of uncovered debt, at least 1
 */
export function liquidatePart(p: PartlyConverted, share: Fraction, ratio: number, market: number): PartialLiquidation {
  const uncovered = share * (p.debt - p.converted);
  const units = share * p.collateral;
  const price = (ratio * uncovered) / units;
  const rest = 1 - share;
  return {
    left: { collateral: rest * p.collateral, converted: rest * p.converted, debt: rest * p.debt },
    surplus: (ratio - 1) * uncovered,
    price,
    gain: units * (market - price),
  };
}

export interface BandContent {
  /** Collateral. */
  readonly y: number;
  /** Of the debt's asset. */
  readonly x: number;
}

/**
 * y0, the collateral that a band would hold were the oracle at its upper edge: the root of oracle·A·y0² − b·y0 − x·y = 0 with
 * b = A·oracle²/top · y + (A − 1)·top/oracle · x.
 *
 * The band trades along (f + x)(g + y) = oracle·A²·y0², f = A·y0·oracle²/top, g = (A − 1)·y0·top/oracle.
 */
export function bandAnchor({ x, y }: BandContent, amplification: number, top: number, oracle: number): number {
  const b = (amplification * oracle * oracle * y) / top + ((amplification - 1) * top * x) / oracle;
  return (b + Math.sqrt(b * b + 4 * oracle * amplification * x * y)) / (2 * oracle * amplification);
}

/** Price at which a band trades: (f + x)/(g + y). */
export function bandPrice(
  content: BandContent,
  anchor: number,
  amplification: number,
  top: number,
  oracle: number,
): number {
  const f = (amplification * anchor * oracle * oracle) / top;
  const g = ((amplification - 1) * anchor * top) / oracle;
  return (f + content.x) / (g + content.y);
}

/** What a band holds once it trades at a price: all collateral below its lowest price, none above its highest. */
export function bandAtPrice(
  anchor: number,
  amplification: number,
  top: number,
  oracle: number,
  price: number,
): BandContent {
  const f = (amplification * anchor * oracle * oracle) / top;
  const g = ((amplification - 1) * anchor * top) / oracle;
  const root = Math.sqrt(oracle) * amplification * anchor;
  const rootPrice = Math.sqrt(price);
  const product = root * root;
  // At either end of its range the other side of the product is known.
  const y = root / rootPrice - g;
  if (y <= 0) return { y: 0, x: product / g - f };
  const x = root * rootPrice - f;
  return x <= 0 ? { y: product / f - g, x: 0 } : { y, x };
}

/** Of the debt's asset that a band is good for when the price falls through the rest of it slowly: x + y · √(bottom · min(oracle, top)). */
export function worthWhenFalling({ x, y }: BandContent, top: number, bottom: number, oracle: number): number {
  return x + y * Math.min(oracle, Math.sqrt(bottom * Math.min(oracle, top)));
}
