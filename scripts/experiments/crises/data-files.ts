/** Data files that several crises take, and the keys of a scenario that they go to. */
import type { Crisis } from './crisis.ts';

export const BOOK = 'aave_v3_wsteth_positions_2023-06.csv';
export const PRICES = 'market.assets.ETH.price.file';

export const lenders = (day: string): Crisis['files'] => ({
  [PRICES]: day,
  'market.blockSpace.file': day,
  'venues.univ2-dai.withdrawal.file': day,
  'protocol.book.file': BOOK,
});
