/**
 * Positions of a frontier, simulated as far as they are asked for: further paths are added to those that are there. What several searches
 * ask for at one time is simulated together, on tapes that are drawn once for all of it; each position runs no strategy but those asked for.
 */

import type { SharedBook } from '../models/world/world.ts';
import { joinResults } from '../results/points/join-results.ts';
import { restrictedToStrategy } from '../results/restricted-results.ts';
import type { PathFailure, Results } from '../results/results.ts';
import { adjustScenario } from '../scenarios/adjust.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import { PointsPool } from './points-pool.ts';
import { simulatePoints, workerCount } from './simulate-points.ts';

/** Accounts of books that are kept for later looks at the same positions. */
const MOST_KEPT = 2_000_000;

export interface ExplorerOptions {
  readonly workers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told how many paths, over all positions and strategies, have been run. */
  readonly onPaths?: ((paths: number) => void) | undefined;
}

/** Thrown where the run was interrupted: there is no frontier then. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

interface Request {
  readonly position: number;
  readonly strategy: string;
  readonly from: number;
  readonly until: number;
  resolve(results: Results): void;
  reject(error: unknown): void;
}

export class Explorer {
  readonly #load: (position: number) => Promise<LoadedScenario>;
  readonly #options: ExplorerOptions;
  readonly #pool: PointsPool;
  readonly #loaded = new Map<number, Promise<LoadedScenario>>();
  readonly #books = new Map<string, SharedBook>();
  readonly #known = new Map<string, Results>();
  readonly #failures: PathFailure[] = [];
  #waiting: Request[] = [];
  #paths = 0;

  constructor(load: (position: number) => Promise<LoadedScenario>, options: ExplorerOptions) {
    this.#load = load;
    this.#options = options;
    this.#pool = new PointsPool(workerCount(options.workers));
  }

  /** Paths run so far, over all positions and strategies. */
  get paths(): number {
    return this.#paths;
  }

  get failures(): readonly PathFailure[] {
    return this.#failures;
  }

  /** What is known of a strategy at a position. */
  at(position: number, strategy: string): Results {
    const known = this.#known.get(`${position} ${strategy}`);
    if (known === undefined) throw new RangeError(`${strategy} has not been simulated at position ${position}`);
    return known;
  }

  /**
   * Results of a strategy at a position on its first `paths` paths. Nothing is simulated before everybody who can ask has asked.
   *
   * @throws Interrupted
   */
  upTo(position: number, strategy: string, paths: number): Promise<Results> {
    const from = this.#known.get(`${position} ${strategy}`)?.manifest.paths ?? 0;
    if (from >= paths) return Promise.resolve(this.at(position, strategy));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ position, strategy, from, until: paths, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => void this.#serve());
    });
  }

  /** Ends the threads. */
  close(): Promise<void> {
    return this.#pool.close();
  }

  async #serve(): Promise<void> {
    const requests = this.#waiting;
    this.#waiting = [];
    try {
      const pieces = new Map<string, Request[]>();
      for (const request of requests) {
        const key = `${request.from} ${request.until}`;
        pieces.set(key, [...(pieces.get(key) ?? []), request]);
      }
      for (const piece of pieces.values()) await this.#simulate(piece);
    } catch (error) {
      for (const { reject } of requests) reject(error);
      return;
    }
    for (const { position, strategy, resolve } of requests) resolve(this.at(position, strategy));
  }

  /** @param requests of the same paths */
  async #simulate(requests: readonly Request[]): Promise<void> {
    const { from, until } = requests[0]!;
    const positions = [...new Set(requests.map(({ position }) => position))].sort((a, b) => a - b);
    const strategiesAt = (position: number) =>
      requests.filter((one) => one.position === position).map(({ strategy }) => strategy);
    const points = await Promise.all(
      positions.map(async (position) =>
        adjustScenario(await this.#loadedAt(position), { strategies: strategiesAt(position) }),
      ),
    );
    const { workers, signal } = this.#options;
    const rows = await simulatePoints(points, {
      ...{ from, until, workers, signal, books: this.#books },
      // Threads that are there cost nothing more.
      patienceMillis: this.#pool.isOpen ? 0 : undefined,
      openEngine: (run, threads, job) => this.#pool.open(run, threads, job),
    });
    try {
      if (rows.partial) throw new Interrupted('interrupted');
      for (const [place, position] of positions.entries()) {
        const read = rows.read(place);
        this.#failures.push(...read.failures);
        for (const { strategy } of read.strategies) this.#keep(position, strategy, read, until - from);
      }
    } finally {
      rows.close();
    }
    const kept = [...this.#books.values()].reduce((sum, { columns }) => sum + columns.accounts, 0);
    if (kept > MOST_KEPT) this.#books.clear();
    this.#options.onPaths?.(this.#paths);
  }

  #keep(position: number, strategy: string, read: Results, paths: number): void {
    const own = restrictedToStrategy(read, strategy);
    const next = { ...own, manifest: { ...own.manifest, paths } };
    const key = `${position} ${strategy}`;
    const known = this.#known.get(key);
    this.#known.set(key, known === undefined ? next : joinResults([known, next]));
    this.#paths += paths;
  }

  #loadedAt(position: number): Promise<LoadedScenario> {
    const loaded = this.#loaded.get(position) ?? this.#load(position);
    this.#loaded.set(position, loaded);
    return loaded;
  }
}
