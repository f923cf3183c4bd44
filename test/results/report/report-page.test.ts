import { describe, expect, it } from 'vitest';
import type { Anatomy } from '../../../results/anatomy/anatomy.ts';
import type { BookFacts } from '../../../results/book-facts.ts';
import { formatUsd } from '../../../results/format.ts';
import type { Manifest } from '../../../results/manifest.ts';
import { samplesOf } from '../../../results/report/page/distribution-charts.ts';
import { commandOf } from '../../../results/report/page/manifest-section.ts';
import { escaped, html } from '../../../results/report/page/markup.ts';
import { flowsOf, poolOf } from '../../../results/report/page/money-flow.ts';
import { reportPage } from '../../../results/report/page/report-page.ts';
import { sankeySpec } from '../../../results/report/page/sankey.ts';
import { column, type Results } from '../../../results/results.ts';
import { Sample } from '../../../results/sample.ts';
import { wilson } from '../../../results/statistics/proportion.ts';
import { summarise } from '../../../results/summarise.ts';
import { smallResults, upTo } from '../small-results.ts';
import { expectShown } from './hidden-characters.ts';

const BOOK: BookFacts = {
  accounts: 20,
  debtUsd: 1000,
  collateralUsd: 3000,
  health: [
    { from: 1, to: 1.1, accounts: 5, debtUsd: 250 },
    { from: 1.1, to: null, accounts: 15, debtUsd: 750 },
  ],
  falls: Array.from({ length: 41 }, (_, i) => ({ fall: i / 50, liquidableUsd: 20 * i, uncoveredUsd: 5 * i })),
  largest: [{ accounts: 1, debtUsd: 100 }],
  assets: [{ asset: 'ETH', falls: true, collateralUsd: 3000, debtUsd: 0 }],
};

const spread = (path: number) => ({
  badDebtUsd: path % 3 === 0 ? 0 : 1000 * path,
  insuranceDrawnUsd: path % 3 === 0 ? 0 : 1000 * path,
  slippageUsd: 10 * path,
  seizedUsd: 1100 * path,
  liquidatedDebtUsd: 1000 * path,
  keeperProfitUsd: 60 * path,
  keeperGasUsd: 5 * path,
  soldUsd: 1000 * path,
});

const named = (names: readonly string[], paths = 120, manifest: Partial<Manifest> = {}): Results =>
  smallResults(
    Object.fromEntries(names.map((name, i) => [name, (path: number) => spread(path + 7 * i)])),
    upTo(paths),
    { manifest },
  );

const page = (results: Results, book: BookFacts | undefined = BOOK) =>
  reportPage({ results, summary: summarise(results), book });

const HOURS = Array.from({ length: 25 }, (_, hour) => hour);

const anatomyOf = (strategies: readonly string[], asset = 'ETH'): Anatomy => ({
  figure: 'badDebtUsd',
  strategy: strategies[0]!,
  asset,
  stepMillis: 3_600_000,
  paths: [
    {
      path: 119,
      kinds: ['worst', 'p99'],
      value: 119_000,
      marketUsd: HOURS.map((hour) => 200 - 4 * hour),
      gasGwei: HOURS.map((hour) => 20 + (hour % 7)),
      baseFeeGwei: null,
      calmDepthUsd: HOURS.map(() => 1e6),
      strategies: strategies.map((strategy) => ({
        strategy,
        oracleUsd: HOURS.map((hour) => 201 - 4 * hour),
        backlogUsd: HOURS.map((hour) => (hour > 12 ? 1e5 : 0)),
        depthUsd: HOURS.map((hour) => (hour > 12 ? 5e5 : null)),
        fundUsd: HOURS.map(() => 0),
        badDebtUsd: HOURS.map((hour) => (hour > 20 ? 119_000 : 0)),
        liquidations: [{ step: 13, sizeUsd: 1260, count: 3, repaidUsd: 4000 }],
      })),
    },
  ],
});

describe('the page', () => {
  it('is the same bytes again, whatever was drawn before', async () => {
    const first = await page(named(['now', 'later']));
    await page(named(['other'], 30));
    expect(await page(named(['now', 'later']))).toBe(first);
  });

  it('says the figures of the summary', async () => {
    const results = named(['now', 'later']);
    const text = await page(results);
    for (const { metrics } of summarise(results).strategies) {
      expect(text).toContain(`${formatUsd(metrics.badDebtUsd.mean!)} USD a path`);
      expect(text).toContain(`<td class="">${formatUsd(metrics.slippageUsd.mean!)}`);
    }
  });

  it('gives every chart its marks, words, table, SVG and CSV', async () => {
    const text = await page(named(['now', 'later']));
    const figures = text.split('<figure ').slice(1);
    expect(figures).toHaveLength(11);
    for (const figure of figures) {
      expect(figure).toMatch(/role="img" aria-label="[^"]{40,}"/);
      expect(figure).toMatch(/class="mark-(?:area|line|rect)/);
      expect(figure).toContain('<table>');
      expect(figure).toContain('href="data:image/svg+xml;base64,');
      expect(figure).toContain('href="data:text/csv;base64,');
    }
    // A line and a band for each of two strategies.
    for (const figure of figures.slice(0, 4)) {
      const drawn = (kind: string) => [...figure.matchAll(new RegExp(`<g class="mark-${kind} .*?</g>`, 'gs'))].join('');
      expect(drawn('line').match(/ d="M/g)).toHaveLength(2);
      expect(drawn('area').match(/ d="M/g)).toHaveLength(2);
    }
    const ids = [...text.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('asks for nothing from elsewhere and holds no script', async () => {
    const text = await page(named(['now', 'later']));
    expect(text).toContain(escaped("default-src 'none'"));
    expect(text).not.toMatch(/<script|\son\w+=|javascript:|<link|<iframe|@import/i);
    const links = [...text.matchAll(/(?:src|href)="([^"]{0,12})/g)].map(([, link]) => link as string);
    expect(links.filter((link) => !/^(?:#|data:)/.test(link))).toEqual([]);
  });

  it('shows markup in names as text', async () => {
    const evil = `<img src=x onerror=alert(1)>"'&</title><script>alert(2)</script>\u202egpj.\u2067\u0007`;
    const results = named([evil, 'plain'], 40, {
      scenario: { name: evil, title: evil, hash: '"><script>x' },
      seed: evil,
      reference: evil,
    });
    const book = { ...BOOK, assets: [{ ...BOOK.assets[0]!, asset: evil }] };
    const anatomy = anatomyOf([evil, 'plain'], evil);
    const text = await reportPage({ results, summary: summarise(results), book, anatomy });
    expect(text).toContain('id="anatomy-worst-p99"');
    expect(text).not.toMatch(/<script|<img/i);
    expect(text).toContain(escaped(evil));
    expectShown(text);
  });

  it('draws a path with every strategy above the other, and leaves out what is 0 all the time', async () => {
    const results = named(['now', 'later']);
    const text = await reportPage({
      results,
      summary: summarise(results),
      book: BOOK,
      anatomy: anatomyOf(['now', 'later']),
    });
    const [, figure = ''] = text.split('<figure id="anatomy-worst-p99"');
    const drawn = figure.slice(0, figure.indexOf('</figure>'));
    for (const words of [
      'now: liquidations by size',
      'later: liquidations by size',
      'venue depth for ETH',
      'bad debt so far',
    ])
      expect(drawn).toContain(words);
    expect(drawn).not.toContain('insurance and other funds');
    // Each strategy was looked at in twelve hours, and liquidated in one; its dots are circles.
    expect(drawn.match(/<circle /g)).toHaveLength(2 * (12 + 1));
    expect(drawn).toContain('now: 3 liquidations, backlog of at most 100k USD, bad debt 119k USD');
    // Every sixth of 25 hours on the page, all of them in the CSV.
    expect(drawn.match(/<th scope="row">/g)).toHaveLength(5);
    const [, csv = ''] = /href="data:text\/csv;base64,([^"]+)"/.exec(drawn) ?? [];
    expect(Buffer.from(csv, 'base64').toString('utf8').trim().split('\n')).toHaveLength(26);
  });

  it('does without a book, without bad debt, and with one path', async () => {
    const calm = smallResults({ now: () => ({}), later: () => ({}) }, [0]);
    const text = await reportPage({ results: calm, summary: summarise(calm) });
    expect(text).toContain('No design left any bad debt on any path.');
    expect(text).toContain('no book.json');
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('refuses results without a path', async () => {
    await expect(page(named(['now'], 0))).rejects.toThrow('no path finished');
  });

  it('does not grow with the number of paths', async () => {
    const [few, many] = [await page(named(['now', 'later'], 200)), await page(named(['now', 'later'], 20_000))];
    expect(many.length).toBeLessThan(1.2 * few.length);
    expect(many.length).toBeLessThan(1_500_000);
  });
});

describe('its parts', () => {
  it('markup escapes what is filled in, and only that', () => {
    expect(html`<b>${'<i>'}</b>${html`<i>${'"&\u202e'}</i>`}${undefined}${[1, '>']}`.text).toBe(
      '<b>&lt;i&gt;</b><i>&quot;&amp;\ufffd</i>1&gt;',
    );
  });

  it('exceedance counts the paths above, ties left out, and has the interval of a share', () => {
    const sample = new Sample(Float64Array.of(5, 0, 2, 2, Number.NaN, 9), undefined);
    expect(sample.exceedance(2)).toEqual(wilson(2, 5, 0.95));
    expect(sample.exceedance(-1).value).toBe(1);
    expect(sample.exceedance(9).value).toBe(0);
  });

  it('exceedance of weighted paths is the share of weight', () => {
    const weighting = { weights: Float64Array.of(0.5, 0.5, 1.5, 1.5), strata: Uint8Array.of(0, 0, 1, 1) };
    expect(new Sample(Float64Array.of(4, 1, 3, 1), weighting).exceedance(2).value).toBeCloseTo(0.5, 12);
  });

  it('samples hold each strategy on its own', () => {
    const results = named(['now', 'later'], 10);
    expect(samplesOf(results, 'slippageUsd').map(({ sample }) => [...sample.values])).toEqual(
      results.strategies.map((one) => [...column(one, 'slippageUsd')]),
    );
  });

  it('money flows add up to what was taken and to the bad debt', () => {
    for (const strategy of summarise(named(['now', 'later'])).strategies) {
      const sum = (stage: string) =>
        flowsOf(strategy)
          .filter((flow) => flow.stage === stage)
          .reduce((total, { usd }) => total + usd, 0);
      expect(sum('collateral taken')).toBeCloseTo(strategy.metrics.seizedUsd.mean!, 6);
      expect(sum('bad debt')).toBeCloseTo(strategy.metrics.badDebtUsd.mean!, 6);
    }
  });

  it('a pool gives out what comes in: parts below 0 are paid in', () => {
    const flow = (part: string, usd: number) => ({ strategy: 'now', stage: 'collateral taken', part, usd }) as const;
    const flows = [flow('debt repaid', 110), flow('gas', 5), flow('keepers', -15), flow('dust', 1e-12)];
    const { sources, uses } = poolOf('collateral', flows, 'collateral taken');
    expect(uses.map(({ name, usd }) => [name, usd])).toEqual([
      ['debt repaid', 110],
      ['gas', 5],
    ]);
    expect(sources.map(({ name, usd }) => [name, usd])).toEqual([
      ['collateral', 100],
      ['keepers', 15],
    ]);
    const { layer } = sankeySpec([{ name: 'collateral', sources, uses }]) as {
      layer: { data: { values: object[] } }[];
    };
    const widths = layer.slice(0, -2).map(({ data }) => {
      const { low, high } = data.values.at(-1) as { low: number; high: number };
      return high - low;
    });
    const [pool = 0, ...bands] = widths;
    expect(bands.map((width) => (115 * width) / pool)).toEqual([110, 5, 100, 15].map((usd) => expect.closeTo(usd, 1)));
  });

  it('the command to repeat it is safe to paste', () => {
    const { manifest } = summarise(named(['now'], 5, { seed: "it's; rm -rf /", reference: 'now' }));
    expect(commandOf(manifest)).toBe(
      "plimsoll run small --paths 5 --seed 'it'\\''s; rm -rf /' --strategies now --out out/small",
    );
  });
});
