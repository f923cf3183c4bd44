/**
 * The Sobol sequence: points that fill the unit cube evenly. Of any 2^k first points, every half, quarter, … of every axis holds its
 * share exactly.
 *
 * Direction numbers: S. Joe and F. Y. Kuo, Constructing Sobol sequences with better two-dimensional projections, SIAM J. Sci. Comput. 30
 * (2008), table new-joe-kuo-6: degree s, coefficient a of the primitive polynomial, and m_1 … m_s, for dimensions 2 to 16.
 */
const DIRECTIONS: readonly (readonly [s: number, a: number, m: readonly number[]])[] = [
  [1, 0, [1]],
  [2, 1, [1, 3]],
  [3, 1, [1, 3, 1]],
  [3, 2, [1, 1, 1]],
  [4, 1, [1, 1, 3, 3]],
  [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]],
  [5, 4, [1, 1, 5, 5, 5]],
  [5, 7, [1, 1, 7, 11, 19]],
  [5, 11, [1, 1, 5, 1, 1]],
  [5, 13, [1, 1, 1, 3, 11]],
  [5, 14, [1, 3, 5, 5, 31]],
  [6, 1, [1, 3, 3, 9, 7, 49]],
  [6, 13, [1, 1, 1, 15, 21, 21]],
  [6, 16, [1, 3, 1, 13, 27, 49]],
];

export const MOST_SOBOL_DIMENSIONS = DIRECTIONS.length + 1;

const BITS = 32;

/** The numbers v_1 … v_32 of a dimension (from 0), each shifted to the top of 32 bits. */
function directionNumbers(dimension: number): Uint32Array {
  const v = new Uint32Array(BITS);
  if (dimension === 0) {
    for (let k = 0; k < BITS; k++) v[k] = 1 << (BITS - 1 - k);
    return v;
  }
  const [s, a, m] = DIRECTIONS[dimension - 1]!;
  for (let k = 0; k < BITS; k++) {
    if (k < s) {
      v[k] = m[k]! << (BITS - 1 - k);
      continue;
    }
    let next = v[k - s]! ^ (v[k - s]! >>> s);
    for (let i = 1; i < s; i++) if ((a >>> (s - 1 - i)) & 1) next ^= v[k - i]!;
    v[k] = next;
  }
  return v;
}

/**
 * The first `count` points, the one at the origin included, in Gray-code order.
 *
 * @param dimensions 1 to 16
 * @returns `count` × `dimensions`, in [0, 1)
 */
export function sobolPoints(count: number, dimensions: number): number[][] {
  const directions = Array.from({ length: dimensions }, (_, dimension) => directionNumbers(dimension));
  const state = new Uint32Array(dimensions);
  const points: number[][] = [];
  for (let index = 0; index < count; index++) {
    points.push(Array.from(state, (bits) => bits / 4_294_967_296));
    // The lowest bit of the index that is 0 says which direction comes next.
    const bit = 31 - Math.clz32(~index & (index + 1));
    for (let dimension = 0; dimension < dimensions; dimension++) state[dimension]! ^= directions[dimension]![bit]!;
  }
  return points;
}
