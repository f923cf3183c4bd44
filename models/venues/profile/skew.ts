/** A market that fills at the oracle's price moved by its skew (Synthetix). The position is what it has bought: the skew, turned round. */
import type { Profile } from './profile.ts';

/**
 * Fill of an order: the mean of the price before and after it, each P · (1 + skew / skewScale).
 *
 * @param size signed, above 0 buys @param skew longs less shorts before the order, in units, as `skewScale` is
 */
export function skewFillPrice(price: number, skew: number, size: number, skewScale: number): number {
  return price * (1 + (skew + size / 2) / skewScale);
}

/** What a position is worth at the oracle's price against the fill it was opened at. */
export function skewFillPnl(
  skew: number,
  size: number,
  entryPrice: number,
  markPrice: number,
  skewScale: number,
): number {
  return size * (markPrice - skewFillPrice(entryPrice, skew, size, skewScale));
}

export class SkewProfile implements Profile {
  readonly #scale: number;
  readonly end: number;

  constructor(skewScale: number) {
    this.#scale = skewScale;
    this.end = skewScale;
  }

  price(position: number): number {
    return Math.max(0, 1 - position / this.#scale);
  }

  shown(position: number): number {
    return this.price(position);
  }

  proceeds(position: number, quantity: number): number {
    const sold = Math.min(quantity, Math.max(0, this.end - position));
    return sold + skewFillPnl(-position, -sold, 1, 1, this.#scale);
  }

  until(price: number): number {
    return this.#scale * (1 - price);
  }

  /** q · (c − q/(2k)) = proceeds, c the price before. */
  quantityFor(position: number, proceeds: number): number {
    const c = this.price(position);
    const discriminant = c * c - (2 * proceeds) / this.#scale;
    return discriminant >= 0 && c > 0 ? (2 * proceeds) / (c + Math.sqrt(discriminant)) : Number.POSITIVE_INFINITY;
  }

  relaxed(position: number, left: number): number {
    return position * left;
  }
}
