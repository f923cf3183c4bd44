/**
 * A trace as one HTML file: the path on a time axis, and a table of its events, that move together. It needs nothing else. Its
 * script is the only one that may run, named by its hash, and puts data into the page as text. The same trace gives the same bytes.
 */
import { createHash } from 'node:crypto';
import { OUTCOME_KEYS, type OutcomeKey } from '../../../models/outcome.ts';
import { formatCount, formatNumber, formatSeconds, formatUsd, formatValue } from '../../format.ts';
import { METRICS } from '../../metrics.ts';
import { themed } from '../../report/page/colours.ts';
import { html, Markup } from '../../report/page/markup.ts';
import { STYLE_SHEET } from '../../report/page/style-sheet.ts';
import { dataTable } from '../../report/page/tables.ts';
import { shownText } from '../../report/shown-text.ts';
import type { TraceEvent } from '../trace-event.ts';
import type { Trace } from '../trace-path.ts';
import { eventColumns } from './event-columns.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { drawTimeline } from './timeline.ts';
import { TRACE_STYLE } from './trace-style.ts';

const HASH = createHash('sha256').update(PAGE_SCRIPT, 'utf8').digest('base64');

const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${HASH}'; img-src data:; base-uri 'none'; form-action 'none'; frame-src 'none'`;

/** Figures at the top. */
const MAIN: readonly OutcomeKey[] = [
  'badDebtUsd',
  'slippageUsd',
  'liquidations',
  'liquidatedDebtUsd',
  'cascadeLiquidations',
  'keeperProfitUsd',
  'borrowerLossUsd',
  'maxBacklogUsd',
];

/** @param events those of the trace that the table holds; the time axis shows all */
export async function tracePage(trace: Trace, events: readonly TraceEvent[]): Promise<string> {
  const { scenario, seed, path, strategy } = trace;
  const { svg, frame } = await drawTimeline(trace);
  const data = { frame, ...eventColumns(events) };
  const some = events.length < trace.events.length ? `${formatCount(events.length)} of ` : '';
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${scenario.title}, path ${path}, ${strategy} – Plimsoll trace</title>
<style>${new Markup(STYLE_SHEET + TRACE_STYLE)}</style></head>
<body><a class="skip" href="#table">To the events</a>
<header><h1>${scenario.title}</h1>
<p class="muted">Path ${path} of seed ${seed} under ${strategy} · ${some}${formatCount(trace.events.length)} events in ${formatSeconds(trace.horizonMillis / 1000)} · ${scenario.name} · hash ${scenario.hash.slice(0, 12)}</p></header>
<main>
${tilesOf(trace)}
<section aria-labelledby="axis-title"><h2 id="axis-title">The path, and every event on it</h2>
<p id="axis-words">${wordsOf(trace)}</p>
<p class="muted">Click on a mark to go to its row, on a row to go to its mark. By keyboard: arrow keys, Page Up and Down, Home and End move through the events; Enter goes from the time axis to the table and back. The shaded part is what the table shows.</p>
<noscript><p class="warning">The table needs the script of this page, which your browser does not run. plimsoll trace --out with a name that ends in .csv writes the same events as a file.</p></noscript>
<form id="filters"><label>Account<br><input id="account" inputmode="numeric" autocomplete="off" size="9"></label>
<label>Keeper<br><select id="keeper"><option value="">all</option></select></label>
<button type="reset">Show all</button><span id="count" role="status"></span>
<details><summary>Kinds of events</summary><fieldset id="kinds"><legend class="skip">Kinds of events to show</legend></fieldset></details></form>
<div id="axis"><div id="timeline" role="slider" tabindex="0" aria-label="Events on the time axis" aria-describedby="axis-words" aria-valuemin="1" aria-valuemax="${Math.max(1, events.length)}" aria-valuenow="1">${new Markup(svgOf(svg))}<svg id="overlay" aria-hidden="true" focusable="false" viewBox="0 0 ${frame.width} ${frame.height}"></svg></div></div>
<div id="box"><table id="table" role="grid" tabindex="0" aria-label="Events in the order in which they happened">
<colgroup><col style="width:7rem"><col style="width:4.2rem"><col style="width:9rem"><col style="width:5rem"><col style="width:7.6rem"><col><col style="width:27%"></colgroup>
<thead><tr aria-rowindex="1"><th scope="col">time</th><th scope="col" class="number">block</th><th scope="col">event</th><th scope="col" class="number">account</th><th scope="col">keeper</th><th scope="col">what</th><th scope="col">effect</th></tr></thead><tbody id="rows"></tbody></table></div>
<div id="event"></div></section>
${figuresOf(trace)}
</main>
<footer><p>Made by Plimsoll. The same scenario, settings, seed and path give the same page. Figures are those of the path's row in paths.csv.</p></footer>
<script type="application/json" id="data">${new Markup(jsonFor(data))}</script>
<script>${new Markup(PAGE_SCRIPT)}</script>
</body></html>
`;
  return page.text;
}

function svgOf(svg: string): string {
  return themed(svg).replace('<svg ', '<svg aria-hidden="true" focusable="false" ');
}

/** JSON that cannot end the element that holds it, and shows no other text than is there. */
function jsonFor(data: unknown): string {
  const shown = JSON.stringify(data, (_, value) => (typeof value === 'string' ? shownText(value) : value));
  return shown.replace(/</g, '\\u003c');
}

const named = (key: OutcomeKey): string =>
  METRICS[key].unit === 'usd' ? `${METRICS[key].title}, USD` : METRICS[key].title;

function tilesOf({ totals, failure }: Trace): Markup {
  if (totals === undefined)
    return html`<p class="warning">The path failed: ${failure?.message} (${failure?.code}). Events go up to there.</p>`;
  return html`<dl class="tiles">${MAIN.map(
    (key) => html`<div><dt>${named(key)}</dt><dd>${formatValue(totals[key], METRICS[key].unit)}</dd></div>`,
  )}</dl>`;
}

function figuresOf({ totals }: Trace): Markup | undefined {
  if (totals === undefined) return undefined;
  const row = (key: OutcomeKey) => {
    const exact = totals[key] === null ? '' : String(totals[key]);
    return [key, named(key), formatValue(totals[key], METRICS[key].unit), exact];
  };
  return html`<section aria-labelledby="figures-title"><h2 id="figures-title">Figures of the path</h2>
<details><summary>All figures, as in the row of paths.csv</summary>${dataTable({
    caption: 'All figures of the path',
    head: ['column', 'figure', 'on this path', 'exact'],
    words: [1],
    rows: OUTCOME_KEYS.map(row),
  })}</details></section>`;
}

/** What the drawing shows, in words with numbers. */
function wordsOf({ world, events, horizonMillis }: Trace): string {
  const count = (kind: TraceEvent['kind']) => events.filter((event) => event.kind === kind).length;
  const sizes = events.flatMap(({ kind, details: { usd = 0 } }) => (kind === 'liquidated' ? [usd] : []));
  const prices = (world?.assets ?? []).slice(0, 3).map(({ asset, points }) => {
    const low = points.reduce((lowest, point) => (point[1] < lowest[1] ? point : lowest), points[0]!);
    return `${asset} starts at ${points[0]![1]} USD, is lowest at ${low[1]} USD after ${formatSeconds(low[0] / 1000)} and ends at ${points.at(-1)![1]} USD.`;
  });
  const gas = (world?.gasGwei ?? []).reduce((most, [, gwei]) => Math.max(most, gwei), 0);
  const repaid = sizes.reduce((sum, usd) => sum + usd, 0);
  const first = events.find(({ kind }) => kind === 'liquidated');
  const liquidations =
    sizes.length === 0
      ? 'Nothing is liquidated.'
      : `${formatCount(sizes.length)} liquidations repay ${formatUsd(repaid)} USD, the first after ${formatSeconds((first?.timeMillis ?? 0) / 1000)}, the largest ${formatUsd(sizes.reduce((most, usd) => Math.max(most, usd), 0))} USD.`;
  return [
    `${formatSeconds(horizonMillis / 1000)} from left to right.`,
    ...prices,
    `Others pay at most ${formatNumber(gas)} gwei for gas.`,
    `${formatCount(count('price-landed'))} prices land, ${formatCount(count('account-due'))} times an account becomes due.`,
    liquidations,
  ].join(' ');
}
