/**
 * `npm run bench`: measures, prints, and writes `bench/RESULTS.md`.
 *
 * `-- --date 2026-01-31` is put on the page · `--quick` takes a third of the rounds · `--only paths,books` measures a part and writes nothing ·
 * `--check` exits with 1 when a bar is missed · `--profile black-thursday` shows where that scenario spends its time, and nothing else.
 */
import { writeFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { allocation } from './allocation.ts';
import { bookSize } from './book-size.ts';
import { costModel } from './cost-model.ts';
import { growth } from './growth.ts';
import { memory } from './memory.ts';
import { pathCost } from './path-cost.ts';
import { profile, profileTable } from './profile.ts';
import { missed, resultsPage } from './results-page.ts';
import type { Effort, Section } from './section.ts';
import { startUp } from './start-up.ts';
import { sweep } from './sweep.ts';
import { workers } from './workers.ts';

const PARTS: Readonly<Record<string, (effort: Effort) => Promise<Section>>> = {
  paths: pathCost,
  books: bookSize,
  sweep,
  workers,
  memory,
  growth,
  cost: costModel,
  allocation,
  start: startUp,
};

const { values: options } = parseArgs({
  options: {
    date: { type: 'string', default: 'not given' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const names = options.only?.split(',') ?? Object.keys(PARTS);
const unknown = names.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  process.stderr.write(`bench: there is no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}\n`);
  process.exit(2);
}

if (options.profile !== undefined) {
  process.stdout.write(profileTable(await profile(options.profile, 200), 10));
  process.exit();
}

const loadBefore = loadavg()[0]!;
const sections: Section[] = [];
for (const name of names) {
  process.stderr.write(`bench: ${name} …\n`);
  sections.push(await PARTS[name]!(options.quick ? 1 : 3));
}
const page = resultsPage(sections, {
  date: options.date,
  cpu: cpus()[0]?.model ?? 'unknown processor',
  cores: availableParallelism(),
  memoryBytes: totalmem(),
  node: process.version,
  platform: `${platform()}-${arch()}`,
  load: [loadBefore, loadavg()[0]!],
  quick: options.quick,
});
process.stdout.write(page);
if (options.only === undefined) {
  writeFileSync(fileURLToPath(new URL('../../../bench/RESULTS.md', import.meta.url)), page);
  process.stderr.write('bench: wrote bench/RESULTS.md\n');
}
if (options.check && missed(sections).length > 0) process.exitCode = 1;
