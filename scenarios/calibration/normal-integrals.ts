/**
 * The normal distribution function and its repeated integrals, which the density of a normal plus a few exponentials is made of.
 *
 * Φ: Hart's rational approximation (algorithm 5666 of Hart et al., Computer Approximations, 1968), as given by West (2005): good to
 * 1e-15, relative to itself to 1e-8 far out. A likelihood asks for it a hundred million times, so it is quick.
 */

const INVERSE_ROOT_TWO_PI = 0.3989422804014327;
/** Below this the forward recursion loses digits. */
const FORWARD_FROM = -1.5;
/** The backward recursion starts where the other solution of the recursion has faded to e^-34 of the one that is wanted. */
const FADED = 17;

export function normalDensity(x: number): number {
  return INVERSE_ROOT_TWO_PI * Math.exp(-0.5 * x * x);
}

export function normalCdf(x: number): number {
  const z = Math.abs(x);
  if (z > 37) return x > 0 ? 1 : 0;
  const e = Math.exp(-0.5 * z * z);
  let tail: number;
  if (z < 7.07106781186547) {
    const above =
      (((((0.0352624965998911 * z + 0.700383064443688) * z + 6.37396220353165) * z + 33.912866078383) * z +
        112.079291497871) *
        z +
        221.213596169931) *
        z +
      220.206867912376;
    const below =
      ((((((0.0883883476483184 * z + 1.75566716318264) * z + 16.064177579207) * z + 86.7807322029461) * z +
        296.564248779674) *
        z +
        637.333633378831) *
        z +
        793.826512519948) *
        z +
      440.413735824752;
    tail = (e * above) / below;
  } else {
    tail = e / (z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))))) / 2.506628274631;
  }
  return x > 0 ? 1 - tail : tail;
}

/**
 * Writes Eₖ(z) = e^{c²/2 − cz} ∫₀^∞ uᵏ⁻¹/(k−1)! φ(u − (z − c)) du into `out[k − 1]` for k = 1 … orders: up to a factor
 * cᵏ/scale the density at z of a standard normal plus k exponentials of mean 1/c.
 *
 * With w = z − c the integrals obey k·Iₖ = w·Iₖ₋₁ + Iₖ₋₂, I₋₁ = φ(w), I₀ = Φ(w). Forward that is stable for w above about −1.5;
 * below, it is run backward from a high order (Miller) and scaled to φ(w), so that no digit is lost in either tail.
 */
export function exponentialIntegrals(z: number, c: number, orders: number, out: Float64Array): void {
  const w = z - c;
  if (w > FORWARD_FROM) {
    const factor = Math.exp(c * (0.5 * c - z));
    let before = factor * normalDensity(w);
    let here = factor * normalCdf(w);
    out[0] = here;
    for (let k = 1; k < orders; k++) {
      const next = (w * here + before) / k;
      before = here;
      here = next;
      out[k] = here;
    }
    return;
  }
  // Iₖ₋₂ = k·Iₖ + |w|·Iₖ₋₁, all terms positive. e^{c²/2 − cz}·φ(w) = φ(z) sets the scale at the end.
  let above = 0;
  let here = 1e-280;
  const root = FADED / -w + Math.sqrt(2 * orders);
  for (let k = Math.max(orders + 2, Math.ceil(0.5 * root * root)); k >= 1; k--) {
    const below = k * above - w * here;
    above = here;
    here = below;
    if (k - 2 >= 0 && k - 2 < orders) out[k - 2] = here;
    if (here > 1e250) {
      here *= 1e-250;
      above *= 1e-250;
      for (let j = Math.max(0, k - 2); j < orders; j++) out[j] *= 1e-250;
    }
  }
  const scale = normalDensity(z) / here;
  for (let k = 0; k < orders; k++) out[k] *= scale;
}
