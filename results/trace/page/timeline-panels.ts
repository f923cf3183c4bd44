/** The timeline of a trace as a drawing: panels above each other on one time axis, and lanes with a mark for every event. */

import { GRID, INK, MUTED, SERIES } from '../../report/page/colours.ts';
import { AMOUNT_TICKS } from '../../report/page/draw.ts';
import type { Point } from '../path-world.ts';
import type { TraceEvent } from '../trace-event.ts';
import type { Trace } from '../trace-path.ts';
import { LANE_OF, LANES } from './lanes.ts';

export const WIDTH = 860;
const LANE_HEIGHT = 15;

/** A panel, with what a page must know of it to find a mark at a place. */
export interface Panel {
  readonly kind: 'line' | 'liquidations' | 'lanes';
  readonly height: number;
  readonly spec: object;
  /** Of liquidations: sizes at the bottom and at the top, USD, on a log scale. */
  readonly domain?: readonly [number, number];
  /** Of lanes: which there are, from the top. */
  readonly lanes?: readonly number[];
}

/** Assets that get a panel. */
const SHOWN = 3;

export function timelinePanels(trace: Trace): Panel[] {
  const { world, events, horizonMillis } = trace;
  const hours = horizonMillis / 3_600_000;
  const x = { field: 'h', type: 'quantitative', scale: { domain: [0, hours], nice: false } };
  const panels: Panel[] = [];
  for (const { asset, points } of (world?.assets ?? []).slice(0, SHOWN)) {
    const oracle = oracleOf(events, asset, horizonMillis);
    const lines = [
      { points, colour: INK },
      ...(oracle.length > 0 ? [{ points: oracle, colour: SERIES[1], step: true }] : []),
    ];
    panels.push(linePanel(`${asset}, USD: market (thin), oracle (thick)`, 90, x, lines));
  }
  if (world !== undefined) {
    const fee = world.baseFeeGwei;
    const gas = [...world.gasGwei, [horizonMillis, world.gasGwei.at(-1)?.[1] ?? 0]] as const;
    const lines = [
      ...(fee === undefined ? [] : [{ points: fee, colour: MUTED }]),
      { points: gas, colour: SERIES[2], step: true },
    ];
    panels.push(
      linePanel(`gas price of others, gwei${fee === undefined ? '' : ' (thick); base fee (thin)'}`, 48, x, lines, 0),
    );
  }
  const liquidations = liquidationPanel(events, x);
  if (liquidations !== undefined) panels.push(liquidations);
  const badDebt = badDebtOf(events, horizonMillis);
  if (badDebt.some(([, usd]) => usd > 0))
    panels.push(linePanel('bad debt so far, USD', 48, x, [{ points: badDebt, colour: SERIES[1], step: true }], 0));
  panels.push(lanePanel(events, horizonMillis, x));
  return panels;
}

const heading = (text: string) => ({
  ...{ text, anchor: 'start', fontSize: 12, fontWeight: 'normal', color: INK, offset: 4, limit: 2000, frame: 'group' },
});
const TICKS = { grid: true, tickCount: 12 } as const;
const NO_LABELS = { ...TICKS, labels: false, ticks: false, title: null } as const;
/** Room for names and amounts on the left, the same for every panel. */
const EXTENT = { minExtent: 92, maxExtent: 92, labelLimit: 90 } as const;
const Y_AXIS = { ...EXTENT, ...AMOUNT_TICKS, tickCount: 3 } as const;

interface Line {
  readonly points: readonly Point[];
  readonly colour: string | undefined;
  readonly step?: boolean;
}

function linePanel(title: string, height: number, x: object, lines: readonly Line[], from?: number): Panel {
  const scale = from === undefined ? { zero: false } : { domainMin: from };
  return {
    kind: 'line',
    height,
    spec: {
      title: heading(title),
      ...{ width: WIDTH, height },
      encoding: { x: { ...x, axis: NO_LABELS } },
      layer: lines.map(({ points, colour, step }) => ({
        data: { values: points.map(([time, v]) => ({ h: hoursOf(time), v })) },
        mark: {
          type: 'line',
          stroke: colour,
          strokeWidth: step ? 1.6 : 1,
          interpolate: step ? 'step-after' : 'linear',
        },
        encoding: { y: { field: 'v', type: 'quantitative', title: null, scale, axis: Y_AXIS } },
      })),
    },
  };
}

/** A dot for each liquidation, at its size; dots that would cover each other are one, the larger the more they are. */
function liquidationPanel(events: readonly TraceEvent[], x: object): Panel | undefined {
  const sizes = events.flatMap(({ kind, timeMillis, details: { usd = 0 } }) =>
    kind === 'liquidated' && usd > 0 ? [{ time: timeMillis, usd }] : [],
  );
  if (sizes.length === 0) return undefined;
  const height = 76;
  const low = sizes.reduce((least, { usd }) => Math.min(least, usd), Number.POSITIVE_INFINITY);
  const high = sizes.reduce((most, { usd }) => Math.max(most, usd), 0);
  const powers = [
    Math.floor(Math.log10(low)),
    Math.max(Math.ceil(Math.log10(high)), Math.floor(Math.log10(low)) + 1),
  ] as const;
  const every = Math.ceil((powers[1] - powers[0]) / 4);
  const decades = Array.from({ length: powers[1] - powers[0] + 1 }, (_, i) => powerOfTen(powers[0] + i));
  const domain = [decades[0]!, decades.at(-1)!] as const;
  const end = (x as { scale: { domain: [number, number] } }).scale.domain[1];
  const cells = new Map<string, { h: number; v: number; n: number }>();
  for (const { time, usd } of sizes) {
    const column = Math.round((hoursOf(time) / end) * WIDTH);
    const row = Math.round((Math.log10(usd / domain[0]) / (powers[1] - powers[0])) * (height / 2));
    const cell = cells.get(`${column}/${row}`);
    if (cell === undefined) cells.set(`${column}/${row}`, { h: hoursOf(time), v: Number(usd.toPrecision(3)), n: 1 });
    else cell.n = Math.min(100, cell.n + 1);
  }
  return {
    kind: 'liquidations',
    height,
    domain,
    spec: {
      name: 'liquidations',
      title: heading('liquidations by size, USD of debt repaid'),
      ...{ width: WIDTH, height },
      data: { values: [...cells.values()] },
      mark: { type: 'circle', fill: SERIES[0], opacity: 0.7 },
      encoding: {
        x: { ...x, axis: NO_LABELS },
        y: {
          ...{ field: 'v', type: 'quantitative', title: null, scale: { type: 'log', domain, nice: false } },
          axis: { ...Y_AXIS, values: decades.filter((_, i) => i % every === 0) },
        },
        size: {
          field: 'n',
          type: 'quantitative',
          legend: null,
          scale: { type: 'sqrt', domain: [1, 100], range: [12, 160] },
        },
      },
    },
  };
}

/** Every event as a mark in its lane; marks that touch are one. */
function lanePanel(events: readonly TraceEvent[], horizonMillis: number, x: object): Panel {
  const runs: { lane: string; h: number; to: number }[] = [];
  const last = new Map<number, { run: { to: number }; column: number }>();
  for (const { kind, timeMillis } of events) {
    const lane = LANE_OF[kind];
    if (lane < 0) continue;
    const column = Math.min(WIDTH - 1, Math.floor((timeMillis / horizonMillis) * WIDTH));
    const to = hoursOf(((column + 1) / WIDTH) * horizonMillis);
    const before = last.get(lane);
    if (before !== undefined && column <= before.column + 1) {
      before.run.to = to;
      before.column = column;
      continue;
    }
    const run = { lane: LANES[lane]!, h: hoursOf((column / WIDTH) * horizonMillis), to };
    runs.push(run);
    last.set(lane, { run, column });
  }
  const lanes = LANES.flatMap((_, lane) => (last.has(lane) ? [lane] : []));
  const height = LANE_HEIGHT * lanes.length;
  return {
    kind: 'lanes',
    height,
    lanes,
    spec: {
      name: 'lanes',
      title: heading('events'),
      ...{ width: WIDTH, height },
      data: { values: runs },
      mark: { type: 'bar', fill: MUTED, height: LANE_HEIGHT - 6 },
      encoding: {
        x: { ...x, axis: { ...TICKS, title: 'hours' } },
        x2: { field: 'to' },
        y: {
          ...{ field: 'lane', type: 'nominal', title: null, sort: null },
          scale: { domain: lanes.map((lane) => LANES[lane]), padding: 0 },
          axis: { ...{ ...EXTENT, labelLimit: 100, domain: false, ticks: false, grid: true, gridColor: GRID } },
        },
      },
    },
  };
}

/** What the protocol believed, from the prices that landed. */
function oracleOf(events: readonly TraceEvent[], asset: string, horizonMillis: number): Point[] {
  const points: Point[] = [];
  for (const event of events) {
    if (event.kind !== 'price-landed' || event.asset !== asset) continue;
    const { priceUsd = 0, beforeUsd = 0 } = event.details;
    if (points.length === 0) points.push([0, beforeUsd]);
    points.push([event.timeMillis, Number(priceUsd.toPrecision(6))]);
  }
  if (points.length > 0) points.push([horizonMillis, points.at(-1)![1]]);
  return thinned(points, horizonMillis);
}

/** Written off so far; at the end with what is open and beyond its collateral. */
function badDebtOf(events: readonly TraceEvent[], horizonMillis: number): Point[] {
  const points: Point[] = [[0, 0]];
  for (const { changes, timeMillis } of events) {
    const change = changes.find(({ figure }) => figure === 'badDebtRealisedUsd');
    if (change !== undefined) points.push([timeMillis, change.total ?? 0]);
  }
  points.push([horizonMillis, points.at(-1)![1]]);
  const end = events.at(-1)?.changes.find(({ figure }) => figure === 'badDebtUsd');
  if (end !== undefined) points.push([horizonMillis, end.total ?? 0]);
  return thinned(points, horizonMillis);
}

/** Of points that fall on one pixel the last: a step line shows no more. */
function thinned(points: readonly Point[], horizonMillis: number): Point[] {
  const column = (time: number) => Math.floor((time / horizonMillis) * WIDTH);
  return points.filter(([time], i) => {
    const next = points[i + 1];
    return i === 0 || next === undefined || column(next[0]) !== column(time);
  });
}

const hoursOf = (millis: number): number => Number((millis / 3_600_000).toPrecision(7));

const powerOfTen = (power: number): number => Number(`1e${power}`);
