/**
 * Latin hypercube: each axis is cut into as many slices of equal width as there are points, and every slice of every axis holds
 * exactly one point (McKay, Beckman and Conover 1979).
 */
import { openStream } from '../../sim/random/streams.ts';

/**
 * @param seed the same seed gives the same points
 * @returns `count` × `dimensions`, in (0, 1); the columns of the first dimensions do not depend on how many follow
 */
export function latinHypercube(count: number, dimensions: number, seed: string): number[][] {
  const columns = Array.from({ length: dimensions }, (_, dimension) => {
    const stream = openStream(seed, 0, `latin hypercube/${dimension}`);
    const slices = Array.from({ length: count }, (_, slice) => slice);
    for (let last = count - 1; last > 0; last--) {
      const other = Math.floor(stream.uniform() * (last + 1));
      [slices[last], slices[other]] = [slices[other]!, slices[last]!];
    }
    return slices.map((slice) => (slice + stream.uniform()) / count);
  });
  return Array.from({ length: count }, (_, point) => columns.map((column) => column[point]!));
}
