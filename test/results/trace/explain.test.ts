import { describe, expect, it } from 'vitest';
import { prepare } from '../../../bin/prepare.ts';
import { describeEvent } from '../../../results/trace/describe-event.ts';
import { explainAccount } from '../../../results/trace/explain-account.ts';
import { waitText } from '../../../results/trace/explain-wait.ts';
import type { EventKind, TraceEvent } from '../../../results/trace/trace-event.ts';
import { type Trace, tracePath } from '../../../results/trace/trace-path.ts';
import { loadScenario } from '../../../scenarios/load.ts';

/** An event of account 7. */
function event(kind: EventKind, minute: number, rest: Partial<TraceEvent> = {}): TraceEvent {
  const place = { sequence: minute, timeMillis: minute * 60_000, rank: 'block', block: minute } as const;
  return { kind, ...place, account: 7, details: {}, changes: [], ...rest };
}

const FACTS = {
  ...{ account: 7, of: 10, healthFactor: 1.2, lowestHealthFactor: 0.9, lowestAtMillis: 0, trigger: 1, keepers: 5 },
  holdings: [{ side: 'collateral', asset: 'ETH', units: 2, usd: 3000 }] as const,
};

const traceOf = (events: readonly TraceEvent[]): Trace => ({
  ...{ scenario: { name: 's', title: 'S', hash: '' }, seed: '1', path: 0, strategy: 'later' },
  ...{ horizonMillis: 3_600_000, totals: undefined, failure: undefined, world: undefined },
  ...{ events, account: FACTS },
});

const told = (...events: readonly TraceEvent[]): string =>
  explainAccount(traceOf(events))
    .map(({ text }) => text)
    .join('\n');

describe('why nobody acts', () => {
  const lost = (minute: number, reason: string, details: TraceEvent['details'] = {}) =>
    event('raced', minute, { reason, purpose: 'liquidation', details: { marketGwei: 40, ...details } });
  const left = (minute: number, reason: string, shortfall = 1) =>
    event('declined', minute, { reason, details: { shortfall } });

  it('is told of the first two tries one by one, then of all', () => {
    const events = [left(1, 'gas', 1.5), lost(2, 'no-room'), left(3, 'gas', 1.2), left(4, 'full'), left(5, 'race')];
    expect(waitText(events, 7)).toBe(
      'Nobody touches it until 0:04:00. First, at 0:01:00, its gain would not pay the gas (it would have to gain 1.5 times as much); then, at 0:02:00, keepers would liquidate it, but the block has no room at the bids made (others pay 40 gwei). In all: 2 times its gain would not pay the gas (it would have to gain 1.2 times as much); once keepers would liquidate it, but the block has no room at the bids made (others pay 40 gwei); once the block is full.',
    );
  });

  it('is told once where there is one reason, and not at all where nobody looked', () => {
    expect(waitText([left(1, 'full'), left(2, 'full')], 7)).toBe(
      'Nobody touches it until 0:02:00: 2 times the block is full.',
    );
    expect(waitText([left(1, 'venue', 1.25)], 7)).toBe(
      'Nobody touches it: the venue pays less than the repayment (20 % less).',
    );
    expect(waitText([left(1, 'race')], 7)).toBeUndefined();
  });

  it('says what a place costs and how much money is left', () => {
    const details = { placeGwei: 55, grossUsd: 900, capitalUsd: 1500, outlayUsd: 60_000 };
    expect(waitText([lost(1, 'priced-out', details)], 7)).toBe(
      'Nobody touches it: keepers would liquidate it, but what it pays buys no place (others pay 40 gwei, a place costs 55 gwei or more; it would gain 900 USD before gas; they have 1.5k USD left of the 60k it takes).',
    );
  });

  it('names whose transactions are stuck, and at which bids', () => {
    const stuck = (minute: number, keeper: string, bidGwei: number) =>
      event('transaction-waits', minute, { keeper, reason: 'sent', details: { bidGwei } });
    const text = waitText([stuck(1, 'scripts 1', 50), stuck(1, 'scripts 2', 45), left(2, 'full')], 7);
    expect(text).toContain(
      'First, at 0:01:00, the transaction of scripts 1 finds no place at its bid of 50 gwei; then,',
    );
    expect(text).toContain(
      'In all: 2 times a transaction found no place, with a bid of 45 to 50 gwei; once the block is full.',
    );
  });
});

describe('an account that the market heals', () => {
  const due = event('account-due', 1, { details: { debtUsd: 100, collateralUsd: 110, breachMillis: 30_000 } });
  const healed = event('account-healed', 9, { details: { healthFactor: 1.01 } });

  it('has lost nothing where nobody touched it', () => {
    expect(told(due, healed)).toContain('its health factor is 1.0100 again, and nothing was taken.');
  });

  it('has lost something where somebody did, though it was due until the end', () => {
    const text = told(due, event('liquidated', 2), event('still-due', 2), healed);
    expect(text).toContain('its health factor is 1.0100 again.');
    expect(text).toContain('It was liquidated once on this path.');
  });
});

describe('an account that its borrower or new terms heal', () => {
  const due = event('account-due', 1, { details: { debtUsd: 100, collateralUsd: 110, breachMillis: 30_000 } });
  const healedBy = (reason: string) => event('account-healed', 9, { reason, details: { healthFactor: 1.2 } });

  it.each([
    [
      'topped-up',
      'The collateral that the borrower added has healed it after 8 min: its health factor is 1.2000 again',
    ],
    ['deleveraged', 'The borrower’s own sale has healed it after 8 min: its health factor is 1.2000 again'],
    ['closed', 'The borrower has closed it 8 min after it became due'],
    ['thresholds', 'Thresholds that moved have healed it after 8 min: its health factor is 1.2000 again'],
    ['redistribution', 'Collateral taken over from another account has healed it after 8 min'],
  ])('%s: what did it is named, and not the market', (reason, text) => {
    const sentences = told(due, healedBy(reason));
    expect(sentences).toContain(text);
    expect(sentences).toContain(', and nothing was taken.');
    expect(sentences).not.toContain('market has healed');
    expect(describeEvent(healedBy(reason))).not.toContain('market');
  });
});

describe('a loss', () => {
  it('names those who bear it, and nobody else', () => {
    const loss = event('loss-allocated', 3, { details: { usd: 50, drawnUsd: 20, socialisedUsd: 30, parkedUsd: 0 } });
    expect(told(loss)).toContain(
      '50 USD of debt is lost, because no collateral covers it: funds pay 20 USD, lenders bear 30 USD.',
    );
  });
});

it('of keepers with a static gas price tells whose transactions got stuck', async () => {
  const loaded = await loadScenario('stuck-keepers', {});
  const { job } = await prepare(loaded);
  const { events } = await tracePath(loaded, job, { path: 1, strategy: 'asynchronous' });
  const stuck = events.filter(({ kind }) => kind === 'transaction-waits');
  expect(stuck.length).toBeGreaterThan(5);
  expect(new Set(stuck.map(({ details }) => details.bidGwei))).toEqual(new Set([50]));
  const trace = await tracePath(loaded, job, {
    path: 1,
    strategy: 'asynchronous',
    account: stuck[0]?.account as number,
  });
  const text = explainAccount(trace).map((sentence) => sentence.text);
  expect(text.join('\n')).toMatch(/the transaction of scripts \d+ finds no place at its bid of 50 gwei/);
});
