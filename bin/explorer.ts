/** Positions of a frontier, simulated as far as they are asked for: further paths are added to those that are there. */
import { joinResults } from '../results/points/join-results.ts';
import type { PathFailure, Results } from '../results/results.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import { simulatePoints } from './simulate-points.ts';

/** Starting threads costs about as much as this many milliseconds of work. */
const PATIENCE = 3000;

export interface ExplorerOptions {
  readonly workers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told how many paths, over all positions, have been run. */
  readonly onPaths?: ((paths: number) => void) | undefined;
}

/** Thrown where the run was interrupted: there is no frontier then. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export class Explorer {
  readonly #load: (position: number) => Promise<LoadedScenario>;
  readonly #options: ExplorerOptions;
  readonly #known = new Map<number, { readonly loaded: LoadedScenario; results: Results }>();
  #paths = 0;

  constructor(load: (position: number) => Promise<LoadedScenario>, options: ExplorerOptions) {
    this.#load = load;
    this.#options = options;
  }

  /** Paths run so far, over all positions. */
  get paths(): number {
    return this.#paths;
  }

  get failures(): PathFailure[] {
    return [...this.#known.values()].flatMap(({ results }) => [...results.failures]);
  }

  /** Results of a position on its first `paths` paths. */
  async upTo(position: number, paths: number): Promise<Results> {
    await this.together([position], paths);
    return this.at(position);
  }

  /** What is known of a position. */
  at(position: number): Results {
    const known = this.#known.get(position);
    if (known === undefined) throw new RangeError(`position ${position} has not been simulated`);
    return known.results;
  }

  /** Brings positions of equally many paths to `until`, on the same tapes. @throws Interrupted */
  async together(positions: readonly number[], until: number): Promise<void> {
    const from = this.#known.get(positions[0]!)?.results.manifest.paths ?? 0;
    if (from >= until) return;
    const loaded = await Promise.all(positions.map((p) => this.#known.get(p)?.loaded ?? this.#load(p)));
    const { workers, signal } = this.#options;
    const rows = await simulatePoints(loaded, { from, until, workers, signal, patienceMillis: PATIENCE });
    try {
      if (rows.partial) throw new Interrupted('interrupted');
      positions.forEach((position, place) => {
        const read = rows.read(place);
        const next = { ...read, manifest: { ...read.manifest, paths: until - from } };
        const known = this.#known.get(position);
        const results = known === undefined ? next : joinResults([known.results, next]);
        this.#known.set(position, { loaded: loaded[place]!, results });
      });
    } finally {
      rows.close();
    }
    this.#paths += (until - from) * positions.length;
    this.#options.onPaths?.(this.#paths);
  }
}
