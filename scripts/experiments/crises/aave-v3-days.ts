/** Two days on which Aave v3 was tried and lost little. */
import type { Crisis } from './crisis.ts';
import { BOOK, PRICES } from './data-files.ts';
import { badDebt, percent, seized } from './figures.ts';

export const august2024: Crisis = {
  scenario: 'crisis-2024-08',
  title: '5 August 2024, Aave v3',
  strategy: 'aave-v2',
  files: { [PRICES]: 'eth_usdt_5m_binance_2024-08-02_07.csv', 'protocol.book.file': BOOK },
  figures: [seized('62m to 68m of wstETH, on a book of another size (234m to 253m in all)'), badDebt('none reported')],
  variants: [
    { name: 'a market a tenth as deep', set: ['venues.market.depth=20_000'] },
    { name: 'lowest price of each bar', set: ['market.assets.ETH.price.column=low'] },
  ],
};

export const october2025: Crisis = {
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
};
