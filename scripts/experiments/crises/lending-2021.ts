/** Lending on Ethereum in January and May 2021. */
import type { Crisis } from './crisis.ts';
import { lenders, PRICES } from './data-files.ts';
import { badDebt, seized } from './figures.ts';

export const january2021: Crisis = {
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
};

export const may2021: Crisis = {
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
};
