/** What the simulator offers to the rooms built on it. It knows nothing of finance. */
export type { Engine, RunOptions } from './engine/engine.ts';
export { inProcess } from './engine/in-process.ts';
export { type BatchOutcome, type Failure, failureOf } from './engine/outcome.ts';
export { type WorkerPoolOptions, workerPool } from './engine/worker-pool.ts';
export { replyOf, type WorkerReply } from './engine/worker-reply.ts';
export { EventQueue } from './kernel/event-queue.ts';
export { type EventHandler, Simulation, type StopReason } from './kernel/simulation.ts';
export { CompensatedSum, cholesky, clamp, powInt, powReal, sumCompensated } from './math.ts';
export { mathFingerprint } from './math-fingerprint.ts';
export { exponentialQuantile, lognormalQuantile, normalQuantile, poissonQuantile } from './random/distributions.ts';
export { DrawColumn } from './random/draw-column.ts';
export { RandomStream } from './random/random-stream.ts';
export { openStream, streamName } from './random/streams.ts';
export { type Batch, splitPaths } from './sweep/batches.ts';
export {
  type Fraction,
  type Gas,
  type Gwei,
  MILLIS_PER_DAY,
  MILLIS_PER_HOUR,
  MILLIS_PER_MINUTE,
  MILLIS_PER_SECOND,
  MILLIS_PER_YEAR,
  type Millis,
  type PerYear,
  type Seconds,
  type Usd,
} from './units.ts';
