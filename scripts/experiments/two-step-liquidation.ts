/** Qin et al.: two liquidations in a row earn more than the one that the close factor allows. */
import type { Experiment, Findings } from './experiment.ts';
import { figures, runScenario } from './run-scenario.ts';

export interface Position {
  readonly collateral: number;
  readonly debt: number;
  readonly threshold: number;
  readonly bonus: number;
  readonly closeFactor: number;
}

/** Profit of the two-step strategy over that of one liquidation, as simulated, and the two repayments. */
export async function simulated({ collateral, debt, threshold, bonus, closeFactor }: Position) {
  const results = await runScenario('toxic-spiral.yaml', {
    overrides: [
      'run.horizon=2m',
      'run.reference=one',
      `market.assets.C.price.start=${collateral / 1000}`,
      `market.assets.USD.price.start=${debt / 1000}`,
      `protocol.collateral.C={ liquidationThreshold: ${threshold}, liquidationBonus: ${bonus} }`,
      `strategies.one={ preset: asynchronous, size: { closeFactor: ${closeFactor}, fullBelowHealthFactor: 0, minimumDebt: 0 } }`,
      `strategies.two={ preset: asynchronous, size: { model: ./two-step.mjs, closeFactor: ${closeFactor} } }`,
    ],
    strategies: ['one', 'two'],
    plugins: true,
  });
  const of = (strategy: string, key: Parameters<typeof figures>[2]): number => figures(results, strategy, key)[0]!;
  return {
    ratio: of('two', 'keeperProfitUsd') / of('one', 'keeperProfitUsd'),
    repaid: of('two', 'liquidatedDebtUsd'),
    gain: of('two', 'keeperProfitUsd') - of('one', 'keeperProfitUsd'),
    liquidations: [of('one', 'liquidations'), of('two', 'liquidations')] as const,
  };
}

/** Qin et al., section 5: first repayment and profit ratio. */
export function published({ collateral, debt, threshold, bonus, closeFactor }: Position) {
  const first = (debt - threshold * collateral) / (1 - threshold * (1 + bonus));
  return { first, ratio: 1 + ((1 - closeFactor) / closeFactor) * (first / debt) };
}

export const POSITIONS: readonly Position[] = [
  { collateral: 135.07e6, debt: 102e6, threshold: 0.75, bonus: 0.08, closeFactor: 0.5 },
  { collateral: 100, debt: 81, threshold: 0.8, bonus: 0.08, closeFactor: 0.5 },
  { collateral: 10_000, debt: 7501, threshold: 0.75, bonus: 0.08, closeFactor: 0.5 },
  { collateral: 100, debt: 81, threshold: 0.8, bonus: 0.05, closeFactor: 0.5 },
  { collateral: 100, debt: 81, threshold: 0.8, bonus: 0.05, closeFactor: 0.3 },
];

async function run(): Promise<Findings> {
  const rows: string[][] = [];
  for (const position of POSITIONS) {
    const [found, paper] = [await simulated(position), published(position)];
    rows.push([
      `${position.debt.toLocaleString('en')} against ${position.collateral.toLocaleString('en')}`,
      String(position.threshold),
      String(position.bonus),
      String(position.closeFactor),
      paper.first.toPrecision(7),
      paper.ratio.toFixed(8),
      found.ratio.toFixed(8),
      found.gain.toPrecision(5),
    ]);
  }
  const lines = [];
  for (const closeFactor of [0.3, 0.5, 0.7]) {
    const points: [number, number][] = [];
    for (let step = 0; step <= 20; step++) {
      const health = 0.9999 - 0.0025 * step;
      const position = { collateral: 100, debt: 80 / health, threshold: 0.8, bonus: 0.05, closeFactor };
      if (published(position).first >= closeFactor * position.debt) continue;
      points.push([health, (await simulated(position)).ratio]);
    }
    lines.push({ name: `close factor ${closeFactor}`, points });
  }
  return {
    plot: {
      caption: 'Profit of two liquidations over that of one, by health factor (threshold 0.8, bonus 5 %)',
      x: { title: 'health factor when it becomes due', format: '.3f' },
      y: { title: 'profit of two steps / of one', format: '.2f' },
      lines,
    },
    tables: [
      {
        header: [
          'debt against collateral, USD',
          'threshold',
          'bonus',
          'close factor',
          'first repayment, published',
          'ratio, published',
          'ratio, simulated',
          'USD more',
        ],
        rows,
      },
    ],
  };
}

export const twoStepLiquidation: Experiment = { name: 'two-step-liquidation', run };
