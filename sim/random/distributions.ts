/**
 * Inverse distribution functions: one uniform in, one draw out. They make every draw a fixed number of uniforms, which
 * is what keeps paths comparable and lets uniforms be stratified or tilted.
 */

/**
 * Quantile of the standard normal at `u`, for 0 < u < 1; 0 and 1 give -Infinity and Infinity, anything else NaN.
 *
 * Wichura (1988), Algorithm AS 241, routine PPND16: three rational approximations, relative error about 1e-16. Near 1
 * the uniform itself carries the error: `1 - u` has fewer digits than a small `u`.
 */
export function normalQuantile(u: number): number {
  const q = u - 0.5;
  // The middle 85 % stay in this short body so that callers' loops can take it in; the tails are a call away.
  if (q < -0.425 || q > 0.425) return normalTail(u);
  const r = 0.180625 - q * q;
  const above =
    ((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r + 45921.95393154987) * r +
      13731.69376550946) *
      r +
      1971.5909503065513) *
      r +
      133.14166789178438) *
      r +
    3.3871328727963665;
  const below =
    ((((((5226.495278852854 * r + 28729.085735721943) * r + 39307.89580009271) * r + 21213.794301586597) * r +
      5394.196021424751) *
      r +
      687.1870074920579) *
      r +
      42.31333070160091) *
      r +
    1;
  return (q * above) / below;
}

function normalTail(u: number): number {
  const isLower = u < 0.5;
  const tail = isLower ? u : 1 - u;
  if (!(tail > 0)) return tail === 0 ? (isLower ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : Number.NaN;
  const root = Math.sqrt(-Math.log(tail));
  const size = root <= 5 ? nearTail(root - 1.6) : farTail(root - 5);
  return isLower ? -size : size;
}

/** Down to a tail of e^-25, about 1.4e-11: all that a 32-bit uniform can reach. */
function nearTail(r: number): number {
  const above =
    ((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r + 1.2704582524523684) * r +
      3.6478483247632045) *
      r +
      5.769497221460691) *
      r +
      4.630337846156546) *
      r +
    1.4234371107496835;
  const below =
    ((((((1.0507500716444169e-9 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r + 0.14810397642748008) *
      r +
      0.6897673349851) *
      r +
      1.6763848301838038) *
      r +
      2.053191626637759) *
      r +
    1;
  return above / below;
}

function farTail(r: number): number {
  const above =
    ((((((2.0103343992922881e-7 * r + 2.7115555687434876e-5) * r + 0.0012426609473880784) * r + 0.026532189526576124) *
      r +
      0.29656057182850487) *
      r +
      1.7848265399172913) *
      r +
      5.463784911164114) *
      r +
    6.657904643501103;
  const below =
    ((((((2.0442631033899397e-15 * r + 1.421511758316446e-7) * r + 1.8463183175100548e-5) * r + 0.0007868691311456133) *
      r +
      0.014875361290850615) *
      r +
      0.1369298809227358) *
      r +
      0.599832206555888) *
      r +
    1;
  return above / below;
}

/**
 * Quantile of the exponential with this mean: `-mean ln(1 - u)`, for 0 <= u < 1, in the mean's unit.
 *
 * `1 - u` is exact for the uniforms of a stream (odd multiples of 2^-33), and `log` costs a third of `log1p`; a `u`
 * from elsewhere keeps an absolute error of 1e-16 times the mean.
 */
export function exponentialQuantile(u: number, mean: number): number {
  return -mean * Math.log(1 - u);
}

/** Quantile of the lognormal whose logarithm is normal around `ln median` with deviation `sigmaLog`. */
export function lognormalQuantile(u: number, median: number, sigmaLog: number): number {
  return median * Math.exp(sigmaLog * normalQuantile(u));
}

/** Above this mean the first probability, e^-mean, would lose digits and then vanish. */
const LARGEST_POISSON_MEAN = 700;

/**
 * Quantile of the Poisson with this mean: the smallest k with P(K <= k) >= u, found by adding up probabilities from 0.
 * Costs about as many steps as its answer.
 *
 * @param u from 0 inclusive to 1 exclusive.
 * @param mean from 0 to 700.
 * @throws RangeError outside these ranges.
 */
export function poissonQuantile(u: number, mean: number): number {
  if (!(mean >= 0 && mean <= LARGEST_POISSON_MEAN)) {
    throw new RangeError(`poissonQuantile: the mean must be from 0 to ${LARGEST_POISSON_MEAN}, got ${mean}`);
  }
  if (!(u >= 0 && u < 1)) throw new RangeError(`poissonQuantile: u must be from 0 to below 1, got ${u}`);
  let probability = Math.exp(-mean);
  let reached = probability;
  let k = 0;
  while (reached < u) {
    k += 1;
    probability *= mean / k;
    const next = reached + probability;
    // Rounding may leave the sum short of a `u` next to 1: then nothing more can be added.
    if (next === reached && k > mean) break;
    reached = next;
  }
  return k;
}
