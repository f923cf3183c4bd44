/** Warmuz et al.: beyond a loan-to-value of 1/(1 + bonus) every liquidation makes an account worse, and stopping there loses less. */
import { type Experiment, type Findings, pathsAt, type Settings } from './experiment.ts';
import { figures, meanOf, runScenario } from './run-scenario.ts';

const DEBT = 1000;
export const SIZES = ['half', 'fifth', 'all'] as const;

const setting = (loanToValue: number, bonus: number): string[] => [
  `market.assets.C.price.start=${1 / loanToValue}`,
  `protocol.collateral.C.liquidationBonus=${bonus}`,
];

/** Bad debt over debt once nothing is left to do, by close factor. */
export async function badDebtShares(loanToValue: number, bonus: number): Promise<number[]> {
  const results = await runScenario('toxic-spiral.yaml', { overrides: setting(loanToValue, bonus) });
  return SIZES.map((size) => figures(results, size, 'badDebtUsd')[0]! / DEBT);
}

/** Loan-to-value after the first liquidation of a fifth. */
export async function afterOne(loanToValue: number, bonus: number): Promise<number> {
  const results = await runScenario('toxic-spiral.yaml', {
    overrides: [...setting(loanToValue, bonus), 'run.horizon=12s', 'chains.one.blocks.slot=24s', 'run.reference=fifth'],
    strategies: ['fifth'],
  });
  const [count, repaid, seized] = (['liquidations', 'liquidatedDebtUsd', 'seizedUsd'] as const).map(
    (key) => figures(results, 'fifth', key)[0]!,
  );
  if (count !== 1) throw new Error(`expected one liquidation, got ${count}`);
  return (DEBT - repaid!) / (DEBT / loanToValue - seized!);
}

/** The loan-to-value at which a liquidation changes nothing, found by halving. */
export async function frontier(bonus: number): Promise<number> {
  let [low, high] = [0.85, 1];
  while (high - low > 1e-4) {
    const middle = (low + high) / 2;
    if ((await afterOne(middle, bonus)) > middle) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

const closedForm = (loanToValue: number, bonus: number): number => Math.max(0, 1 - 1 / loanToValue / (1 + bonus));

/** Bad debt over debt at the end of the days: liquidating all the way, and halting at the frontier. */
export async function halting(volatility: number, days: number, paths: number) {
  const results = await runScenario('toxic-spiral.yaml', {
    overrides: [
      ...setting(0.97, 0.08),
      `market.assets.C.price.volatility=${volatility}`,
      `run.horizon=${24 * days}h`,
      'run.tick=10m',
      'strategies.halting={ preset: asynchronous, size: { model: ./halt-above-frontier.mjs, closeFactor: 0.5 } }',
    ],
    strategies: ['half', 'halting'],
    plugins: true,
    paths,
  });
  const share = (name: string) => meanOf(figures(results, name, 'badDebtUsd').map((usd) => usd / DEBT));
  return { liquidating: share('half'), halting: share('halting') };
}

const percent = (share: number, digits = 2): string => `${(100 * share).toFixed(digits)} %`;

async function run({ effort }: Settings): Promise<Findings> {
  const bonuses = [0.045, 0.05, 0.08, 0.15];
  const steps = effort === 1 ? 26 : 6;
  const grid = Array.from({ length: steps }, (_, index) => 0.82 + (0.25 * index) / (steps - 1));
  const curves = await Promise.all(
    bonuses.map(async (bonus) => {
      const points: [number, number][] = [];
      let worst = 0;
      for (const loanToValue of grid) {
        const shares = await badDebtShares(loanToValue, bonus);
        for (const share of shares) worst = Math.max(worst, Math.abs(share - closedForm(loanToValue, bonus)));
        points.push([loanToValue, shares[0]!]);
      }
      return { bonus, points, worst, found: await frontier(bonus) };
    }),
  );
  const halts = [];
  for (const [volatility, days] of [
    [0.8, 1],
    [0.8, 7],
    [1.5, 1],
    [1.5, 7],
    [1.5, 30],
  ] as const) {
    halts.push({ volatility, days, ...(await halting(volatility, days, pathsAt(2000, effort))) });
  }
  return {
    plot: {
      caption: 'Bad debt left of one account that is liquidated at a constant price, by loan-to-value at the start',
      x: { title: 'loan-to-value at the start', format: '.0%' },
      y: { title: 'bad debt, share of debt', format: '.0%', zero: true },
      lines: curves.map(({ bonus, points }) => ({ name: `bonus ${percent(bonus, 1)}`, points })),
    },
    tables: [
      {
        header: [
          'bonus',
          'frontier simulated',
          '1/(1 + bonus)',
          'largest deviation of bad debt from max(0, D − C/(1 + b))',
        ],
        rows: curves.map(({ bonus, found, worst }) => [
          percent(bonus, 1),
          found.toFixed(4),
          (1 / (1 + bonus)).toFixed(4),
          worst.toExponential(1),
        ]),
      },
      {
        header: ['volatility a year', 'days', 'bad debt, liquidating', 'bad debt, halting at the frontier'],
        rows: halts.map((one) => [
          percent(one.volatility, 0),
          String(one.days),
          ...[one.liquidating, one.halting].map(
            ({ mean, standardError }) => `${percent(mean)} ± ${percent(standardError)}`,
          ),
        ]),
      },
    ],
  };
}

export const toxicSpiral: Experiment = { name: 'toxic-spiral', run };
