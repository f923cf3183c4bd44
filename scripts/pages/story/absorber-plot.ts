/** Who bears bad debt, as it grows on one path. */

import { type DebtAuctionTerms, playDebtAuction } from '../../../models/liquidation/absorber/debt-auctions.ts';
import type { LossAbsorber } from '../../../models/liquidation/waterfall.ts';
import type { ModelReference } from '../../../models/registry.ts';
import type { Line, Plot } from '../plot.ts';
import { flow, play, storyWith } from './play.ts';

/** Every account is insolvent in the end, one after the other. */
const RUIN = [
  'protocol.book.accounts=60',
  'protocol.book.totalDebt=1000000',
  'market.assets.ETH.waypoints=[{ at: 0, price: 2000 }, { at: 10m, price: 2000 }, { at: 20m, price: 1100 }, { at: 140m, price: 900 }]',
];

export async function absorberPlot(reference: ModelReference): Promise<Plot> {
  if (reference.model === 'debt-auction') return auctionPlot(reference);
  const { losses } = await play([...RUIN, `protocol.waterfall=[${flow(reference)}]`]);
  const line = (name: string, part: 'drawnUsd' | 'socialisedUsd' | 'parkedUsd'): Line => {
    let [lost, borne] = [0, 0];
    const points = losses.map((loss) => {
      lost += loss.usd / 1000;
      borne += loss[part] / 1000;
      return [lost, borne] as const;
    });
    return { name, points: [[0, 0], ...points] };
  };
  return {
    caption:
      'Who bears the bad debt of a path, as it comes in, where this is the only step of the waterfall: those who back the protocol, lenders or other borrowers, or nobody yet (parked). 60 accounts owe a million USD, and their collateral loses more than half.',
    x: { title: 'bad debt so far, thousand USD', zero: true },
    y: { title: 'borne, thousand USD', zero: true },
    lines: [line('backers', 'drawnUsd'), line('lenders, borrowers', 'socialisedUsd'), line('parked', 'parkedUsd')],
  };
}

const HOUR = 3_600_000;
/** Long enough for any auction to be settled. */
const LONGEST = 1000 * HOUR;

async function auctionPlot(reference: ModelReference): Promise<Plot> {
  const { registry } = await storyWith([]);
  const terms = registry.schema('absorber').parse(reference) as unknown as DebtAuctionTerms & LossAbsorber;
  // From a tenth to ten times of what the first offer is worth what it raises.
  const prices = Array.from({ length: 101 }, (_, i) => (terms.sump / terms.dump) * 10 ** ((i - 50) / 50));
  const sold = prices.flatMap((price) => {
    const auction = playDebtAuction(terms, 0, LONGEST, () => price);
    return auction === undefined ? [] : [{ price, ...auction }];
  });
  return {
    caption: `One auction that raises ${terms.sump.toLocaleString('en-US')} USD, by the price of the token: units that are sold in the end (grey: the ${terms.dump} offered at first), and hours until it is settled. Where they are worth too little, the lot grows until somebody bids.`,
    x: { title: 'price of the token, USD', scale: 'log' },
    y: { title: 'units sold', scale: 'log', format: '~s' },
    lines: [
      { name: 'offered at first', faint: true, points: sold.map(({ price }) => [price, terms.dump] as const) },
      { name: 'units', points: sold.map(({ price, lot }) => [price, lot] as const) },
    ],
    below: {
      x: { title: 'price of the token, USD', scale: 'log' },
      y: { title: 'hours', zero: true },
      lines: [{ name: 'hours', points: sold.map(({ price, at }) => [price, at / HOUR] as const) }],
    },
  };
}
