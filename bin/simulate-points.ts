/** Runs many points of a scenario on common tapes, and keeps their rows on disk until they are asked for. */
import { availableParallelism } from 'node:os';
import type { SharedBook } from '../models/world/world.ts';
import { type BookFacts, jobFacts } from '../results/batch.ts';
import { stableManifest } from '../results/manifest.ts';
import { type Chunks, type PointRows, pointResults } from '../results/points/point-rows.ts';
import { openPoints, type PointsBatch, type PointsJob, preparePoints } from '../results/points/points-job.ts';
import type { PointStore } from '../results/points/sweep-folder.ts';
import { TemporaryRows } from '../results/points/temporary-rows.ts';
import type { Results } from '../results/results.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import { tapeKey } from '../scenarios/sweep/sharing.ts';
import { inProcess } from '../sim/engine/in-process.ts';
import type { BatchOutcome } from '../sim/engine/outcome.ts';
import { numbersOf, splitRemaining } from '../sim/sweep/batches.ts';
import { plannedManifest } from './assemble.ts';
import { openEngine, PATIENCE_MILLIS } from './open-engine.ts';
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
  /** Threads are started only where one would need longer than this for what is left; always, where their number is asked for. */
  readonly patienceMillis?: number | undefined;
  /** Where rows go as they are finished, and which are there already; a file of the system's own when left out. */
  readonly store?: PointStore | undefined;
  /** Books that were made before, by what they are made from; those that are made now are added. */
  readonly books?: Map<string, SharedBook> | undefined;
  /** Where batches run; threads of its own, when left out. */
  readonly openEngine?: typeof openEngine<PointsBatch, PointsJob> | undefined;
}

/** The results of all points. */
export interface PointResults {
  readonly partial: boolean;
  /** Results of a point, by its place. */
  read(place: number): Results;
  /** USD that may be owed per USD of a point's collateral before its accounts are due. */
  borrowingPower(place: number): number;
  /** Gives up the rows, where they are in a file of the system's own. */
  close(): void;
}

/** Places of points that are simulated together: those with one tape first, as many as fit. */
function chunksOf(points: readonly LoadedScenario[], books?: Map<string, SharedBook>): number[][] {
  if (points.length === 1) return [[0]];
  const accounts = accountsOf(points[0]!, books);
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

/**
 * @param points scenarios with the same number of paths
 * @throws ScenarioError or DataError when a point cannot be simulated after all; OutputError when rows cannot be kept
 */
export async function simulatePoints(
  points: readonly LoadedScenario[],
  options: PointsOptions = {},
): Promise<PointResults> {
  const { from = 0, until = points[0]!.scenario.run.paths } = options;
  const temporary = options.store === undefined ? new TemporaryRows(until) : undefined;
  const store: PointStore = options.store ?? temporary!;
  try {
    const chunks = chunksOf(points, options.books);
    const rows = store.begin(chunks);
    const course = new Course(points, chunks, rows, store, { ...options, from, until });
    for (const chunk of chunks.keys()) await course.run(chunk);
    return {
      partial: course.isPartial,
      read: (place) => resultsOf(place, points[place]!, rows, course),
      borrowingPower: (place) => rows.borrowingPowerOf(place),
      close: () => temporary?.close(),
    };
  } catch (error) {
    temporary?.close();
    throw error;
  }
}

/** What becomes of the chunks of a sweep, one after the other. */
class Course {
  /** By chunk: paths of batches whose thread died. */
  readonly lost: { path: number; code: string; message: string }[][];
  readonly #points: readonly LoadedScenario[];
  readonly #chunks: Chunks;
  readonly #rows: PointRows;
  readonly #store: PointStore;
  readonly #options: PointsOptions & { readonly from: number; readonly until: number };
  /** Paths of each chunk that are due. */
  readonly #due: number;
  readonly #finished: number[];

  constructor(
    points: readonly LoadedScenario[],
    chunks: Chunks,
    rows: PointRows,
    store: PointStore,
    options: PointsOptions & { readonly from: number; readonly until: number },
  ) {
    this.#points = points;
    this.#chunks = chunks;
    this.#rows = rows;
    this.#store = store;
    this.#options = options;
    const { from, until } = options;
    const all = splitRemaining({ from, until, share: store.shard }, () => false, Number.MAX_SAFE_INTEGER);
    this.#due = all.reduce((paths, { count }) => paths + count, 0);
    this.#finished = chunks.map((_, chunk) => rows.batchesOf(chunk).reduce((paths, { count }) => paths + count, 0));
    this.lost = chunks.map(() => []);
    if (rows.hasRows) this.#report();
  }

  get isPartial(): boolean {
    return this.#chunks.some((_, chunk) => this.isPartialAt(chunk));
  }

  isPartialAt(chunk: number): boolean {
    return this.#finished[chunk]! < this.#due;
  }

  async run(chunk: number): Promise<void> {
    const places = this.#chunks[chunk]!;
    const { from, until, signal, workers } = this.#options;
    const { patienceMillis = workers === undefined ? PATIENCE_MILLIS : 0 } = this.#options;
    const batches = splitRemaining(
      { from, until, share: this.#store.shard },
      (path) => this.#rows.isDone(chunk, path),
      Math.min(32, Math.ceil(64 / places.length)),
    );
    if (signal?.aborted || (batches.length === 0 && this.#rows.knows(chunk))) return;
    const { job, run } = await prepared(
      places.map((place) => this.#points[place]!),
      this.#options.books,
    );
    this.#store.ready();
    this.#rows.describe(factsOf(chunk, places, this.#points, job));
    const asked = {
      onOutcome: (outcome: BatchOutcome<PointsBatch>) => this.#take(chunk, outcome),
      ...(signal === undefined ? {} : { signal }),
    };
    let first = 0;
    let threads = Math.min(workerCount(this.#options.workers), batches.length);
    if (threads > 1 && patienceMillis > 0) {
      const before = performance.now();
      await inProcess<PointsBatch>(run).run(batches.slice(0, 1), asked);
      first = 1;
      if ((performance.now() - before) * (batches.length - 1) < patienceMillis) threads = 1;
    }
    const engine = await (this.#options.openEngine ?? openEngine)(run, threads <= 1 ? 0 : threads, job);
    try {
      // An engine holds what it has finished until it returns.
      const ahead = threads * BATCHES_AHEAD;
      for (; first < batches.length && !signal?.aborted; first += ahead)
        await engine.run(batches.slice(first, first + ahead), asked);
    } finally {
      await engine.close();
    }
  }

  #take(chunk: number, outcome: BatchOutcome<PointsBatch>): void {
    const { batch } = outcome;
    if (outcome.status === 'succeeded') this.#rows.append(chunk, batch, outcome.result);
    else if (outcome.status === 'failed') {
      const { code, message } = outcome.failure;
      for (const path of numbersOf(batch)) this.lost[chunk]!.push({ path, code, message });
      this.#store.lost();
    } else return;
    this.#finished[chunk]! += batch.count;
    this.#report();
  }

  #report(): void {
    const over = (paths: (chunk: number) => number) =>
      this.#chunks.reduce((sum, places, chunk) => sum + paths(chunk) * places.length, 0);
    this.#options.onProgress?.({ done: over((chunk) => this.#finished[chunk]!), total: over(() => this.#due) });
  }
}

function factsOf(chunk: number, places: readonly number[], points: readonly LoadedScenario[], job: PointsJob) {
  const books = job.parts.map(({ book }) => job.books[book]!);
  return {
    chunk,
    manifests: places.map((place, slot) => stableManifest(plannedManifest(points[place]!, { book: books[slot]! }))),
    borrowingPower: books.map(({ capacityUsd, collateralUsd }) =>
      collateralUsd > 0 ? capacityUsd / collateralUsd : 0,
    ),
  };
}

function resultsOf(place: number, point: LoadedScenario, rows: PointRows, course: Course): Results {
  const manifest = rows.manifestOf(place) ?? plannedManifest(point, NO_BOOK);
  const chunk = rows.chunkOf(place);
  return pointResults([rows], place, manifest, { partial: course.isPartialAt(chunk), lost: course.lost[chunk]! });
}

/** Of a point that an interrupt left out. */
const NO_BOOK: BookFacts = { book: { columns: { accounts: 0 }, debtUsd: 0, collateralUsd: 0 } };

function accountsOf(point: LoadedScenario, books = new Map<string, SharedBook>()): number {
  try {
    return jobFacts({ book: preparePoints([point], books).books[0]! }).accounts;
  } catch (error) {
    throw refusal(point, error);
  }
}

/** Makes every model once in this thread, where errors are found. */
async function prepared(points: readonly LoadedScenario[], books?: Map<string, SharedBook>) {
  try {
    const job = preparePoints(points, books);
    const { run, tryTapes } = await openPoints(job);
    tryTapes();
    return { job, run };
  } catch (error) {
    throw refusal(points[0]!, error);
  }
}

export function workerCount(asked: number | undefined): number {
  return asked ?? Math.min(availableParallelism(), USUAL_WORKERS);
}
