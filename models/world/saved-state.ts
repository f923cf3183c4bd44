/** Numbers written one after the other and read back in the same order; the memory is used again. */
import { doubled } from '../book/accounts.ts';

export class SavedState {
  values = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) this.values = doubled(this.values, 0);
    this.values[this.length++] = value;
  }
}
