import { OUTCOME_KEYS } from '../../models/outcome.ts';
import type { Results } from '../results.ts';
import { type Cell, csvPieces } from './csv.ts';

export const PATHS_COLUMNS: readonly string[] = ['strategy', 'path', ...OUTCOME_KEYS];

/** `paths.csv`: a row for each strategy (scenario order) and path (ascending); absent figures are empty cells. */
export function pathsCsv(results: Results): Generator<string> {
  return csvPieces(PATHS_COLUMNS, rows(results));
}

function* rows({ strategies }: Results): Generator<Cell[]> {
  const width = OUTCOME_KEYS.length;
  for (const { strategy, paths, columns } of strategies) {
    for (let row = 0; row < paths.length; row++) {
      const figures = columns.subarray(row * width, (row + 1) * width);
      yield [strategy, paths[row]!, ...Array.from(figures, (value) => (Number.isNaN(value) ? null : value))];
    }
  }
}
