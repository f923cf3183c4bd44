/** What a pool thread runs: a batch of paths in, columns out. The job arrives once, when the thread starts. */
import { Piscina } from 'piscina';
import { type BatchResult, type Job, openJob } from '../results/batch.ts';
import { failureOf } from '../sim/engine/outcome.ts';
import { replyOf, type WorkerReply } from '../sim/engine/worker-reply.ts';
import type { Batch } from '../sim/sweep/batches.ts';

let opened: ReturnType<typeof openJob> | undefined;

export default async function runBatch(batch: Batch): Promise<WorkerReply<BatchResult>> {
  try {
    opened ??= openJob(Piscina.workerData as Job);
    const { run } = await opened;
    return replyOf(
      () => run(batch),
      ({ paths, columns }) => [paths, ...columns].map((column) => column.buffer as ArrayBuffer),
    );
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}
