/** The paths that failed, each with what replays it. */
import type { Results } from '../results/results.ts';

const MOST_LINES = 10;

export function failureList({ failures, manifest }: Results): string {
  const lines = failures.slice(0, MOST_LINES).map(({ path, strategy, code, message }) => {
    const where = strategy === undefined ? '' : `, strategy ${strategy}`;
    return `  path ${path}${where}: ${message.split('\n')[0]} (${code})`;
  });
  if (failures.length > MOST_LINES)
    lines.push(`  … and ${failures.length - MOST_LINES} more (failures.csv of --out has all)`);
  const count = manifest.failures;
  const head = `${count} of ${manifest.paths} paths failed; their rows are left out of all figures.`;
  const { scenario, seed } = manifest;
  const replay = `To replay path n: scenario ${scenario.name} (${scenario.hash.slice(0, 12)}), seed ${seed}, --paths n+1.`;
  return [head, ...lines, replay].join('\n');
}
