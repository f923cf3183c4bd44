/**
 * Several points of a sweep on common tapes: the unit that a thread works on. The tape of a path is written once for all points
 * with the same market, reports are played once for all with the same oracles, and books are built once for all with the same accounts.
 */
import { builtIn } from '../../models/catalogue.ts';
import { buildSharedBook, type SharedBook, World } from '../../models/world/world.ts';
import type { LoadedScenario, PluginReference } from '../../scenarios/loaded-scenario.ts';
import { loadPlugins } from '../../scenarios/plugins.ts';
import type { ResolvedScenario } from '../../scenarios/schema.ts';
import { bookKey, reportsKey, tapeKey } from '../../scenarios/sweep/sharing.ts';
import { type Batch, numbersOf } from '../../sim/sweep/batches.ts';
import { attempt, type BatchResult, BatchRows, texts } from '../batch.ts';

interface PointPart {
  readonly scenario: ResolvedScenario;
  readonly files: Readonly<Record<string, string>>;
  readonly plugins: readonly PluginReference[];
  /** Place of its book. */
  readonly book: number;
}

/** Points with the same reports, by their place in the job. */
type Listeners = readonly number[];

/** Everything that a thread needs; books are in shared memory. */
export interface PointsJob {
  readonly parts: readonly PointPart[];
  readonly books: readonly SharedBook[];
  /** By tape, by reports. */
  readonly tapes: readonly (readonly Listeners[])[];
}

/** What a batch leaves: one result per point, in the order of the job. */
export interface PointsBatch {
  readonly points: readonly BatchResult[];
}

function grouped(places: readonly number[], key: (place: number) => string): number[][] {
  const groups = new Map<string, number[]>();
  for (const place of places) {
    const name = key(place);
    groups.set(name, [...(groups.get(name) ?? []), place]);
  }
  return [...groups.values()];
}

/**
 * @param known books that were made before, by what they are made from; those that are made now are added
 * @throws DataError when a file that a point names is malformed
 */
export function preparePoints(points: readonly LoadedScenario[], known = new Map<string, SharedBook>()): PointsJob {
  const places = [...points.keys()];
  const byBook = grouped(places, (place) => bookKey(points[place]!));
  const books = byBook.map(([first]): SharedBook => {
    const { scenario, registry, files } = points[first!]!;
    const key = bookKey(points[first!]!);
    const book = known.get(key) ?? buildSharedBook(scenario, scenario.run, scenario.run.seed, registry, texts(files));
    known.set(key, book);
    return book;
  });
  const tapes = grouped(places, (place) => tapeKey(points[place]!)).map((same) =>
    grouped(same, (place) => reportsKey(points[place]!)),
  );
  const parts = points.map(
    ({ scenario, files, plugins }, place): PointPart => ({
      scenario,
      files,
      plugins,
      book: byBook.findIndex((group) => group.includes(place)),
    }),
  );
  return { parts, books, tapes };
}

/** Wires all points once. @throws RangeError for parameters that a model refuses */
export async function openPoints(job: PointsJob): Promise<{ run(batch: Batch): PointsBatch; tryTapes(): void }> {
  const worlds: World[] = [];
  for (const [place, { scenario, files, plugins, book }] of job.parts.entries()) {
    const registry = await loadPlugins(builtIn(), plugins);
    const tape = job.tapes.find((reports) => reports.some((same) => same.includes(place)))!;
    const reports = tape.find((same) => same.includes(place))!;
    const leader = worlds[reports[0]!] ?? worlds[tape[0]![0]!];
    const shared = leader && { world: leader, reports: worlds[reports[0]!] !== undefined };
    worlds[place] = new World(scenario, scenario.run, registry, texts(files), job.books[book]!, shared);
  }
  return {
    run: (batch) => runBatch(job, worlds, batch),
    tryTapes: () => {
      for (const tape of job.tapes) {
        const first = tape[0]![0]!;
        worlds[first]!.writeTape(job.parts[first]!.scenario.run.seed, 0);
        for (const [listener] of tape) worlds[listener!]!.listen();
      }
    },
  };
}

function runBatch(job: PointsJob, worlds: readonly World[], batch: Batch): PointsBatch {
  const rows = worlds.map((world) => new BatchRows(world, batch));
  for (const path of numbersOf(batch)) {
    for (const tape of job.tapes) {
      const first = tape[0]![0]!;
      const { seed } = job.parts[first]!.scenario.run;
      const unwritten = attempt(() => worlds[first]!.writeTape(seed, path));
      for (const listeners of tape) {
        const failure = unwritten ?? attempt(() => worlds[listeners[0]!]!.listen());
        for (const point of listeners) {
          if (failure === undefined) rows[point]!.react(path);
          else rows[point]!.fail(path, '(tape)', failure);
        }
      }
    }
  }
  return { points: rows.map((row) => row.result()) };
}
