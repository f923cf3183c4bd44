/**
 * Arithmetic that gives the same bits on every supported version of Node. `Math.pow` and the power operator do not
 * (one result in ten differs by one unit in the last place between V8 11 and V8 13), so powers are made here.
 */

/** `x`, or the nearer bound when it lies outside `[lo, hi]`. NaN stays NaN. `lo` must not exceed `hi`. */
export function clamp(x: number, lo: number, hi: number): number {
  return Math.max(lo, Math.min(x, hi));
}

/**
 * `x` to a whole power by repeated squaring; a negative `n` gives `1 / x^|n|`, and `n = 0` gives 1 for every `x`.
 *
 * @throws RangeError when `n` is not a whole number.
 */
export function powInt(x: number, n: number): number {
  if (!Number.isSafeInteger(n)) throw new RangeError(`powInt: the exponent must be a whole number, got ${n}`);
  let square = x;
  let result = 1;
  for (let left = Math.abs(n); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return n < 0 ? 1 / result : result;
}

/**
 * `x^y = exp(y ln x)` for real `y` and `x >= 0`. `powReal(0, y)` is 0 for positive, 1 for zero and Infinity for
 * negative `y`. Relative error about `|y ln x|` units in the last place.
 *
 * @throws RangeError when `x` is negative or NaN.
 */
export function powReal(x: number, y: number): number {
  if (!(x >= 0)) throw new RangeError(`powReal: the base must be 0 or more, got ${x}`);
  return y === 0 ? 1 : Math.exp(y * Math.log(x));
}

/**
 * Running sum that keeps what rounding loses (Neumaier 1974, the variant of Kahan's that also holds when a term is
 * larger than the sum so far). The order of the terms still decides the last bit: add them in path order.
 */
export class CompensatedSum {
  private sum = 0;
  private lost = 0;

  /** Adds one term. */
  add(x: number): void {
    const next = this.sum + x;
    this.lost += Math.abs(this.sum) >= Math.abs(x) ? this.sum - next + x : x - next + this.sum;
    this.sum = next;
  }

  /** The sum so far. Infinite or NaN terms show as they would in a plain sum. */
  get value(): number {
    return Number.isFinite(this.sum) ? this.sum + this.lost : this.sum;
  }
}

/** Compensated sum of all entries, in their order; 0 for none. */
export function sumCompensated(values: ArrayLike<number>): number {
  const total = new CompensatedSum();
  for (let i = 0; i < values.length; i++) total.add(values[i] as number);
  return total.value;
}

/**
 * Lower triangular `L` with `L Lᵀ = matrix`, row by row (Cholesky-Banachiewicz); entries above the diagonal are 0.
 *
 * @param matrix n rows of n numbers, symmetric (to 1e-12 of the diagonal) and positive definite. The lower half is read.
 * @throws RangeError when it is not square, finite, symmetric or positive definite; the message names the row.
 */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const n = matrix.length;
  requireSymmetric(matrix);
  const lower: number[][] = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i][j];
      for (let k = 0; k < j; k++) rest -= lower[i][k] * lower[j][k];
      if (i !== j) {
        lower[i][j] = rest / lower[j][j];
      } else {
        // A remainder of a few rounding errors is a dependent row, not information.
        if (!(rest > n * Number.EPSILON * matrix[i][i])) {
          throw new RangeError(
            `cholesky: not positive definite, row ${i} follows from (or contradicts) the rows above`,
          );
        }
        lower[i][i] = Math.sqrt(rest);
      }
    }
  }
  return lower;
}

function requireSymmetric(matrix: readonly (readonly number[])[]): void {
  const n = matrix.length;
  for (let i = 0; i < n; i++) {
    if (matrix[i].length !== n) throw new RangeError(`cholesky: row ${i} has ${matrix[i].length} of ${n} entries`);
    for (let j = 0; j <= i; j++) {
      const gap = Math.abs(matrix[i][j] - matrix[j][i]);
      const size = Math.sqrt(Math.abs(matrix[i][i] * matrix[j][j]));
      if (!(gap <= 1e-12 * size)) {
        throw new RangeError(`cholesky: not symmetric at (${i}, ${j}): ${matrix[i][j]} and ${matrix[j][i]}`);
      }
    }
  }
}
