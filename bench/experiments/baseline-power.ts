/**
 * How often `baseline check` raises a false alarm, and how often it catches a real change:
 * `npx tsx bench/experiments/baseline-power.ts`. Two pools of flagship paths are simulated, as it is and with 4.1 % less depth at
 * the venue, which raises the synchronous engine's mean bad debt by about 5 %; checks are then made on 1,000 paths drawn from them.
 * Figures: docs/statistics.md.
 */
import { simulate } from '../../bin/simulate.ts';
import { baselineOf } from '../../results/baseline/baseline.ts';
import { checkBaseline } from '../../results/baseline/check-baseline.ts';
import { estimateFigure } from '../../results/figure-estimate.ts';
import { restrictedTo } from '../../results/restricted-results.ts';
import type { Results } from '../../results/results.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { RandomStream } from '../../sim/random/random-stream.ts';

const POOL = Number(process.argv[2] ?? 4000);
const PATHS = 1000;
const ROUNDS = 200;
const STRATEGIES = ['synchronous', 'asynchronous'];
const CHANGE = process.argv[3] ?? 'venues.eth-dai.depth=143_900';

const pool = async (...overrides: string[]) =>
  simulate(await loadScenario('black-thursday', { overrides, paths: POOL, strategies: STRATEGIES }), { workers: 2 });

const stream = new RandomStream('baseline power');

/** Path numbers of the pool in random order. */
function shuffled(): number[] {
  const order = Array.from({ length: POOL }, (_, path) => path);
  for (let last = POOL - 1; last > 0; last--) {
    const other = Math.floor(stream.uniform() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

function subset(results: Results, paths: readonly number[]): Results {
  return { ...restrictedTo(results, new Set(paths)), manifest: { ...results.manifest, paths: paths.length } };
}

const fails = (before: Results, after: Results): string[] =>
  checkBaseline(baselineOf(before, { scenario: 'black-thursday', set: [] }), after)
    .figures.filter(({ outcome }) => outcome === 'worse' || outcome === 'missing')
    .map(({ strategy, figure }) => `${strategy} ${figure}`);

const [as, changed] = [await pool(), await pool(CHANGE)];
const mean = (results: Results) =>
  estimateFigure(results, 'synchronous', { metric: 'badDebtUsd', statistic: { kind: 'mean' } }).value!;
process.stdout.write(
  `planted: ${((100 * mean(changed)) / mean(as) - 100).toFixed(2)} % mean bad debt of synchronous\n`,
);

let [alarms, caught, named] = [0, 0, 0];
for (let round = 0; round < ROUNDS; round++) {
  const order = shuffled();
  const [one, other] = [order.slice(0, PATHS), order.slice(PATHS, 2 * PATHS)];
  // Other worlds for the same law: what a change that only moves the draws looks like.
  if (fails(subset(as, one), subset(as, other)).length > 0) alarms++;
  const found = fails(subset(as, one), subset(changed, one));
  if (found.length > 0) caught++;
  if (found.includes('synchronous badDebtUsd.mean')) named++;
}
process.stdout.write(
  `false alarms: ${alarms} of ${ROUNDS}\ncaught: ${caught} of ${ROUNDS}; by the mean of bad debt itself: ${named}\n`,
);
