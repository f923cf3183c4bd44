/** Reports as a browser shows them, from disk and without a network. Skipped where Debian's chromium is not installed. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatUsd } from '../../results/format.ts';
import type { SweepSummary } from '../../results/points/sweep-results.ts';
import type { Summary } from '../../results/summary.ts';
import { BASE, scenarioFile, temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { plimsoll } from './fake-terminal.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const axe = createRequire(import.meta.url).resolve('axe-core');

const COLLATERAL = 'protocol.collateral.ETH';

/** Deep enough a fall that something is liquidated and lost. */
const CRASH = BASE.replace('volatility: 1 }', 'volatility: 20 }')
  .replace('paths: 10', 'paths: 60')
  .replace('liquidationThreshold: 0.8,', 'liquidationThreshold: 0.93,');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/** What has a page of its own, and how many charts it then holds. */
const PAGES = {
  // No slippage without friction: bad debt twice, two paths, money twice and once each, the book thrice.
  run: { args: ['run'], charts: 11 },
  // A map of two figures for each of two designs, and the frontier.
  sweep: {
    args: [
      'sweep',
      '--set',
      `${COLLATERAL}.liquidationThreshold=0.85,0.93`,
      '--set',
      `${COLLATERAL}.liquidationBonus=0.02,0.05`,
    ],
    charts: 5,
  },
  // Changes for each design, and the tail of the one that leaves bad debt on several paths.
  comparison: { args: ['compare', '--set-second', `${COLLATERAL}.liquidationBonus=0.1`], charts: 3 },
} as const;

type Kind = keyof typeof PAGES;
const KINDS = Object.keys(PAGES) as Kind[];

describe.skipIf(!existsSync(executablePath))('a report in chromium', () => {
  const folders = Object.fromEntries(KINDS.map((kind) => [kind, temporaryFolder()])) as Record<Kind, string>;
  let browser: Browser;

  beforeAll(async () => {
    const file = scenarioFile(CRASH);
    for (const kind of KINDS) {
      const [command, ...more] = PAGES[kind].args;
      const scenarios = kind === 'comparison' ? [file, file] : [file];
      expect((await plimsoll([command, ...scenarios, ...more, '--quiet', '--out', folders[kind]])).code).toBe(0);
    }
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  }, 120_000);
  afterAll(() => browser?.close());

  async function opened(kind: Kind, options: { dark?: boolean; width?: number } = {}) {
    const url = pathToFileURL(join(folders[kind], 'report.html')).href;
    const context = await browser.newContext({
      offline: true,
      colorScheme: options.dark ? 'dark' : 'light',
      viewport: { width: options.width ?? 1200, height: 800 },
    });
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => {
      if (request.url() !== url) said.push(request.url());
    });
    await page.goto(url);
    return { page, said };
  }

  describe.each(KINDS)('the page of a %s', (kind) => {
    it('asks for nothing and complains of nothing', async () => {
      const { said } = await opened(kind);
      expect(said).toEqual([]);
    });

    it('draws marks in every chart, within its frame', async () => {
      const { page } = await opened(kind);
      const charts = await page.locator('figure svg').evaluateAll((all) =>
        all.map((svg) => ({
          marks: svg.querySelectorAll('.role-mark :is(path, circle)').length,
          height: svg.getBoundingClientRect().height,
          names: svg.textContent ?? '',
        })),
      );
      expect(charts).toHaveLength(PAGES[kind].charts);
      expect(charts.map(({ names }) => names).join()).toMatch(/now|first/);
      for (const { marks, height } of charts) {
        expect(marks).toBeGreaterThan(0);
        expect(height).toBeGreaterThan(100);
      }
    });

    it.each([{}, { dark: true }, { width: 375 }, { dark: true, width: 375 }])('is accessible: %j', async (options) => {
      const { page } = await opened(kind, options);
      await page.locator('details').evaluateAll((all) => {
        for (const details of all) details.setAttribute('open', '');
      });
      // Handed over by the debugger, so that the page's own policy may forbid scripts.
      await page.evaluate(readFileSync(axe, 'utf8'));
      const { violations } = (await page.evaluate('axe.run()')) as { violations: Violation[] };
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(
        serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      ).toEqual([]);
    });

    it('fits a phone: only tables scroll', async () => {
      const { page } = await opened(kind, { width: 375 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
    });

    it('lets the keyboard reach every link, table and list of data', async () => {
      const { page } = await opened(kind);
      const due = (await page.evaluate(
        `document.querySelectorAll('a[href],summary,[tabindex="0"]').length
        - document.querySelectorAll('details:not([open]) :is(a[href],[tabindex="0"])').length`,
      )) as number;
      const reached = new Set<string>();
      for (let press = 0; press < due; press++) {
        await page.keyboard.press('Tab');
        reached.add(await placeOfFocus(page));
      }
      expect(reached.size).toBe(due);
    });
  });

  it('shows the numbers of summary.json', async () => {
    const summary = JSON.parse(readFileSync(join(folders.run, 'summary.json'), 'utf8')) as Summary;
    const { page } = await opened('run');
    const cells = page.locator('#comparison table').first().locator('tbody tr').first().locator('td');
    const shown = await cells.evaluateAll((all) => all.map((cell) => cell.firstChild?.textContent));
    expect(shown).toEqual(summary.strategies.map(({ metrics }) => formatUsd(metrics.badDebtUsd.mean!)));
    expect(summary.strategies.some(({ metrics }) => metrics.badDebtUsd.mean! > 0)).toBe(true);
  });

  it('shows the numbers of the summary of a sweep', async () => {
    const { points } = JSON.parse(readFileSync(join(folders.sweep, 'summary.json'), 'utf8')) as SweepSummary;
    const { page } = await opened('sweep');
    // Point, two settings and the strategy come first.
    const shown = await page
      .locator('#points tbody tr')
      .evaluateAll((rows) => rows.map((row) => row.children[4]?.firstChild?.textContent));
    const means = points.flatMap(({ strategies }) =>
      strategies.map(({ metrics }) => formatUsd(metrics.badDebtUsd.mean!)),
    );
    expect(shown).toEqual(means);
    expect(new Set(means).size).toBeGreaterThan(2);
  });

  it('opens the data of a chart by keyboard, and saves the chart', async () => {
    const { page } = await opened('run');
    const summaryOfData = page.locator('figure details summary').first();
    await summaryOfData.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('figure table').first().isVisible()).toBe(true);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('figure a[download$=".svg"]').first().click(),
    ]);
    const svg = readFileSync(await download.path(), 'utf8');
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).not.toContain('var(');
  });
});

/** Where the focus is, as a path through the document. */
async function placeOfFocus(page: Page): Promise<string> {
  return (await page.evaluate(`(() => {
    const steps = [];
    for (let at = document.activeElement; at && at !== document.body; at = at.parentElement)
      steps.push([...at.parentElement.children].indexOf(at));
    return steps.join('/');
  })()`)) as string;
}
