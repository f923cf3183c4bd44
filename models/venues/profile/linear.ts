/** Linear impact: the price falls by e^(−a v), a book of the same depth at every price. */
import type { ImpactProfile } from './profile.ts';

export class LinearProfile implements ImpactProfile {
  readonly #a: number;
  readonly end = Number.POSITIVE_INFINITY;

  constructor(a: number) {
    this.#a = a;
  }

  fall(position: number): number {
    return this.#a * position;
  }

  positionAt(fall: number): number {
    return fall / this.#a;
  }

  price(position: number): number {
    return Math.exp(-this.#a * position);
  }

  shown(position: number): number {
    return this.price(position);
  }

  proceeds(position: number, quantity: number): number {
    return (this.price(position) * -Math.expm1(-this.#a * quantity)) / this.#a;
  }

  until(price: number): number {
    return price < 1 ? -Math.log(price) / this.#a : 0;
  }

  quantityFor(position: number, proceeds: number): number {
    const gone = (proceeds * this.#a) / this.price(position);
    return gone < 1 ? -Math.log1p(-gone) / this.#a : Number.POSITIVE_INFINITY;
  }

  relaxed(position: number, left: number): number {
    return position * left;
  }
}
