/** Where batches run: in this thread, or on threads of their own. The pool is loaded only when there are to be threads. */
import type { Engine } from '../sim/engine/engine.ts';
import { inProcess } from '../sim/engine/in-process.ts';
import type { Batch } from '../sim/sweep/batches.ts';
import { workerEntry } from './worker-entry.ts';

/** Work that is done in this thread before threads would have come to it: they load and compile the simulator first. */
export const PATIENCE_MILLIS = 400;

/** @param workers threads; 0 runs batches in this one @param workerData handed to every thread */
export async function openEngine<R, J = unknown>(
  run: (batch: Batch) => R,
  workers: number,
  workerData: J,
): Promise<Engine<R>> {
  if (workers === 0) return inProcess<R>(run);
  const { workerPool } = await import('../sim/engine/worker-pool.ts');
  return workerPool<R>({ ...workerEntry(), workers, workerData });
}
