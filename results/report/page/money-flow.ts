/** Where the money went: what was taken from borrowers and what became of it, and who bore the bad debt. Means per path. */
import type { OutcomeKey } from '../../../models/outcome.ts';
import { formatUsd } from '../../format.ts';
import type { StrategySummary, Summary } from '../../summary.ts';
import type { Chart } from './chart.ts';
import { SERIES } from './colours.ts';
import { AMOUNT_TICKS } from './draw.ts';

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
