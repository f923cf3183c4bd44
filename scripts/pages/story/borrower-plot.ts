/** The health of one account in a small crash, with and without a borrower who acts. */
import type { ModelReference } from '../../../models/registry.ts';
import type { Plot } from '../plot.ts';
import { flow, play } from './play.ts';

/** A borrower who closes an account itself needs time to do so. */
const GRACE = { model: 'grace-period', period: '20m', exceptBelow: 0.9 };

const ONE_ACCOUNT = [
  'protocol.book.accounts=1',
  'protocol.book.totalDebt=300000',
  'protocol.book.healthFactor={ minimum: 1, medianSlack: 0.2, spread: 0 }',
];

export async function borrowerPlot(reference: ModelReference): Promise<Plot> {
  const safeguards = reference.model === 'self-liquidation' ? [GRACE] : [];
  const design = (borrowers: readonly ModelReference[]) =>
    play([...ONE_ACCOUNT, `strategies.design=${flow({ preset: 'asynchronous', safeguards, borrowers })}`]);
  const passive = await design([]);
  const active = await design([{ ...reference, probability: 1 }]);
  const grace = safeguards.length > 0 ? ' Accounts are spared for 20 minutes.' : '';
  return {
    caption: `Health factor of an account of 300,000 USD in a small crash, whose borrower reacts, and (grey) does not.${grace} Dots: where the borrower acts, and what the health is after a liquidation.`,
    x: { title: 'minutes' },
    y: { title: 'health factor' },
    lines: [
      { name: 'who waits', faint: true, as: 'steps', points: shown(passive.health) },
      { name: 'who waits', faint: true, as: 'dots', points: shown(passive.liquidated) },
      { name: 'health', as: 'steps', points: shown(active.health) },
      { name: 'borrower acts', as: 'dots', points: shown(active.acted) },
      ...(active.liquidated.length > 0
        ? [{ name: 'liquidated', as: 'dots' as const, points: shown(active.liquidated) }]
        : []),
    ],
  };
}

/** An account that owes nothing any more has no health to show. */
const shown = (points: readonly (readonly [number, number])[]) =>
  points.filter(([, health]) => Number.isFinite(health));
