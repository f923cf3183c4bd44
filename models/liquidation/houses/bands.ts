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
