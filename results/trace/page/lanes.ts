/** Lanes of the timeline: kinds of events that belong together, one above the other. */
import type { EventKind } from '../trace-event.ts';

export const LANES = ['prices', 'accounts', 'waiting', 'liquidated', 'auctions', 'losses'] as const;

const [PRICES, ACCOUNTS, WAITING, LIQUIDATIONS, AUCTIONS, LOSSES] = [0, 1, 2, 3, 4, 5];

/** Place of each kind in `LANES`; −1 for what has no mark. */
export const LANE_OF: Readonly<Record<EventKind, number>> = {
  'report-sent': PRICES,
  'report-refused': PRICES,
  'price-landed': PRICES,
  'liquidations-stopped': PRICES,
  'liquidations-limited': PRICES,
  'liquidations-allowed': PRICES,
  'pool-pushed': PRICES,
  'account-due': ACCOUNTS,
  'account-healed': ACCOUNTS,
  'borrower-acted': ACCOUNTS,
  declined: WAITING,
  raced: WAITING,
  'transaction-waits': WAITING,
  reverted: WAITING,
  'block-ended': WAITING,
  liquidated: LIQUIDATIONS,
  repaid: LIQUIDATIONS,
  seized: LIQUIDATIONS,
  sold: LIQUIDATIONS,
  redistributed: LIQUIDATIONS,
  'penalty-paid': LIQUIDATIONS,
  'gas-paid': LIQUIDATIONS,
  'keeper-earned': LIQUIDATIONS,
  absorbed: LIQUIDATIONS,
  'stock-sold': LIQUIDATIONS,
  'stock-left': LIQUIDATIONS,
  'member-served': LIQUIDATIONS,
  'debt-taken-over': LIQUIDATIONS,
  unwound: LIQUIDATIONS,
  'bands-entered': ACCOUNTS,
  'bands-traded': LIQUIDATIONS,
  'bands-converted': LIQUIDATIONS,
  'front-run': LIQUIDATIONS,
  'still-due': LIQUIDATIONS,
  restored: LIQUIDATIONS,
  'incentive-paid': AUCTIONS,
  'auction-started': AUCTIONS,
  'auction-reset': AUCTIONS,
  'bid-placed': AUCTIONS,
  'auction-taken': AUCTIONS,
  'written-off': LOSSES,
  'loss-allocated': LOSSES,
  'path-ended': -1,
};
