/** `npm run docs:models`: writes docs/models/ and docs/presets/, one page and picture each, and removes what is no longer there. */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allPages } from './pages/all-pages.ts';
import { allPresetPages } from './pages/presets/all-preset-pages.ts';

const docs = fileURLToPath(new URL('../docs/', import.meta.url));
const { pages, problems } = await allPages();
const files = new Map(await allPresetPages());
for (const [path, text] of pages) files.set(`models/${path}`, text);
for (const [path, text] of files) {
  mkdirSync(dirname(join(docs, path)), { recursive: true });
  writeFileSync(join(docs, path), text);
}
for (const folder of ['models', 'presets']) {
  const there = existsSync(join(docs, folder))
    ? readdirSync(join(docs, folder), { recursive: true, encoding: 'utf8' })
    : [];
  for (const name of there) {
    const path = `${folder}/${name.replaceAll('\\', '/')}`;
    if (!files.has(path) && !statSync(join(docs, path)).isDirectory()) rmSync(join(docs, path));
  }
}
for (const problem of problems) console.error(`no picture: ${problem}`);
console.log(`wrote ${files.size} files to docs/`);
