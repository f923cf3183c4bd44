/** What `package.json` promises is there: in the sources always, and in `dist` once it is built. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { expect, it } from 'vitest';

interface Manifest {
  readonly version: string;
  readonly bin: Record<string, string>;
  readonly exports: Record<string, string | { readonly types: string; readonly default: string }>;
  readonly imports: Record<string, string>;
  readonly files: readonly string[];
  readonly dependencies: Record<string, string>;
}

const root = new URL('../../', import.meta.url);
const there = (path: string): boolean => existsSync(new URL(path, root));
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const manifest = JSON.parse(text('package.json')) as Manifest;
const isBuilt = there('dist/index.js');

/** Every file that an entry of the manifest leads to. */
const entries = [
  ...Object.values(manifest.bin),
  ...Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : [entry.types, entry.default],
  ),
];

it.each(entries)('%s is made from a source', (entry) => {
  const source = entry.replace(/^\.\//, '').replace(/^dist\/(.*?)(\.d\.ts|\.js)$/, '$1.ts');
  expect(there(source), source).toBe(true);
});

it.skipIf(!isBuilt).each(entries)('%s is there once built', (entry) => {
  expect(there(entry)).toBe(true);
});

it('the command starts with node', () => {
  expect(text('bin/main.ts').split('\n')[0]).toBe('#!/usr/bin/env node');
});

it.skipIf(!isBuilt)('the command can be executed once built', () => {
  expect(statSync(new URL(manifest.bin.plimsoll as string, root)).mode & 0o111).toBe(0o111);
});

it.skipIf(!isBuilt)('ships the license of every package whose code is in its files, and depends on the others', () => {
  const licenses = text('dist/THIRD-PARTY.txt')
    .split(`\n${'-'.repeat(80)}\n`)
    .slice(1);
  const contained = licenses.map((license) => license.trim().split(' ')[0]);
  for (const license of licenses) expect(license).toMatch(/copyright|permission to use/i);
  for (const name of ['zod', 'yaml', 'commander', 'seedrandom', 'simple-statistics']) expect(contained).toContain(name);
  const code = readdirSync(new URL('dist/', root), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => text(`dist/${file}`));
  const asked = code.flatMap((source) => [
    ...source.matchAll(/^import .* from "([^".][^"]*)";$|import\("([^".][^"]*)"\)/gm),
  ]);
  const packages = new Set(
    asked.map(([, named, later]) => (named ?? later) as string).filter((name) => !isBuiltin(name)),
  );
  expect(packages.size).toBeGreaterThan(2);
  for (const name of packages)
    expect(Object.keys(manifest.dependencies)).toContain(/^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0]);
});

it('ships what the code reads at run time, and what a user must have', () => {
  for (const folder of Object.values(manifest.imports).map((target) => target.split('/')[1] as string)) {
    const isShipped = folder === 'package.json' || manifest.files.some((pattern) => pattern.startsWith(folder));
    expect(isShipped, folder).toBe(true);
  }
  for (const file of ['LICENSE', 'README.md', 'CHANGELOG.md']) {
    expect(manifest.files).toContain(file);
    expect(there(file), file).toBe(true);
  }
});

it('ships a license that names its holder', () => {
  expect(text('LICENSE')).toMatch(/Apache License\s+Version 2\.0/);
  expect(text('LICENSE')).toContain('Copyright The Plimsoll authors');
});

it('the changelog speaks of this version', () => {
  expect(text('CHANGELOG.md')).toContain(`## [${manifest.version}]`);
});

it('every entry of the changelog says whether it changes results', () => {
  const bullets = text('CHANGELOG.md')
    .split(/\n(?=- )/)
    .slice(1);
  expect(bullets.length).toBeGreaterThan(0);
  for (const entry of bullets) expect(entry).toMatch(/changes results: (yes|no)\b/);
});
