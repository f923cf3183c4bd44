/** Every experiment has a page with a place for its results, is listed, and shows what its script says. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ALL } from '../../scripts/experiments/all.ts';
import { missingFiles } from '../../scripts/experiments/experiment.ts';
import { findingsText, tableText } from '../../scripts/experiments/write-page.ts';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));

describe.each(ALL)('$name', ({ name, page = `experiments/${name}.md` }) => {
  const text = readFileSync(`${docs}${page}`, 'utf8');

  it('has a page with results on it, and the pictures that it shows', () => {
    const results = /<!-- results: written by the script -->\n\n(.*)\n\n<!-- \/results -->/s.exec(text)?.[1];
    expect(results).toMatch(/^\| .* \|\n\| ---/m);
    for (const [, file] of text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g))
      expect(existsSync(`${docs}experiments/${file}`), file).toBe(true);
  });

  it('is in the list, and its links lead somewhere', () => {
    expect(readFileSync(`${docs}experiments/README.md`, 'utf8')).toContain(page.replace('experiments/', ''));
    for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g))
      expect(existsSync(fileURLToPath(new URL(target!, `file://${docs}${page}`))), target).toBe(true);
  });
});

it('writes tables with figures on the right and texts on the left', () => {
  const table = { header: ['a', 'b'], rows: [['x', '1']] };
  expect(tableText(table)).toBe('| a | b |\n| --- | ---: |\n| x | 1 |');
  expect(findingsText('page', { tables: [{ ...table, align: 'left' }], notes: ['So.'] })).toBe(
    '| a | b |\n| --- | --- |\n| x | 1 |\n\nSo.',
  );
});

it('names the files that are missing', () => {
  expect(missingFiles({ needs: ['there-is-no-such.csv'] }, docs)).toEqual(['there-is-no-such.csv']);
  expect(missingFiles({}, docs)).toEqual([]);
});
