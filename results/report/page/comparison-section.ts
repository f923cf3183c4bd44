/** The strategies side by side, and each against the reference, path by path. */
import type { OutcomeKey } from '../../../models/outcome.ts';
import { formatDifference, formatInterval, formatValue } from '../../format.ts';
import { METRICS } from '../../metrics.ts';
import { RATIO_KEYS, RATIOS } from '../../ratios.ts';
import type { MetricSummary, Summary } from '../../summary.ts';
import { COMPARED, described, shares, words } from '../../table/comparison-table.ts';
import { plain } from '../../table/style.ts';
import { MARKS } from '../check.ts';
import { gateChecks } from '../gate-checks.ts';
import { html, type Markup } from './markup.ts';
import { type Cell, dataTable } from './tables.ts';

/** Means that a decision looks at; all others are in the tables below them and in `summary.json`. */
const MEANS: readonly OutcomeKey[] = [
  'badDebtUsd',
  'slippageUsd',
  'liquidatedDebtUsd',
  'liquidations',
  'cascadeLiquidations',
  'borrowerLossUsd',
  'keeperProfitUsd',
  'timeToCloseMedianSeconds',
  'timeToCloseP95Seconds',
  'maxBacklogUsd',
  'unservedDebtUsd',
];

const named = ({ title, unit }: { title: string; unit: string }): string => (unit === 'usd' ? `${title}, USD` : title);

export function comparisonSection(summary: Summary): Markup {
  const { strategies, comparisons, manifest } = summary;
  return html`<section id="comparison" aria-labelledby="comparison-title"><h2 id="comparison-title">Comparison</h2>
${dataTable({
  caption: 'Means over paths, with 95 % intervals',
  head: ['figure', ...strategies.map(({ strategy }) => strategy)],
  rows: [...MEANS.map((key) => meanRow(summary, key)), ...RATIO_KEYS.map((key) => ratioRow(summary, key))],
})}
${strategies
  .filter(({ strategy }) => strategy !== manifest.reference)
  .map(({ strategy }) =>
    dataTable({
      caption: `${strategy} against ${manifest.reference}, on the same paths`,
      head: ['figure', 'difference', '95 % interval', 'paths higher · same · lower', 'verdict'],
      words: [4],
      rows: COMPARED.map((key) => {
        const one = comparisons.find(({ strategy: of, metric }) => of === strategy && metric === key)!;
        const { unit } = described(key);
        const interval = one.verdict === 'identical' ? '' : formatInterval(one.low, one.high, unit, formatDifference);
        const kind = one.verdict === 'better' || one.verdict === 'worse' ? one.verdict : '';
        return [
          named(described(key)),
          formatDifference(one.difference, unit),
          interval,
          shares(one),
          { text: words(one, ' ', plain), kind },
        ];
      }),
    }),
  )}
<details><summary>All figures: mean, with interval</summary>${dataTable({
    caption: 'Every figure: mean over paths',
    head: ['figure', ...strategies.map(({ strategy }) => strategy)],
    rows: (Object.keys(METRICS) as OutcomeKey[]).map((key) => meanRow(summary, key)),
  })}</details></section>`;
}

function meanRow({ strategies }: Summary, key: OutcomeKey): Cell[] {
  const { unit } = METRICS[key];
  return [
    named(METRICS[key]),
    ...strategies.map(({ metrics }) => {
      const { mean, meanLow, meanHigh } = metrics[key];
      return { text: formatValue(mean, unit), below: formatInterval(meanLow, meanHigh, unit) };
    }),
  ];
}

function ratioRow({ strategies }: Summary, key: (typeof RATIO_KEYS)[number]): Cell[] {
  const { unit } = RATIOS[key];
  return [
    named(RATIOS[key]),
    ...strategies.map(({ ratios }) => {
      const { value, low, high } = ratios[key];
      return { text: formatValue(value, unit), below: formatInterval(low, high, unit) };
    }),
  ];
}

export function gatesSection({ gates = [], manifest }: Summary): Markup | undefined {
  if (gates.length === 0) return undefined;
  const marks = { pass: 'better', fail: 'worse', undecided: '' } as const;
  return html`<section id="gates" aria-labelledby="gates-title"><h2 id="gates-title">Gates</h2>${dataTable({
    caption: 'Gates of the scenario, judged on intervals',
    head: ['strategy', 'outcome', 'figure, limit, and what was found'],
    words: [1, 2],
    rows: gateChecks(gates, manifest.scenario.name).map(({ outcome, detail }, index) => [
      gates[index]!.strategy,
      { text: `${MARKS[outcome]} ${outcome}`, kind: marks[outcome] },
      detail,
    ]),
  })}</section>`;
}

/** Name of a tail statistic, and the fields that hold it. */
const TAIL: readonly (readonly [name: string, key: keyof MetricSummary])[] = [
  ['median', 'p50'],
  ['p95', 'p95'],
  ['p99', 'p99'],
  ['ES 99 %', 'es99'],
  ['p99.9', 'p999'],
  ['ES 99.9 %', 'es999'],
];

export function tailTable({ strategies }: Summary, key: OutcomeKey): Markup {
  const { unit } = METRICS[key];
  return dataTable({
    caption: `Tail of ${named(METRICS[key])}: observed quantiles and expected shortfall (mean of the worst share), with 95 % intervals; – where the paths cannot tell`,
    head: ['strategy', ...TAIL.map(([name]) => name), 'largest', 'on path', 'paths beyond p99'],
    rows: strategies.map(({ strategy, metrics }): Cell[] => {
      const figures = metrics[key] as unknown as Readonly<Record<string, number | null>>;
      const { max, maxPath, tailPaths, tailTooFew } = metrics[key];
      return [
        strategy,
        ...TAIL.map(([, name]) => ({
          text: formatValue(figures[name] ?? null, unit),
          below: formatInterval(figures[`${name}Low`] ?? null, figures[`${name}High`] ?? null, unit),
        })),
        formatValue(max, unit),
        maxPath === null ? '–' : String(maxPath),
        `${formatValue(Math.round(tailPaths), 'count')}${tailTooFew ? ' (too few)' : ''}`,
      ];
    }),
  });
}
