/** Trace pages as a browser shows them, from disk and without a network. Skipped where Debian's chromium is not installed. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepare } from '../../bin/prepare.ts';
import { formatCount, formatUsd } from '../../results/format.ts';
import { tracePage } from '../../results/trace/page/trace-page.ts';
import type { TraceEvent } from '../../results/trace/trace-event.ts';
import type { Trace } from '../../results/trace/trace-path.ts';
import { tracePath } from '../../results/trace/trace-path.ts';
import { cellsOf } from '../../results/trace/trace-text.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { plimsoll } from './fake-terminal.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const axe = createRequire(import.meta.url).resolve('axe-core');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

describe.skipIf(!existsSync(executablePath))('a trace page in chromium', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'trace.html');
  const many = join(folder, 'many.html');
  let browser: Browser;
  let trace: Trace;

  beforeAll(async () => {
    const loaded = await loadScenario('protocols', {});
    const { job } = await prepare(loaded);
    trace = await tracePath(loaded, job, { path: 3, strategy: 'maker-flip' });
    const run = await plimsoll(['trace', 'protocols', '--path', '3', '--strategy', 'maker-flip', '--out', file]);
    expect([run.code, run.err]).toEqual([0, `wrote ${trace.events.length} events to ${file}\n`]);
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(() => browser?.close());

  async function opened(options: { dark?: boolean; width?: number; path?: string; hash?: string } = {}) {
    const context = await browser.newContext({
      offline: true,
      colorScheme: options.dark ? 'dark' : 'light',
      viewport: { width: options.width ?? 1200, height: 800 },
    });
    const page = await context.newPage();
    const said: string[] = [];
    const url = pathToFileURL(options.path ?? file).href;
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => {
      if (request.url() !== url) said.push(request.url());
    });
    await page.goto(url + (options.hash ?? ''));
    return { page, said };
  }

  const current = (page: Page) => page.locator('#rows tr[aria-selected=true]');
  const cells = async (page: Page) => (await current(page).locator('td').allTextContents()) as string[];
  const first = (kind: TraceEvent['kind']) => trace.events.find((event) => event.kind === kind) as TraceEvent;

  it('asks for nothing, complains of nothing, and draws every panel', async () => {
    const { page, said } = await opened();
    expect(said).toEqual([]);
    const marks = (name: string) => page.locator(`#timeline .${name} :is(path, circle)`).count();
    expect(await marks('lanes_marks')).toBeGreaterThan(50);
    expect(await marks('liquidations_marks')).toBeGreaterThan(20);
    const drawn = await page.locator('#timeline').textContent();
    for (const words of ['ETH, USD: market (thin), oracle (thick)', 'gas price of others', 'liquidations by size'])
      expect(drawn).toContain(words);
    expect(await page.locator('dl.tiles').textContent()).toContain(formatUsd(trace.totals?.slippageUsd as number));
  });

  it('shows each event in the words of the terminal, whichever is current', async () => {
    const { page } = await opened();
    for (const event of [trace.events[0], first('bid-placed'), first('auction-taken'), first('sold')]) {
      await page.evaluate(`location.hash = 'e${event?.sequence}'`);
      await page.waitForFunction(`document.querySelector('#event a').textContent === 'number ${event?.sequence}'`);
      expect(await cells(page)).toEqual(cellsOf(event as TraceEvent));
    }
  });

  it('goes from a mark to its row, and from a row to its mark', async () => {
    const { page } = await opened();
    const box = (await page.locator('#overlay').boundingBox())!;
    await page.mouse.click(box.x + 0.6 * box.width, box.y + 0.2 * box.height);
    const time = (await cells(page))[0] as string;
    expect(time).toMatch(/^[34]:/);
    const at = async () => Number(await page.locator('#overlay .cursor').getAttribute('x1'));
    const there = await at();
    await page.locator('#box').evaluate((element) => {
      element.scrollTop += 900;
    });
    await page.waitForTimeout(100);
    await page.locator('#rows tr[id]').nth(20).click();
    expect(await at()).toBeGreaterThan(there);
    expect((await cells(page))[0]).not.toBe(time);
  });

  it('finds the liquidation whose dot is clicked', async () => {
    const { page } = await opened();
    const dot = page.locator('#timeline .liquidations_marks circle').first();
    await dot.scrollIntoViewIfNeeded();
    let place = (await dot.boundingBox())!;
    await page.mouse.click(place.x + place.width / 2, place.y + place.height / 2);
    expect((await cells(page))[2]).toBe('liquidation');
    // The page may have moved to bring the row into view.
    place = (await dot.boundingBox())!;
    const here = (await page.locator('#overlay .here').boundingBox())!;
    expect(Math.abs(here.x + here.width / 2 - place.x - place.width / 2)).toBeLessThan(4);
    expect(Math.abs(here.y + here.height / 2 - place.y - place.height / 2)).toBeLessThan(4);
  });

  it('scrolls together: the shaded part is what the table shows', async () => {
    const { page } = await opened();
    const shade = async () => Number(await page.locator('#overlay .window').getAttribute('x'));
    const before = await shade();
    await page.locator('#box').evaluate((element) => {
      element.scrollTop = element.scrollHeight / 2;
    });
    await page.waitForTimeout(100);
    expect(await shade()).toBeGreaterThan(before + 100);
  });

  it('is worked by keyboard alone: there, back, on and to the end', async () => {
    const { page } = await opened();
    await page.locator('#timeline').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await cells(page)).toEqual(cellsOf(trace.events[2] as TraceEvent));
    expect(await page.locator('#timeline').getAttribute('aria-valuenow')).toBe('3');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('table');
    await page.keyboard.press('End');
    expect(await cells(page)).toEqual(cellsOf(trace.events.at(-1) as TraceEvent));
    const active = await page.locator('#table').getAttribute('aria-activedescendant');
    expect(active).toBe(await current(page).getAttribute('id'));
    await page.keyboard.press('PageUp');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('timeline');
    await page.keyboard.press('Home');
    expect(await cells(page)).toEqual(cellsOf(trace.events[0] as TraceEvent));
  });

  it('shows one account, one keeper or some kinds, and all again', async () => {
    const { page } = await opened();
    const count = () => page.locator('#count').textContent();
    const said = (some: readonly TraceEvent[]) =>
      `${formatCount(some.length)} of ${formatCount(trace.events.length)} events`;
    const { account, keeper } = first('auction-taken');
    const own = trace.events.filter((event) => event.account === account);
    await page.locator('#account').fill(String(account));
    expect(await count()).toBe(said(own));
    await page.locator('#keeper').selectOption(keeper as string);
    expect(await count()).toBe(said(own.filter((event) => event.keeper === keeper)));
    expect(await page.locator('#timeline').getAttribute('class')).toContain('filtered');
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await count()).toBe(said(trace.events));
    await page.locator('summary', { hasText: 'Kinds of events' }).click();
    await page.getByRole('button', { name: 'none', exact: true }).click();
    expect(await count()).toBe(said([]));
    expect(await page.locator('#event').textContent()).toBe('No event passes the filters.');
    await page.getByLabel(/^bid placed/).check();
    expect(await count()).toBe(said(trace.events.filter(({ kind }) => kind === 'bid-placed')));
    expect((await cells(page))[2]).toBe('bid placed');
  });

  it.each([{}, { dark: true, width: 375 }])('is accessible: %j', async (options) => {
    const { page } = await opened(options);
    await page.locator('details').evaluateAll((all) => {
      for (const details of all) details.setAttribute('open', '');
    });
    await page.evaluate(readFileSync(axe, 'utf8'));
    const { violations } = (await page.evaluate('axe.run()')) as { violations: Violation[] };
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual(
      [],
    );
  });

  it('fits a phone: only the time axis and tables scroll', async () => {
    const { page } = await opened({ width: 375 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
  });

  it('holds a hundred thousand events: few rows at a time, and the last one is a key away', async () => {
    const { events } = trace;
    const body = events.slice(0, -1);
    const all = Array.from({ length: 100_000 }, (_, i): TraceEvent => {
      const round = Math.floor(i / body.length);
      const event = body[i % body.length] as TraceEvent;
      return { ...event, sequence: i, timeMillis: event.timeMillis / 26 + (round * trace.horizonMillis) / 26 };
    });
    writeFileSync(many, await tracePage({ ...trace, events: all }, all));
    expect(statSync(many).size).toBeLessThan(12e6);
    const { page, said } = await opened({ path: many });
    expect(await page.locator('#count').textContent()).toBe('100,000 of 100,000 events');
    await page.locator('#table').focus();
    await page.keyboard.press('End');
    expect(await cells(page)).toEqual(cellsOf(all.at(-1) as TraceEvent));
    expect(await page.locator('#rows tr').count()).toBeLessThan(80);
    await page.locator('#keeper').selectOption('professional 3');
    expect((await cells(page))[4]).toBe('professional 3');
    expect(said).toEqual([]);
  });
});
