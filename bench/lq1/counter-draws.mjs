/**
 * Counter-based random numbers of LQ-1: number k of the pair (a, b) is a hash of seed, a, b and k, so that any program can ask for any of them in
 * any order and get the same.
 *
 *   fmix                murmur3's 32-bit finaliser
 *   H(seed, a, b, k)  = fmix(fmix(fmix(seed ^ (a+1)·0x9E3779B9) ^ (b+1)·0x85EBCA6B) ^ (k+1)·0xC2B2AE35)   (mod 2^32)
 *   u                 = (H + 0.5) / 2^32
 *   normal(k)         = sqrt(−2 ln u(k)) · cos(2π u(k+1))
 */
const STEP_A = 0x9e3779b9;
const STEP_B = 0x85ebca6b;
export const STEP_K = 0xc2b2ae35;

/** @returns a signed 32-bit integer; `>>> 0` makes it H */
export function fmix(hash) {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** What all numbers of `a` have in common. */
export const hashOf = (seed, a) => fmix(seed ^ Math.imul(a + 1, STEP_A));

/** What all numbers of (a, b) have in common. */
export const pairHash = (ofA, b) => fmix(ofA ^ Math.imul(b + 1, STEP_B));

/** H, from the hash of its pair. */
export const word = (pair, k) => fmix(pair ^ Math.imul(k + 1, STEP_K)) >>> 0;

export const uniform = (pair, k) => (word(pair, k) + 0.5) / 4294967296;

export const normal = (pair, k) =>
  Math.sqrt(-2 * Math.log(uniform(pair, k))) * Math.cos(2 * Math.PI * uniform(pair, k + 1));
