/** Runs many points of a scenario on common tapes, and keeps their rows on disk until they are asked for. */
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BookFacts, jobFacts } from '../results/batch.ts';
import { openPoints, type PointsBatch, preparePoints } from '../results/points/points-job.ts';
import { RowSpill } from '../results/points/row-spill.ts';
import type { Results } from '../results/results.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import { tapeKey } from '../scenarios/sweep/sharing.ts';
import { inProcess } from '../sim/engine/in-process.ts';
import type { BatchOutcome } from '../sim/engine/outcome.ts';
import { type Batch, splitPaths } from '../sim/sweep/batches.ts';
import { assemble, plannedManifest } from './assemble.ts';
import { openEngine } from './open-engine.ts';
import { refusal } from './prepare.ts';
import type { Progress } from './simulate.ts';

const USUAL_WORKERS = 8;
/** Points that share one writing of a tape; more would gain less than a hundredth. */
const MOST_TOGETHER = 100;
/** Accounts × strategies × points that one thread holds at once, whatever the points. */
const MOST_ACCOUNTS = 8_000_000;
/** Batches per thread between two looks at the spill: what waits in memory. */
const BATCHES_AHEAD = 8;

export interface PointsOptions {
  /** First path number and one beyond the last; the scenario's paths when left out. */
  readonly from?: number;
  readonly until?: number;
  readonly workers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Threads are started only where one would need longer than this for what is left; always, when left out. */
  readonly patienceMillis?: number | undefined;
  /** Folder for rows that wait; the system's own when left out. */
  readonly folder?: string | undefined;
}

/** The rows of all points. */
export interface PointRows {
  readonly partial: boolean;
  /** Results of a point, by its place. */
  read(place: number): Results;
  /** USD that may be owed per USD of a point's collateral before its accounts are due. */
  borrowingPower(place: number): number;
  /** Deletes the rows. */
  close(): void;
}

/** Places of points that are simulated together: those with one tape first, as many as fit. */
function chunksOf(points: readonly LoadedScenario[]): number[][] {
  if (points.length === 1) return [[0]];
  const accounts = accountsOf(points[0]!);
  const strategies = Math.max(...points.map(({ scenario }) => Object.keys(scenario.strategies).length));
  const fitting = Math.max(1, Math.min(MOST_TOGETHER, Math.floor(MOST_ACCOUNTS / Math.max(1, accounts * strategies))));
  const tapes = new Map<string, number[]>();
  for (const [place, point] of points.entries()) {
    const key = tapeKey(point);
    tapes.set(key, [...(tapes.get(key) ?? []), place]);
  }
  const chunks: number[][] = [];
  for (const place of [...tapes.values()].flat()) {
    const last = chunks.at(-1);
    if (last === undefined || last.length >= fitting) chunks.push([place]);
    else last.push(place);
  }
  return chunks;
}

let spills = 0;

/**
 * @param points scenarios with the same number of paths
 * @throws ScenarioError or DataError when a point cannot be simulated after all; OutputError when rows cannot be kept
 */
export async function simulatePoints(
  points: readonly LoadedScenario[],
  options: PointsOptions = {},
): Promise<PointRows> {
  const started = performance.now();
  const {
    from = 0,
    until = points[0]!.scenario.run.paths,
    folder = tmpdir(),
    signal,
    onProgress,
    patienceMillis = 0,
  } = options;
  const workers = workerCount(options.workers);
  const spill = new RowSpill(join(folder, `.plimsoll-rows-${process.pid}-${spills++}.tmp`));
  const facts: BookFacts[] = [];
  const powers: number[] = [];
  const finished = new Int32Array(points.length);
  let done = 0;
  const total = (until - from) * points.length;
  try {
    const chunks = chunksOf(points);
    for (const places of chunks) {
      const { job, run } = await prepared(places.map((place) => points[place]!));
      places.forEach((place, index) => {
        const { columns, debtUsd, collateralUsd, capacityUsd } = job.books[job.parts[index]!.book]!;
        powers[place] = collateralUsd > 0 ? capacityUsd / collateralUsd : 0;
        facts[place] = { book: { columns: { accounts: columns.accounts }, debtUsd, collateralUsd } };
      });
      const batches = splitPaths(until - from, Math.min(32, Math.ceil(64 / places.length)), from);
      const take = (outcomes: readonly BatchOutcome<PointsBatch>[]): void => {
        for (const outcome of outcomes) {
          if (outcome.status === 'aborted') continue;
          places.forEach((place, index) => {
            finished[place]! += outcome.batch.count;
            if (outcome.status === 'succeeded') spill.append(place, outcome.result.points[index]!);
            else spill.fail(place, failuresOf(outcome));
          });
        }
      };
      const onOutcome = ({ batch }: BatchOutcome<PointsBatch>): void => {
        done += batch.count * places.length;
        onProgress?.({ done, total });
      };
      const asked = { onOutcome, ...(signal === undefined ? {} : { signal }) };
      let first = 0;
      let threads = Math.min(workers, batches.length);
      if (threads > 1 && patienceMillis > 0) {
        const before = performance.now();
        take(await inProcess<PointsBatch>(run).run(batches.slice(0, 1), asked));
        first = 1;
        if ((performance.now() - before) * (batches.length - 1) < patienceMillis) threads = 1;
      }
      const engine = await openEngine(run, threads <= 1 ? 0 : threads, job);
      try {
        const ahead = threads * BATCHES_AHEAD;
        for (; first < batches.length && !signal?.aborted; first += ahead)
          take(await engine.run(batches.slice(first, first + ahead), asked));
      } finally {
        await engine.close();
      }
    }
  } catch (error) {
    spill.close();
    throw error;
  }
  const wallSeconds = Math.round(performance.now() - started) / 1000;
  const isPartial = (place: number): boolean => finished[place]! < until - from;
  return {
    partial: points.some((_, place) => isPartial(place)),
    read(place) {
      const whole: Batch = { index: 0, from, count: until - from };
      const batches = [{ batch: whole, result: spill.read(place) }];
      const environment = {
        node: process.version,
        platform: `${process.platform}-${process.arch}`,
        workers,
        wallSeconds,
      };
      const manifest = plannedManifest(points[place]!, facts[place] ?? NO_BOOK);
      return assemble(manifest, { batches, lost: [], partial: isPartial(place) }, environment);
    },
    borrowingPower: (place) => powers[place] ?? 0,
    close: () => spill.close(),
  };
}

/** Of a point that an interrupt left out. */
const NO_BOOK: BookFacts = { book: { columns: { accounts: 0 }, debtUsd: 0, collateralUsd: 0 } };

function accountsOf(point: LoadedScenario): number {
  try {
    return jobFacts({ book: preparePoints([point]).books[0]! }).accounts;
  } catch (error) {
    throw refusal(point, error);
  }
}

/** Makes every model once in this thread, where errors are found. */
async function prepared(points: readonly LoadedScenario[]) {
  try {
    const job = preparePoints(points);
    const { run, tryTapes } = await openPoints(job);
    tryTapes();
    return { job, run };
  } catch (error) {
    throw refusal(points[0]!, error);
  }
}

function failuresOf({ batch, failure }: Extract<BatchOutcome<PointsBatch>, { status: 'failed' }>) {
  const { code, message } = failure;
  return Array.from({ length: batch.count }, (_, i) => ({ path: batch.from + i, strategy: '(all)', code, message }));
}

function workerCount(asked: number | undefined): number {
  return asked ?? Math.min(availableParallelism(), USUAL_WORKERS);
}
