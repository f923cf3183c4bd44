import { OUTCOME_KEYS } from '../../models/outcome.ts';
import type { Results } from '../results.ts';
import { weightingOf } from '../weighting.ts';
import { type Cell, csvPieces } from './csv.ts';

export const PATHS_COLUMNS: readonly string[] = ['strategy', 'path', ...OUTCOME_KEYS];

/** Columns that follow where paths are not drawn alike. */
export const SAMPLING_COLUMNS = ['stratum', 'likelihood', 'weight'] as const;

/** `paths.csv`: a row for each strategy (scenario order) and path (ascending); absent figures are empty cells. */
export function pathsCsv(results: Results): Generator<string> {
  const columns = results.sampling === undefined ? PATHS_COLUMNS : [...PATHS_COLUMNS, ...SAMPLING_COLUMNS];
  return csvPieces(columns, rows(results));
}

function* rows(results: Results): Generator<Cell[]> {
  const { strategies, sampling } = results;
  const weighting = weightingOf(results);
  const width = OUTCOME_KEYS.length;
  for (const { strategy, paths, columns } of strategies) {
    for (let row = 0; row < paths.length; row++) {
      const figures = columns.subarray(row * width, (row + 1) * width);
      const cells = Array.from(figures, (value) => (Number.isNaN(value) ? null : value));
      if (sampling && weighting) cells.push(sampling.strata[row]!, sampling.likelihoods[row]!, weighting.weights[row]!);
      yield [strategy, paths[row]!, ...cells];
    }
  }
}
