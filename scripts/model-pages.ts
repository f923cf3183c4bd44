/** `npm run docs:models`: writes docs/models/, one page and picture per registered model, and removes what is no longer there; and docs/presets.md. */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shippedPresets } from '../scenarios/presets.ts';
import { allPages } from './pages/all-pages.ts';
import { presetPage } from './pages/preset-page.ts';

const folder = fileURLToPath(new URL('../docs/models/', import.meta.url));
const { pages, problems } = await allPages();
for (const [path, text] of pages) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
const there = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
for (const path of there) {
  const isOurs = pages.has(path.replaceAll('\\', '/')) || statSync(join(folder, path)).isDirectory();
  if (!isOurs) rmSync(join(folder, path));
}
writeFileSync(join(folder, '../presets.md'), presetPage(await shippedPresets()));
for (const problem of problems) console.error(`no picture: ${problem}`);
console.log(`wrote ${pages.size} files to docs/models/`);
