/**
 * Kills runs and sweeps with `kill -9` at random moments, resumes them, and holds what comes out against undisturbed ones, byte for byte.
 *
 *     npx tsx bench/crash-test.ts [trials] [path of the built program]
 *
 * Of five trials two are runs, one is a sweep, one a sweep and one a run in shards, each killed and resumed, and joined: three shards, or two
 * where there are few trials. Every trial is killed once or more, at moments spread evenly over the time an undisturbed one takes, in every other
 * trial over its second half, when rows are written. Moments are drawn anew each time; the seed of a run
 * decides its bytes, not when it dies.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { journalPath, readHead } from '../results/store/journal.ts';
import { runAndKill } from './crash.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const trials = Number(process.argv[2] ?? 50);
const program = [process.execPath, process.argv[3] ?? join(root, 'dist/bin/main.js')];
const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-crash-'));
const scenario = join(scratch, 'starter.yaml');

/** Something to kill, and what it should leave. */
interface Work {
  readonly name: string;
  readonly command: readonly string[];
  /** Options of it that belong to `merge` where it is cut into shards. */
  readonly whenWhole: readonly string[];
  readonly files: readonly string[];
  readonly whole: string;
  readonly millis: number;
}

// Short paths: what matters is the number of moments at which it can die.
const SHORT = ['--set', 'run.horizon=30m', '--workers', '2', '--quiet'];

async function undisturbed(
  name: string,
  command: readonly string[],
  whenWhole: readonly string[],
  files: readonly string[],
): Promise<Work> {
  const whole = join(scratch, name);
  const { millis } = await must([...command, ...whenWhole, '--out', whole]);
  return { name, command, whenWhole, files, whole, millis };
}

let kills = 0;
let withRows = 0;

/** @returns what differs from the undisturbed one, and what was left lying about */
async function trial(number: number, work: Work, shards: number): Promise<string[]> {
  const out = join(scratch, `trial-${number}`);
  const parts = shards > 1 ? Array.from({ length: shards }, (_, i) => ['--shard', `${i}/${shards}`]) : [work.whenWhole];
  const folders: string[] = [];
  for (const [index, part] of parts.entries()) {
    const folder = shards > 1 ? `${out}-${index}` : out;
    folders.push(folder);
    const resumed = [...work.command, ...part, '--out', folder, '--resume'];
    const duration = shards > 1 ? work.millis / 2 : work.millis;
    const earliest = number % 2 === 0 ? 0 : 0.5;
    for (let most = 1 + ((2 * number) % 3); most > 0; most--) {
      const moment = (earliest + (1 - earliest) * Math.random()) * duration;
      const crash = await runAndKill(program, resumed, moment);
      if (!crash.wasKilled) break;
      kills++;
      const head = existsSync(folder) ? readHead(folder) : undefined;
      if (head !== undefined && statSync(journalPath(folder)).size > head.start) withRows++;
    }
    await must(resumed);
  }
  if (shards > 1) await must(['merge', ...folders, ...work.whenWhole, '--out', out, '--quiet']);
  const differing = work.files.filter(
    (name) => !readFileSync(join(out, name)).equals(readFileSync(join(work.whole, name))),
  );
  const litter = readdirSync(out).filter((name) => name.endsWith('.tmp') || name.endsWith('.lock'));
  for (const folder of new Set([out, ...folders])) rmSync(folder, { recursive: true, force: true });
  return [...differing, ...litter];
}

async function main(): Promise<boolean> {
  await must(['init', scenario]);
  const run = await undisturbed(
    'run',
    ['run', scenario, '--paths', '150', '--no-report', ...SHORT],
    [],
    ['paths.csv', 'summary.csv', 'summary.json', 'manifest.json'],
  );
  const sweep = await undisturbed(
    'sweep',
    ['sweep', scenario, '--paths', '50', '--set', 'keepers.0.count=1,2,4', ...SHORT],
    ['--csv', '--no-report'],
    ['plan.json', 'paths.parquet', 'paths.csv', 'summary.csv', 'differences.csv', 'summary.json'],
  );
  const shards = trials < 10 ? 2 : 3;
  const kinds: readonly [Work, number][] = [
    [run, 1],
    [sweep, 1],
    [sweep, shards],
    [run, shards],
    [run, 1],
  ];
  let same = 0;
  for (let number = 0; number < trials; number++) {
    const [work, pieces] = kinds[number % kinds.length]!;
    const wrong = await trial(number, work, pieces);
    if (wrong.length === 0) same++;
    else console.log(`trial ${number}, a ${work.name}: ${wrong.join(', ')}`);
    if (process.stderr.isTTY || process.env.PLIMSOLL_DEBUG)
      console.error(`${same} of ${number + 1}, ${kills} kills, ${withRows} with rows`);
  }
  console.log(`${same} of ${trials} byte-identical; ${kills} kills, ${withRows} of them with rows on the disk`);
  return same === trials;
}

async function must(args: readonly string[]) {
  const run = await runAndKill(program, args);
  if (run.code !== 0) throw new Error(`plimsoll ${args.join(' ')} ended with ${run.code}: ${run.err}`);
  return run;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
