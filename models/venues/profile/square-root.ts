/** Square-root impact: the price falls by e^(−a √v), a = Y σ / √V. */
import { fallingRoot } from '../../../sim/falling-root.ts';
import type { ImpactProfile } from './profile.ts';

/** Below this a series has more digits than the closed form. */
const SMALL = 0.02;

/** 1 − (1 + d) e^−d = ∫ from 0 to d of y e^−y dy. */
function humped(d: number): number {
  if (d > SMALL) return -Math.expm1(-d) - d * Math.exp(-d);
  return d * d * (1 / 2 - d * (1 / 3 - d * (1 / 8 - d * (1 / 30 - d * (1 / 144 - d / 840)))));
}

export class SquareRootProfile implements ImpactProfile {
  readonly #a: number;
  readonly end = Number.POSITIVE_INFINITY;
  #fallen = 0;
  readonly #missing = (d: number): number => -(this.#fallen * -Math.expm1(-d) + humped(d));

  constructor(a: number) {
    this.#a = a;
  }

  fall(position: number): number {
    return this.#a * Math.sqrt(position);
  }

  positionAt(fall: number): number {
    const root = fall / this.#a;
    return root * root;
  }

  price(position: number): number {
    return Math.exp(-this.fall(position));
  }

  shown(position: number): number {
    return this.price(position);
  }

  /** (2/a²) e^−z ∫ from 0 to d of (z + y) e^−y dy, with z = a √v and d the further fall. */
  proceeds(position: number, quantity: number): number {
    const z = this.fall(position);
    const d = (this.#a * quantity) / (Math.sqrt(position) + Math.sqrt(position + quantity));
    if (!(d > 0)) return 0;
    return ((2 * Math.exp(-z)) / (this.#a * this.#a)) * (z * -Math.expm1(-d) + humped(d));
  }

  until(price: number): number {
    return price < 1 ? this.positionAt(-Math.log(price)) : 0;
  }

  quantityFor(position: number, proceeds: number): number {
    const z = this.fall(position);
    const wanted = 0.5 * proceeds * this.#a * this.#a * Math.exp(z);
    if (!(wanted < z + 1)) return Number.POSITIVE_INFINITY;
    this.#fallen = z;
    let most = 1;
    while (this.#missing(most) > -wanted && most < 1e6) most *= 2;
    const d = fallingRoot(this.#missing, -wanted, 0, most);
    return (d * (2 * z + d)) / (this.#a * this.#a);
  }

  relaxed(position: number, left: number): number {
    return position * left * left;
  }
}
