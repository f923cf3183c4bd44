/** Capital efficiency against the tail: what may be borrowed at each point, and what it costs in the worst hundredth. */
import { formatFraction, formatUsd } from '../../format.ts';
import type { SweepSummary } from '../../points/sweep-results.ts';
import { type Chart, thinned } from '../page/chart.ts';
import { DASHES, INK, SERIES } from '../page/colours.ts';
import { AMOUNT_TICKS } from '../page/draw.ts';
import { judgementAt, limitAt, strategiesOf, strategyAt, TAIL_BAD_DEBT } from './sweep-figures.ts';

interface Spot {
  readonly point: number;
  readonly strategy: string;
  readonly power: number;
  readonly loss: number;
  readonly judged: string | null;
  readonly limit: number | undefined;
  readonly isEfficient: boolean;
}

/** Undefined where no setting changes what may be borrowed. */
export function capitalFrontier(summary: SweepSummary): Chart | undefined {
  const strategies = strategiesOf(summary);
  const spots = strategies.flatMap((strategy) => markEfficient(spotsOf(summary, strategy)));
  if (new Set(spots.map(({ power }) => power)).size < 2) return undefined;
  const colours = strategies.map((_, index) => SERIES[index % SERIES.length]!);
  const color = {
    field: 'strategy',
    type: 'nominal',
    scale: { domain: strategies, range: colours },
    legend: { columns: strategies.some((name) => name.length > 22) ? 1 : 2, symbolType: 'circle' },
  };
  const x = {
    field: 'power',
    type: 'quantitative',
    title: 'USD that may be owed per USD of collateral',
    scale: { zero: false },
    axis: { format: '.3~' },
  };
  const y = {
    type: 'quantitative',
    title: TAIL_BAD_DEBT.title,
    scale: { type: 'symlog', constant: constantOf(spots) },
    axis: { ...AMOUNT_TICKS, values: ticksOf(spots), labelOverlap: false },
  };
  const limits = spots.filter(({ limit }) => limit !== undefined);
  const said = strategies.flatMap((strategy) => {
    const own = spots.filter((spot) => spot.strategy === strategy && spot.isEfficient);
    const kept = own.filter(isKept);
    const best = kept.reduce<Spot | undefined>(
      (most, spot) => (most === undefined || spot.power > most.power ? spot : most),
      undefined,
    );
    if (best === undefined) return [`${strategy}: no efficient point keeps the gates`];
    return [
      `${strategy}: point ${best.point} lets ${formatFraction(best.power)} be owed at an ES 99 % of ${formatUsd(best.loss)} USD`,
    ];
  });
  const hasGates = spots.some(({ judged }) => judged !== null);
  return {
    id: 'sweep-frontier',
    title: 'Capital efficiency against ES 99 % of bad debt',
    summary: `Each dot is a point under a strategy; lines join those that no other point of the strategy beats on both. ${hasGates ? 'Hollow dots fail a gate or are not decided; the thin line is a gate on ES 99 %. Furthest that keeps the gates' : 'Furthest on the line'}: ${said.join('; ')}.`,
    spec: {
      height: 280,
      layer: [
        ...(limits.length === 0
          ? []
          : [
              {
                data: { values: limits.map(({ power, limit, strategy }) => ({ power, limit, strategy })) },
                mark: { type: 'line', stroke: INK, strokeWidth: 1 },
                encoding: { x, y: { field: 'limit', ...y }, detail: { field: 'strategy', type: 'nominal' } },
              },
            ]),
        ...strategies.map((strategy, index) => ({
          data: { values: spots.filter((spot) => spot.isEfficient && spot.strategy === strategy).map(plain) },
          mark: { type: 'line', stroke: colours[index], strokeDash: DASHES[index % DASHES.length], strokeWidth: 1.5 },
          encoding: { x, y: { field: 'loss', ...y } },
        })),
        ...strategies.map((strategy, index) => ({
          data: { values: spots.filter((spot) => !isKept(spot) && spot.strategy === strategy).map(plain) },
          mark: { type: 'point', shape: 'circle', stroke: colours[index], size: 45, strokeWidth: 1.5, opacity: 1 },
          encoding: { x, y: { field: 'loss', ...y } },
        })),
        {
          data: { values: spots.filter(isKept).map(plain) },
          mark: { type: 'circle', size: 55, opacity: 1 },
          encoding: { x, y: { field: 'loss', ...y }, color },
        },
      ],
    },
    every: thinned(spots),
    columns: [
      { name: 'strategy' },
      { name: 'point', format: String },
      { name: 'may be owed per USD of collateral', format: formatFraction },
      { name: `${TAIL_BAD_DEBT.title}, USD`, format: formatUsd },
      { name: 'gates' },
      { name: 'not beaten' },
    ],
    rows: spots.map(({ strategy, point, power, loss, judged, isEfficient }) => [
      strategy,
      point,
      power,
      loss,
      judged,
      isEfficient ? 'yes' : 'no',
    ]),
  };
}

const isKept = ({ judged }: Spot): boolean => judged === null || judged === 'pass';

const plain = ({ power, loss, strategy }: Spot) => ({ power, loss, strategy });

function spotsOf({ points }: SweepSummary, strategy: string): Omit<Spot, 'isEfficient'>[] {
  return points.flatMap((point) => {
    const own = strategyAt(point, strategy);
    const loss = own === undefined ? null : TAIL_BAD_DEBT.of(own).value;
    const power = point.borrowingPower;
    if (loss === null || !Number.isFinite(power)) return [];
    const limit = limitAt(point, strategy, TAIL_BAD_DEBT.name);
    return [{ point: point.point, strategy, power, loss, judged: judgementAt(point, strategy) ?? null, limit }];
  });
}

/** Of one strategy: no other point has at least the power and at most the loss, and more or less of one. */
function markEfficient(spots: readonly Omit<Spot, 'isEfficient'>[]): Spot[] {
  return spots.map((spot) => ({
    ...spot,
    isEfficient: !spots.some(
      ({ power, loss }) => power >= spot.power && loss <= spot.loss && (power > spot.power || loss < spot.loss),
    ),
  }));
}

/** Below it the axis is straight, so that 0 has a place. */
function constantOf(spots: readonly Spot[]): number {
  const losses = spots.map(({ loss }) => loss).filter((loss) => loss > 0);
  return losses.length === 0 ? 1 : Math.max(Math.min(...losses), Math.max(...losses) / 1e4);
}

/** Whole decades, and 0. */
function ticksOf(spots: readonly Spot[]): number[] {
  const most = Math.max(...spots.map(({ loss }) => loss));
  const ticks = [0];
  for (let tick = Number(`1e${Math.floor(Math.log10(constantOf(spots)))}`); tick <= most * 1.5; tick *= 10)
    ticks.push(tick);
  return ticks;
}
