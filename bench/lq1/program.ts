/**
 * LQ-1 as a program, like those of the peers: `node program.js --accounts 1000 --paths 500 [--seed 12345]` prints one line of JSON.
 *
 * What is timed is the whole run, from the loaded scenario to results, the book built anew. A run before it lets V8 compile (which takes some 200 paths), as the
 * peers' compiled programs are.
 */
import { parseArgs } from 'node:util';
import { checkOf, loadLq1, runLq1 } from './workload.ts';

const WARM_UP_PATHS = 300;

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000' },
    paths: { type: 'string', default: '100' },
    seed: { type: 'string', default: '12345' },
  },
});
const [accounts, paths, seed] = [Number(values.accounts), Number(values.paths), Number(values.seed)];
const loaded = await loadLq1({ accounts, seed });
await runLq1(loaded, WARM_UP_PATHS);
const cpu = process.cpuUsage();
const started = performance.now();
const results = await runLq1(loaded, paths);
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(cpu);
if (results.failures.length > 0)
  throw new Error(`${results.failures.length} paths failed: ${results.failures[0]!.message}`);
const line = {
  program: 'plimsoll',
  accounts,
  paths,
  pathsPerSecond: paths / seconds,
  cpuPathsPerSecond: paths / ((user + system) / 1e6),
  check: checkOf(results),
};
process.stdout.write(`${JSON.stringify(line)}\n`);
