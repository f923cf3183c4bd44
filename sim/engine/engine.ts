import type { Batch } from '../sweep/batches.ts';
import type { BatchOutcome } from './outcome.ts';

export interface RunOptions<R> {
  /** Ends the run early: what is finished stays finished, everything else becomes `aborted`. */
  signal?: AbortSignal;
  /**
   * Called once for each batch that succeeded or failed, in order of completion (which is not the order of batches);
   * `done` counts these calls and `total` is the number of batches. If it throws, the run is given up with that error.
   */
  onOutcome?: (outcome: BatchOutcome<R>, done: number, total: number) => void;
}

/** Something that works through batches: this thread, a pool of threads, one day a queue over machines. */
export interface Engine<R> {
  /**
   * Runs all batches; one outcome for each, in the order of `batches`, whatever finished first. A batch that fails
   * does not disturb the others, so the promise is rejected only when `onOutcome` throws.
   */
  run(batches: readonly Batch[], options?: RunOptions<R>): Promise<BatchOutcome<R>[]>;
  /** Gives threads back. An engine is not used again after it. */
  close(): Promise<void>;
}
