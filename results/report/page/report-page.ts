/**
 * The report of a run: one HTML file that needs nothing else, and in which nothing can run. The same results give the same
 * bytes. Everything is aggregated here, so that its size does not grow with the number of paths.
 */
import type { BookFacts } from '../../book-facts.ts';
import { formatCount, formatSeconds } from '../../format.ts';
import { METRICS } from '../../metrics.ts';
import type { Results } from '../../results.ts';
import type { Summary } from '../../summary.ts';
import { anatomySection } from './anatomy-section.ts';
import { bookCharts } from './book-charts.ts';
import { figures } from './chart.ts';
import { comparisonSection, gatesSection, tailTable } from './comparison-section.ts';
import { firstScreen } from './first-screen.ts';
import { manifestSection } from './manifest-section.ts';
import { html, type Markup } from './markup.ts';
import { pageText } from './page-text.ts';
import { DISTRIBUTIONS, distributionCharts, moneyCharts, type ReportInput } from './run-charts.ts';
import { modelsSection, usedModels } from './used-models.ts';

export type { ReportInput };

/** @throws RangeError when no path finished: there is nothing to report then */
export async function reportPage({ results, summary, book, anatomy }: ReportInput): Promise<string> {
  const paths = summary.strategies[0]?.paths ?? 0;
  if (paths === 0) throw new RangeError('report: no path finished, so there is nothing to report');
  const { title, name, hash } = summary.manifest.scenario;
  const models = usedModels(summary.manifest);
  const sections = [
    firstScreen(summary, models),
    comparisonSection(summary),
    gatesSection(summary),
    await distributionSection(results, summary),
    await anatomySection(results, anatomy),
    await moneySection(summary),
    await bookSection(book),
    modelsSection(models),
    manifestSection(summary),
  ];
  return pageText({
    title,
    facts: `${name} · ${formatCount(paths)} paths of ${formatSeconds(summary.manifest.horizonMillis / 1000)} · seed ${summary.manifest.seed} · hash ${hash.slice(0, 12)}`,
    contents: contents(summary),
    sections,
    footer: `Made by Plimsoll ${summary.manifest.plimsoll}. All figures of all paths are in paths.csv, all statistics in summary.json beside this page.`,
  });
}

function contents({ gates = [] }: Summary): (readonly [id: string, text: string])[] {
  return [
    ['answer', 'In words'],
    ['comparison', 'Comparison'],
    ...(gates.length > 0 ? ([['gates', 'Gates']] as const) : []),
    ['distribution', 'Distribution and tail'],
    ['anatomy', 'Anatomy of a crash'],
    ['money', 'Where the money went'],
    ['book', 'Book'],
    ['models', 'Assumptions and limits'],
    ['manifest', 'Repeat it'],
  ];
}

async function distributionSection(results: Results, summary: Summary): Promise<Markup> {
  const parts: Markup[] = [];
  for (const key of DISTRIBUTIONS) {
    const charts = await figures(distributionCharts(results, key));
    const nothing = html`<p>No path has any ${METRICS[key].title}, under any strategy: there is no distribution to draw.</p>`;
    parts.push(html`${charts ?? nothing}${tailTable(summary, key)}`);
  }
  return html`<section id="distribution" aria-labelledby="distribution-title"><h2 id="distribution-title">Distribution and tail</h2>${parts}</section>`;
}

async function moneySection(summary: Summary): Promise<Markup> {
  const charts = await figures(moneyCharts(summary));
  return html`<section id="money" aria-labelledby="money-title"><h2 id="money-title">Where the money went</h2>
<p>Means per path, in USD at outside prices. “Price moves” is what the named parts do not explain: prices that moved between seizure and sale, collateral not sold yet, and whoever else earned.</p>
${charts ?? html`<p>Nothing was liquidated and no debt was lost on any path.</p>`}</section>`;
}

async function bookSection(book: BookFacts | undefined): Promise<Markup> {
  const charts = book === undefined ? undefined : await figures(bookCharts(book));
  return html`<section id="book" aria-labelledby="book-title"><h2 id="book-title">Book at the start</h2>
${charts ?? html`<p>${book === undefined ? 'These results have no book.json, which a run writes beside them.' : 'No account owes anything.'}</p>`}</section>`;
}
