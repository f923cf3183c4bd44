/**
 * Convolution by the fast Fourier transform. Roots of unity come from halving angles, by square roots alone: sines and cosines may differ from one
 * version of Node to the next.
 */

/** Convolves columns with one kernel, again and again. Its memory is made once. */
export class Convolution {
  readonly #size: number;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  readonly #kernelReal: Float64Array;
  readonly #kernelImaginary: Float64Array;
  readonly #real: Float64Array;
  readonly #imaginary: Float64Array;
  readonly #behind: number;

  /**
   * @param kernel weights of the neighbours from `−reach` to `+reach`, 2·reach + 1 of them
   * @param length entries of the columns
   */
  constructor(kernel: Float64Array, length: number) {
    const reach = (kernel.length - 1) / 2;
    let size = 2;
    while (size < length + 2 * reach) size *= 2;
    this.#size = size;
    this.#behind = reach;
    this.#cosines = new Float64Array(size / 2);
    this.#sines = new Float64Array(size / 2);
    fillRoots(this.#cosines, this.#sines);
    this.#kernelReal = new Float64Array(size);
    this.#kernelReal.set(kernel);
    this.#kernelImaginary = new Float64Array(size);
    this.#transform(this.#kernelReal, this.#kernelImaginary);
    this.#real = new Float64Array(size);
    this.#imaginary = new Float64Array(size);
  }

  /** `column[i]` becomes the sum over j of `kernel[reach + i − j] · column[j]`. */
  apply(column: Float64Array): void {
    const [real, imaginary] = [this.#real, this.#imaginary];
    real.fill(0);
    real.set(column);
    imaginary.fill(0);
    this.#transform(real, imaginary);
    for (let i = 0; i < this.#size; i++) {
      const [a, b] = [real[i] as number, imaginary[i] as number];
      const [c, d] = [this.#kernelReal[i] as number, this.#kernelImaginary[i] as number];
      real[i] = a * c - b * d;
      // Conjugated, so that the same transform takes it back.
      imaginary[i] = -(a * d + b * c);
    }
    this.#transform(real, imaginary);
    for (let i = 0; i < column.length; i++) column[i] = (real[i + this.#behind] as number) / this.#size;
  }

  /** In place, by decimation in time (Cooley and Tukey 1965). */
  #transform(real: Float64Array, imaginary: Float64Array): void {
    const size = this.#size;
    for (let i = 1, j = 0; i < size; i++) {
      let bit = size / 2;
      for (; (j & bit) !== 0; bit /= 2) j ^= bit;
      j ^= bit;
      if (i >= j) continue;
      const [a, b] = [real[i] as number, imaginary[i] as number];
      real[i] = real[j] as number;
      imaginary[i] = imaginary[j] as number;
      real[j] = a;
      imaginary[j] = b;
    }
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half);
      for (let block = 0; block < size; block += 2 * half) {
        for (let i = 0; i < half; i++) {
          const c = this.#cosines[i * stride] as number;
          const s = this.#sines[i * stride] as number;
          const [low, high] = [block + i, block + i + half];
          const re = (real[high] as number) * c + (imaginary[high] as number) * s;
          const im = (imaginary[high] as number) * c - (real[high] as number) * s;
          real[high] = (real[low] as number) - re;
          imaginary[high] = (imaginary[low] as number) - im;
          real[low] = (real[low] as number) + re;
          imaginary[low] = (imaginary[low] as number) + im;
        }
      }
    }
  }
}

/** cos and sin of the angles i·π/length: each angle is the mean of two neighbours that are known already. */
function fillRoots(cosines: Float64Array, sines: Float64Array): void {
  const length = cosines.length;
  cosines[0] = 1;
  if (length === 1) return;
  sines[length / 2] = 1;
  let cosine = 0;
  for (let step = length / 2; step > 1; step /= 2) {
    // cos of half the angle; then cos a = (cos(a − h) + cos(a + h)) / (2 cos h), the same for sines.
    cosine = Math.sqrt(0.5 * (1 + cosine));
    const half = step / 2;
    const scale = 0.5 / cosine;
    for (let i = half; i < length; i += step) {
      const after = i + half;
      const afterCosine = after === length ? -1 : (cosines[after] as number);
      const afterSine = after === length ? 0 : (sines[after] as number);
      cosines[i] = scale * ((cosines[i - half] as number) + afterCosine);
      sines[i] = scale * ((sines[i - half] as number) + afterSine);
    }
  }
}
