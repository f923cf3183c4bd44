import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import type { Batch } from '../sweep/batches.ts';
import type { Engine } from './engine.ts';
import { type BatchOutcome, failureOf } from './outcome.ts';

/**
 * Engine that runs every batch in this thread, one after the other. It gives the event loop a turn before each, so
 * that an interrupt is heard and a progress bar can draw.
 */
export function inProcess<R>(runBatch: (batch: Batch) => R): Engine<R> {
  return {
    async run(batches, { signal, onOutcome } = {}) {
      const outcomes: BatchOutcome<R>[] = [];
      let done = 0;
      for (const batch of batches) {
        await eventLoopTurn();
        if (signal?.aborted) {
          outcomes.push({ status: 'aborted', batch });
          continue;
        }
        const outcome = attempt(runBatch, batch);
        outcomes.push(outcome);
        done += 1;
        onOutcome?.(outcome, done, batches.length);
      }
      return outcomes;
    },
    async close() {},
  };
}

function attempt<R>(runBatch: (batch: Batch) => R, batch: Batch): BatchOutcome<R> {
  try {
    return { status: 'succeeded', batch, result: runBatch(batch) };
  } catch (error) {
    return { status: 'failed', batch, failure: failureOf(error) };
  }
}
