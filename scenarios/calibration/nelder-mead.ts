/**
 * Maximum of a function of a few variables by the simplex method of Nelder and Mead (1965): no derivatives, no chance.
 *
 * It walks: an edge that is reflected, stretched, pulled in or shrunk until the simplex is smaller than `tolerance`. The
 * simplex is then built anew around the best point until that no longer helps, because a collapsed simplex may stop early.
 */

export interface Maximum {
  readonly at: number[];
  readonly value: number;
  readonly evaluations: number;
}

interface Corner {
  readonly at: number[];
  readonly value: number;
}

const MOST_RESTARTS = 4;

/**
 * @param f value at a point; −Infinity or NaN where it is not defined
 * @param start first corner
 * @param edge length of the first simplex's edges
 * @param tolerance spread of values below which a simplex is done, and least gain of a restart
 */
export function maximise(
  f: (at: readonly number[]) => number,
  start: readonly number[],
  edge = 0.5,
  tolerance = 1e-7,
  budget = 4_000,
): Maximum {
  let evaluations = 0;
  const corner = (at: number[]): Corner => {
    evaluations += 1;
    const value = f(at);
    return { at, value: Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value };
  };
  let best = corner([...start]);
  for (let round = 0, length = edge; round <= MOST_RESTARTS; round++, length /= 2) {
    const before = best.value;
    best = walk(best, length, tolerance, corner, () => evaluations < budget);
    if (round > 0 && !(best.value - before > 10 * tolerance)) break;
  }
  return { ...best, evaluations };
}

function walk(
  start: Corner,
  edge: number,
  tolerance: number,
  corner: (at: number[]) => Corner,
  mayGoOn: () => boolean,
): Corner {
  const size = start.at.length;
  const simplex = [start, ...start.at.map((_, axis) => corner(start.at.map((x, i) => (i === axis ? x + edge : x))))];
  const bestFirst = () => simplex.sort((a, b) => b.value - a.value);
  for (bestFirst(); mayGoOn(); bestFirst()) {
    const [best, worst] = [simplex[0], simplex[size]];
    if (best.value - worst.value < tolerance) break;
    const centre = best.at.map((_, i) => simplex.slice(0, size).reduce((sum, { at }) => sum + at[i], 0) / size);
    const along = (step: number) => corner(centre.map((x, i) => x + step * (x - worst.at[i])));
    const reflected = along(1);
    if (reflected.value > best.value) {
      const further = along(2);
      simplex[size] = further.value > reflected.value ? further : reflected;
    } else if (reflected.value > simplex[size - 1].value) {
      simplex[size] = reflected;
    } else {
      const inner = reflected.value > worst.value ? along(0.5) : along(-0.5);
      if (inner.value > Math.max(worst.value, reflected.value)) simplex[size] = inner;
      else for (let i = 1; i <= size; i++) simplex[i] = corner(simplex[i].at.map((x, j) => (x + best.at[j]) / 2));
    }
  }
  return simplex[0];
}
