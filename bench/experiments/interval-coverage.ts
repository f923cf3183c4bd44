/**
 * How often the intervals of results hold the truth, on laws whose truth is known: `npx tsx bench/experiments/interval-coverage.ts`.
 * The tables of docs/statistics.md are its output.
 */

import { CONFIDENCE } from '../../results/definitions.ts';
import { Sample } from '../../results/sample.ts';
import { lognormalLaw, normalLaw, paretoTail, studentLaw } from '../../results/statistics/laws.ts';
import { quantileRanks } from '../../results/statistics/quantile.ts';
import { studentQuantile } from '../../results/statistics/student-t.ts';
import { normalQuantile } from '../../sim/random/distributions.ts';
import { RandomStream } from '../../sim/random/random-stream.ts';

interface Law {
  readonly name: string;
  readonly mean: number;
  quantile(a: number): number;
  expectedShortfall(a: number): number;
  draw(u: number): number;
}

const HIT = 0.08;
const SHAPE = 1 / 3;
const tail = paretoTail({ shape: SHAPE, scale: 1, threshold: 0, exceedance: HIT });
const table = Float64Array.from({ length: 4096 }, (_, i) => studentQuantile((i + 0.5) / 4096, 3));
const student = studentLaw(3);

const LAWS: readonly Law[] = [
  { name: 'normal', mean: 10, ...normalLaw(10, 3), draw: (u) => 10 + 3 * normalQuantile(u) },
  { name: 'lognormal (σ = 1)', mean: Math.exp(0.5), ...lognormalLaw(0, 1), draw: (u) => Math.exp(normalQuantile(u)) },
  { name: 'Student t, 3 degrees', mean: 0, ...student, draw: (u) => studentDraw(u) },
  {
    name: '0 on 92 %, else Pareto (index 3)',
    mean: HIT / (1 - SHAPE),
    ...tail,
    draw: (u) => (u <= 1 - HIT ? 0 : (((1 - u) / HIT) ** -SHAPE - 1) / SHAPE),
  },
];

/** Closed form of the t quantile with 3 degrees by Newton steps from a table. */
function studentDraw(u: number): number {
  let x = table[Math.min(4095, Math.floor(u * 4096))]!;
  for (let step = 0; step < 30; step++) {
    const angle = Math.atan(x / Math.sqrt(3));
    const cdf = 0.5 + (angle + Math.sin(2 * angle) / 2) / Math.PI;
    const change = (cdf - u) / student.density(x);
    x -= change;
    if (Math.abs(change) < 1e-9 * (1 + Math.abs(x))) break;
  }
  return x;
}

const STATISTICS = ['mean', 'p95', 'p99', 'es99'] as const;

function coverage(law: Law, n: number, runs: number) {
  const stream = new RandomStream(`coverage ${law.name} ${n}`);
  const truth = { mean: law.mean, p95: law.quantile(0.95), p99: law.quantile(0.99), es99: law.expectedShortfall(0.99) };
  const held = { mean: 0, p95: 0, p99: 0, es99: 0 };
  const below = { mean: 0, p95: 0, p99: 0, es99: 0 };
  const given = { mean: 0, p95: 0, p99: 0, es99: 0 };
  for (let run = 0; run < runs; run++) {
    const sample = new Sample(
      Float64Array.from({ length: n }, () => law.draw(stream.uniform())),
      undefined,
    );
    const found = {
      mean: sample.mean(),
      p95: sample.quantile(0.95),
      p99: sample.quantile(0.99),
      es99: sample.shortfall(0.99),
    };
    for (const key of STATISTICS) {
      const { low, high } = found[key];
      if (low === null || high === null) continue;
      given[key]++;
      if (low <= truth[key] && truth[key] <= high) held[key]++;
      else if (truth[key] > high) below[key]++;
    }
  }
  return STATISTICS.map((key) => {
    const share = (count: number) => ((100 * count) / given[key]).toFixed(1);
    return `${share(held[key])} % (${share(below[key])} % too low)`;
  });
}

for (const [n, runs] of [
  [1000, 4000],
  [10_000, 1000],
] as const) {
  process.stdout.write(`\n| n = ${n}, ${runs} runs | ${STATISTICS.join(' | ')} |\n| --- | --- | --- | --- | --- |\n`);
  const promised = [0.95, 0.99].map((p) => `${(100 * quantileRanks(n, p, CONFIDENCE).coverage).toFixed(1)} %`);
  process.stdout.write(`| promised, for any continuous law | | ${promised.join(' | ')} | |\n`);
  for (const law of LAWS) process.stdout.write(`| ${law.name} | ${coverage(law, n, runs).join(' | ')} |\n`);
}
