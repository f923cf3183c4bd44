/** What traces and explanations say of executions that are more than a keeper and an account. */
import { describe, expect, it } from 'vitest';
import { prepare } from '../../../bin/prepare.ts';
import { explainAccount } from '../../../results/trace/explain-account.ts';
import type { EventKind } from '../../../results/trace/trace-event.ts';
import { tracePath } from '../../../results/trace/trace-path.ts';
import { loadScenario } from '../../../scenarios/load.ts';

const TOLD: readonly [string, readonly EventKind[], RegExp][] = [
  [
    'compound-v3',
    ['absorbed', 'stock-sold', 'seized'],
    /has the protocol absorb it with a bid of .* the owner is credited .* the protocol gets [\d.]+ ETH/,
  ],
  ['internal-pool', ['member-served', 'repaid', 'sold'], /Members of the pool take it: member \d+ pays .* for .* ETH/],
  [
    'batch-auction',
    ['auction-taken', 'penalty-paid'],
    /takes [\d.]+ ETH from its auction at .* before gas\. The protocol takes a penalty/,
  ],
  [
    'euler-v2',
    ['debt-taken-over', 'repaid', 'seized', 'sold', 'keeper-earned'],
    /takes over [\d.]+.? USD of its debt and [\d.]+ ETH with a bid of .* at a bonus of /,
  ],
  ['fluid', ['liquidated', 'seized', 'restored'], /liquidates it: .* at a bonus of 3 %/],
  [
    'crvusd',
    ['bands-entered', 'bands-traded', 'bands-converted'],
    /are converted band by band from now on, between (.|\n)* trades [\d.]+ ETH out of its bands: /,
  ],
  [
    'ajna',
    ['auction-started', 'declined'],
    /whoever starts its auction would lose of its bond(.|\n)*starts an auction of/,
  ],
];

describe('a trace of the protocols', async () => {
  const loaded = await loadScenario('protocols', { overrides: ['strategies.ajna={ preset: ajna }'] });
  const { job, run } = await prepare(loaded);
  const names = Object.keys(loaded.scenario.strategies);
  const { columns } = run({ index: 0, from: 1, count: 1 });

  it.each(TOLD)('of %s says what happened, and has the figures of the run', async (strategy, kinds, sentence) => {
    const trace = await tracePath(loaded, job, { path: 1, strategy });
    const row = columns[names.indexOf(strategy)] as Float64Array;
    expect(Object.values(trace.totals ?? {})).toEqual([...row].map((value) => (Number.isNaN(value) ? null : value)));
    expect([...new Set(trace.events.map(({ kind }) => kind))]).toEqual(expect.arrayContaining([...kinds]));
    const told = await tracePath(loaded, job, { path: 1, strategy, account: 139 });
    expect(
      explainAccount(told)
        .map(({ text }) => text)
        .join('\n'),
    ).toMatch(sentence);
  });
});
