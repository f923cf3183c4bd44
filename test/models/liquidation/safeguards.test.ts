import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { CircuitBreaker } from '../../../models/liquidation/safeguard/circuit-breaker.ts';
import { inspect } from '../fixtures/inspected.ts';
import { figures, openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

type Safeguards = NonNullable<RawWorld['strategies'][string]['safeguards']>;

const PRESETS = ['synchronous', 'asynchronous', 'dutch-auction', 'partial-liquidation', 'maker-flip', 'liquity-v1'];

const guarded = (safeguards: Safeguards | undefined, presets: readonly string[] = PRESETS) =>
  stressedBut((world) => {
    world.strategies = Object.fromEntries(
      presets.map((preset) => [preset, safeguards === undefined ? { preset } : { preset, safeguards }]),
    );
  });

/** Runs one strategy on some paths and notes every liquidation that is not part of a running auction. */
function liquidations(safeguards: Safeguards, preset: string, paths = 3) {
  const world = openWorld(guarded(safeguards, [preset]));
  const [strategy] = world.strategies;
  const { stage } = strategy!;
  const found = inspect(strategy!);
  const seen: { path: number; account: number; time: number; dueAt: number; health: number }[] = [];
  const { settlement, states, accounts, margin, prices } = stage;
  const count = settlement.count.bind(settlement);
  let path = 0;
  settlement.count = (slot, repayUsd, bonus) => {
    margin.read(slot, prices);
    const health = margin.healthFactor;
    seen.push({
      ...{ path, account: accounts.accountOf[slot]!, time: stage.time, dueAt: states.dueAt[slot]!, health },
    });
    count(slot, repayUsd, bonus);
  };
  const sums = [];
  for (; path < paths; path++) {
    world.write('safeguards', path);
    sums.push(figures(strategy!.run()));
  }
  expect(found.breaches).toEqual([]);
  return { seen, sums, stage };
}

describe('a safeguard that never bites', () => {
  const plain = openWorld(guarded(undefined));
  it.each([
    ['grace-period', [{ model: 'grace-period', period: '20m', exceptBelow: 1 }]],
    ['circuit-breaker', [{ model: 'circuit-breaker', levels: [{ move: 0.99, window: '1m', pause: '1h' }] }]],
  ] as [string, Safeguards][])('%s: every figure stays as it was, to the last bit', (_, safeguards) => {
    const world = openWorld(guarded(safeguards));
    for (let path = 0; path < 2; path++) {
      expect(runPath(world, 'at rest', path)).toEqual(runPath(plain, 'at rest', path));
    }
  });
});

describe('a grace period', () => {
  const grace: Safeguards = [{ model: 'grace-period', period: '10m' }];
  it.each(PRESETS.filter((preset) => preset !== 'maker-flip' && preset !== 'dutch-auction'))(
    'lets nobody be liquidated sooner, and somebody at once after it: %s',
    (preset) => {
      const { seen } = liquidations(grace, preset);
      expect(seen.length).toBeGreaterThan(5);
      const waits = seen.map(({ time, dueAt }) => time - dueAt);
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(600_000);
      expect(Math.min(...waits)).toBeLessThan(660_000);
    },
  );

  it('spares nobody who is far below the limit', () => {
    const { seen } = liquidations([{ model: 'grace-period', period: '30m', exceptBelow: 0.98 }], 'asynchronous');
    const early = seen.filter(({ time, dueAt }) => time - dueAt < 1_800_000);
    expect(early.length).toBeGreaterThan(2);
    for (const { health } of early) expect(health).toBeLessThan(0.98);
  });

  it('leaves fewer to be liquidated, and more bad debt or later closes', () => {
    const plain = liquidations([{ model: 'cool-off', pause: '1ms' }], 'asynchronous').sums;
    const spared = liquidations([{ model: 'grace-period', period: '40m' }], 'asynchronous').sums;
    const total = (list: typeof plain, key: 'accountsLiquidated' | 'badDebtUsd') =>
      list.reduce((sum, f) => sum + f[key], 0);
    expect(total(spared, 'accountsLiquidated')).toBeLessThan(total(plain, 'accountsLiquidated'));
    expect(spared[0]!.timeToCloseMedianSeconds).toBeGreaterThan(plain[0]!.timeToCloseMedianSeconds + 2000);
  });
});

describe('a cool-off', () => {
  it('lies between two liquidations of one account', () => {
    const { seen } = liquidations([{ model: 'cool-off', pause: '5m' }], 'partial-liquidation');
    const last = new Map<string, number>();
    let again = 0;
    for (const { path, account, time } of seen) {
      const key = `${path}/${account}`;
      if (last.has(key)) {
        again++;
        expect(time - last.get(key)!).toBeGreaterThanOrEqual(300_000);
      }
      last.set(key, time);
    }
    expect(again).toBeGreaterThan(2);
  });
});

describe('flag then execute', () => {
  const flag = (reward: number): Safeguards => [{ model: 'flag-then-execute', delay: '5m', reward, gas: 80_000 }];

  it('liquidates the delay after the flag at the soonest, and keepers pay for the flags', () => {
    const plain = liquidations([{ model: 'cool-off', pause: '1ms' }], 'asynchronous');
    const { seen, sums } = liquidations(flag(0), 'asynchronous');
    expect(seen.length).toBeGreaterThan(5);
    const waits = seen.map(({ time, dueAt }) => time - dueAt);
    // Keepers react before they flag.
    expect(Math.min(...waits)).toBeGreaterThan(300_000);
    expect(Math.min(...waits)).toBeLessThan(420_000);
    const gasEach = (list: typeof sums) =>
      list.reduce((sum, f) => sum + f.keeperGasUsd, 0) / list.reduce((sum, f) => sum + f.accountsLiquidated, 0);
    expect(gasEach(sums)).toBeGreaterThan(gasEach(plain.sums));
  });

  it('costs the protocol its reward', () => {
    const free = liquidations(flag(0), 'liquity-v1').sums;
    const paid = liquidations(flag(50), 'liquity-v1').sums;
    const cost = free.map((f, i) => f.protocolFeeUsd - paid[i]!.protocolFeeUsd);
    for (const usd of cost) expect(usd).toBeGreaterThan(0);
  });

  it('is not set where the reward alone must pay for it and does not', () => {
    const mean: Safeguards = [{ model: 'flag-then-execute', delay: '5m', reward: 0.01, flaggedBy: 'reward' }];
    expect(liquidations(mean, 'asynchronous').seen).toEqual([]);
  });

  it('is set by the engine itself where there are no keepers', () => {
    const { seen } = liquidations(flag(0), 'synchronous');
    expect(seen.length).toBeGreaterThan(5);
    for (const { time, dueAt } of seen) expect(time - dueAt).toBeGreaterThanOrEqual(300_000);
  });
});

describe('a circuit breaker', () => {
  const prices = new Float64Array([100, 1]);
  const levels = [
    { move: 0.1, window: 600, pause: 100 },
    { move: 0.2, window: 3600, pause: 1000 },
  ];

  it('trips once for a move, by level, on what happened within the window', () => {
    const breaker = new CircuitBreaker({ prices }, levels, true);
    prices[0] = 100;
    breaker.begin();
    const at = (time: number, price: number) => {
      prices[0] = price;
      return breaker.shutUntil(time);
    };
    expect(at(500, 91)).toBe(0);
    // A fall by a tenth of what stood 600 ago trips the first level; so does no part of it again.
    expect(at(600, 90)).toBe(700);
    expect(at(650, 85)).toBe(0);
    // From 90: a tenth more. From 100: a fifth.
    expect(at(700, 80)).toBe(1700);
    expect(at(710, 72)).toBe(810);
    // Slowly is not far within the window of the first.
    expect(at(1700, 70)).toBe(0);
    expect(at(2700, 66)).toBe(0);
    expect(at(3700, 60)).toBe(4700);
  });

  it('looks at rises where it is told to', () => {
    prices[0] = 100;
    const fall = new CircuitBreaker({ prices }, levels, true);
    const both = new CircuitBreaker({ prices }, levels, false);
    fall.begin();
    both.begin();
    prices[0] = 115;
    expect([fall.shutUntil(10), both.shutUntil(10)]).toEqual([0, 110]);
  });

  it('stops everything for its pause', () => {
    const breaker: Safeguards = [{ model: 'circuit-breaker', levels: [{ move: 0.05, window: '30m', pause: '20m' }] }];
    const plain = liquidations([{ model: 'cool-off', pause: '1ms' }], 'synchronous');
    const { seen, stage } = liquidations(breaker, 'synchronous');
    expect(seen.length).toBeGreaterThan(5);
    // An engine that closes at once closes nothing between 5 per cent down and the end of the pause.
    const first = (list: typeof seen) => list.filter(({ path }) => path === 0)[0]!.time;
    expect(first(seen)).toBeGreaterThanOrEqual(first(plain.seen));
    expect(seen.some(({ time, dueAt }) => time - dueAt > 300_000)).toBe(true);
    expect(stage.gate.remembers).toBe(true);
  });
});

describe('randomness against speed', () => {
  it('delays each account by its own draw, the same for every strategy', () => {
    const start: Safeguards = [{ model: 'random-start', most: '10m' }];
    const of = (preset: string) => liquidations(start, preset, 1);
    const [one, other] = [of('synchronous'), of('asynchronous')];
    const draws = one.stage.tape.draws('random start of liquidations');
    for (const { seen } of [one, other]) {
      for (const { account, time, dueAt } of seen) {
        expect(time - dueAt).toBeGreaterThanOrEqual(Math.round(draws.at(account) * 600_000));
      }
    }
    expect(one.seen.length).toBeGreaterThan(3);
  });

  it('offers due accounts in an order that has nothing to do with their debt', () => {
    const { seen, stage } = liquidations([{ model: 'random-order' }], 'asynchronous', 1);
    const u = (account: number) => stage.tape.draws('random order of liquidations').at(account);
    const { book } = stage.accounts;
    const blocks = new Map<number, number[]>();
    for (const { time, account } of seen) blocks.set(time, [...(blocks.get(time) ?? []), account]);
    const several = [...blocks.values()].filter((accounts) => accounts.length > 1);
    expect(several.length).toBeGreaterThan(0);
    for (const accounts of several) expect(accounts).toEqual([...accounts].sort((a, b) => u(b) - u(a)));
    const debt = (account: number) => book.debtAmount[book.debtFirst[account]!]!;
    expect(several.some((accounts) => accounts.some((a, i) => i > 0 && debt(a) > debt(accounts[i - 1]!)))).toBe(true);
  });

  it('refuses two orders, and a delay that ends before it begins', () => {
    const two: Safeguards = [{ model: 'random-order' }, { model: 'random-order' }];
    expect(() => openWorld(guarded(two, ['asynchronous']))).toThrow(/two of its choices give the order/);
    const registry = builtIn();
    const reference = registry.schema('safeguard').parse({ model: 'random-start', least: '10m', most: '5m' });
    expect(() => registry.create('safeguard', reference, undefined)).toThrow(/must not be below least/);
  });
});
