/** The chances of a fall within a day, of a calibration, as a table. */

import type { Calibration } from '../scenarios/calibration/calibrate.ts';
import { FALLS, type LawFalls } from '../scenarios/calibration/fall-chances.ts';
import { spanText } from '../scenarios/calibration/span-text.ts';
import { formatCount, formatFraction, NO_FIGURE } from './format.ts';
import { drawGrid, type GridRow } from './table/grid.ts';
import type { Style } from './table/style.ts';

export function fallTable({ falls }: Calibration, style: Style): string {
  const cells = (name: string, values: readonly string[]): GridRow => ({ cells: [name, ...values] });
  const rows = Object.entries(falls.laws).flatMap(([law, own]) => [
    { section: style('strategy', law) },
    ...lawRows(own, spanText(falls.lookMillis)).map(([name, values]) => cells(`  ${name}`, values)),
  ]);
  return drawGrid({
    head: ['', ...FALLS.map((fall) => `${fall * 100} %`)],
    aligns: ['left', ...FALLS.map(() => 'right' as const)],
    rows: [cells(`history, ${formatCount(falls.days)} starts`, falls.history.map(formatFraction)), ...rows],
  });
}

function lawRows(
  { always, atLooks, moved, depth, uncovered, simulated }: LawFalls,
  step: string,
): [string, string[]][] {
  const rows: [string, readonly (number | null)[] | undefined][] = [
    ['watched all the time', always],
    [`seen every ${step}`, atLooks],
    ['  by a moved barrier', moved],
  ];
  const below: [string, readonly (number | null)[] | undefined][] = [
    ['  depth when seen', depth],
    ['debt not covered', uncovered],
  ];
  const counted = simulated?.map(
    ({ share, error }) => `${formatFraction(share)}${error > 0 ? `\n± ${formatFraction(2 * error)}` : ''}`,
  );
  return [
    ...stated(rows),
    ...(counted === undefined ? [] : [[`  simulated`, counted] as [string, string[]]]),
    ...stated(below),
  ];
}

const stated = (rows: readonly [string, readonly (number | null)[] | undefined][]): [string, string[]][] =>
  rows.flatMap(([name, values]) =>
    values === undefined
      ? []
      : [[name, values.map((value) => (value === null ? NO_FIGURE : formatFraction(value)))] as [string, string[]]],
  );

export function fallNote({ falls }: Calibration): string {
  const [span, step] = [spanText(falls.spanMillis), spanText(falls.lookMillis)];
  return `Chance that within ${span} the price is seen so far below where it stood, when it is looked at every ${step}. Closed forms and quadrature for gbm and merton; simulated: share of the same starts in the simulated histories, ± two standard errors. By a moved barrier: Broadie, Glasserman and Kou. Depth when seen: how far below the level the price already is when it is first seen there, on average, which a threshold must leave room for. Debt not covered: of a loan whose debt is the collateral's value less the fall, what is missing after ${span} if nobody liquidates it, as a share of the debt.`;
}
