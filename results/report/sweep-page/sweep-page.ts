/**
 * The report of a sweep: one HTML file like that of a run, made of the sweep's summary alone, so that it can be made again from its
 * folder and does not grow with the paths.
 */
import { formatCount, formatSeconds } from '../../format.ts';
import type { SweepSummary } from '../../points/sweep-results.ts';
import { type Chart, figures } from '../page/chart.ts';
import { html } from '../page/markup.ts';
import { pageText, section } from '../page/page-text.ts';
import { modelsSection, usedModels } from '../page/used-models.ts';
import { capitalFrontier } from './capital-frontier.ts';
import { parallelCoordinates } from './parallel-coordinates.ts';
import { isGrid, SWEPT_FIGURES, strategiesOf, sweptKeys } from './sweep-figures.ts';
import { sweepHeatMap } from './sweep-heat-map.ts';
import { sweepLineChart } from './sweep-line-chart.ts';
import { differencesTable, gatesTable, planSection, pointsTable } from './sweep-tables.ts';
import { sweepAnswer } from './sweep-words.ts';

/** Maps of two keys are drawn for these figures: each is one picture for each strategy. */
const MAPPED = SWEPT_FIGURES.slice(0, 2);

/** @throws RangeError when no path finished at any point: there is nothing to report then */
export async function sweepPage(summary: SweepSummary): Promise<string> {
  const { plan, points } = summary;
  const paths = Math.max(0, ...points.map(({ strategies }) => strategies[0]?.paths ?? 0));
  if (paths === 0) throw new RangeError('report: no path finished, so there is nothing to report');
  const models = usedModels(plan);
  const frontier = await figures([capitalFrontier(summary)]);
  const gates = gatesTable(summary);
  return pageText({
    title: plan.scenario.title,
    facts: `sweep of ${plan.scenario.name} · ${formatCount(points.length)} points × ${formatCount(paths)} paths of ${formatSeconds(plan.horizonMillis / 1000)} · seed ${plan.seed} · plan ${plan.hash.slice(0, 12)}`,
    contents: [
      ['answer', 'In words'],
      ['curves', 'By setting'],
      ['frontier', 'Capital efficiency'],
      ...(gates === undefined ? [] : ([['gates', 'Gates']] as const)),
      ['differences', 'Against the reference'],
      ['points', 'All points'],
      ['models', 'Assumptions and limits'],
      ['plan', 'Repeat it'],
    ],
    sections: [
      sweepAnswer(summary, models),
      section('curves', 'What the settings do', await figures(curves(summary))),
      section(
        'frontier',
        'Capital efficiency against the tail',
        frontier ??
          html`<p>None of these settings changes what may be borrowed on the same collateral, so there is no frontier to draw.</p>`,
      ),
      gates === undefined ? undefined : section('gates', 'Gates', gates),
      section('differences', `Against point ${plan.referencePoint}, path by path`, differencesTable(summary)),
      section('points', 'All points', pointsTable(summary)),
      modelsSection(models),
      planSection(summary),
    ],
    footer: `Made by Plimsoll ${plan.plimsoll}. Rows of all paths are in paths.parquet, all statistics in summary.csv and summary.json beside this page.`,
  });
}

/** All charts of the page. */
export const sweepCharts = (summary: SweepSummary): (Chart | undefined)[] => [
  ...curves(summary),
  capitalFrontier(summary),
];

/** By the number of keys: lines, maps, or every point as a line through all keys. */
function curves(summary: SweepSummary): (Chart | undefined)[] {
  const keys = sweptKeys(summary).filter(({ values }) => values.length > 1);
  const strategies = strategiesOf(summary);
  const [first, second] = keys;
  if (first === undefined) return [];
  if (second === undefined) return SWEPT_FIGURES.map((figure) => sweepLineChart(summary, first, figure));
  if (keys.length === 2) {
    // The key with more values lies across, where there is room.
    const pair =
      second.values.length > first.values.length && isGrid(summary, keys)
        ? ([second, first] as const)
        : ([first, second] as const);
    return MAPPED.flatMap((figure) =>
      strategies.map((name, index) => sweepHeatMap(summary, pair, figure, name, index)),
    );
  }
  return strategies.map((name, index) => parallelCoordinates(summary, keys, name, index));
}
