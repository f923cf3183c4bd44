import type { OutcomeKey } from '../../models/outcome.ts';
import type { SettingValue } from '../../scenarios/sweep/plan.ts';
import { CONFIDENCE } from '../definitions.ts';
import { formatCount, formatInterval, formatSeconds, formatUsd, formatValue } from '../format.ts';
import { METRICS } from '../metrics.ts';
import { drawGrid, type GridRow } from '../table/grid.ts';
import { plain, type Style } from '../table/style.ts';
import { wrap } from '../table.ts';
import { settingText } from './setting-text.ts';
import type { PointDifference, PointSummary, SweepSummary } from './sweep-results.ts';

/** Points that the screen shows; files hold all. */
const MOST_SHOWN = 60;

/** The figure by which a point is better or worse, on screen. */
const JUDGED = 'badDebtUsd.mean';

/** By key, how its values are shown. */
type Texts = ReadonlyMap<string, (value: SettingValue) => string>;

/** The table of a sweep: points × strategies, a few figures, and each against the reference point. Ends without a line end. */
export function sweepTable(summary: SweepSummary, width: number, style: Style = plain): string {
  const { plan, points, differences, definitions, notes } = summary;
  const paths = points[0]?.strategies[0]?.paths ?? 0;
  const shown = points.slice(0, MOST_SHOWN);
  const head = [
    '',
    ...plan.keys.map(shortKey(plan.keys)),
    'strategy',
    'bad debt',
    '',
    'ES 99 %',
    'P(any)',
    'slippage',
    'vs reference',
  ];
  const texts = new Map(plan.keys.map((key) => [key, settingText(points.map(({ settings }) => settings[key]!))]));
  const rows = shown.flatMap((point) => pointRows(point, summary, texts));
  const lines = [
    style('title', plan.scenario.title),
    style(
      'note',
      `${formatCount(points.length)} points × ${formatCount(paths)} paths of ${formatSeconds(plan.horizonMillis / 1000)}, seed ${plan.seed} · ${plan.tapes === 1 ? 'all on the same tapes' : `${plan.tapes} sets of tapes`} · plan ${plan.hash.slice(0, 12)}`,
    ),
    '',
    drawGrid({
      head,
      rows,
      aligns: [
        'right',
        ...plan.keys.map(() => 'right' as const),
        'left',
        'right',
        'left',
        'right',
        'right',
        'right',
        'left',
      ],
    }),
  ];
  if (points.length > shown.length)
    lines.push(`… and ${points.length - shown.length} more points (summary.csv of --out has all)`);
  const stand = differences.filter(
    ({ adjustedPValue }) => adjustedPValue !== null && adjustedPValue <= 1 - CONFIDENCE,
  ).length;
  const words = [
    ...notes,
    `vs reference: mean bad debt against point ${plan.referencePoint}, path by path; ✓ marks a difference that stands after Holm's correction for all ${differences.length} comparisons of this sweep (${stand} stand at ${Math.round((1 - CONFIDENCE) * 100)} %).`,
    `In brackets ${CONFIDENCE * 100} % intervals. ${definitions.expectedShortfall}`,
  ];
  return [...lines, '', ...words.flatMap((text) => wrap(text, width)).map((line) => style('note', line))].join('\n');
}

/** The last parts of a key, as few as tell the keys apart. */
export function shortKey(keys: readonly string[]): (key: string) => string {
  const tail = (key: string, parts: number) => key.split('.').slice(-parts).join('.');
  return (key) => {
    let parts = 1;
    while (
      parts < key.split('.').length &&
      keys.some((other) => other !== key && tail(other, parts) === tail(key, parts))
    )
      parts++;
    return tail(key, parts);
  };
}

function pointRows(
  { point, settings, strategies }: PointSummary,
  { plan, differences }: SweepSummary,
  texts: Texts,
): GridRow[] {
  return strategies.map(({ strategy, metrics, ratios }, index) => {
    const { mean, meanLow, meanHigh, es99, probabilityPositive } = metrics.badDebtUsd;
    const found = differences.find((one) => one.point === point && one.strategy === strategy && one.figure === JUDGED);
    const values = plan.keys.map((key) => texts.get(key)!(settings[key]!));
    return {
      cells: [
        ...(index === 0 ? [String(point), ...values] : ['', ...values.map(() => '')]),
        strategy,
        usd(mean, 'badDebtUsd'),
        formatInterval(meanLow, meanHigh, 'usd'),
        usd(es99, 'badDebtUsd'),
        formatValue(probabilityPositive, 'fraction'),
        formatValue(ratios.slippageBps.value, 'bps'),
        point === plan.referencePoint ? 'reference' : against(found),
      ],
    };
  });
}

const usd = (value: number | null, key: OutcomeKey): string => formatValue(value, METRICS[key].unit);

function against(found: PointDifference | undefined): string {
  if (found === undefined || found.difference === null) return '';
  const stands = found.adjustedPValue !== null && found.adjustedPValue <= 1 - CONFIDENCE;
  const sign = found.difference > 0 ? '+' : '';
  return `${sign}${formatUsd(found.difference)} ${found.verdict}${stands ? ' ✓' : ''}`;
}
