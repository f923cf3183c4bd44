/** Threads that stay while one set of points after the other is simulated: starting them costs more than many a set. */
import type { PointsBatch, PointsJob } from '../results/points/points-job.ts';
import type { Engine, RunOptions } from '../sim/engine/engine.ts';
import { inProcess } from '../sim/engine/in-process.ts';
import type { BatchOutcome } from '../sim/engine/outcome.ts';
import type { Batch } from '../sim/sweep/batches.ts';
import { openEngine } from './open-engine.ts';

/** A batch that brings its job with it. A thread makes the worlds of a job when it first meets it, and forgets those of the one before. */
export interface Errand extends Batch {
  readonly number: number;
  readonly job: PointsJob;
}

export class PointsPool {
  readonly #threads: number;
  #pool: Promise<Engine<PointsBatch>> | undefined;
  #jobs = 0;

  /** @param threads that are started when there is work for more than one */
  constructor(threads: number) {
    this.#threads = threads;
  }

  /** Whether its threads have been started. */
  get isOpen(): boolean {
    return this.#pool !== undefined;
  }

  /** @param run does it in this thread */
  async open(run: (batch: Batch) => PointsBatch, workers: number, job: PointsJob): Promise<Engine<PointsBatch>> {
    if (workers === 0) return inProcess<PointsBatch>(run);
    this.#pool ??= openEngine<PointsBatch>(run, this.#threads, undefined);
    const pool = await this.#pool;
    const number = this.#jobs++;
    const plain = (outcome: BatchOutcome<PointsBatch>): BatchOutcome<PointsBatch> => {
      const { number: _number, job: _job, ...batch } = outcome.batch as Errand;
      return { ...outcome, batch };
    };
    return {
      async run(batches, { onOutcome, ...options }: RunOptions<PointsBatch> = {}) {
        const errands = batches.map((batch): Errand => ({ ...batch, number, job }));
        const told = onOutcome && {
          onOutcome: (outcome: BatchOutcome<PointsBatch>, done: number, total: number) =>
            onOutcome(plain(outcome), done, total),
        };
        return (await pool.run(errands, { ...options, ...told })).map(plain);
      },
      async close() {},
    };
  }

  async close(): Promise<void> {
    await (await this.#pool)?.close();
  }
}
