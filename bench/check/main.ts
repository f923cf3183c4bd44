/**
 * `npm run bench:check`: has this build become slower than another? Exit code 0 when not, 1 when it has, 2 when there is nothing to compare.
 *
 * `-- --against v0.1.0` a commit, tag or branch; the last tag `v…` when left out · `--tolerance 0.1` how much slower is no failure ·
 * `--quick` fewer processes · `--only reference-crash,help` a part · `--json` one line of JSON for each figure.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { scenarioFile } from '../worlds.ts';
import { type Builds, commandDuel, type Duel, duel, type Effort } from './duel.ts';
import { buildHere, buildOther, lastRelease, NothingToCompareWith } from './other-build.ts';
import { compare } from './verdict.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

type Measure = (builds: Builds, effort: Effort) => Promise<Duel>;

const paths =
  (scenario: string, count: number): Measure =>
  (builds, effort) =>
    duel(builds, scenario, count, effort);
const command =
  (...args: string[]): Measure =>
  (builds, effort) =>
    commandDuel(builds, args, effort);

const CALM = scenarioFile('calm-day');
/** By name: what is compared, and in words. Turns are some tenths of a second. */
const MEASURES: Readonly<Record<string, readonly [what: string, measure: Measure]>> = {
  'reference-crash': ['150 paths of reference-crash', paths(scenarioFile('reference-crash'), 150)],
  'calm-day': ['600 paths of calm-day', paths(CALM, 600)],
  'two-collaterals': ['60 paths of two-collaterals', paths(scenarioFile('two-collaterals'), 60)],
  'black-thursday': ['80 paths of black-thursday', paths('black-thursday', 80)],
  help: ['plimsoll --help', command('--help')],
  'one-path': ['plimsoll run, one path', command('run', CALM, '--paths', '1', '--quiet')],
};

const { values: options } = parseArgs({
  options: {
    against: { type: 'string' },
    tolerance: { type: 'string', default: '0.1' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

function refuse(why: string): never {
  process.stderr.write(`bench:check: ${why}\n`);
  process.exit(2);
}

const tolerance = Number(options.tolerance);
if (!(tolerance >= 0 && tolerance < 10))
  refuse(`--tolerance must be a fraction from 0, such as 0.1; got ${options.tolerance}`);
const names = options.only?.split(',') ?? Object.keys(MEASURES);
const unknown = names.filter((name) => !Object.hasOwn(MEASURES, name));
if (unknown.length > 0) refuse(`there is no ${unknown.join(', ')}; there are ${Object.keys(MEASURES).join(', ')}`);
const effort: Effort = options.quick ? { pairs: 5, turns: 3 } : { pairs: 8, turns: 5 };

try {
  process.exitCode = await check(options.against ?? lastRelease(ROOT));
} catch (error) {
  if (!(error instanceof NothingToCompareWith)) throw error;
  refuse(error.message);
}

async function check(against: string): Promise<number> {
  process.stderr.write(`bench:check: building ${against} and this checkout …\n`);
  const other = buildOther(ROOT, against);
  try {
    buildHere(ROOT);
    const builds: Builds = [`${ROOT}dist`, other.folder];
    let slower = 0;
    for (const name of names) {
      const [what, measure] = MEASURES[name]!;
      process.stderr.write(`bench:check: ${what} …\n`);
      const { ratios, ourMillis, sameFigures } = await measure(builds, effort);
      const { ratio, low, high, verdict } = compare(ratios, tolerance);
      if (verdict === 'slower') slower++;
      if (options.json) {
        process.stdout.write(
          `${JSON.stringify({ name, against: other.commit, ratio, low, high, ourMillis, verdict, sameFigures })}\n`,
        );
        continue;
      }
      const interval = `${ratio.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
      const remark = sameFigures ? '' : ' (other figures: not the same work)';
      process.stdout.write(
        `${what.padEnd(30)} ${interval.padEnd(23)} ${ourMillis.toFixed(0).padStart(6)} ms  ${verdict}${remark}\n`,
      );
    }
    if (!options.json)
      process.stdout.write(
        `processor time of this build ÷ that of ${other.commit}; 95 % intervals over ${effort.pairs} pairs of processes\n`,
      );
    return slower > 0 ? 1 : 0;
  } finally {
    other.remove();
  }
}
