/**
 * Kills a run with `kill -9` at random moments, resumes it, and holds what comes out against an undisturbed run, byte for byte.
 *
 *     npx tsx bench/crash-test.ts [trials] [path of the built program]
 *
 * Every trial is killed once or more, at moments spread evenly over the time an undisturbed run takes. Every fifth is cut into three
 * shards, each killed and resumed, and joined. Moments are drawn anew each time; the seed of a run decides its bytes, not when it dies.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { journalPath, readHead } from '../results/store/journal.ts';
import { runAndKill } from './crash.ts';

const FILES = ['paths.csv', 'summary.csv', 'summary.json', 'manifest.json'];
const root = fileURLToPath(new URL('..', import.meta.url));
const trials = Number(process.argv[2] ?? 50);
const program = [process.execPath, process.argv[3] ?? join(root, 'dist/bin/main.js')];
const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-crash-'));

async function main(): Promise<boolean> {
  const scenario = join(scratch, 'starter.yaml');
  await must(['init', scenario]);
  // Short paths: what matters is the number of moments at which it can die.
  const run = ['run', scenario, '--set', 'run.horizon=30m', '--paths', '200', '--workers', '2', '--quiet'];
  const whole = join(scratch, 'whole');
  await must([...run, '--out', whole]);
  const { millis } = await must([...run, '--out', whole]);
  let same = 0;
  let kills = 0;
  let withRows = 0;
  for (let trial = 0; trial < trials; trial++) {
    const out = join(scratch, `trial-${trial}`);
    const parts = trial % 5 === 4 ? [0, 1, 2].map((index) => ['--shard', `${index}/3`]) : [[]];
    const folders: string[] = [];
    for (const [index, part] of parts.entries()) {
      const folder = parts.length === 1 ? out : `${out}-${index}`;
      folders.push(folder);
      const duration = parts.length === 1 ? millis : millis / 2;
      for (let most = 1 + (trial % 3); most > 0; most--) {
        const crash = await runAndKill(
          program,
          [...run, ...part, '--out', folder, '--resume'],
          Math.random() * duration,
        );
        if (!crash.wasKilled) break;
        kills++;
        const head = existsSync(folder) ? readHead(folder) : undefined;
        if (head !== undefined && statSync(journalPath(folder)).size > head.start) withRows++;
      }
      await must([...run, ...part, '--out', folder, '--resume']);
    }
    if (parts.length > 1) await must(['merge', ...folders, '--out', out, '--quiet']);
    const differing = FILES.filter((name) => !readFileSync(join(out, name)).equals(readFileSync(join(whole, name))));
    const litter = readdirSync(out).filter((name) => name.endsWith('.tmp') || name.endsWith('.lock'));
    const isSame = differing.length === 0 && litter.length === 0;
    if (isSame) same++;
    if (process.stderr.isTTY || process.env.PLIMSOLL_DEBUG)
      console.error(`${same} of ${trial + 1}, ${kills} kills, ${withRows} with rows`);
    else console.log(`trial ${trial}: ${[...differing, ...litter].join(', ')}`);
    for (const folder of new Set([out, ...folders])) rmSync(folder, { recursive: true, force: true });
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
