import { Piscina } from 'piscina';
import { type Failure, failureOf } from './outcome.ts';

/** What a pool worker returns for a batch: a failure that was to be expected is data, because errors lose their fields on the way. */
export type WorkerReply<R> = { ok: true; result: R } | { ok: false; failure: Failure };

/**
 * The reply of a pool worker: what `work` gives, or the failure record of what it throws.
 *
 * @param columns the buffers inside the result that are moved to the caller instead of copied; they are the worker's
 *   no longer. Shared buffers do not belong here.
 */
export function replyOf<R>(work: () => R, columns?: (result: R) => ArrayBuffer[]): WorkerReply<R> {
  try {
    const result = work();
    const reply: WorkerReply<R> = { ok: true, result };
    const buffers = columns?.(result) ?? [];
    if (buffers.length === 0) return reply;
    // Piscina unwraps this on the way out: the caller receives the reply itself.
    return Piscina.move({ [Piscina.transferableSymbol]: buffers, [Piscina.valueSymbol]: reply } as never) as never;
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}
