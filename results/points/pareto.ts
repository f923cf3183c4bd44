import type { SettingValue } from '../../scenarios/sweep/plan.ts';
import { CONFIDENCE } from '../definitions.ts';
import { formatFraction, formatInterval, formatValue } from '../format.ts';
import type { GateResult } from '../gates.ts';
import { drawGrid } from '../table/grid.ts';
import { plain, type Style } from '../table/style.ts';
import { wrap } from '../table.ts';
import { settingText } from './setting-text.ts';

/** Capital efficiency against a loss at one setting of two parameters. */
export interface ParetoPoint {
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly strategy: string;
  /** USD that may be owed per USD of collateral before accounts are due. */
  readonly borrowingPower: number;
  /** The limit's figure there. */
  readonly figure: Pick<GateResult, 'value' | 'low' | 'high' | 'outcome' | 'unit' | 'operator' | 'unseenShare'>;
  /** Whether no other setting of the strategy has at least its efficiency and at most its loss, and more or less of one. */
  readonly isEfficient: boolean;
}

export interface ParetoReport {
  readonly plimsoll: string;
  readonly mathFingerprint: string;
  readonly scenario: { readonly name: string; readonly title: string; readonly hash: string };
  readonly seed: string;
  readonly keys: readonly string[];
  readonly limit: string;
  readonly figure: string;
  readonly confidence: number;
  readonly paths: number;
  readonly points: readonly ParetoPoint[];
}

/** Marks what no other point of the same strategy beats. */
export function efficient(points: readonly Omit<ParetoPoint, 'isEfficient'>[]): ParetoPoint[] {
  // A limit from below wants the figure high: then more of it is less of a loss.
  const loss = ({ figure }: Omit<ParetoPoint, 'isEfficient'>): number =>
    figure.value === null ? Number.POSITIVE_INFINITY : figure.operator === '<' ? figure.value : -figure.value;
  return points.map((point) => ({
    ...point,
    isEfficient: !points.some(
      (other) =>
        other.strategy === point.strategy &&
        other.borrowingPower >= point.borrowingPower &&
        loss(other) <= loss(point) &&
        (other.borrowingPower > point.borrowingPower || loss(other) < loss(point)),
    ),
  }));
}

const MARKS = { pass: '✓ kept', fail: '✗ broken', undecided: '? not decided' } as const;

/** What the settings whose figure is 0 on every path show. */
function zerosText(points: readonly ParetoPoint[]): string {
  const shares = points.flatMap(({ figure }) => figure.unseenShare ?? []);
  if (shares.length === 0) return '';
  return ` Where it is 0 on every path its interval has no width: with ${CONFIDENCE * 100} % confidence at most ${formatFraction(Math.max(...shares))} of paths are otherwise, and how much it is on those no path has shown.`;
}

/** The table, the most efficient settings first. Ends without a line end. */
export function paretoText(report: ParetoReport, width: number, style: Style = plain): string {
  const strategies = [...new Set(report.points.map(({ strategy }) => strategy))];
  const texts = new Map(
    report.keys.map((key) => [key, settingText(report.points.map(({ settings }) => settings[key]!))]),
  );
  const rows = strategies.flatMap((name) => {
    const own = report.points
      .filter(({ strategy }) => strategy === name)
      .sort((a, b) => b.borrowingPower - a.borrowingPower || (a.figure.value ?? 0) - (b.figure.value ?? 0));
    return [
      { section: style('strategy', name) },
      ...own.map(({ settings, borrowingPower, figure, isEfficient }) => ({
        cells: [
          isEfficient ? '●' : '',
          ...report.keys.map((key) => texts.get(key)!(settings[key]!)),
          formatFraction(borrowingPower),
          formatValue(figure.value, figure.unit),
          formatInterval(figure.low, figure.high, figure.unit),
          MARKS[figure.outcome],
        ],
      })),
    ];
  });
  const words = `● no other setting has both more borrowing power and less ${report.figure}, by the estimates. Borrowing power: USD that may be owed per USD of collateral before accounts are due. Brackets: ${CONFIDENCE * 100} % intervals; all settings met the same ${report.paths} paths.`;
  return [
    style('title', `${report.scenario.title}: ${report.limit}`),
    '',
    drawGrid({
      head: ['', ...report.keys.map((key) => key.split('.').at(-1)!), 'borrowing power', report.figure, '', 'limit'],
      rows,
      aligns: ['left', ...report.keys.map(() => 'right' as const), 'right', 'right', 'left', 'left'],
    }),
    '',
    ...wrap(`${words}${zerosText(report.points)}`, width).map((line) => style('note', line)),
  ].join('\n');
}
