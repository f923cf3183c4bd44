import { setMaxListeners } from 'node:events';
import { Piscina } from 'piscina';
import type { Batch } from '../sweep/batches.ts';
import type { Engine, RunOptions } from './engine.ts';
import { type BatchOutcome, type Failure, failureOf } from './outcome.ts';
import type { WorkerReply } from './worker-reply.ts';

export interface WorkerPoolOptions {
  /**
   * The worker's file, as a path or file: URL. Its default export takes a `Batch` and returns a `WorkerReply`.
   * A TypeScript file that cannot be loaded fails with "Unknown file extension", whatever is wrong with it: import it
   * in one thread to see the reason.
   */
  filename: string;
  /** Node options of the threads, such as a loader for sources. */
  execArgv?: readonly string[];
  /** Number of threads, 1 or more. */
  workers: number;
  /** Handed to every thread at its start, as `Piscina.workerData`; shared buffers in it are shared, the rest copied. */
  workerData?: unknown;
  /** A thread that needs more for its heap fails its batch. */
  maxOldGenerationSizeMb?: number;
}

/** Batches handed to Piscina at once, per thread: one at work and one that is taken up the moment it ends. */
const IN_FLIGHT_PER_WORKER = 2;
/** Anything longer than a turn of the event loop; see `keepAwake`. */
const AWAKE_MILLIS = 60_000;

/**
 * Engine over worker threads (Piscina). A batch whose thread throws, exits, crashes or runs out of memory becomes a
 * failed outcome and a fresh thread takes the next one. If threads cannot even start, every batch fails with the reason.
 * Threads start with the engine; `close` ends them, also in the middle of a run, whose rest is then `aborted`.
 *
 * @throws RangeError when `workers` is not a whole number of 1 or more.
 */
export function workerPool<R>(options: WorkerPoolOptions): Engine<R> {
  const { workers } = options;
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw new RangeError(`workerPool: workers must be a whole number of 1 or more, got ${workers}`);
  }
  const pool = openPool(options);
  const collapse = new Collapse(pool);
  let closed = false;

  async function runOne(batch: Batch, signal: AbortSignal): Promise<BatchOutcome<R>> {
    if (signal.aborted || closed) return { status: 'aborted', batch };
    if (collapse.cause !== undefined) return { status: 'failed', batch, failure: describe(collapse.cause, batch) };
    try {
      const reply = (await Promise.race([pool.run(batch, { signal }), collapse.happens])) as WorkerReply<R>;
      if (reply?.ok === true) return { status: 'succeeded', batch, result: reply.result };
      return { status: 'failed', batch, failure: reply?.failure ?? noReply() };
    } catch (error) {
      if (signal.aborted || closed) return { status: 'aborted', batch };
      collapse.check(error);
      return { status: 'failed', batch, failure: describe(error, batch) };
    }
  }

  async function run(batches: readonly Batch[], { signal, onOutcome }: RunOptions<R> = {}) {
    const outcomes = new Array<BatchOutcome<R>>(batches.length);
    // A signal of our own: the caller's ends it, and so does an error in `onOutcome`.
    const stop = new AbortController();
    setMaxListeners(0, stop.signal);
    const abort = (): void => stop.abort();
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    const sleep = keepAwake();
    let taken = 0;
    let done = 0;
    const lane = async (): Promise<void> => {
      while (taken < batches.length) {
        const place = taken;
        taken += 1;
        const outcome = await runOne(batches[place] as Batch, stop.signal);
        outcomes[place] = outcome;
        if (outcome.status === 'aborted') continue;
        done += 1;
        onOutcome?.(outcome, done, batches.length);
      }
    };
    try {
      const lanes = Math.min(batches.length, workers * IN_FLIGHT_PER_WORKER);
      await Promise.all(Array.from({ length: lanes }, lane));
    } finally {
      abort();
      sleep();
      signal?.removeEventListener('abort', abort);
    }
    return outcomes;
  }

  return {
    run,
    async close() {
      closed = true;
      await pool.destroy();
    },
  };
}

/** Memory for what a thread makes and soon drops. A path leaves little behind: more of it makes threads larger, not faster. */
const YOUNG_MEGABYTES = 12;

function openPool(options: WorkerPoolOptions): Piscina {
  const { filename, execArgv, workers, workerData, maxOldGenerationSizeMb } = options;
  return new Piscina({
    filename,
    ...(execArgv && { execArgv: [...execArgv] }),
    ...(workerData !== undefined && { workerData }),
    resourceLimits: {
      maxYoungGenerationSizeMb: YOUNG_MEGABYTES,
      ...(maxOldGenerationSizeMb !== undefined && { maxOldGenerationSizeMb }),
    },
    // Equal bounds: Piscina replaces a thread that died, and never retires one that idles.
    minThreads: workers,
    maxThreads: workers,
    concurrentTasksPerWorker: 1,
    stricterFIFO: true,
    recordTiming: false,
  });
}

/**
 * Piscina gives up replacing threads once one dies before it is ready, and tasks in its queue then wait for ever.
 * When no thread is left, `happens` is rejected with what killed the last one, and `cause` tells it from then on.
 */
class Collapse {
  cause: unknown;
  readonly happens: Promise<never>;
  private readonly pool: Piscina;
  private reject: (cause: unknown) => void = () => {};

  constructor(pool: Piscina) {
    this.pool = pool;
    this.happens = new Promise((_, reject) => {
      this.reject = reject;
    });
    this.happens.catch(() => {});
    // Listening also keeps an error outside any batch from ending the whole program.
    pool.on('error', (error) => this.check(error));
  }

  check(cause: unknown): void {
    if (this.cause !== undefined || this.pool.threads.length > 0) return;
    this.cause = cause;
    this.reject(cause);
  }
}

/** Threads that are just starting do not keep the process alive, so something must while a run waits for them. */
function keepAwake(): () => void {
  const timer = setInterval(() => {}, AWAKE_MILLIS);
  return () => clearInterval(timer);
}

function noReply(): Failure {
  return { code: 'no-reply', message: 'The worker returned neither a result nor a failure.' };
}

/** Says in plain words what a dead thread was doing. */
function describe(error: unknown, batch: Batch): Failure {
  const failure = failureOf(error);
  const paths = `paths ${batch.from} to ${batch.from + (batch.count - 1) * (batch.stride ?? 1)}`;
  if (failure.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return {
      code: 'worker-out-of-memory',
      message: `A worker thread ran out of memory at ${paths}. Use smaller batches, fewer workers or a higher limit.`,
    };
  }
  const exit = /^worker exited with code: (-?\d+)$/.exec(failure.message);
  if (exit) {
    return { code: 'worker-exited', message: `A worker thread exited with code ${exit[1]} at ${paths}.` };
  }
  return { ...failure, message: `${failure.message} (in a worker thread, at ${paths})` };
}
