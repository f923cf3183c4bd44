/** A process of its own for one measurement: reads what to do from its first argument as JSON, prints what it found as JSON. */
import { createHash } from 'node:crypto';
import { simulate } from '../bin/simulate.ts';
import { prepareJob } from '../results/batch.ts';
import { loadScenario } from '../scenarios/load.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import type { ProbeFindings, ProbeRequest } from './probe.ts';

const request = JSON.parse(process.argv[2] ?? '') as ProbeRequest;
const loaded = await loadScenario(request.file, { overrides: request.overrides });
const startBytes = process.memoryUsage.rss();
const started = performance.now();
const findings = request.workers === undefined ? await buildBook(loaded) : await run(loaded, request.workers);
const millis = performance.now() - started;
const peakBytes = process.resourceUsage().maxRSS * 1024;
const { user, system } = process.cpuUsage();
process.stdout.write(JSON.stringify({ ...findings, millis, startBytes, peakBytes, cpuMillis: (user + system) / 1000 }));

type Found = Pick<ProbeFindings, 'sharedBytes' | 'fingerprint'>;

async function buildBook(scenario: LoadedScenario): Promise<Found> {
  const { book } = await prepareJob(scenario);
  return { sharedBytes: bytesIn(book), fingerprint: '' };
}

async function run(scenario: LoadedScenario, workers: number): Promise<Found> {
  const { paths, batchSize } = request;
  const results = await simulate(scenario, { workers, paths, batchSize });
  if (results.failures.length > 0)
    throw new Error(`${results.failures.length} failures: ${results.failures[0]!.message}`);
  const hash = createHash('sha256');
  for (const { columns } of results.strategies) hash.update(new Uint8Array(columns.buffer));
  return { sharedBytes: 0, fingerprint: hash.digest('hex') };
}

/** Bytes of all shared memory that a value refers to. */
function bytesIn(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof SharedArrayBuffer ? value.byteLength : 0;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, part) => sum + bytesIn(part), 0);
}
