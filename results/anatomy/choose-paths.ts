/** Which paths of a run are worth a look: the worst, the 99th percentile and the median, by what the reference left behind. */
import type { OutcomeKey } from '../../models/outcome.ts';
import { column, type Results } from '../results.ts';
import { positionOf, SELECTIONS, type Selection } from '../trace/select-path.ts';
import { weightingOf } from '../weighting.ts';

export interface ChosenPath {
  readonly path: number;
  readonly kinds: readonly Selection[];
  readonly value: number;
}

export interface ChosenPaths {
  readonly figure: OutcomeKey;
  readonly strategy: string;
  readonly paths: readonly ChosenPath[];
}

/** The first of these that is above 0 anywhere decides; among equals those after it, then the lower number. */
const FIGURES = ['badDebtUsd', 'slippageUsd', 'liquidatedDebtUsd'] as const satisfies readonly OutcomeKey[];

/** Undefined where nothing happened on any path. */
export function choosePaths(results: Results): ChosenPaths | undefined {
  const { reference } = results.manifest;
  const columns = results.strategies.find(({ strategy }) => strategy === reference);
  if (columns === undefined) return undefined;
  const figures = FIGURES.map((key) => ({ key, values: column(columns, key) }));
  const first = figures.findIndex(({ values }) => values.some((value) => value > 0));
  if (first < 0) return undefined;
  const deciding = figures.slice(first);
  const weights = weightingOf(results)?.weights;
  const rows = Array.from(columns.paths, (path, row) => ({ path, row, weight: weights?.[row] ?? 1 })).sort((a, b) => {
    for (const { values } of deciding) {
      const difference = values[a.row]! - values[b.row]!;
      if (difference !== 0) return difference;
    }
    return b.path - a.path;
  });
  const paths = new Map<number, { path: number; kinds: Selection[]; value: number }>();
  for (const kind of SELECTIONS) {
    const { path, row } = rows[positionOf(rows, kind, weights !== undefined)]!;
    const known = paths.get(path);
    if (known === undefined) paths.set(path, { path, kinds: [kind], value: deciding[0]!.values[row]! });
    else known.kinds.push(kind);
  }
  return { figure: deciding[0]!.key, strategy: reference, paths: [...paths.values()] };
}
