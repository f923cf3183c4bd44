/** The points of a sweep as tables, and how to repeat it. */
import { CONFIDENCE } from '../../definitions.ts';
import {
  formatCount,
  formatDifference,
  formatFraction,
  formatInterval,
  formatNumber,
  formatValue,
} from '../../format.ts';
import type { PointSummary, SweepSummary } from '../../points/sweep-results.ts';
import { jsonText } from '../../write/json.ts';
import { shellWord } from '../page/manifest-section.ts';
import { html, type Markup } from '../page/markup.ts';
import { section } from '../page/page-text.ts';
import { type Cell, dataTable } from '../page/tables.ts';
import {
  isGrid,
  MEAN_BAD_DEBT,
  SWEPT_FIGURES,
  type SweptKey,
  settingValue,
  strategiesOf,
  strategyAt,
  sweptKeys,
} from './sweep-figures.ts';

/** Rows that a table shows; files hold all. */
const MOST_ROWS = 400;

const shown = (value: unknown): string => {
  const one = settingValue(value);
  return typeof one === 'number' ? formatNumber(one) : one;
};

const settingsOf = ({ settings }: PointSummary, keys: readonly SweptKey[]): string[] =>
  keys.map(({ key }) => shown(settings[key]));

export function pointsTable(summary: SweepSummary): Markup {
  const keys = sweptKeys(summary);
  const rows = summary.points.flatMap((point) =>
    strategiesOf(summary).flatMap((strategy) => {
      const own = strategyAt(point, strategy);
      if (own === undefined) return [];
      const figures = SWEPT_FIGURES.map((figure): Cell => {
        const { value, low, high } = figure.of(own);
        return { text: formatValue(value, figure.unit), below: formatInterval(low, high, figure.unit) };
      });
      return [
        [String(point.point), ...settingsOf(point, keys), strategy, ...figures, formatFraction(point.borrowingPower)],
      ];
    }),
  );
  return cut(rows, {
    caption: 'Figures at every point, with 95 % intervals',
    head: [
      'point',
      ...keys.map(({ short }) => short),
      'strategy',
      ...SWEPT_FIGURES.map(({ title }) => title),
      'may be owed per USD of collateral',
    ],
    words: [1 + keys.length],
  });
}

export function differencesTable(summary: SweepSummary): Markup {
  const { plan, points, differences } = summary;
  const keys = sweptKeys(summary);
  const rows = differences
    .filter(({ figure }) => figure === MEAN_BAD_DEBT.name)
    .map((one): Cell[] => {
      const { point, strategy, before, after, difference, low, high, unit, verdict, adjustedPValue } = one;
      const stands = adjustedPValue !== null && adjustedPValue <= 1 - CONFIDENCE;
      const kind = verdict === 'better' || verdict === 'worse' ? verdict : '';
      return [
        String(point),
        ...settingsOf(points.find((other) => other.point === point)!, keys),
        strategy,
        formatValue(before, unit),
        formatValue(after, unit),
        {
          text: formatDifference(difference, unit),
          below: verdict === 'identical' ? '' : formatInterval(low, high, unit, formatDifference),
        },
        { text: `${verdict}${stands ? ' ✓' : ''}`, kind },
      ];
    });
  if (rows.length === 0) return html`<p>There is no other point to compare.</p>`;
  return html`<p>Mean bad debt of each point less that of point ${plan.referencePoint}, on the same paths; ✓ stands after Holm's correction for all comparisons of the sweep. All figures are in differences.csv.</p>
${cut(rows, {
  caption: `Mean bad debt, USD, against point ${plan.referencePoint}`,
  head: ['point', ...keys.map(({ short }) => short), 'strategy', 'reference', 'point', 'difference', 'verdict'],
  words: [1 + keys.length, 5 + keys.length],
})}`;
}

/** Undefined where the scenario has no gates. */
export function gatesTable(summary: SweepSummary): Markup | undefined {
  const keys = sweptKeys(summary);
  const rows = summary.points.flatMap((point) =>
    (point.gates ?? []).map(({ gate, strategy, value, low, high, limit, unit, outcome }): Cell[] => [
      String(point.point),
      ...settingsOf(point, keys),
      strategy,
      gate,
      { text: formatValue(value, unit), below: formatInterval(low, high, unit) },
      formatValue(limit, unit),
      {
        text: { pass: '✓ kept', fail: '✗ broken', undecided: '? not decided' }[outcome],
        kind: { pass: 'better', fail: 'worse', undecided: '' }[outcome],
      },
    ]),
  );
  if (rows.length === 0) return undefined;
  return cut(rows, {
    caption: 'Gates of the scenario at every point',
    head: ['point', ...keys.map(({ short }) => short), 'strategy', 'gate', 'figure', 'limit', 'outcome'],
    words: [1 + keys.length, 2 + keys.length, 5 + keys.length],
  });
}

function cut(
  rows: readonly (readonly Cell[])[],
  options: { caption: string; head: readonly string[]; words: readonly number[] },
): Markup {
  const more = rows.length - MOST_ROWS;
  return html`${dataTable({ ...options, rows: rows.slice(0, MOST_ROWS) })}
${more > 0 ? html`<p class="muted">… and ${formatCount(more)} more rows: the CSV files beside this page have all.</p>` : undefined}`;
}

export function planSection(summary: SweepSummary): Markup {
  const { plan, definitions } = summary;
  const { resolved: _, points: __, ...facts } = plan;
  return section(
    'plan',
    'Repeat it',
    html`<p>The same scenario, settings, seed and number of paths give the same figures and the same page, on any machine and with any number of threads. Where the scenario is a file of yours, put the file in place of its name.</p>
<pre tabindex="0"><code>${commandOf(summary)}</code></pre>
<dl class="words">${(
      [
        ['mean', definitions.mean],
        ['expected shortfall', definitions.expectedShortfall],
        ['probability', definitions.probability],
        ['ratio', definitions.ratio],
        ['difference', definitions.difference],
        ['sampling', definitions.sampling],
      ] as const
    ).map(([name, text]) => (text === undefined ? undefined : html`<dt>${name}</dt><dd>${text}</dd>`))}</dl>
<details><summary>Plan</summary><pre tabindex="0">${jsonText(facts)}</pre></details>
<details><summary>Scenario at the reference point</summary><pre tabindex="0">${jsonText(plan.resolved)}</pre></details>`,
  );
}

/** The command that gives this sweep again; of a design that spread its keys, only plan.json knows the points. */
export function commandOf(summary: SweepSummary): string {
  const { plan } = summary;
  const keys = sweptKeys(summary);
  const axes = isGrid(summary, keys)
    ? keys.flatMap(({ key, values }) => ['--set', `${key}=${values.join(',')}`])
    : keys.flatMap(({ key }) => ['--set', `${key}=…`]);
  const words = ['sweep', plan.scenario.name, ...axes, '--paths', String(plan.paths), '--seed', plan.seed];
  return `plimsoll ${[...words, '--strategies', plan.strategies.join(',')].map(shellWord).join(' ')}`;
}
