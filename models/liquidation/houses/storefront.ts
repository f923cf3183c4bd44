/**
 * A protocol that takes liquidated accounts onto its own books and sells their collateral from a storefront.
 *
 *   absorb   credit = Σ ⌊value · liquidationFactor⌋; new balance = max(0, balance + credit / basePrice)
 *   sale     price = asset price · (1 − storeFront·(1 − liquidationFactor)), open while reserves < target (or negative)
 *   reserves = cash − supplied + borrowed
 *
 * A surplus of the account becomes a deposit; what its collateral does not cover is lost to the reserves at once. Amounts in
 * units of the base asset and of the collateral. Source: Compound III, `Comet.sol` (compound-finance/comet @ d5a30b0).
 */
import type { Fraction } from '../../../sim/units.ts';
import type { Rounding } from '../whole-units.ts';

/** Share of the oracle's price that a buyer is let off: storeFront · (1 − liquidationFactor). */
export function storefrontDiscount(storeFront: Fraction, liquidationFactor: Fraction): Fraction {
  return storeFront * (1 - liquidationFactor);
}

/** Collateral that a buyer gets. @param rate units of collateral per unit of base at the oracle's prices */
export function quoteCollateral(base: number, rate: number, discount: Fraction, rounding: Rounding): number {
  return base === 0 ? 0 : rounding.down((base * rate) / (1 - discount));
}

/** Whether collateral is for sale. */
export function isForSale(reserves: number, target: number): boolean {
  return reserves < 0 || reserves < target;
}

export interface Sale {
  readonly reserves: number;
  readonly target: number;
  /** Collateral held for sale. */
  readonly inventory: number;
  /** Base that arrives. */
  readonly base: number;
  /** The buyer refuses less. */
  readonly least: number;
  readonly rate: number;
  readonly discount: Fraction;
}

/** Collateral sold. @throws RangeError when it is not for sale, too little, or more than there is */
export function buyCollateral(sale: Sale, rounding: Rounding): number {
  if (!isForSale(sale.reserves, sale.target)) throw new RangeError('not for sale: reserves have reached their target');
  const bought = quoteCollateral(sale.base, sale.rate, sale.discount, rounding);
  if (bought < sale.least) throw new RangeError('the buyer would get less than it asked for');
  if (bought > sale.inventory) throw new RangeError('more than the inventory holds');
  return bought;
}

/** cash − supplied + borrowed: what the protocol itself owns. */
export function reservesOf(cash: number, supplied: number, borrowed: number): number {
  return cash - supplied + borrowed;
}

/** Base balance of an account after it was absorbed. @param balance below 0: a debt @param credit of its collateral */
export function absorbedBalance(balance: number, credit: number): number {
  return Math.max(0, balance + credit);
}
