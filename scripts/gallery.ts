/**
 * `npm run docs:gallery`: runs every shipped scenario with few paths, writes docs/gallery/, and removes what is no longer there.
 * `npm run docs:gallery -- stale` leaves those alone whose scenario has not changed since.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shippedScenarios } from '../scenarios/shipped.ts';
import { galleryEntry, shortRun } from './gallery/entry.ts';
import { galleryPage, markOf, type Shown, textOf, textsOf } from './gallery/gallery-page.ts';

const folder = fileURLToPath(new URL('../docs/gallery/', import.meta.url));
const file = join(folder, 'README.md');
mkdirSync(folder, { recursive: true });
const onlyStale = process.argv[2] === 'stale';
const known = textsOf(existsSync(file) ? readFileSync(file, 'utf8') : '');
const shown: Shown[] = [];
for (const scenario of await shippedScenarios()) {
  const { name } = scenario;
  const loaded = await shortRun(name);
  const before = known.get(name);
  const isKept = onlyStale && loaded !== undefined && before?.endsWith(markOf(loaded.hash));
  const entry = isKept || loaded === undefined ? undefined : await galleryEntry(name, loaded);
  for (const picture of entry?.pictures ?? []) writeFileSync(join(folder, picture.file), picture.svg);
  const designs = loaded && Object.keys(loaded.scenario.strategies).length;
  shown.push({ scenario, designs, text: isKept ? before! : textOf(scenario, entry) });
  console.log(`${name}: ${isKept ? 'as it was' : `${entry?.pictures.length ?? 0} pictures`}`);
}
const page = galleryPage(shown);
writeFileSync(file, page);
for (const name of readdirSync(folder))
  if (name !== 'README.md' && !page.includes(`](${name})`)) rmSync(join(folder, name));
console.log(`wrote ${readdirSync(folder).length} files to docs/gallery/`);
