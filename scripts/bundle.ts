/**
 * `dist`, after the compiler has written the types: the program, its worker and the library as a few files instead of hundreds, with the
 * packages that every command needs. Half of the time of a short run was Node finding and reading them one by one.
 *
 * Packages that are needed rarely are not taken in, nor is one that finds its own files by their place. The licenses of what
 * is taken in are written beside it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Where to; another folder than `dist` to measure the sources as they are. */
const FOLDER = process.argv[2] ?? 'dist';
const STAY_PACKAGES = [
  '@resvg/resvg-wasm',
  'piscina',
  'vega',
  'vega-lite',
  'hyparquet-writer',
  'cli-progress',
  'csv-stringify',
];

const { metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: ['index.ts', 'bin/main.ts', 'bin/worker.ts'],
  outdir: FOLDER,
  outbase: '.',
  // Beside the worker, which is found from where the code that starts it is.
  chunkNames: 'bin/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: STAY_PACKAGES,
  // Packages of the older kind ask for Node's modules in the older way.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

requireWorkerBeside(metafile);
writeFileSync(join(ROOT, FOLDER, 'THIRD-PARTY.txt'), thirdParty(metafile));

/** Whatever names the worker by its place must be in its folder. @throws Error otherwise */
function requireWorkerBeside({ outputs }: Metafile): void {
  for (const [file, { inputs }] of Object.entries(outputs)) {
    if (inputs['bin/worker-entry.ts'] === undefined || file.startsWith(`${FOLDER}/bin/`)) continue;
    throw new Error(`${file} starts the worker, but is not beside it`);
  }
}

/** Name, version and license of every package of which something was taken in. */
function thirdParty({ inputs }: Metafile): string {
  const folders = new Set<string>();
  for (const file of Object.keys(inputs)) {
    const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
    if (folder !== undefined) folders.add(folder);
  }
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
      license: string;
    };
    return `${name} ${version} (${license})\n\n${licenseOf(join(ROOT, folder))}`;
  });
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  return `Packages that these files contain, and their licenses.${rule}${texts.join(rule)}\n`;
}

/** @throws Error for a package that comes without the text of its license: it may not be taken in */
function licenseOf(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8').trim();
  const readme = join(folder, 'README.md');
  const text = existsSync(readme) ? readFileSync(readme, 'utf8') : '';
  const [, section] = /\n(?:#+ *)?license[^\n]*\n([\s\S]*)$/i.exec(text) ?? [];
  if (section === undefined || !/copyright/i.test(section)) throw new Error(`${folder} has no license text`);
  return section.replace(/^[-=\s]+/, '').trim();
}
