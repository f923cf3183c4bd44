import { describe, expect, it } from 'vitest';
import { compareResults } from '../../../results/compare-results.ts';
import { formatDifference } from '../../../results/format.ts';
import { comparisonDocument } from '../../../results/report/comparison-page/comparison-document.ts';
import { comparisonPage } from '../../../results/report/comparison-page/comparison-page.ts';
import { escaped } from '../../../results/report/page/markup.ts';
import type { Results } from '../../../results/results.ts';
import { smallResults, upTo } from '../small-results.ts';
import { expectShown } from './hidden-characters.ts';

const resultsOf = (names: readonly string[], size: number, manifest: object = {}): Results =>
  smallResults(
    Object.fromEntries(
      names.map((name, i) => [
        name,
        (path: number) => ({
          badDebtUsd: path % 3 === 0 ? 0 : size * (path + i),
          slippageUsd: size * path,
          soldUsd: 5000,
        }),
      ]),
    ),
    upTo(120),
    { manifest },
  );

const documentOf = (before: Results, after: Results) =>
  comparisonDocument(compareResults(before, after), before, after);

describe('the page of a comparison', () => {
  it('draws changes and tails of every strategy, with words and data, the same bytes again', async () => {
    const document = documentOf(resultsOf(['now', 'later'], 10), resultsOf(['now', 'later'], 12));
    const text = await comparisonPage(document);
    expect(await comparisonPage(JSON.parse(JSON.stringify(document)) as typeof document)).toBe(text);
    const ids = [...text.matchAll(/<figure id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      ...['change-0', 'change-1', 'badDebtUsd-exceedance-0', 'badDebtUsd-exceedance-1'],
      ...['slippageUsd-exceedance-2', 'slippageUsd-exceedance-3'],
    ]);
    for (const figure of text.split('<figure ').slice(1)) {
      expect(figure).toMatch(/role="img" aria-label="[^"]{40,}"/);
      expect(figure).toMatch(/class="mark-(?:area|line|rule|symbol)/);
      expect(figure).toContain('href="data:text/csv;base64,');
    }
    expect(text).not.toMatch(/NaN|undefined|Infinity|<script|\son\w+=/);
  });

  it('says the differences of the comparison', async () => {
    const document = documentOf(resultsOf(['now'], 10), resultsOf(['now'], 12));
    const text = await comparisonPage(document);
    for (const { difference, unit } of document.figures)
      expect(text).toContain(`<td class="">${formatDifference(difference, unit)}</td>`);
    expect(text).toContain('more bad debt');
  });

  it('says what differs, and does without anything that happened', async () => {
    const calm = smallResults({ now: () => ({}) }, upTo(5));
    const other = { ...calm, manifest: { ...calm.manifest, resolved: { run: { paths: 5 }, protocol: { fee: 3 } } } };
    const text = await comparisonPage(documentOf(calm, other));
    expect(text).toContain('protocol.fee');
    expect(text).toContain('No path has any bad debt or slippage');
    expect(text).toContain('bad debt is the same on every path');
  });

  it('shows markup in names as text', async () => {
    const evil = `<img src=x onerror=alert(1)>"'&</title><script>alert(2)</script>\u202egpj.\u2067\u0007`;
    const manifest = { scenario: { name: evil, title: evil, hash: evil }, seed: evil, reference: evil };
    const first = resultsOf([evil], 10, { ...manifest, resolved: { [evil]: evil } });
    const text = await comparisonPage(documentOf(first, resultsOf([evil], 12, { ...manifest, resolved: {} })));
    expect(text).not.toMatch(/<script|<img/i);
    expect(text).toContain(escaped(evil));
    expectShown(text);
  });
});
