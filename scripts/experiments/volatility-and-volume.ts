/** Kao et al.: in which direction a lending market fails, over volatility, debt against traded volume, and the incentive. */
import { type Experiment, type Findings, pathsAt, type Settings } from './experiment.ts';
import { figures, runScenario } from './run-scenario.ts';

/** USD that the collateral trades in a day: 1m units at 100. */
const DAILY_VOLUME = 1e8;

export interface Market {
  /** A year. */
  readonly volatility: number;
  /** All debt over the volume of a day. */
  readonly debtOverVolume: number;
  readonly incentive?: number;
  /** Share of the impact of a sale that stays. */
  readonly permanent?: number;
}

export interface Failure {
  /** Share of paths that end with more than 1 % of debt uncovered. */
  readonly probability: number;
  readonly badDebtShare: number;
  readonly liquidatedShare: number;
}

export async function failure(
  { volatility, debtOverVolume, incentive = 0.08, permanent = 0.3 }: Market,
  paths: number,
): Promise<Failure> {
  const results = await runScenario('volatility-and-volume.yaml', {
    overrides: [
      `market.assets.C.price.volatility=${volatility}`,
      `protocol.book.totalDebt=${debtOverVolume * DAILY_VOLUME}`,
      `strategies.compound-v2.discount.bonus=${incentive}`,
      `venues.market.permanent=${permanent}`,
    ],
    paths,
  });
  const { initialDebtUsd } = results.manifest;
  const mean = (values: Float64Array): number =>
    values.reduce((sum, usd) => sum + usd, 0) / values.length / initialDebtUsd;
  const bad = figures(results, 'compound-v2', 'badDebtUsd');
  return {
    probability: bad.filter((usd) => usd > 0.01 * initialDebtUsd).length / bad.length,
    badDebtShare: mean(bad),
    liquidatedShare: mean(figures(results, 'compound-v2', 'liquidatedDebtUsd')),
  };
}

const VOLATILITIES = [1, 2, 3, 4, 6];
const RATIOS = [1, 10, 30, 60, 100, 200];
const INCENTIVES = [0.01, 0.02, 0.05, 0.08, 0.12, 0.2];
const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;

async function run({ effort }: Settings): Promise<Findings> {
  const paths = pathsAt(200, effort, 10);
  const cells = new Map<string, Failure>();
  for (const volatility of VOLATILITIES) {
    for (const debtOverVolume of RATIOS)
      cells.set(`${volatility} ${debtOverVolume}`, await failure({ volatility, debtOverVolume }, paths));
  }
  const cell = (volatility: number, ratio: number): Failure => cells.get(`${volatility} ${ratio}`)!;
  const incentives: { incentive: number; found: Failure }[] = [];
  for (const incentive of INCENTIVES)
    incentives.push({ incentive, found: await failure({ volatility: 3, debtOverVolume: 100, incentive }, paths) });
  const lasting: string[][] = [];
  for (const permanent of [0, 0.3, 0.6, 1]) {
    const row = [percent(permanent, 0)];
    for (const debtOverVolume of [1, 10, 30, 100])
      row.push(percent((await failure({ volatility: 1, debtOverVolume, permanent }, paths)).probability));
    lasting.push(row);
  }
  const volatilityText = (volatility: number): string => `${(100 * volatility).toFixed(0)} %`;
  return {
    plot: {
      caption:
        'Probability that more than 1 % of debt ends uncovered, by volatility, for several multiples of the daily volume',
      x: { title: 'volatility a year', format: '.0%' },
      y: { title: 'probability of failure', format: '.0%', zero: true },
      lines: RATIOS.map((ratio) => ({
        name: `debt ${ratio} × daily volume`,
        points: VOLATILITIES.map((volatility) => [volatility, cell(volatility, ratio).probability] as const),
      })),
    },
    tables: [
      {
        header: ['probability of failure; volatility', ...RATIOS.map((ratio) => `debt ${ratio} × volume`)],
        rows: VOLATILITIES.map((volatility) => [
          volatilityText(volatility),
          ...RATIOS.map((ratio) => percent(cell(volatility, ratio).probability)),
        ]),
      },
      {
        header: ['bad debt, share of debt; volatility', ...RATIOS.map((ratio) => `debt ${ratio} × volume`)],
        rows: VOLATILITIES.map((volatility) => [
          volatilityText(volatility),
          ...RATIOS.map((ratio) => percent(cell(volatility, ratio).badDebtShare, 2)),
        ]),
      },
      {
        header: ['incentive, at 300 % and 100 × volume', 'probability of failure', 'bad debt', 'debt liquidated'],
        rows: incentives.map(({ incentive, found }) => [
          percent(incentive, 0),
          percent(found.probability),
          percent(found.badDebtShare, 2),
          percent(found.liquidatedShare),
        ]),
      },
      {
        header: [
          'impact that stays; failures at 100 % volatility',
          ...[1, 10, 30, 100].map((ratio) => `debt ${ratio} × volume`),
        ],
        rows: lasting,
      },
    ],
  };
}

export const volatilityAndVolume: Experiment = { name: 'volatility-and-volume', run };
