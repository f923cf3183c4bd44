/**
 * `npm run bench:peers -- --accounts 1000 --paths 500`: LQ-1 by Plimsoll and by the programs that a user might write instead, in one go.
 *
 * Every run of a peer comes right after a run of Plimsoll, and its ratio is taken against that one: what disturbs the machine disturbs both.
 * `--rounds 3` repeats · `--only numba-heap,numpy` leaves the other peers out · `--json` prints one line per program · `--seed` other draws ·
 * `--strict` exits with 1 when a bar is missed. Exits with 1 when a program disagrees about the figures.
 */
import { parseArgs } from 'node:util';
import { ratioOf, spreadOf } from '../interleave.ts';
import { differences, type Line, missing, PEERS, type Program, runPeer, runPlimsoll } from './programs.ts';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000' },
    paths: { type: 'string', default: '500' },
    seed: { type: 'string', default: '12345' },
    rounds: { type: 'string', default: '1' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
  },
});

function wholeNumber(name: 'accounts' | 'paths' | 'seed' | 'rounds', least: number): number {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value >= least) return value;
  process.stderr.write(`bench:peers: --${name} must be a whole number of ${least} or more, got ${values[name]}\n`);
  process.exit(2);
}

const workload = { accounts: wholeNumber('accounts', 1), paths: wholeNumber('paths', 1), seed: wholeNumber('seed', 0) };
const rounds = wholeNumber('rounds', 1);
const asked = values.only?.split(',');
const unknown = (asked ?? []).filter((name) => !PEERS.some((peer) => peer.name === name));
if (unknown.length > 0) {
  const known = PEERS.map(({ name }) => name).join(', ');
  process.stderr.write(`bench:peers: there is no program ${unknown.join(', ')}; there are ${known}\n`);
  process.exit(2);
}

const present: Program[] = [];
for (const peer of PEERS.filter(({ name }) => asked?.includes(name) ?? true)) {
  const reason = missing(peer);
  if (reason === undefined) present.push(peer);
  else process.stderr.write(`bench:peers: skipped ${peer.name}: ${reason}\n`);
}

/** Runs of a peer, and of Plimsoll just before each. */
interface Pairs {
  readonly peer: Program;
  readonly theirs: Line[];
  readonly ours: Line[];
}

const pairs = present.map((peer): Pairs => ({ peer, theirs: [], ours: [] }));
for (let round = 0; round < rounds; round++) {
  for (const { peer, theirs, ours } of pairs) {
    process.stderr.write(`bench:peers: ${peer.name} …\n`);
    ours.push(runPlimsoll(workload));
    theirs.push(runPeer(peer, workload));
  }
}
const own = pairs.length > 0 ? pairs.flatMap(({ ours }) => ours) : [runPlimsoll(workload)];

const paths = (line: Line) => line.pathsPerSecond;
const cpuPaths = (line: Line) => line.cpuPathsPerSecond;

/** Of several runs, the middle speed; the figures are the same in all of them. */
function joined(lines: readonly Line[]): Line {
  return {
    ...lines[0]!,
    pathsPerSecond: spreadOf(lines.map(paths)).median,
    cpuPathsPerSecond: spreadOf(lines.map(cpuPaths)).median,
  };
}

const rows = pairs.map(({ peer, theirs, ours }) => ({
  bar: peer.bar,
  line: { ...joined(theirs), program: peer.name },
  ratio: ratioOf(ours.map(paths), theirs.map(paths)).median,
  cpuRatio: ratioOf(ours.map(cpuPaths), theirs.map(cpuPaths)).median,
  differences: differences(ours[0]!.check, theirs[0]!.check),
}));

if (values.json) {
  process.stdout.write(`${JSON.stringify(joined(own))}\n`);
  for (const { line, ratio, cpuRatio } of rows)
    process.stdout.write(`${JSON.stringify({ ...line, ratio, cpuRatio })}\n`);
} else {
  const cells = (...texts: string[]) => `| ${texts.join(' | ')} |\n`;
  const figure = (value: number) => value.toPrecision(4);
  process.stdout.write(`LQ-1: ${workload.accounts} accounts, ${workload.paths} paths, one thread\n\n`);
  process.stdout.write(cells('program', 'paths/s', 'paths/CPU s', 'Plimsoll is', 'by CPU time', 'bar', 'figures'));
  process.stdout.write(cells('---', '---', '---', '---', '---', '---', '---'));
  const mine = joined(own);
  process.stdout.write(cells('plimsoll', figure(paths(mine)), figure(cpuPaths(mine)), '', '', '', ''));
  for (const { line, ratio, cpuRatio, bar, differences } of rows) {
    const agrees = differences.length === 0 ? 'the same' : 'DIFFERENT';
    const times = [`${figure(ratio)}×`, `${figure(cpuRatio)}×`, bar === 0 ? '' : `${bar}×`];
    process.stdout.write(cells(line.program, figure(paths(line)), figure(cpuPaths(line)), ...times, agrees));
  }
}
for (const { line, differences } of rows) {
  for (const difference of differences) process.stderr.write(`bench:peers: ${line.program}: ${difference}\n`);
}
const disagree = rows.some((row) => row.differences.length > 0);
const isSlow = rows.some(({ ratio, bar }) => ratio < bar);
if (disagree || (values.strict && isSlow)) process.exitCode = 1;
