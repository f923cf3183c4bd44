/** One path as small multiples on one time axis: the world on top, then what each strategy made of it. */
import type { Anatomy, PathAnatomy, StrategySeries } from '../../anatomy/anatomy.ts';
import { formatCount, formatNumber, formatUsd, formatValue } from '../../format.ts';
import { METRICS } from '../../metrics.ts';
import { clock } from '../../trace/clock.ts';
import { FRAME, heading, legendSpec, NO_LABELS, Y_AXIS } from './anatomy-frame.ts';
import { anatomyTable } from './anatomy-table.ts';
import type { Chart } from './chart.ts';
import { DASHES, INK, MUTED, SERIES } from './colours.ts';
import { AMOUNT_TICKS } from './draw.ts';
import { liquidationStrip, sizesOf } from './liquidation-strip.ts';

const KIND_WORDS = { worst: 'worst', p99: '99 %', median: 'median' } as const;

const INTERPOLATION = { steps: 'step-after', line: 'linear' } as const;

type Values = readonly (number | null)[];

interface Line {
  readonly name: string;
  readonly values: Values;
  readonly colour: string;
  readonly dash: readonly number[];
  /** How it goes on between two instants; `none` where that is not known. */
  readonly between?: 'steps' | 'line' | 'none';
}

interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly zero: boolean;
  readonly height?: number;
}

export function anatomyCharts(anatomy: Anatomy): Chart[] {
  return anatomy.paths.map((path) => anatomyChart(anatomy, path));
}

function anatomyChart(anatomy: Anatomy, path: PathAnatomy): Chart {
  const { stepMillis, asset } = anatomy;
  const kinds = path.kinds.map((kind) => KIND_WORDS[kind]).join(' and ');
  const hours = path.marketUsd.map((_, step) => (step * stepMillis) / 3_600_000);
  const panels = panelsOf(path, asset);
  const names = path.strategies.map(({ strategy }) => strategy);
  const x = { field: 'h', type: 'quantitative', scale: { domain: [0, hours.at(-1)], nice: false } };
  const strips = path.strategies.map((one, index) => liquidationStrip(one, index, hours, x, sizesOf(path)));
  const drawn = [...panels.slice(0, 3).map((one) => panelSpec(one, hours, x)), ...strips];
  drawn.push(...panels.slice(3).map((one) => panelSpec(one, hours, x)));
  const last = drawn.at(-1) as { encoding: { x: object } };
  last.encoding.x = { ...last.encoding.x, axis: { title: 'hours', grid: true, tickCount: 8 } };
  return {
    id: `anatomy-${path.kinds.join('-')}`,
    aliases: path.kinds.map((kind) => `anatomy-${kind}`),
    title: `The ${kinds} path, number ${path.path}`,
    summary: summaryOf(anatomy, path, kinds),
    spec: { vconcat: [legendSpec(names), ...drawn], spacing: 25, bounds: 'flush' },
    ...anatomyTable(path, hours, asset),
  };
}

function summaryOf({ figure, strategy, asset, stepMillis }: Anatomy, path: PathAnatomy, kinds: string): string {
  const { title, unit } = METRICS[figure as keyof typeof METRICS];
  const market = path.marketUsd as readonly number[];
  const lowest = Math.min(...market);
  const fall = `${asset} starts at ${formatNumber(market[0]!)} USD, is lowest at ${formatNumber(lowest)} (at ${clock(Math.round(market.indexOf(lowest) * stepMillis))}) and ends at ${formatNumber(market.at(-1)!)}`;
  const each = path.strategies.map(({ strategy: name, liquidations, badDebtUsd, backlogUsd }) => {
    const count = liquidations.reduce((sum, cell) => sum + cell.count, 0);
    const most = Math.max(...(backlogUsd as readonly number[]));
    return `${name}: ${formatCount(count)} liquidations, backlog of at most ${formatUsd(most)} USD, bad debt ${formatUsd(badDebtUsd.at(-1)!)} USD`;
  });
  return `The ${kinds} of all paths by ${title} under ${strategy} (${formatValue(path.value, unit)}${unit === 'usd' ? ' USD' : ''}). ${fall}. ${each.join('; ')}. Depth: what can be sold down to 2 % below the market, drawn where somebody looked.`;
}

function panelsOf(path: PathAnatomy, asset: string): Panel[] {
  const each = (pick: (one: StrategySeries) => Values, between: Line['between'] = 'steps'): Line[] =>
    path.strategies.map((one, index) => ({
      name: one.strategy,
      values: pick(one),
      colour: SERIES[index % SERIES.length]!,
      dash: DASHES[index % DASHES.length]!,
      between,
    }));
  const ink = (name: string, values: Values | null, colour: string = INK): Line[] =>
    values === null ? [] : [{ name, values, colour, dash: [1, 0] }];
  const panels: Panel[] = [
    {
      title: `${asset}, USD: market (thin), oracle by strategy`,
      lines: [...ink('market', path.marketUsd), ...each((one) => one.oracleUsd)],
      zero: false,
      height: 110,
    },
    {
      title: `gas price of others${path.baseFeeGwei === null ? '' : ' (thin) and base fee (grey)'}, gwei`,
      lines: [...ink('base fee', path.baseFeeGwei, MUTED), ...ink('gas price', path.gasGwei)],
      zero: true,
    },
    { title: 'backlog: debt due and not dealt with, USD', lines: each((one) => one.backlogUsd), zero: true },
    {
      title: `venue depth for ${asset}, USD: untouched (thin), by strategy`,
      lines: [...ink('untouched', path.calmDepthUsd), ...each((one) => one.depthUsd, 'none')],
      zero: true,
    },
    { title: 'insurance and other funds, USD', lines: each((one) => one.fundUsd), zero: true },
    { title: 'bad debt so far, USD', lines: each((one) => one.badDebtUsd), zero: true },
  ];
  // What is 0 or unknown all the time says nothing; the first three stay, so that paths can be held beside each other.
  return panels.filter(
    ({ lines }, place) => place < 3 || lines.some(({ values }) => values.some((v) => v !== null && v > 0)),
  );
}

function panelSpec({ title, lines, zero, height = 64 }: Panel, hours: readonly number[], x: object): object {
  return {
    title: heading(title),
    ...FRAME,
    height,
    encoding: { x: { ...x, axis: NO_LABELS } },
    layer: lines.map(({ values, colour, dash, between = 'line' }) => ({
      data: { values: pointsOf(values, hours, between) },
      mark:
        between === 'none'
          ? { type: 'circle', fill: colour, size: 9, opacity: 0.8 }
          : {
              type: 'line',
              stroke: colour,
              strokeDash: dash,
              strokeWidth: colour === INK ? 1 : 1.5,
              interpolate: INTERPOLATION[between],
            },
      encoding: {
        y: {
          field: 'v',
          type: 'quantitative',
          title: null,
          scale: { zero },
          axis: { ...Y_AXIS, ...AMOUNT_TICKS, tickCount: 3 },
        },
      },
    })),
  };
}

/** Of a value that stays the same only its first and last instant is drawn. */
function pointsOf(values: Values, hours: readonly number[], between: Line['between']): { h: number; v: number }[] {
  return values.flatMap((v, step) => {
    if (v === null) return [];
    const isInside =
      between !== 'none' && step > 0 && step < values.length - 1 && values[step - 1] === v && values[step + 1] === v;
    return isInside ? [] : [{ h: Number(hours[step]!.toPrecision(6)), v }];
  });
}
