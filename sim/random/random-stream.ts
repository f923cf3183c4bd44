import seedrandom from 'seedrandom';
import { exponentialQuantile, normalQuantile, poissonQuantile } from './distributions.ts';

/** Half of the generator's step of 2^-32: moves its values 0, 1, … 2^32 - 1 to the middle of their cells. */
const HALF_STEP = 1 / 8_589_934_592;

/**
 * One sequence of random draws, decided by its seed text alone.
 *
 * Generator: Baagøe's Alea, from the seedrandom package, 32 bits a draw. Every draw of every distribution uses exactly
 * one uniform, by the inverse of its distribution function, so the n-th draw is the same whatever was drawn before it.
 * The most extreme uniform is 2^-33, which is 6.3 standard deviations: no normal draw lies beyond.
 */
export class RandomStream {
  private readonly next: () => number;

  /** @throws RangeError when the text is empty: such a generator would be the same one for everybody. */
  constructor(seedText: string) {
    if (typeof seedText !== 'string' || seedText === '') {
      throw new RangeError('RandomStream: the seed must be a text that is not empty');
    }
    this.next = seedrandom.alea(seedText);
  }

  /** A uniform strictly between 0 and 1, one of 2^32 equally likely values. */
  uniform(): number {
    return this.next() + HALF_STEP;
  }

  /** A standard normal. */
  normal(): number {
    return normalQuantile(this.next() + HALF_STEP);
  }

  /** A waiting time with this mean, in the mean's unit. */
  exponential(mean: number): number {
    return exponentialQuantile(this.next() + HALF_STEP, mean);
  }

  /** A count with this mean; see `poissonQuantile` for the range. */
  poisson(mean: number): number {
    return poissonQuantile(this.next() + HALF_STEP, mean);
  }

  /** The next `n` uniforms into the front of `out`. @throws RangeError when they do not fit. */
  fillUniforms(out: Float64Array, n: number = out.length): void {
    requireRoom(out, n);
    const next = this.next;
    for (let i = 0; i < n; i++) out[i] = next() + HALF_STEP;
  }

  /** The next `n` standard normals into the front of `out`. @throws RangeError when they do not fit. */
  fillNormals(out: Float64Array, n: number = out.length): void {
    requireRoom(out, n);
    const next = this.next;
    for (let i = 0; i < n; i++) out[i] = normalQuantile(next() + HALF_STEP);
  }
}

function requireRoom(out: Float64Array, n: number): void {
  // A typed array drops what is written past its end without a word.
  if (!(n >= 0 && n <= out.length)) throw new RangeError(`RandomStream: ${n} draws do not fit into ${out.length}`);
}
