/** `npm run conformance -- --dir <folder> [--mechanism <prefix>] [--json]`: golden vectors against the models. */
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { ADAPTERS } from './adapters.ts';
import { countsOf, jsonReport, textReport } from './report.ts';
import { check, readListed } from './run.ts';
import { VectorFileError, vectorsIn } from './vector.ts';

const OWN_VECTORS = fileURLToPath(new URL('./vectors', import.meta.url));

const program = new Command('conformance')
  .description('runs golden vectors through the models that the simulator runs')
  .option('--dir <folder>', 'folder of JSON vectors, with its subfolders', OWN_VECTORS)
  .option('--mechanism <prefix>', 'only mechanisms whose name begins so')
  .option('--json', 'one JSON document with every vector')
  .parse();

const { dir, mechanism = '', json } = program.opts<{ dir: string; mechanism?: string; json?: true }>();

try {
  const vectors = vectorsIn(dir).filter((vector) => vector.mechanism.startsWith(mechanism));
  if (vectors.length === 0) throw new VectorFileError(`no mechanism in ${dir} begins with ${mechanism}`);
  const listed = readListed(new URL('./listed.json', import.meta.url));
  const checked = vectors.map((vector) => check(vector, ADAPTERS, listed));
  process.stdout.write(json ? jsonReport(checked) : textReport(checked));
  process.exitCode = countsOf(checked).failed > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof VectorFileError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
