/** A column of numbers whose length is not known beforehand: typed from the start, doubled when full, and laid out in shared memory at the end. */
type Column = Float64Array | Uint32Array | Uint8Array;
type ColumnType<T extends Column> = { new (size: number | SharedArrayBuffer): T; readonly BYTES_PER_ELEMENT: number };

export class GrowingColumn<T extends Column> {
  readonly #type: ColumnType<T>;
  #values: T;
  length = 0;

  constructor(type: ColumnType<T>, capacity = 1024) {
    this.#type = type;
    this.#values = new type(capacity);
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const longer = new this.#type(2 * this.length);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.length++] = value;
  }

  /** What has been pushed, without copying it. */
  view(): T {
    return this.#values.subarray(0, this.length) as T;
  }

  /** A copy of exactly its length in shared memory. */
  shared(): T {
    const copy = new this.#type(new SharedArrayBuffer(this.length * this.#type.BYTES_PER_ELEMENT));
    copy.set(this.view());
    return copy;
  }
}
