/**
 * Becomes the command line of a build, as `node <main.js> <args…>` would, and prints nothing but the processor time of the
 * whole process, its start included, in milliseconds.
 */
import { writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [main = '', ...args] = process.argv.slice(2);
process.argv = [process.argv[0]!, main, ...args];
const silent = (): boolean => true;
process.stdout.write = silent;
process.stderr.write = silent;
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeSync(1, String((user + system) / 1000));
});
await import(pathToFileURL(main).href);
