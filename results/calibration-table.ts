import type { Calibration } from '../scenarios/calibration/calibrate.ts';
import { type FeatureUnit, VOLATILITY } from '../scenarios/calibration/features.ts';
import type { Fit } from '../scenarios/calibration/fit.ts';
import type { Band, GoodnessRow } from '../scenarios/calibration/goodness-of-fit.ts';
import { instantText, spanText } from '../scenarios/calibration/span-text.ts';
import { STRESS_RANGE } from '../scenarios/calibration/stress-jumps.ts';
import { TAIL_RULE } from '../scenarios/calibration/tail.ts';
import { fallNote, fallTable } from './fall-table.ts';
import { formatCount, formatFraction, formatNumber, NO_FIGURE } from './format.ts';
import { drawGrid, type GridRow, seenWidth } from './table/grid.ts';
import { plain, type Style, type TextRole } from './table/style.ts';
import { wrap } from './table.ts';

export interface CalibrationTableOptions {
  readonly width: number;
  readonly style?: Style;
}

/** A calibration as text: parameters, criteria, what the fits give back of the history, verdicts, and the fragment. */
export function renderCalibration(result: Calibration, { width, style = plain }: CalibrationTableOptions): string {
  const paragraph = (role: TextRole, text: string) =>
    wrap(text, width)
      .map((line) => style(role, line))
      .join('\n');
  const notes = result.fits.flatMap(({ model, notes: own }) => own.map((note) => `${model}: ${note}`));
  return [
    `${paragraph('title', result.history.file)}\n${paragraph('note', historyText(result))}`,
    `${style('title', 'Parameters by maximum likelihood')}\n${parameterTable(result.fits, style)}`,
    ...(notes.length > 0 ? [notes.map((note) => paragraph('note', note)).join('\n')] : []),
    criteriaTable(result.fits, style),
    `${style('title', 'What the fits give back of the history')}\n${goodnessTables(result, width, style)}`,
    paragraph('note', goodnessNote(result)),
    [...verdicts(result).map(({ role, text }) => paragraph(role, text)), paragraph('note', TAIL_RULE)].join('\n'),
    `${style('title', `How likely is a fall within ${spanText(result.falls.spanMillis)}?`)}\n${fallTable(result, style)}\n${paragraph('note', fallNote(result))}`,
    `${style('title', 'Stress jumps')}\n${stressLines(result)
      .map((line) => paragraph('note', line))
      .join('\n')}`,
    `${style('title', 'To paste into a scenario')}\n${result.fragment.trimEnd()}`,
  ].join('\n\n');
}

function historyText({ history }: Calibration): string {
  const { returns, stepMillis, firstInstant, lastInstant, gaps, resampled } = history;
  const left = gaps === 0 ? '' : `, ${formatCount(gaps)} across gaps left out`;
  const taken = resampled ? ', resampled' : '';
  return `${formatCount(returns)} log returns of ${spanText(stepMillis)}${taken}${left}, ${instantText(firstInstant)} to ${instantText(lastInstant)}`;
}

function parameterTable(fits: readonly Fit[], style: Style): string {
  const rows = fits.flatMap((fit): GridRow[] => [
    { section: style('strategy', fit.model) },
    ...fit.parameters.map(({ name, value, standardError, unit, border }) => {
      const error = standardError === undefined ? NO_FIGURE : digits(standardError, 2);
      const place = border === undefined ? '' : `on the ${border === 'low' ? 'floor' : 'ceiling'}`;
      return { cells: [`  ${name}`, digits(value, 4), error, unit, place] };
    }),
  ]);
  return drawGrid({
    head: ['', 'value', 'std. error', 'unit', ''],
    aligns: ['left', 'right', 'right', 'left', 'left'],
    rows,
  });
}

function criteriaTable(fits: readonly Fit[], style: Style): string {
  const best = Math.min(...fits.map(({ bic }) => bic));
  const rows = fits.map(({ model, freeParameters, logLikelihood, aic, bic }) => ({
    cells: [
      style('strategy', model),
      String(freeParameters),
      logLikelihood.toFixed(1),
      aic.toFixed(1),
      bic.toFixed(1),
      bic === best && fits.length > 1 ? style('better', 'least BIC') : '',
    ],
  }));
  return drawGrid({
    head: ['', 'parameters', 'log-likelihood', 'AIC', 'BIC', ''],
    aligns: ['left', 'right', 'right', 'right', 'right', 'left'],
    rows,
  });
}

/** One grid where it fits, else several with fewer laws each. */
function goodnessTables({ goodness, tails }: Calibration, width: number, style: Style): string {
  const draw = (laws: readonly string[], look: Style) =>
    drawGrid({
      head: ['', 'history', ...laws.map((law) => look('strategy', law))],
      aligns: ['left', 'right', ...laws.map(() => 'right' as const)],
      rows: goodness.map((row) => ({
        cells: [row.label, figure(row.real, row.unit), ...laws.map((law) => bandCell(row, row.simulated[law], look))],
      })),
    });
  const grids: string[] = [];
  for (let rest = Object.keys(tails); rest.length > 0; ) {
    let count = rest.length;
    while (count > 1 && seenWidth(draw(rest.slice(0, count), plain)) > width) count -= 1;
    grids.push(draw(rest.slice(0, count), style));
    rest = rest.slice(count);
  }
  return grids.join('\n');
}

/** The median, and the band below it; a star where the history lies outside. */
function bandCell({ real, unit }: GoodnessRow, { median, low, high }: Band, style: Style): string {
  const isOutside = real < low || real > high;
  const middle = `${figure(median, unit)}${isOutside ? ' *' : '  '}`;
  return `${isOutside ? style('worse', middle) : middle}\n${style('interval', `[${figure(low, unit)}, ${figure(high, unit)}]`)}`;
}

function figure(value: number, unit: FeatureUnit): string {
  return unit === 'fraction' ? formatFraction(value) : formatNumber(Number(value.toFixed(4)));
}

const digits = (value: number, count: number): string => String(Number(value.toPrecision(count)));

function goodnessNote({ paths, seed }: Calibration): string {
  return `Median of ${formatCount(paths)} histories simulated from each fit by the price models themselves (seed ${seed}), and the band that holds the middle 95 % of them; * where the history lies outside. A fall is from a high to a later low within the window, as a share of the high. The law "stress" is described below.`;
}

function verdicts({ tails, goodness, fits }: Calibration): { role: TextRole; text: string }[] {
  return Object.entries(tails).map(([law, { misses, missed, volatility }]) => {
    if (!misses && volatility !== 'above') return { role: 'better', text: `${law} holds the tail of this history.` };
    if (!misses)
      return { role: 'warning', text: `${law} holds the tail of this history, but ${tooVolatile(law, goodness)}.` };
    const unit = (key: string) => goodness.find((row) => row.key === key)!.unit;
    const parts = missed.map(({ key, label, real, band }, index) => {
      const most = figure(band.extreme, unit(key));
      return `${label} ${figure(real, unit(key))} (${index === 0 ? `simulated at most ${most}` : most})`;
    });
    const fit = fits.find(({ model }) => model === law);
    const why = law === 'stress' ? ` ${NO_CLUSTERS}` : fit === undefined ? '' : smallJumps(fit);
    return { role: 'worse', text: `${law} misses the tail: ${parts.join('; ')}.${why}` };
  });
}

function tooVolatile(law: string, rows: readonly GoodnessRow[]): string {
  const { real, simulated } = rows.find(({ key }) => key === VOLATILITY)!;
  return `on too much volatility: ${formatNumber(simulated[law].median)} per √year, where the history has ${formatNumber(real)}`;
}

const NO_CLUSTERS =
  'What it misses over longer windows is clusters of volatility: take the stress day for a day or less.';

/** A likelihood that spends its jumps on everyday moves says nothing about crashes. */
function smallJumps({ parameters }: Fit): string {
  const aDay = parameters.find(({ name }) => name === 'jumpsPerDay')?.value;
  if (aDay === undefined || aDay * 365 <= STRESS_RANGE.jumpsPerYear[1]) return '';
  return ` Its ${formatCount(Math.round(aDay * 365))} jumps a year explain clusters of volatility, not crashes.`;
}

function stressLines({ stress }: Calibration): string[] {
  const { threshold, count, expectedIfNormal, measured, used, volatility, expectedVolatility } = stress;
  const jumps = (f: NonNullable<typeof measured>) =>
    `${digits(f.jumpsPerYear, 3)} a year, mean ${formatFraction(f.jumpMean)}, deviation ${formatFraction(f.jumpDeviation)}`;
  const range = ([low, high]: readonly [number, number]) => `${formatFraction(low)} to ${formatFraction(high)}`;
  const found = measured === undefined ? 'too few to measure' : `that is ${jumps(measured)} (log returns)`;
  const { median, q95, q99, highest } = expectedVolatility;
  return [
    `Falls beyond ${digits(threshold, 3)} deviations of what GARCH(1,1) expected: ${formatCount(count)}, where normal innovations give ${digits(expectedIfNormal, 2)}; ${found}.`,
    `Used: ${jumps(used)}, on a volatility of ${digits(volatility, 3)} (all returns but the jumps). They are kept within ${STRESS_RANGE.jumpsPerYear.join(' to ')} a year, mean ${range(STRESS_RANGE.jumpMean)}, deviation ${range(STRESS_RANGE.jumpDeviation)}; the deviation is raised within it until the history's worst step is no surprise.`,
    `Volatility that GARCH expected: median ${digits(median, 3)}, in the worst 5 % of steps above ${digits(q95, 3)}, in the worst 1 % above ${digits(q99, 3)}, at most ${digits(highest, 3)} per √year. For a path of a day or less take the stress day.`,
  ];
}
