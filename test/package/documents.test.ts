/** The documents for people say what is so: links lead somewhere, shown files are the files, commands exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { plimsoll } from '../bin/fake-terminal.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Contents of the fenced blocks of a language. */
function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\S*)\n(.*?)^```$/gms)]
    .filter(([, of]) => of === language)
    .map(([, , content]) => content as string);
}

/** GitHub's anchor of a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function brokenLinks(path: string): string[] {
  const prose = text(path).replace(/^```.*?^```$/gms, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target as string);
  return targets.filter((target) => {
    if (/^https?:/.test(target)) return false;
    const [file, fragment] = target.split('#') as [string, string | undefined];
    const goal = file === '' ? path : join(dirname(path), file);
    if (!existsSync(join(root, goal))) return true;
    if (fragment === undefined) return false;
    const headings = [...text(goal).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchor(heading as string));
    return !headings.includes(fragment);
  });
}

it.each(documents)('links of %s lead somewhere', (path) => {
  expect(brokenLinks(path)).toEqual([]);
});

describe('README', () => {
  const shell = blocks(text('README.md'), 'sh').join('').split('\n');

  it('gives two commands, each enough on a fresh clone', () => {
    expect(shell).toContain('npm ci && npm start');
    expect(shell).toContain('npm ci && npm test');
  });

  it('names only commands and options that exist', async () => {
    const calls = documents
      .flatMap((path) => blocks(text(path), 'sh'))
      .flatMap((block) => block.split('\n'))
      .flatMap((line) => [...line.matchAll(/\bnpx plimsoll ([a-z]+)([^#&|>]*)/g)]);
    expect(calls.length).toBeGreaterThan(5);
    for (const [call, command, rest] of calls) {
      // `baseline write …` is a command within a command.
      const within = command === 'baseline' ? [/^ ([a-z]+)/.exec(rest as string)?.[1] ?? ''] : [];
      const { code, out } = await plimsoll([command as string, ...within, '--help']);
      expect(code, call).toBe(0);
      for (const [option] of (rest as string).matchAll(/(?<= )--[a-z-]+/g)) expect(out, call).toContain(option);
    }
  });
});

describe('the guide to a strategy of one’s own', () => {
  const guide = text('docs/add-a-strategy.md');

  it('shows the strategy as it is in examples/', () => {
    expect(blocks(guide, 'js')).toContain(text('examples/sliding-close-factor.mjs'));
  });

  it('shows the lines of the scenario that name it', () => {
    const lines = blocks(guide, 'yaml').find((block) => block.includes('./sliding-close-factor.mjs'));
    expect(lines).toBeDefined();
    expect(text('examples/my-strategy.yaml')).toContain(lines);
  });
});
