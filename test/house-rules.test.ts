import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Each room may import itself and those to its right. */
const ROOMS = ['bin', 'results', 'scenarios', 'models', 'sim'];

/** Packages and Node modules that the deterministic rooms may use, by folder; the longest prefix decides. */
const ALLOWED_PACKAGES: Record<string, readonly string[]> = {
  'sim/': [],
  'sim/random/': ['seedrandom'],
  'sim/engine/': ['piscina', 'node:events', 'node:timers/promises'],
  // csv-parse works on text that is handed in; nothing here opens a file.
  'models/': ['zod', 'csv-parse/sync'],
};

/** In code, with comments and texts taken out. A name after a dot belongs to something else, except after `Math.`. */
const BANNED: Record<string, RegExp> = {
  'Math.pow': /\bMath\s*\.\s*pow\b/,
  'Math.random': /\bMath\s*\.\s*random\b/,
  'the power operator': /\*\*/,
  Date: /(?<![.\w$])Date\b/,
  performance: /(?<![.\w$])performance\b/,
  process: /(?<![.\w$])process\b(?!\s*[?]?\s*:)/,
  globalThis: /\bglobalThis\b/,
  console: /(?<![.\w$])console\b/,
  Intl: /(?<![.\w$])Intl\b/,
  localeCompare: /\blocaleCompare\b/,
  'a locale function': /\btoLocale\w*/,
  'sort without comparator': /\.\s*(?:sort|toSorted)\s*\(\s*\)/,
};

const FILE_NAMES_THAT_SAY_NOTHING = /^(?:utils?|helpers?|managers?|misc|common)$/;

function sourcesIn(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => posix.join(folder, path.replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.ts'))
    .sort();
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const roomOf = (path: string): string => path.split('/')[0] as string;

/** Everything a source imports or re-exports, statically or not, types included. */
function importsOf(source: string): string[] {
  const text = withoutComments(source);
  const forms = [
    /\bfrom\s*['"]([^'"]+)['"]/g,
    /\bimport\s*\(?\s*['"]([^'"]+)['"]/g,
    /\brequire\s*\(\s*['"]([^'"]+)['"]/g,
  ];
  return forms.flatMap((form) => [...text.matchAll(form)].map((match) => match[1] as string));
}

function importBreach(path: string, target: string): string | undefined {
  const room = roomOf(path);
  if (target.startsWith('.')) {
    const resolved = posix.normalize(posix.join(posix.dirname(path), target));
    const there = ROOMS.indexOf(roomOf(resolved));
    if (!target.endsWith('.ts') && !target.endsWith('.json')) return `${path} imports ${target}, which lacks its .ts`;
    // The root holds index.ts, the library's face; only the programs may stand on it.
    if (there < 0) return room === 'bin' ? undefined : `${path} imports ${target}, outside the rooms`;
    return there >= ROOMS.indexOf(room) ? undefined : `${path} imports ${target}, from a room to its left`;
  }
  const folder = Object.keys(ALLOWED_PACKAGES)
    .filter((prefix) => path.startsWith(prefix))
    .sort((a, b) => b.length - a.length)[0];
  if (folder === undefined || ALLOWED_PACKAGES[folder]?.includes(target)) return undefined;
  return `${path} imports ${target}, which ${folder} does not allow`;
}

const bannedIn = (source: string): string[] =>
  Object.keys(BANNED).filter((name) => (BANNED[name] as RegExp).test(codeOnly(source)));

describe('house rules', () => {
  const everything = ROOMS.flatMap(sourcesIn);
  /** They run beside the rooms, and may import any of them. */
  const tools = ['scripts', 'bench'].flatMap(sourcesIn);
  const core = everything.filter((path) => ['sim', 'models'].includes(roomOf(path)));

  it('looks at the sources', () => {
    expect(core.length).toBeGreaterThan(15);
    expect(core).toContain('sim/kernel/event-queue.ts');
  });

  it('imports point one way: bin, results, scenarios, models, sim', () => {
    const breaches = everything.flatMap((path) => importsOf(read(path)).map((target) => importBreach(path, target)));
    expect(breaches.filter((breach) => breach !== undefined)).toEqual([]);
  });

  it('the deterministic core names no clock, chance, locale or environment', () => {
    const breaches = core.flatMap((path) => bannedIn(read(path)).map((name) => `${path} uses ${name}`));
    expect(breaches).toEqual([]);
  });

  it('files are at most 250 lines', () => {
    const lines = (path: string): number => read(path).trimEnd().split('\n').length;
    const long = [...everything, ...tools]
      .filter((path) => lines(path) > 250)
      .map((path) => `${path}: ${lines(path)} lines`);
    expect(long).toEqual([]);
  });

  it('files are named by what they hold, in kebab case', () => {
    const names = [...everything, ...tools].map((path) => ({ path, name: basename(path, '.ts') }));
    const bad = names.filter(
      ({ name }) => FILE_NAMES_THAT_SAY_NOTHING.test(name) || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name),
    );
    expect(bad.map(({ path }) => path)).toEqual([]);
  });
});

describe('the rules themselves', () => {
  it.each([
    ['const x = a ** b;', 'the power operator'],
    ['const t = Date.now();', 'Date'],
    [`const t = \`\${Date.now()} s\`;`, 'Date'],
    ['const y = /["\']/.test(s) ? Math.pow(2, 3) : 1;', 'Math.pow'],
    ['const y = a / b; // "\nconst z = Math\n  .random();', 'Math.random'],
    ['keys.sort().map(f)', 'sort without comparator'],
    ['if (process.env.SEED) go();', 'process'],
    ['a.localeCompare(b)', 'localeCompare'],
    ['x.toLocaleString()', 'a locale function'],
  ])('catch %j', (source, name) => {
    expect(bannedIn(source)).toEqual([name]);
  });

  it.each([
    '/** never Math.pow or `**` */ const x = 1;',
    "throw new Error('no Date, no process.env // here');",
    `const s = \`Date \${name} performance\`;`,
    'keys.sort((a, b) => a - b);',
    'interface Spec { process?: string }',
    'const startDate = prices.process;',
    'const ok = a / b / c; const t = "x";',
  ])('leave %j alone', (source) => {
    expect(bannedIn(source)).toEqual([]);
  });

  it('know a wrong import when they see one', () => {
    expect(importBreach('sim/a.ts', '../models/b.ts')).toContain('left');
    expect(importBreach('models/x/a.ts', '../../scenarios/b.ts')).toContain('left');
    expect(importBreach('models/a.ts', '../index.ts')).toContain('outside');
    expect(importBreach('models/a.ts', 'node:fs')).toContain('does not allow');
    expect(importBreach('sim/kernel/a.ts', 'piscina')).toContain('does not allow');
    expect(importBreach('results/a.ts', '../models/b')).toContain('.ts');
    expect(
      ['../models/b.ts', '../index.ts', 'node:fs', '../sim/index.ts'].map((target) => importBreach('bin/a.ts', target)),
    ).toEqual([undefined, undefined, undefined, undefined]);
    expect(importBreach('sim/engine/a.ts', 'piscina')).toBeUndefined();
  });

  it('find every form of import', () => {
    const source = `
      import a from './a.ts'; // import x from './no.ts'
      import type { B } from "../b.ts";
      import {
        c,
      } from './c.ts';
      import './d.ts';
      export * from './e.ts';
      const f = await import('./f.ts');`;
    expect(importsOf(source).sort()).toEqual(['../b.ts', './a.ts', './c.ts', './d.ts', './e.ts', './f.ts']);
  });
});

/*
 * Just enough of TypeScript's grammar to tell code from comments and texts. A slash is taken for the start of a
 * regular expression where a value cannot have ended before it.
 */

/** The source without comments; texts stay, so that imports can be read. */
function withoutComments(source: string): string {
  return scan(source, true);
}

/** The source without comments and with every text emptied; code inside `${}` stays. */
function codeOnly(source: string): string {
  return scan(source, false);
}

const BEFORE_REGEX = /(?:^|[=(,:[!&|?{};<>+\-*%~^]|\b(?:return|typeof|case|in|of|yield|await))\s*$/;

function scan(source: string, keepTexts: boolean): string {
  let out = '';
  let at = 0;
  /** Braces open in the code of each `${` that we are inside of. */
  const templates: number[] = [];

  const text = (end: number): void => {
    out += keepTexts ? source.slice(at, end) : source.slice(at, end).replace(/[^\n]/g, ' ');
    at = end;
  };
  /** From within a template text to its end or the next `${`. */
  const template = (start: number): void => {
    let end = start;
    while (end < source.length && source[end] !== '`' && !source.startsWith('${', end))
      end += source[end] === '\\' ? 2 : 1;
    const opensCode = source.startsWith('${', end);
    text(end + (opensCode ? 2 : 1));
    if (opensCode) templates.push(0);
  };

  while (at < source.length) {
    const c = source[at] as string;
    if (source.startsWith('//', at)) {
      const end = source.indexOf('\n', at);
      at = end < 0 ? source.length : end;
    } else if (source.startsWith('/*', at)) {
      const end = source.indexOf('*/', at + 2);
      at = end < 0 ? source.length : end + 2;
      out += ' ';
    } else if (c === '"' || c === "'") {
      text(closing(source, at, c));
    } else if (c === '/' && BEFORE_REGEX.test(out.slice(-40))) {
      text(closing(source, at, '/'));
    } else if (c === '`') {
      template(at + 1);
    } else if (c === '}' && templates.at(-1) === 0) {
      templates.pop();
      template(at + 1);
    } else {
      if (templates.length > 0) templates[templates.length - 1]! += c === '{' ? 1 : c === '}' ? -1 : 0;
      out += c;
      at += 1;
    }
  }
  return out;
}

/** Place after the text or regular expression that starts at `start`. */
function closing(source: string, start: number, mark: string): number {
  let inClass = false;
  for (let end = start + 1; end < source.length; end++) {
    const c = source[end];
    if (c === '\\') end += 1;
    else if (c === '\n') return end;
    else if (mark === '/' && c === '[') inClass = true;
    else if (mark === '/' && c === ']') inClass = false;
    else if (c === mark && !inClass) return end + 1;
  }
  return source.length;
}
