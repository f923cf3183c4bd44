/** A process that runs paths of one scenario with one build, again and again when told to, and says how long it computed. */
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';

type Library = typeof import('../../index.ts');

const [library = '', scenario = '', paths = ''] = process.argv.slice(2);
const { loadScenario, simulate } = (await import(pathToFileURL(library).href)) as Library;
const loaded = await loadScenario(scenario);

/** What a turn says. */
export interface Turn {
  readonly cpuMillis: number;
  /** Hash of all figures. */
  readonly figures: string;
}

async function turn(): Promise<Turn> {
  const before = process.cpuUsage();
  const { strategies, failures } = await simulate(loaded, { paths: Number(paths), workers: 0 });
  const { user, system } = process.cpuUsage(before);
  if (failures.length > 0) throw new Error(failures[0]!.message);
  const hash = createHash('sha256');
  for (const { columns } of strategies) hash.update(new Uint8Array(columns.buffer));
  return { cpuMillis: (user + system) / 1000, figures: hash.digest('hex') };
}

process.on('message', async () => process.send!(await turn()));
process.on('disconnect', () => process.exit());
process.send!('ready');
