/**
 * A number as the sum of two doubles, so that a root price can move by 1e-30 of itself and remember it, and a total can
 * take up fees of 1e-20 of itself. About 32 digits (Dekker 1971, Knuth's two-sum).
 */
export class DoubleDouble {
  hi = 0;
  lo = 0;

  set(value: number): void {
    this.hi = value;
    this.lo = 0;
  }

  copy(other: DoubleDouble): void {
    this.hi = other.hi;
    this.lo = other.lo;
  }

  add(value: number): void {
    const sum = this.hi + value;
    const part = sum - this.hi;
    const low = this.lo + (this.hi - (sum - part) + (value - part));
    this.hi = sum + low;
    this.lo = low - (this.hi - sum);
  }

  /** Subtracts another number of this kind. */
  subtract(other: DoubleDouble): void {
    this.add(-other.hi);
    this.add(-other.lo);
  }

  /** The difference to a double. */
  minus(value: number): number {
    return this.hi - value + this.lo;
  }
}
