/** Correlations: different assets, no pair twice, and a matrix that some set of assets could have. */
import { cholesky } from '../../sim/math.ts';
import type { CheckContext } from './check.ts';

export function checkCorrelations({ scenario, report }: CheckContext): void {
  const correlations = scenario.market.correlations ?? [];
  if (correlations.length === 0) return;
  const names = [...new Set(correlations.flatMap(({ between }) => between))];
  const matrix: number[][] = names.map((_, row) => names.map((_, column) => (row === column ? 1 : 0)));
  const pairs = new Set<string>();
  let sound = true;
  for (const [index, { between, correlation }] of correlations.entries()) {
    const [first, second] = between;
    const path = ['market', 'correlations', index, 'between'];
    const pair = [first, second].sort((a, b) => (a < b ? -1 : 1)).join(' ');
    if (first === second) report({ path, message: 'must name two different assets', value: between });
    if (pairs.has(pair)) report({ path, message: 'this pair has a correlation already', value: between });
    sound &&= first !== second && !pairs.has(pair);
    pairs.add(pair);
    const row = names.indexOf(first);
    const column = names.indexOf(second);
    matrix[row]![column] = correlation;
    matrix[column]![row] = correlation;
  }
  if (!sound) return;
  try {
    cholesky(matrix);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = 'no assets can be correlated like this: the matrix is not positive definite';
    report({
      path: ['market', 'correlations'],
      message,
      hint: 'bring the correlations nearer to 0 (1 and −1 are refused too)',
      at: 'key',
    });
  }
}
