/**
 * Becomes the command line of a build, as `node <main.js> <args…>` would, and prints nothing but what the whole process took, its start
 * included, as JSON. A parent cannot tell that of one child alone.
 */
import { writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** What is printed. */
export interface Taken {
  readonly cpuMillis: number;
  /** Largest resident set. */
  readonly peakBytes: number;
}

const [main = '', ...args] = process.argv.slice(2);
process.argv = [process.argv[0]!, main, ...args];
const silent = (): boolean => true;
process.stdout.write = silent;
process.stderr.write = silent;
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const taken: Taken = { cpuMillis: (user + system) / 1000, peakBytes: process.resourceUsage().maxRSS * 1024 };
  writeSync(1, JSON.stringify(taken));
});
await import(pathToFileURL(main).href);
