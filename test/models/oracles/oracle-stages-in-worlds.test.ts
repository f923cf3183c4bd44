/** Oracles of several stages within whole worlds: what they change, what they do not, and which way bad debt goes. */
import { describe, expect, it } from 'vitest';
import type { OutcomeKey } from '../../../models/outcome.ts';
import { inspect } from '../fixtures/inspected.ts';
import { figures, openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

type Change = (world: RawWorld) => void;
type Parameters = Record<string, unknown>;

const PATHS = 25;

/** A crash with jumps on a book near its limits, through an oracle that does not see our own sales. */
function crash(world: RawWorld): void {
  world.market.assets.ETH = {
    price: { model: 'merton', start: 1, volatility: 1.2, jumpsPerDay: 24, jumpMean: -0.04, jumpDeviation: 0.03 },
    waypoints: [
      { at: 0, price: 200 },
      { at: '90m', price: 155 },
      { at: '3h', price: 150 },
    ],
  };
  (world.protocol.book as Parameters).healthFactor = { minimum: 1.02, medianSlack: 0.15, spread: 0.6 };
  (world.venues.pool as Parameters).oracleWeight = 0;
}

/** Sum of a figure over the paths, by strategy. */
function sums(key: OutcomeKey, ...changes: Change[]): Record<string, number> {
  const raw = stressedBut((world) => {
    for (const change of [crash, ...changes]) change(world);
  });
  const world = openWorld(raw);
  const found: Record<string, number> = {};
  for (let path = 0; path < PATHS; path++) {
    world.write('oracle stages', path);
    for (const { name, run } of world.strategies) found[name] = (found[name] ?? 0) + figures(run())[key];
  }
  return found;
}

const oracle =
  (change: Parameters): Change =>
  (world) => {
    Object.assign(world.oracles.ETH!, change);
  };

const NAMES = ['synchronous', 'asynchronous', 'dutch-auction', 'partial-liquidation'];
const frozen = { faults: [{ model: 'freeze', at: '10m' }] };
const median = { model: 'upper-median', minimum: 2 };

describe('an oracle of stages that do nothing', () => {
  it('is the plain oracle, to the last bit', () => {
    const plain = openWorld(stressedBut(() => {}));
    const staged = openWorld(
      stressedBut(oracle({ aggregate: { model: 'single' }, access: { model: 'open' }, guards: [] })),
    );
    for (let path = 0; path < 5; path++) expect(runPath(staged, 'same', path)).toEqual(runPath(plain, 'same', path));
  });
});

describe('bad debt on the same paths', () => {
  it('rises with the hop of a delayed module', () => {
    const levels = ['1m', '5m', '20m'].map((hop) => sums('badDebtUsd', oracle({ publish: { model: 'delayed', hop } })));
    for (const name of NAMES) {
      expect(levels[1]![name], name).toBeGreaterThan(levels[0]![name]!);
      expect(levels[2]![name], name).toBeGreaterThan(levels[1]![name]!);
    }
  });

  it('rises when the only source freezes, and not when one of three does', () => {
    // Deep enough that liquidating does not itself lose more than waiting.
    const deep: Change = (world) => {
      (world.venues.pool as Parameters).depth = 50_000;
    };
    const sound = sums('badDebtUsd', deep, oracle({ sources: [{}] }));
    const alone = sums('badDebtUsd', deep, oracle({ sources: [frozen] }));
    const outvoted = sums('badDebtUsd', deep, oracle({ sources: [frozen, {}, {}], aggregate: median }));
    for (const name of NAMES) expect(alone[name], name).toBeGreaterThan(sound[name]!);
    expect(outvoted).toEqual(sound);
  });

  it('is all latent where the price is fixed: nobody is ever due, whatever the market does', () => {
    const fixed = oracle({ publish: { model: 'fixed', of: 'DAI', ratio: 200 } });
    expect(Object.values(sums('liquidations', fixed))).toEqual([0, 0, 0, 0]);
    const latent = sums('badDebtLatentUsd', fixed);
    expect(latent).toEqual(sums('badDebtUsd', fixed));
    expect(latent.asynchronous).toBeGreaterThan(0);
  });

  it('is latent in full where a guard pauses for good: nobody is liquidated at a price that is too old', () => {
    const silent = { faults: [{ model: 'outage', at: 0 }] };
    const guards = [{ model: 'staleness', maxAge: '1s' }];
    const found = sums('liquidations', oracle({ sources: [silent], guards }));
    for (const name of NAMES) expect(found[name], name).toBe(0);
  });
});

describe('a pause', () => {
  /** Every price landed is fresh for five minutes, and comes every fifteen. */
  const publish = { model: 'interval', every: '15m' };
  const guards = [{ model: 'staleness', maxAge: '5m' }];

  it('liquidates nobody while it lasts, and acts on the due accounts when it ends', () => {
    const world = openWorld(
      stressedBut((w) =>
        [crash, oracle({ publish, guards })].forEach((change) => {
          change(w);
        }),
      ),
    );
    for (const strategy of world.strategies) {
      const { stage } = strategy;
      const count = stage.settlement.count.bind(stage.settlement);
      let liquidated = 0;
      stage.settlement.count = (slot, usd, bonus) => {
        expect(stage.gate.isShut).toBe(false);
        liquidated++;
        count(slot, usd, bonus);
      };
      const found = inspect(strategy);
      for (let path = 0; path < 5; path++) {
        world.write('pauses', path);
        strategy.run();
      }
      expect(liquidated, strategy.name).toBeGreaterThan(20);
      expect(found.breaches).toEqual([]);
    }
  });

  it('leaves debt unserved that would have been repaid', () => {
    const without = sums('unservedDebtUsd', oracle({ publish }));
    const paused = sums('unservedDebtUsd', oracle({ publish, guards: [{ model: 'staleness', maxAge: '15s' }] }));
    for (const name of ['asynchronous', 'dutch-auction', 'partial-liquidation'])
      expect(paused[name], name).toBeGreaterThan(without[name]!);
  });
});

describe('every way of publishing, reading and guarding', () => {
  const ways: [string, Parameters][] = [
    ['every block', { publish: { model: 'every-block' } }],
    [
      'pull',
      {
        publish: { model: 'pull', maxAge: '60s' },
        sources: [{ count: 5, noise: 0.001, confidence: 0.001 }],
        aggregate: { model: 'three-votes', minimum: 3 },
      },
    ],
    ['arithmetic mean', { publish: { model: 'time-weighted-mean', kind: 'arithmetic', window: '10m' } }],
    ['geometric mean', { publish: { model: 'time-weighted-mean', kind: 'geometric', window: '10m', venue: 'pool' } }],
    ['lock', { access: { model: 'oev-lock', lockWindow: '2m', participation: 0.5, auction: '10s' } }],
    ['private first', { access: { model: 'private-first', fallback: '1m', participation: 0.5, auction: '10s' } }],
    [
      'mean instead',
      {
        guards: [
          { model: 'staleness', maxAge: '2m', otherwise: 'mean' },
          { model: 'anchor', tolerance: 0.02, otherwise: 'mean' },
        ],
      },
    ],
    [
      'union',
      {
        sources: [{ lag: '1m' }, { noise: 0.002 }, { noise: 0.05 }],
        aggregate: { model: 'bounded-union', tolerance: 0.02 },
      },
    ],
    [
      'rejection',
      { sources: [{ count: 4, noise: 0.01 }], aggregate: { model: 'outlier-rejection', minimum: 2, tolerance: 0.01 } },
    ],
  ];

  it.each(ways)('%s: closes its ledger, overlooks nobody, repeats itself', (_name, change) => {
    const raw = stressedBut((world) => {
      crash(world);
      (world.venues.pool as Parameters).oracleWeight = 0.3;
      oracle(change)(world);
    });
    const world = openWorld(raw);
    const found = world.strategies.map((strategy) => inspect(strategy));
    const first = runPath(world, 'ways', 1);
    expect(found.flatMap(({ breaches }) => breaches)).toEqual([]);
    expect(first.asynchronous!.liquidations).toBeGreaterThan(0);
    runPath(world, 'ways', 2);
    expect(runPath(world, 'ways', 1)).toEqual(first);
    expect(runPath(openWorld(raw), 'ways', 1)).toEqual(first);
  });
});

describe('a sequencer that was down', () => {
  const rollup: Change = (world) => {
    world.chains.main!.blocks = { model: 'sequencer', interval: '2s', outages: [{ from: '30m', until: '60m' }] };
  };
  const guard = (minimumHealth: number): Change =>
    oracle({ guards: [{ model: 'sequencer', grace: '30m', minimumHealth }] });
  const [down, up, open] = [1_800_000, 3_600_000, 5_400_000];

  /** Every liquidation of a few paths: when, and at which health factor before it. */
  function liquidationsOf(...changes: Change[]) {
    const world = openWorld(
      stressedBut((raw) =>
        [crash, rollup, ...changes].forEach((change) => {
          change(raw);
        }),
      ),
    );
    const found: { name: string; time: number; health: number }[] = [];
    for (const { name, stage } of world.strategies) {
      const count = stage.settlement.count.bind(stage.settlement);
      stage.settlement.count = (slot, usd, bonus) => {
        found.push({ name, time: stage.time, health: stage.settlement.view.healthFactor });
        count(slot, usd, bonus);
      };
    }
    for (let path = 0; path < 5; path++) runPath(world, 'sequencer', path);
    return found;
  }

  it('without a guard goes on where it stopped', () => {
    const times = liquidationsOf().map(({ time }) => time);
    expect(times.filter((time) => time >= down && time < up)).toEqual([]);
    expect(times.some((time) => time >= up && time <= open)).toBe(true);
  });

  it('liquidates nobody in the grace period, and goes on by itself when it is over', () => {
    const all = liquidationsOf(guard(0));
    expect(all.filter(({ time }) => time >= down && time <= open)).toEqual([]);
    for (const name of NAMES) {
      const first = all.filter((one) => one.name === name && one.time > open).map(({ time }) => time);
      expect(Math.min(...first), name).toBeLessThan(open + 5 * 60_000);
    }
  });

  it('liquidates in it whose health factor is below the limit, and nobody else', () => {
    const during = liquidationsOf(guard(0.95)).filter(({ time }) => time >= up && time <= open);
    // An auction that was started for a bad account may find it healthier when somebody takes.
    const outright = during.filter(({ name }) => name !== 'dutch-auction');
    expect(new Set(during.map(({ name }) => name)).size).toBeGreaterThan(2);
    expect(outright.filter(({ health }) => !(health < 0.95))).toEqual([]);
  });
});
