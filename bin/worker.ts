/** What a pool thread runs: a batch of paths in, columns out. The job arrives once, when the thread starts, or with each batch. */
import { Piscina } from 'piscina';
import { type BatchResult, type Job, openJob } from '../results/batch.ts';
import { openPoints, type PointsBatch, type PointsJob } from '../results/points/points-job.ts';
import { failureOf } from '../sim/engine/outcome.ts';
import { replyOf, type WorkerReply } from '../sim/engine/worker-reply.ts';
import type { Batch } from '../sim/sweep/batches.ts';
import type { Errand } from './points-pool.ts';

interface Opened {
  run(batch: Batch): BatchResult | PointsBatch;
}

let opened: Promise<Opened> | undefined;
/** Number of the job that is opened, where jobs come with batches. */
let current = -1;

const open = (job: Job | PointsJob): Promise<Opened> => ('parts' in job ? openPoints(job) : openJob(job));

export default async function runBatch(batch: Batch | Errand): Promise<WorkerReply<BatchResult | PointsBatch>> {
  try {
    if ('job' in batch && batch.number !== current) {
      opened = open(batch.job);
      current = batch.number;
    }
    opened ??= open(Piscina.workerData as Job | PointsJob);
    const { run } = await opened;
    return replyOf(
      () => run(batch),
      (result) =>
        ('points' in result ? result.points : [result])
          .flatMap(({ paths, columns }) => [paths, ...columns])
          .map((column) => column.buffer as ArrayBuffer),
    );
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}
