/** Maker in March 2020. */
import type { Crisis } from './crisis.ts';
import { PRICES } from './data-files.ts';
import { badDebt, percent, seized } from './figures.ts';

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

export const march2020: Crisis = {
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
};
