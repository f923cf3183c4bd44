/**
 * What stratified jumps gain on rare bad debt, at equal processor time: `npx tsx bench/experiments/rare-jumps.ts`.
 * Plain and sampled runs of bench/scenarios/rare-jumps.yaml take turns in this thread, so that whatever else the machine does
 * falls on both; widths are scaled to the same user time. Figures: docs/statistics.md.
 */
import { fileURLToPath } from 'node:url';
import { simulate } from '../../bin/simulate.ts';
import { column, type Results } from '../../results/results.ts';
import { Sample } from '../../results/sample.ts';
import { weightingOf } from '../../results/weighting.ts';
import { loadScenario } from '../../scenarios/load.ts';

const ROUNDS = 8;
const file = fileURLToPath(new URL('../scenarios/rare-jumps.yaml', import.meta.url));

interface Side {
  readonly name: string;
  readonly paths: number;
  readonly overrides: readonly string[];
  seconds: number;
  readonly parts: Results[];
}

const sides: Side[] = [
  { name: 'plain', paths: 6000, overrides: [], seconds: 0, parts: [] },
  { name: 'stratified', paths: 2000, overrides: ['run.sampling={ model: stratified-jumps }'], seconds: 0, parts: [] },
];

for (let round = 0; round < ROUNDS; round++) {
  for (const side of sides) {
    const loaded = await loadScenario(file, { overrides: side.overrides, paths: side.paths, seed: `round ${round}` });
    const before = process.cpuUsage();
    side.parts.push(await simulate(loaded, { workers: 0 }));
    side.seconds += process.cpuUsage(before).user / 1e6;
  }
}

/** One sample out of the rounds; weights are those of each round. */
function joined({ parts }: Side): Sample {
  const values = Float64Array.from(parts.flatMap((results) => [...column(results.strategies[0]!, 'badDebtUsd')]));
  const weightings = parts.map(weightingOf);
  if (weightings[0] === undefined) return new Sample(values, undefined);
  return new Sample(values, {
    weights: Float64Array.from(weightings.flatMap((one) => [...one!.weights])),
    strata: weightings.flatMap((one) => Array.from(one!.strata)),
  });
}

const FIGURES = {
  mean: (s: Sample) => s.mean(),
  'p99.9': (s: Sample) => s.quantile(0.999),
  'ES 99 %': (s: Sample) => s.shortfall(0.99),
  'ES 99.9 %': (s: Sample) => s.shortfall(0.999),
};
const [plain, stratified] = sides.map((side) => ({ ...side, sample: joined(side) })) as [
  Side & { sample: Sample },
  Side & { sample: Sample },
];
const cost = ({ seconds, paths }: Side) => (1000 * seconds) / (paths * ROUNDS);
process.stdout.write(
  `plain ${plain.sample.n} paths, ${plain.seconds.toFixed(1)} s, ${cost(plain).toFixed(2)} ms a path; ` +
    `stratified ${stratified.sample.n} paths, ${stratified.seconds.toFixed(1)} s, ${cost(stratified).toFixed(2)} ms a path, ` +
    `${Math.round(stratified.sample.shortfall(0.999).effectiveTail)} effective beyond p99.9\n`,
);
for (const [name, of] of Object.entries(FIGURES)) {
  const [a, b] = [of(plain.sample), of(stratified.sample)];
  const width = ({ low, high }: { low: number | null; high: number | null }) =>
    low === null || high === null ? Number.NaN : high - low;
  const gain = (width(a) * Math.sqrt(plain.seconds)) / (width(b) * Math.sqrt(stratified.seconds));
  const show = ({ value, low, high }: typeof a) =>
    `${value.toPrecision(4)} [${low?.toPrecision(4) ?? '–'}, ${high?.toPrecision(4) ?? '–'}]`;
  process.stdout.write(
    `${name}: plain ${show(a)}, stratified ${show(b)}, narrower at equal time by ${gain.toFixed(1)}\n`,
  );
}
