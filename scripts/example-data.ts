/** `npm run example-data`: writes scenarios/data/, the files of prices, ticks and accounts that come with Plimsoll. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exampleFiles } from './example-data/files.ts';

const folder = fileURLToPath(new URL('../scenarios/data/', import.meta.url));
for (const [name, text] of await exampleFiles()) writeFileSync(`${folder}${name}`, text);
