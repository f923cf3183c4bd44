import type { RandomStream } from './random-stream.ts';

/**
 * The uniforms of one stream by number, drawn when first asked for and kept. The n-th draw of a purpose is then the
 * same for every strategy on the path, whoever asks first and however many are asked for.
 *
 * Meant for numbers that are used densely from 0 on: asking for `at(i)` draws everything up to `i`.
 */
export class DrawColumn {
  private open: () => RandomStream;
  private stream: RandomStream | undefined;
  private values = new Float64Array(16);
  private known = 0;

  /** @param open gives the stream at its start; called once, at the first draw. */
  constructor(open: () => RandomStream) {
    this.open = open;
  }

  /** The `i`-th uniform of the stream, counted from 0. @throws RangeError unless `i` is a whole number of 0 or more. */
  at(i: number): number {
    if (i >= this.known || !(i >= 0)) this.growTo(i);
    return this.values[i] as number;
  }

  /** Starts over with another stream, keeping the memory. */
  reset(open: () => RandomStream): void {
    this.open = open;
    this.stream = undefined;
    this.known = 0;
  }

  private growTo(i: number): void {
    if (!Number.isSafeInteger(i) || i < 0) {
      throw new RangeError(`DrawColumn: a draw is numbered 0, 1, 2 …, got ${i}`);
    }
    if (i >= this.values.length) {
      const larger = new Float64Array(Math.max(i + 1, 2 * this.values.length));
      larger.set(this.values.subarray(0, this.known));
      this.values = larger;
    }
    this.stream ??= this.open();
    while (this.known <= i) {
      this.values[this.known] = this.stream.uniform();
      this.known += 1;
    }
  }
}
