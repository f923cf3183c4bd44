/** One account that is closed slice by slice. */
import type { ModelReference } from '../../../models/registry.ts';
import type { Plot } from '../plot.ts';
import { flow, play } from './play.ts';

/** One large account, a price that falls once and stays, and keepers who take whatever they may. */
const ONE_ACCOUNT = [
  'run.horizon=60m',
  'protocol.book.accounts=1',
  'protocol.book.totalDebt=2000000',
  'protocol.book.healthFactor={ minimum: 1, medianSlack: 0.1, spread: 0 }',
  'market.assets.ETH.waypoints=[{ at: 0, price: 2000 }, { at: 10m, price: 2000 }, { at: 11m, price: 1600 }, { at: 60m, price: 1600 }]',
  'venues.pool.depth=60000',
  'keepers.0.capital=5000000',
];

/** @param reference a size rule that keeps an account waiting between two liquidations */
export async function slicesPlot(reference: ModelReference): Promise<Plot> {
  const repaid = async (size: ModelReference) =>
    (await play([...ONE_ACCOUNT, `strategies.design=${flow({ preset: 'asynchronous', size })}`])).repaid;
  return {
    caption: 'Debt repaid of an account of 2 million USD that is due from minute 11 on. Grey: all at once.',
    x: { title: 'minutes' },
    y: { title: 'repaid, thousand USD', zero: true },
    lines: [
      { name: 'all', faint: true, as: 'steps', points: await repaid({ model: 'all' }) },
      { name: 'repaid', as: 'steps', points: await repaid(reference) },
    ],
  };
}
