/** Recorded crises, replayed by the shipped scenarios and held against what was recorded. */
import { fileURLToPath } from 'node:url';
import { loadScenario, type OutcomeKey, type Results, simulate } from '../../index.ts';
import { type Experiment, type Findings, pathsAt, type Settings } from './experiment.ts';
import { figures } from './run-scenario.ts';

const BOOK = 'aave_v3_wsteth_positions_2023-06.csv';
const PRICES = 'market.assets.ETH.price.file';
const HALT = fileURLToPath(new URL('halt-above-frontier.mjs', import.meta.url));

type Columns = (key: OutcomeKey) => Float64Array;

interface Figure {
  readonly what: string;
  readonly short: string;
  readonly recorded: string;
  readonly of: (columns: Columns, results: Results) => ArrayLike<number>;
  readonly show: (value: number) => string;
  /** The scenario's scale was set so that this agrees. */
  readonly isFitted?: boolean;
}

interface Variant {
  readonly name: string;
  readonly set: readonly string[];
  readonly strategy?: string;
  /** Other data files than the crisis takes, by key. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Crisis {
  readonly scenario: string;
  readonly title: string;
  readonly strategy: string;
  /** Keys of the scenario and the data files that they take. */
  readonly files: Readonly<Record<string, string>>;
  readonly figures: readonly Figure[];
  /** The same with other assumptions: what is changed, and by which settings. */
  readonly variants: readonly Variant[];
}

function amount(usd: number): string {
  if (usd < 1e3) return usd.toFixed(0);
  return usd < 1e6 ? `${Number((usd / 1e3).toPrecision(2))}k` : `${(usd / 1e6).toPrecision(3)}m`;
}
const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 2 : 0)} %`;
const minutes = (seconds: number): string => `${(seconds / 60).toFixed(0)} min`;
const plain =
  (key: OutcomeKey): Figure['of'] =>
  (columns) =>
    columns(key);
const lenders = (day: string): Crisis['files'] => ({
  [PRICES]: day,
  'market.blockSpace.file': day,
  'venues.univ2-dai.withdrawal.file': day,
  'protocol.book.file': BOOK,
});

const badDebt = (recorded: string): Figure => ({
  what: 'bad debt, USD',
  short: 'bad debt',
  recorded,
  of: plain('badDebtUsd'),
  show: amount,
});
const seized = (recorded: string, isFitted = false): Figure => ({
  what: 'collateral liquidated, USD at the price of the moment',
  short: 'collateral',
  recorded,
  of: plain('seizedUsd'),
  show: amount,
  isFitted,
});

/** Hourly 60th percentiles of 12 March 2020, rounded; the mean of 13 March, for want of others. */
const HOURLY_GAS = [
  7, 10, 11, 11, 20, 20, 16, 23, 40, 38, 40, 66, 102, 117, 138, 200, 200, 173, 130, 68, 67, 86, 90, 60,
];
const TWO_DAYS_OF_GAS = `{ model: volatility-coupled, level: [${[...HOURLY_GAS, 85]
  .map((gwei, hour) => `{ at: ${hour}h, gwei: ${gwei} }`)
  .join(', ')}], persistence: 0, coupling: 0, reference: 0.01, noise: 0, elasticity: 1 }`;

const SCRIPTS = ['script-low', 'script-high'];
const follow = SCRIPTS.map((name) => `keepers.${name}.bid={ model: market-multiple, multiple: 3 }`);
const capital = (usd: string): string[] => SCRIPTS.map((name) => `keepers.${name}.capital=${usd}`);

/** 12 and 13 March by the hour; the book is set to the volume recorded for both. */
const BOTH_DAYS = {
  files: { [PRICES]: 'eth_usdt_1h_binance_2019-12_2025-11.csv' },
  set: [
    'market.assets.ETH.price.from="1583971200"',
    `market.blockSpace=${TWO_DAYS_OF_GAS}`,
    'run.horizon=48h',
    'protocol.book.totalDebt=30_000_000',
  ],
};

export const CRISES: readonly Crisis[] = [
  {
    scenario: 'crisis-2020-03',
    title: '12 March 2020, Maker',
    strategy: 'maker-flip',
    files: { [PRICES]: 'eth_usd_10m_gas_2020-03-12.csv', 'market.blockSpace.file': 'eth_usd_10m_gas_2020-03-12.csv' },
    figures: [
      seized('23m: 8.32m taken at zero bids, 36 % of liquidations', true),
      badDebt('4.5m to 6.65m, by date and definition'),
      {
        what: 'share of the debt put up that was not paid',
        short: 'not paid',
        recorded: '36 % of liquidations won at zero bids',
        of: (columns) => {
          const [lost, repaid] = [columns('badDebtRealisedUsd'), columns('liquidatedDebtUsd')];
          return lost.map((usd, path) => usd / (usd + repaid[path]!));
        },
        show: percent,
      },
    ],
    variants: [
      { name: 'both days', ...BOTH_DAYS },
      {
        name: 'both days, highest script at 110 gwei',
        ...BOTH_DAYS,
        set: [...BOTH_DAYS.set, 'keepers.script-high.bid.gasPrice=110'],
      },
      {
        name: 'both days, 0.375m of capital each',
        ...BOTH_DAYS,
        set: [...BOTH_DAYS.set, ...capital('375_000')],
      },
      { name: 'highest script at 110 gwei', set: ['keepers.script-high.bid.gasPrice=110'] },
      { name: 'highest script at 200 gwei', set: ['keepers.script-high.bid.gasPrice=200'] },
      { name: '0.25m of capital each', set: capital('250_000') },
      { name: '5m of capital each', set: capital('5_000_000') },
      { name: 'everybody follows the gas price', set: follow },
      { name: 'everybody follows, 5m of capital each', set: [...follow, ...capital('5_000_000')] },
      { name: 'bids stand for 6 h, tau 6 h', set: ['strategies.maker-flip.execution={ ttl: 6h, tau: 6h }'] },
      {
        name: 'bids stand for 6 h, 5m of capital each',
        set: ['strategies.maker-flip.execution={ ttl: 6h, tau: 6h }', ...capital('5_000_000')],
      },
    ],
  },
  {
    scenario: 'crisis-2021-01',
    title: '11 January 2021, lending on Ethereum',
    strategy: 'compound-v2',
    files: lenders('eth_usd_10m_gas_2021-01-11.csv'),
    figures: [seized('24.1m in all of DeFi (Compound 13.7m, Aave 5.4m)', true), badDebt('none reported')],
    variants: [
      { name: 'under aave-v2', set: [], strategy: 'aave-v2' },
      {
        name: 'prices of every minute',
        files: { [PRICES]: 'eth_usdt_1m_mid_liquidations_2021-01.csv' },
        set: [
          'market.assets.ETH.price.column=mid',
          'market.assets.ETH.price.from="1610323200"',
          'market.assets.ETH.price.maxGap=5m',
        ],
      },
      { name: 'only the recorded pool', set: ['venues.elsewhere.depth=1'] },
      { name: 'reports never bid more than the market', set: ['oracles.ETH.transaction.bid.multiple=1'] },
    ],
  },
  {
    scenario: 'crisis-2021-05',
    title: '19 May 2021, lending on Ethereum',
    strategy: 'aave-v2',
    files: lenders('eth_usd_10m_gas_2021-05-19.csv'),
    figures: [seized('170m at Aave (377m with Compound 147m and Maker 60m)', true), badDebt('small; no figure')],
    variants: [
      { name: 'under compound-v2', set: [], strategy: 'compound-v2' },
      { name: 'only the recorded pool', set: ['venues.elsewhere.depth=1'] },
      { name: 'the rest of the market half as deep', set: ['venues.elsewhere.depth=75_000'] },
      { name: 'lowest price of each bar', set: ['market.assets.ETH.price.column=low'] },
    ],
  },
  {
    scenario: 'crisis-2022-11-crv',
    title: '22 November 2022, the CRV short on Aave v2',
    strategy: 'aave-v2',
    files: {},
    figures: [
      badDebt('1.6m to 1.76m (2.64m CRV at 0.61 to 0.66)'),
      {
        what: 'bad debt, CRV at 0.69',
        short: 'in CRV',
        recorded: '2.64m (2,656,335 on 8 December)',
        of: (columns) => columns('badDebtUsd').map((usd) => usd / 0.69),
        show: amount,
      },
      {
        what: 'liquidations',
        short: 'liquidations',
        recorded: '385',
        of: plain('liquidations'),
        show: (count) => count.toFixed(0),
      },
      {
        what: 'first to last liquidation',
        short: 'lasting',
        recorded: '50 min',
        of: plain('executionSeconds'),
        show: minutes,
        isFitted: true,
      },
    ],
    variants: [
      {
        name: 'peak of 0.71 only at the end',
        set: [
          'market.assets.CRV.waypoints.2={ at: 70m, price: 0.70 }',
          'market.assets.CRV.waypoints.3={ at: 75m, price: 0.71 }',
        ],
      },
      { name: 'a market half as deep', set: ['venues.crv-usdc.depth=42_500_000'] },
      { name: 'a market twice as deep', set: ['venues.crv-usdc.depth=170_000_000'] },
    ],
  },
  {
    scenario: 'crisis-2023-03-usdc',
    title: '11 March 2023, USDC in e-mode on Aave v3',
    strategy: 'aave-v3',
    files: {},
    figures: [
      {
        what: 'insolvency, share of the debt of an account at 97 %',
        short: 'insolvency',
        recorded: '0.3m USD in all; debt not known',
        of: (columns, { manifest }) => columns('badDebtUsd').map((usd) => usd / manifest.initialDebtUsd),
        show: percent,
      },
    ],
    variants: [
      { name: 'depth does not flee', set: ['venues.stables.withdrawal={ model: none }'] },
      {
        name: 'liquidations halt at the frontier',
        set: [`strategies.aave-v3={ preset: aave-v3, size: { model: ${HALT}, closeFactor: 0.5 } }`],
      },
    ],
  },
  {
    scenario: 'crisis-2024-08',
    title: '5 August 2024, Aave v3',
    strategy: 'aave-v2',
    files: { [PRICES]: 'eth_usdt_5m_binance_2024-08-02_07.csv', 'protocol.book.file': BOOK },
    figures: [
      seized('62m to 68m of wstETH, on a book of another size (234m to 253m in all)'),
      badDebt('none reported'),
    ],
    variants: [
      { name: 'a market a tenth as deep', set: ['venues.market.depth=20_000'] },
      { name: 'lowest price of each bar', set: ['market.assets.ETH.price.column=low'] },
    ],
  },
  {
    scenario: 'crisis-2025-10',
    title: '10 October 2025, Aave v3',
    strategy: 'aave-v3',
    files: { [PRICES]: 'eth_usdt_5m_binance_2025-10-09_12.csv', 'protocol.book.file': BOOK },
    figures: [
      {
        what: 'debt liquidated, share of what was borrowed',
        short: 'debt liquidated',
        recorded: '0.66 % of 28.98bn, on a book of all collaterals',
        of: (columns, { manifest }) => columns('liquidatedDebtUsd').map((usd) => usd / manifest.initialDebtUsd),
        show: percent,
      },
      badDebt('about 0.4m of deficits, mostly CRV and ENS debt'),
    ],
    variants: [
      { name: 'under morpho-blue', set: [], strategy: 'morpho-blue' },
      { name: 'a market a tenth as deep', set: ['venues.market.depth=20_000'] },
      { name: 'lowest price of each bar', set: ['market.assets.ETH.price.column=low'] },
    ],
  },
];

export async function replayed(
  crisis: Crisis,
  data: string,
  paths: number,
  variant: Omit<Variant, 'name'> = { set: [] },
): Promise<{ values: readonly ArrayLike<number>[]; results: Results }> {
  const files = Object.entries({ ...crisis.files, ...variant.files }).map(([key, file]) => `${key}=${data}${file}`);
  const strategy = variant.strategy ?? crisis.strategy;
  const loaded = await loadScenario(crisis.scenario, {
    overrides: [...files, ...variant.set],
    strategies: [strategy],
    allowPlugins: true,
  });
  const results = await simulate(loaded, { paths, workers: paths > 100 ? 2 : 0 });
  const [failure] = results.failures;
  if (failure !== undefined) throw new Error(`${crisis.scenario}, path ${failure.path}: ${failure.message}`);
  const columns: Columns = (key) => figures(results, strategy, key);
  return { values: crisis.figures.map((figure) => figure.of(columns, results)), results };
}

/** Mean, and what nine of ten paths lie between. */
function spread(values: ArrayLike<number>, show: (value: number) => string): string {
  const sorted = Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  if (sorted.length === 0) return '–';
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const at = (share: number) => show(sorted[Math.round(share * (sorted.length - 1))]!);
  return at(0.05) === at(0.95) ? show(mean) : `${show(mean)} (${at(0.05)} to ${at(0.95)})`;
}

async function run({ data, effort }: Settings): Promise<Findings> {
  const [rows, other]: string[][][] = [[], []];
  for (const crisis of CRISES) {
    const { values } = await replayed(crisis, data, pathsAt(200, effort, 5));
    for (const [index, figure] of crisis.figures.entries()) {
      rows!.push([
        index === 0 ? `**${crisis.title}**` : '',
        figure.what,
        figure.recorded,
        `${spread(values[index]!, figure.show)}${figure.isFitted ? ', set to agree' : ''}`,
      ]);
    }
    for (const [index, variant] of crisis.variants.entries()) {
      const changed = await replayed(crisis, data, pathsAt(100, effort, 5), variant);
      const text = crisis.figures.map(({ short, show }, at) => `${short} ${spread(changed.values[at]!, show)}`);
      other!.push([index === 0 ? `**${crisis.title}**` : '', variant.name, text.join('; ')]);
    }
  }
  return {
    tables: [
      { align: 'left', header: ['event', 'figure', 'recorded', 'simulated, mean (nine of ten paths)'], rows: rows! },
      { align: 'left', header: ['event', 'with another assumption', 'simulated'], rows: other! },
    ],
  };
}

export const crises: Experiment = {
  name: 'crises',
  page: 'crises.md',
  needs: [
    ...new Set(
      CRISES.flatMap(({ files, variants }) => [files, ...variants.map((one) => one.files ?? {})]).flatMap(
        Object.values<string>,
      ),
    ),
  ],
  run,
};
