/** Two positions at Aave: the CRV short of November 2022, and USDC in e-mode in March 2023. */
import { fileURLToPath } from 'node:url';
import type { Crisis } from './crisis.ts';
import { amount, badDebt, minutes, percent, plain } from './figures.ts';

const HALT = fileURLToPath(new URL('../halt-above-frontier.mjs', import.meta.url));

export const november2022: Crisis = {
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
};

export const march2023: Crisis = {
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
};
