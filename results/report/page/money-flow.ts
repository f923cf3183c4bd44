/** Where the money went: what was taken from borrowers and what became of it, and who bore the bad debt. Means per path. */
import type { OutcomeKey } from '../../../models/outcome.ts';
import { formatUsd } from '../../format.ts';
import type { StrategySummary, Summary } from '../../summary.ts';
import type { Chart } from './chart.ts';
import { SERIES } from './colours.ts';
import { AMOUNT_TICKS } from './draw.ts';
import { type Pool, sankeySpec } from './sankey.ts';

export interface Flow {
  readonly strategy: string;
  readonly stage: 'collateral taken' | 'bad debt';
  readonly part: string;
  readonly usd: number;
}

const TAKEN: readonly (readonly [part: string, key: OutcomeKey])[] = [
  ['debt repaid', 'liquidatedDebtUsd'],
  ['keepers, after gas', 'keeperProfitUsd'],
  ['gas', 'keeperGasUsd'],
  ['venues: slippage', 'slippageUsd'],
  ['protocol', 'protocolFeeUsd'],
];

const BORNE: readonly (readonly [part: string, key: OutcomeKey])[] = [
  ['insurance', 'insuranceDrawnUsd'],
  ['lenders (socialised)', 'socialisedUsd'],
  ['parked', 'parkedUsd'],
  ['still open (latent)', 'badDebtLatentUsd'],
];

/** What prices did between seizure and sale, inventories, and whoever else earned. */
const REST = 'price moves';

export function flowsOf({ strategy, metrics }: StrategySummary): Flow[] {
  const mean = (key: OutcomeKey): number => metrics[key].mean ?? 0;
  const taken = TAKEN.map(([part, key]): Flow => ({ strategy, stage: 'collateral taken', part, usd: mean(key) }));
  const rest = mean('seizedUsd') - taken.reduce((sum, { usd }) => sum + usd, 0);
  return [
    ...taken,
    { strategy, stage: 'collateral taken', part: REST, usd: rest },
    ...BORNE.map(([part, key]): Flow => ({ strategy, stage: 'bad debt', part, usd: mean(key) })),
  ];
}

/** Undefined where no money moved at all. */
export function flowChart({ strategies }: Summary, stage: Flow['stage']): Chart | undefined {
  const flows = strategies.flatMap(flowsOf).filter((flow) => flow.stage === stage);
  if (flows.every(({ usd }) => usd === 0)) return undefined;
  const parts = [...new Set(flows.map(({ part }) => part))];
  const names = strategies.map(({ strategy }) => strategy);
  const isTaken = stage === 'collateral taken';
  const totals = strategies.map(
    ({ strategy, metrics }) => `${strategy} ${formatUsd(metrics[isTaken ? 'seizedUsd' : 'badDebtUsd'].mean ?? 0)} USD`,
  );
  return {
    id: isTaken ? 'collateral-flow' : 'bad-debt-flow',
    title: isTaken ? 'From the collateral taken' : 'Who bears the bad debt',
    summary: isTaken
      ? `Mean per path. Collateral taken from borrowers, at the outside price: ${totals.join(', ')}. Bars say what became of it; what lies left of 0 was paid in by the one named.`
      : `Mean per path. Debt that no collateral covered: ${totals.join(', ')}. Bars say who bears it.`,
    spec: {
      height: 26 + 34 * names.length,
      data: { values: flows },
      mark: { type: 'bar' },
      encoding: {
        y: { field: 'strategy', type: 'nominal', sort: names, title: null, axis: { labelLimit: 190 } },
        x: {
          field: 'usd',
          type: 'quantitative',
          stack: 'zero',
          title: 'USD per path',
          axis: AMOUNT_TICKS,
        },
        color: {
          field: 'part',
          type: 'nominal',
          sort: parts,
          scale: { domain: parts, range: parts.map((_, index) => SERIES[index % SERIES.length]) },
        },
        order: { field: 'order', type: 'quantitative' },
      },
      transform: [{ calculate: `indexof(${JSON.stringify(parts)}, datum.part)`, as: 'order' }],
    },
    columns: [{ name: 'strategy' }, { name: 'part' }, { name: 'mean USD per path', format: formatUsd }],
    rows: flows.map(({ strategy, part, usd }) => [strategy, part, usd]),
  };
}

/** Of one strategy: from the collateral taken to everybody who got a part of it, and the bad debt to those who bear it. */
export function sankeyChart(summary: StrategySummary, index: number): Chart | undefined {
  const flows = flowsOf(summary);
  const taken = poolOf('collateral', flows, 'collateral taken');
  const lost = poolOf('bad debt', flows, 'bad debt');
  if (taken.uses.length + lost.uses.length === 0) return undefined;
  const { strategy, metrics } = summary;
  const [seized, debt] = [metrics.seizedUsd.mean ?? 0, metrics.badDebtUsd.mean ?? 0];
  const listed = (bands: Pool['uses']) => bands.map(({ name, usd }) => `${name} ${formatUsd(usd)}`);
  const said = [...listed(taken.uses), ...listed(lost.uses)].join(', ');
  const paidIn = listed(taken.sources.slice(1)).join(', ');
  return {
    id: `flow-${index}`,
    title: `${strategy}: from collateral to those who got it`,
    summary: `Mean per path, USD. ${formatUsd(seized)} of collateral taken from borrowers, and ${formatUsd(debt)} of debt that none covered: ${said}.${paidIn === '' ? '' : ` Paid in beside it: ${paidIn}.`}`,
    spec: sankeySpec([taken, lost]),
    columns: [{ name: 'from' }, { name: 'to' }, { name: 'mean USD per path', format: formatUsd }],
    rows: flows.map(({ stage, part, usd }) => [stage, part, usd]),
  };
}

/** Parts below 0 were paid in. Dust of rounding is no flow. */
export function poolOf(name: string, flows: readonly Flow[], stage: Flow['stage']): Pool {
  const own = flows.filter((flow) => flow.stage === stage);
  const dust = 1e-9 * own.reduce((most, { usd }) => Math.max(most, Math.abs(usd)), 0);
  const bands = own.map(({ part, usd }, index) => ({ name: part, usd, colour: SERIES[index % SERIES.length]! }));
  const uses = bands.filter(({ usd }) => usd > dust);
  const paidIn = bands.filter(({ usd }) => usd < -dust).map((band) => ({ ...band, usd: -band.usd }));
  const total = uses.reduce((sum, { usd }) => sum + usd, 0) - paidIn.reduce((sum, { usd }) => sum + usd, 0);
  return { name, sources: [{ name, usd: Math.max(0, total), colour: SERIES[0] }, ...paidIn], uses };
}
