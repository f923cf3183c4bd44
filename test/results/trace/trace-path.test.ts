import { describe, expect, it } from 'vitest';
import { type PreparedJob, prepare } from '../../../bin/prepare.ts';
import { OUTCOME_KEYS } from '../../../models/outcome.ts';
import { explainAccount } from '../../../results/trace/explain-account.ts';
import { type Trace, tracePath } from '../../../results/trace/trace-path.ts';
import { loadScenario } from '../../../scenarios/load.ts';
import type { LoadedScenario } from '../../../scenarios/loaded-scenario.ts';
import { presetNames } from '../../../scenarios/presets.ts';
import { openStream } from '../../../sim/random/streams.ts';

async function prepared(name: string): Promise<{ loaded: LoadedScenario } & PreparedJob> {
  const loaded = await loadScenario(name, {});
  return { loaded, ...(await prepare(loaded)) };
}

/** The rows that a run writes for a path, by strategy. */
function rowsOf({ loaded, run }: { loaded: LoadedScenario } & PreparedJob, path: number) {
  const { columns, failures } = run({ index: 0, from: path, count: 1 });
  expect(failures).toEqual([]);
  return new Map(
    Object.keys(loaded.scenario.strategies).map((strategy, at) => {
      const row = columns[at] as Float64Array;
      return [strategy, Object.fromEntries(OUTCOME_KEYS.map((key, i) => [key, Number.isNaN(row[i]) ? null : row[i]]))];
    }),
  );
}

const rowOf = (scenario: { loaded: LoadedScenario } & PreparedJob, path: number, strategy: string) =>
  rowsOf(scenario, path).get(strategy);

/** Each figure as the events leave it: 0 where none touched it. */
function lastTotals({ events }: Trace) {
  const totals: Record<string, number | null> = Object.fromEntries(OUTCOME_KEYS.map((key) => [key, 0]));
  for (const { changes } of events) for (const { figure, total } of changes) totals[figure] = total;
  return totals;
}

/** Figures that only exist once the path is over. */
const OF_THE_END =
  /^(badDebtUsd|badDebtLatentUsd|.*Seconds|maxBacklogUsd|unservedDebtUsd|closesPerSecond|oracleReports|maxOracleError|lowestPriceFraction)$/;

describe('a traced path', () => {
  it('is the path of the run, to the last bit: 50 random pairs of path and strategy of the flagship', async () => {
    const flagship = await prepared('black-thursday');
    const strategies = Object.keys(flagship.loaded.scenario.strategies);
    const stream = openStream('pairs of the trace test', 0, 'pairs');
    const seen = new Set<string>();
    while (seen.size < 50) {
      const path = Math.floor(5000 * stream.uniform());
      const strategy = strategies[Math.floor(strategies.length * stream.uniform())] as string;
      if (seen.has(`${path} ${strategy}`)) continue;
      seen.add(`${path} ${strategy}`);
      const trace = await tracePath(flagship.loaded, flagship.job, { path, strategy });
      expect(trace.failure).toBeUndefined();
      const row = rowOf(flagship, path, strategy);
      expect(trace.totals, `${path} ${strategy}`).toEqual(row);
      expect(lastTotals(trace), `${path} ${strategy}`).toEqual(row);
    }
    expect(new Set([...seen].map((pair) => pair.split(' ')[1])).size).toBe(strategies.length);
  }, 120_000);

  it('of every preset that is shipped', async () => {
    const presets = await presetNames();
    const strategies = presets.map((name) => `${name}: { preset: ${name} }`).join(', ');
    const loaded = await loadScenario('protocols', { overrides: [`strategies={ ${strategies} }`] });
    const scenario = { loaded, ...(await prepare(loaded)) };
    const stream = openStream('paths of the trace test', 0, 'paths');
    for (let round = 0; round < 2; round++) {
      const path = Math.floor(5000 * stream.uniform());
      const rows = rowsOf(scenario, path);
      for (const strategy of presets) {
        const trace = await tracePath(loaded, scenario.job, { path, strategy });
        expect(trace.totals, `${path} ${strategy}`).toEqual(rows.get(strategy));
        expect(lastTotals(trace), `${path} ${strategy}`).toEqual(rows.get(strategy));
      }
    }
  }, 120_000);

  it.each(['osm', 'oracle-faults', 'l2-outage', 'stuck-keepers', 'twap-attack'])(
    'of %s too, where oracles, chains and keepers do more',
    async (name) => {
      const scenario = await prepared(name);
      for (const strategy of Object.keys(scenario.loaded.scenario.strategies)) {
        const trace = await tracePath(scenario.loaded, scenario.job, { path: 1, strategy });
        expect(trace.totals).toEqual(rowOf(scenario, 1, strategy));
        expect(lastTotals(trace)).toEqual(trace.totals);
      }
    },
    30_000,
  );
});

it('of a stability pool says who won the call, what the pool took, and what the others', async () => {
  const overrides = [
    'strategies={ pool: { preset: liquity-v1, execution: { model: stability-pool, size: 100_000, minimum: 1, reserved: 200, compensation: 0.005, gas: 400_000, revertGas: 60_000 } } }',
  ];
  const loaded = await loadScenario('black-thursday', {
    overrides: [...overrides, 'run.reference=pool', 'gates={}', 'protocol.book.accounts=200'],
  });
  const { job, run } = await prepare(loaded);
  const trace = await tracePath(loaded, job, { path: 2, strategy: 'pool' });
  expect(trace.totals).toEqual(rowOf({ loaded, job, run }, 2, 'pool'));
  const first = trace.events.find(({ kind }) => kind === 'liquidated');
  expect(first?.keeper).toMatch(/^\w+ \d/);
  // The pool pays and takes; the keeper who called gets its compensation.
  const parties = (kind: string) => new Set(trace.events.filter((event) => event.kind === kind).map((e) => e.party));
  expect(parties('repaid')).toEqual(new Set(['backstop']));
  expect(parties('seized')).toEqual(new Set([undefined, 'backstop']));
  const called = await tracePath(loaded, job, { path: 2, strategy: 'pool', account: first?.account as number });
  const text = explainAccount(called).map((sentence) => sentence.text);
  expect(text.join('\n')).toMatch(
    /\w+ \d calls for its liquidation with a bid of \d+ gwei: the backstop .*Nothing is sold: \w+ \d gets .* ETH worth/,
  );
  const kinds = new Set(trace.events.map(({ kind }) => kind));
  expect([...kinds]).toEqual(expect.arrayContaining(['repaid', 'seized', 'redistributed', 'keeper-earned']));
  const drawn = trace.events.filter(({ kind }) => kind === 'loss-allocated').map(({ details }) => details.usd ?? 0);
  const lost = drawn.reduce((all, usd) => all + usd, 0);
  expect(lost).toBeCloseTo(trace.totals?.badDebtRealisedUsd ?? Number.NaN, 4);
});

describe('of an English auction', () => {
  const traced = (async () => {
    const { loaded, job } = await prepared('protocols');
    const trace = await tracePath(loaded, job, { path: 3, strategy: 'maker-flip' });
    const account = trace.events.find(({ kind }) => kind === 'bid-placed')?.account;
    return tracePath(loaded, job, { path: 3, strategy: 'maker-flip', account: account as number });
  })();

  it('says who put up how many lots, who bid what, and that the last bidder wins', async () => {
    const { events } = await traced;
    const open = new Map<number | undefined, number>();
    const bidders = new Map<number | undefined, Set<string | undefined>>();
    let lots = 0;
    for (const { kind, account, keeper, details } of events) {
      if (kind === 'auction-started') {
        expect(keeper).toMatch(/^\w+ \d+$/);
        open.set(account, details.count as number);
        bidders.set(account, new Set());
      }
      if (kind === 'bid-placed') {
        expect(open.get(account)).toBeGreaterThan(0);
        bidders.get(account)?.add(keeper);
      }
      if (kind === 'auction-taken') {
        expect([...(bidders.get(account) ?? [])]).toContain(keeper);
        open.set(account, (open.get(account) as number) - 1);
        lots++;
      }
    }
    expect(lots).toBe(events.filter(({ kind }) => kind === 'liquidated').length);
    expect(lots).toBeGreaterThan(10);
    expect(new Set(open.values())).toEqual(new Set([0]));
  });

  it('pays what was bid: debt repaid and penalty together are the last bids', async () => {
    const { events } = await traced;
    let [bid, paid] = [0, 0];
    for (const { kind, details } of events) {
      if (kind === 'auction-taken') {
        bid += (details.priceUsd ?? 0) * (details.units ?? 0);
      }
      if (kind === 'repaid' || kind === 'penalty-paid') paid += details.usd ?? 0;
    }
    expect(paid / bid).toBeCloseTo(1, 9);
  });

  it('books what a lot earned its winner with the lot, not with the next one', async () => {
    const { events } = await traced;
    for (const event of events.filter(({ kind }) => kind === 'liquidated'))
      expect(event.changes.map(({ figure }) => figure)).not.toContain('keeperProfitUsd');
    for (const event of events.filter(({ kind }) => kind === 'keeper-earned'))
      expect(event.changes.find(({ figure }) => figure === 'keeperProfitUsd')?.change).toBeCloseTo(
        event.details.usd as number,
        6,
      );
  });

  it('is explained: auctions, bids, and who takes the lots', async () => {
    const text = explainAccount(await traced)
      .map((sentence) => sentence.text)
      .join('\n');
    expect(text).toMatch(
      /starts \d+ auctions of [\d.]+ ETH for [\d.]+k USD of debt, to the highest bid; the market is/,
    );
    expect(text).toMatch(/\w+ \d bids [\d.]+k USD for [\d.]+ ETH in \d+ lots, worth/);
    expect(text).toMatch(/would take only [\d.]+ ETH in \d+ lots, worth .*, for the same [\d.]+k USD/);
    expect(text).toMatch(/\w+ \d takes [\d.]+ ETH from its auction in \d+ lots at [\d.]+ USD a unit/);
    expect(text).not.toContain('The protocol liquidates');
  });
});

describe('the events of a trace', () => {
  const traced = (async () => {
    const { loaded, job } = await prepared('black-thursday');
    return tracePath(loaded, job, { path: 3, strategy: 'asynchronous' });
  })();

  it('come in order: by time, the market before the block, and numbered', async () => {
    const { events } = await traced;
    const ranks = ['start', 'market', 'block', 'end'];
    events.forEach((event, i) => {
      expect(event.sequence).toBe(i);
      const before = events[i - 1];
      if (before === undefined) return;
      expect(event.timeMillis).toBeGreaterThanOrEqual(before.timeMillis);
      if (event.timeMillis === before.timeMillis)
        expect(ranks.indexOf(event.rank)).toBeGreaterThanOrEqual(ranks.indexOf(before.rank));
    });
  });

  it('leave to the end only what no event can know', async () => {
    const { events } = await traced;
    const end = events.at(-1);
    expect(end?.kind).toBe('path-ended');
    expect(end?.changes.map(({ figure }) => figure).filter((figure) => !OF_THE_END.test(figure))).toEqual([]);
  });

  it('each did to the ledger what it says', async () => {
    const { events } = await traced;
    const change = (event: (typeof events)[number], figure: string) =>
      event.changes.find((one) => one.figure === figure)?.change ?? 0;
    const sales = events.filter(({ kind }) => kind === 'sold');
    expect(sales.length).toBeGreaterThan(10);
    for (const sale of sales) {
      const { outsideUsd = Number.NaN, usd = Number.NaN } = sale.details;
      expect(change(sale, 'soldUsd')).toBeCloseTo(outsideUsd, 4);
      expect(change(sale, 'slippageUsd')).toBeCloseTo(outsideUsd - usd, 4);
    }
    for (const event of events.filter(({ kind }) => kind === 'repaid'))
      expect(change(event, 'liquidatedDebtUsd')).toBeCloseTo(event.details.usd ?? Number.NaN, 4);
    for (const event of events.filter(({ kind }) => kind === 'liquidated'))
      expect(change(event, 'liquidations')).toBe(1);
    for (const event of events.filter(({ kind }) => kind === 'reverted'))
      expect(change(event, 'failedTransactions')).toBe(event.details.count);
  });

  it('name who acted: every liquidation has a keeper who had won the race for that account', async () => {
    const { events } = await traced;
    let winner: string | undefined;
    for (const event of events) {
      if (event.kind === 'raced') winner = event.reason === 'won' ? `${event.account} ${event.keeper}` : undefined;
      if (event.kind === 'liquidated') expect(`${event.account} ${event.keeper}`).toBe(winner);
    }
  });

  it('follow each account from due to its end: no liquidation of one that is not due', async () => {
    const { events } = await traced;
    const due = new Set<number | undefined>();
    for (const { kind, account } of events) {
      if (kind === 'account-due') due.add(account);
      if (kind === 'liquidated') expect(due.has(account)).toBe(true);
      if (kind === 'restored' || kind === 'written-off' || kind === 'account-healed') due.delete(account);
    }
  });
});

it('a strategy or an account that is not there is an error that says which are', async () => {
  const { loaded, job } = await prepared('oev');
  await expect(tracePath(loaded, job, { path: 0, strategy: 'none' })).rejects.toThrow(/no strategy none; there are/);
  await expect(tracePath(loaded, job, { path: 0, strategy: 'asynchronous', account: 1e9 })).rejects.toThrow(
    /not in the book, which has accounts 0 to/,
  );
});
