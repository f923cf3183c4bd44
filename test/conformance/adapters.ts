/** The adapter of every mechanism: all that the files in `adapters/` export, one file per group. */
import { readdirSync } from 'node:fs';
import type { Adapters } from './adapter.ts';

const FOLDER = new URL('./adapters/', import.meta.url);

const groups = await Promise.all(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts'))
    .sort((a, b) => (a < b ? -1 : 1))
    .map(async (file) => (await import(new URL(file, FOLDER).href)) as Readonly<Record<string, Adapters>>),
);

const entries = groups.flatMap((group) => Object.values(group).flatMap((adapters) => Object.entries(adapters)));

const twice = entries.map(([mechanism]) => mechanism).filter((mechanism, at, all) => all.indexOf(mechanism) !== at);
if (twice.length > 0) throw new Error(`these mechanisms have two adapters: ${twice.join(', ')}`);

export const ADAPTERS: Adapters = Object.fromEntries(entries);
