/** Measurements in processes of their own: memory and wall time as a user's process has them. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface ProbeRequest {
  readonly file: string;
  readonly overrides?: readonly string[] | undefined;
  /** Threads of a run; only the book is built when left out. */
  readonly workers?: number | undefined;
  readonly paths?: number | undefined;
  readonly batchSize?: number | undefined;
}

export interface ProbeFindings {
  /** Wall time of the run or the build, without the start of the process and the loading of the scenario. */
  readonly millis: number;
  readonly cpuMillis: number;
  /** Resident set before the work, and the largest of the process's life. */
  readonly startBytes: number;
  readonly peakBytes: number;
  /** Bytes of the book and its indices in shared memory, where only the book was built. */
  readonly sharedBytes: number;
  /** Hash of all figures. */
  readonly fingerprint: string;
}

const ENTRY = fileURLToPath(new URL('./probe-entry.js', import.meta.url));
const run = promisify(execFile);

/** @throws Error with the process's stderr when it fails */
export async function probe(request: ProbeRequest): Promise<ProbeFindings> {
  const { stdout } = await run(process.execPath, [ENTRY, JSON.stringify(request)], { maxBuffer: 1 << 20 });
  return JSON.parse(stdout) as ProbeFindings;
}
