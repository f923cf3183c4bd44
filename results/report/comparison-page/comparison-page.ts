/** The report of a comparison: one HTML file like that of a run, made of `comparison.json` alone. */
import type { OutcomeKey } from '../../../models/outcome.ts';
import type { FigureComparison } from '../../compare-results.ts';
import { formatCount, formatSeconds } from '../../format.ts';
import { jsonText } from '../../write/json.ts';
import { cellsOf, footnotes, HEAD, moneySentences } from '../comparison-words.ts';
import { type Chart, figures } from '../page/chart.ts';
import { drawExceedance } from '../page/distribution-charts.ts';
import { html, type Markup } from '../page/markup.ts';
import { pageText, section } from '../page/page-text.ts';
import { dataTable } from '../page/tables.ts';
import { modelsSection, usedModels } from '../page/used-models.ts';
import { type ComparisonDocument, SIDES } from './comparison-document.ts';
import { differenceChart } from './difference-chart.ts';

export async function comparisonPage(document: ComparisonDocument): Promise<string> {
  const { before, after, figures: compared } = document;
  const strategies = strategiesOf(document);
  const models = usedModels(after);
  const paths = Math.max(0, ...compared.map(({ n }) => n));
  const same =
    before.scenario.name === after.scenario.name
      ? before.scenario.name
      : `${before.scenario.name} and ${after.scenario.name}`;
  return pageText({
    title:
      before.scenario.title === after.scenario.title
        ? before.scenario.title
        : `${before.scenario.title} against ${after.scenario.title}`,
    facts: `comparison of ${same} · ${formatCount(paths)} paths of ${formatSeconds(before.horizonMillis / 1000)} · seed ${before.seed} · hashes ${before.scenario.hash.slice(0, 12)} and ${after.scenario.hash.slice(0, 12)}`,
    contents: [
      ['answer', 'In words'],
      ['settings', 'What differs'],
      ['changes', 'Figures'],
      ['distribution', 'Distribution'],
      ['models', 'Assumptions and limits'],
      ['manifest', 'Repeat it'],
    ],
    sections: [
      answerSection(document),
      settingsSection(document),
      section(
        'changes',
        'Figures',
        await figures(changeCharts(document)),
        ...strategies.map((strategy) => figuresTable(compared, strategy)),
      ),
      section(
        'distribution',
        'Distribution',
        (await figures(tailCharts(document))) ?? html`<p>No path has any bad debt or slippage on either side.</p>`,
      ),
      modelsSection(models),
      manifestSection(document),
    ],
    footer: `Made by Plimsoll ${after.plimsoll}. All of it is in comparison.json and comparison.csv beside this page.`,
  });
}

const strategiesOf = ({ figures: compared }: ComparisonDocument): string[] => [
  ...new Set(compared.map(({ strategy }) => strategy)),
];

const changeCharts = (document: ComparisonDocument): (Chart | undefined)[] =>
  strategiesOf(document).map((strategy, index) => differenceChart(document.figures, strategy, index));

const tailCharts = ({ spreads }: ComparisonDocument): (Chart | undefined)[] =>
  spreads.map(({ strategy, figure, first, second }, index) => {
    const chart = drawExceedance(figure as OutcomeKey, [...first, ...second], SIDES);
    return chart && { ...chart, id: `${chart.id}-${index}`, title: `${chart.title}: ${strategy}` };
  });

/** All charts of the page. */
export const comparisonCharts = (document: ComparisonDocument): (Chart | undefined)[] => [
  ...changeCharts(document),
  ...tailCharts(document),
];

function answerSection(document: ComparisonDocument): Markup {
  const sentences = moneySentences(document);
  const [notes, words] = [document.notes, footnotes(document).filter((line) => !line.startsWith('Note:'))];
  return section(
    'answer',
    'In words',
    html`<div class="answer">${(sentences.length > 0 ? sentences : ['The comparison does not hold the mean of bad debt.']).map((sentence) => html`<p>${sentence}</p>`)}</div>
<dl class="words"><dt>Asked</dt><dd>What does the second do to the figures of the first, path by path on the same paths?</dd>
<dt>How sure</dt><dd>${words.join(' ')} Brackets are 95 % intervals: they hold what chance between paths can do, and nothing of what the models leave out.</dd></dl>
${notes.map((note) => html`<p class="warning">${note}</p>`)}`,
  );
}

function settingsSection({ settings, before, after }: ComparisonDocument): Markup {
  const rows = settings.map(({ path, before: first, after: second }) => [
    path,
    first ?? 'not there',
    second ?? 'not there',
  ]);
  const table = dataTable({
    caption: 'Settings in which the two differ',
    head: ['setting', 'first', 'second'],
    rows,
    words: [1, 2],
  });
  return section(
    'settings',
    'What differs',
    html`<p>First: ${before.scenario.name}, ${formatCount(before.paths)} paths. Second: ${after.scenario.name}, ${formatCount(after.paths)} paths.</p>
${rows.length === 0 ? html`<p>No setting differs.</p>` : table}`,
  );
}

function figuresTable(compared: readonly FigureComparison[], strategy: string): Markup {
  const own = compared.filter((one) => one.strategy === strategy);
  return dataTable({
    caption: `${strategy}: second against first`,
    head: ['figure', ...HEAD.slice(1)],
    words: [5],
    rows: own.map((one) => {
      const [figure, first, second, difference, interval, verdict] = cellsOf(one);
      const kind = one.verdict === 'better' || one.verdict === 'worse' ? one.verdict : '';
      return [figure, first, second, difference, interval, { text: verdict, kind }];
    }),
  });
}

function manifestSection({ before, after }: ComparisonDocument): Markup {
  return section(
    'manifest',
    'Repeat it',
    html`<p>Run both scenarios of the manifests with the same seed and number of paths, and compare their folders: <code>plimsoll compare first second --out folder</code>.</p>
<details><summary>Manifest of the first</summary><pre tabindex="0">${jsonText(before)}</pre></details>
<details><summary>Manifest of the second</summary><pre tabindex="0">${jsonText(after)}</pre></details>`,
  );
}
