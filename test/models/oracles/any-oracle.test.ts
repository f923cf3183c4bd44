/** Random worlds with random oracles: the ledger closes, nobody is overlooked, and every path repeats itself. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspect } from '../fixtures/inspected.ts';
import { RUN, randomWorld } from '../fixtures/random-world.ts';
import { figures, openWorld, type RawWorld } from '../fixtures/small-world.ts';

type OracleRaw = RawWorld['oracles'][string];
type Stages = Partial<OracleRaw>;

const seconds = (min: number, max: number) => fc.integer({ min, max }).map((s) => `${s}s`);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const fault = fc.oneof(
  fc.record({
    model: fc.constant('freeze'),
    probability: fc.constantFrom(0.5, 1),
    duration: seconds(60, 3600),
    shows: fc.boolean(),
  }),
  fc.record({ model: fc.constant('outage'), probability: fc.constantFrom(0.5, 1), duration: seconds(60, 3600) }),
  fc.record({ model: fc.constant('outlier'), factor: fc.constantFrom(0.5, 0.97, 1.1), duration: seconds(60, 3600) }),
);

const source = fc.record({
  count: fc.integer({ min: 1, max: 3 }),
  noise: fc.constantFrom(0, 0.001, 0.01),
  lag: seconds(0, 60),
  confidence: fc.constantFrom(0.0005, 0.01),
  sees: fc.constantFrom(0, 0.5, 1),
  faults: fc.array(fault, { maxLength: 2 }),
});

const aggregate = fc.oneof(
  fc.constant({ model: 'single' }),
  fc.constantFrom('upper-median', 'median').map((model) => ({ model, minimum: 1 })),
  fc.constant({ model: 'outlier-rejection', tolerance: 0.02 }),
  fc.constant({ model: 'three-votes' }),
  fc.constant({ model: 'bounded-union', tolerance: 0.02 }),
);

const publish = fc.oneof(
  fc.constant({ model: 'deviation-heartbeat', deviation: 0.005, heartbeat: '20m' }),
  fc
    .tuple(seconds(30, 1200), fc.integer({ min: 1, max: 3 }))
    .map(([hop, stages]) => ({ model: 'delayed', hop, stages })),
  fc.constant({ model: 'every-block' }),
  fc
    .tuple(seconds(15, 120), fc.constantFrom('newest', 'lowest'))
    .map(([maxAge, choice]) => ({ model: 'pull', maxAge, choice })),
  fc
    .tuple(fc.constantFrom('arithmetic', 'geometric'), seconds(30, 1800))
    .map(([kind, window]) => ({ model: 'time-weighted-mean', kind, window })),
);

const access = fc.oneof(
  fc.constant({ model: 'open' }),
  fc.record({
    model: fc.constant('oev-lock'),
    lockWindow: seconds(10, 300),
    participation: fc.constantFrom(0, 0.5),
    auction: seconds(0, 9),
  }),
  fc.record({
    model: fc.constant('private-first'),
    fallback: seconds(10, 300),
    participation: fc.constantFrom(0, 0.5),
    auction: seconds(0, 9),
  }),
);

const otherwise = fc.constantFrom('pause', 'keep', 'mean');
const guard = fc.oneof(
  fc.record({ model: fc.constant('staleness'), maxAge: seconds(20, 900), otherwise }),
  fc.record({ model: fc.constant('jump'), bound: fc.constantFrom(0.005, 0.05), otherwise }),
  fc.record({ model: fc.constant('anchor'), tolerance: fc.constantFrom(0.01, 0.1), otherwise }),
  fc.record({ model: fc.constant('confidence'), maxRatio: fc.constantFrom(0.001, 0.02), otherwise }),
);

const stages = fc
  .record({
    sources: maybe(fc.array(source, { minLength: 1, maxLength: 3 })),
    aggregate: maybe(aggregate),
    publish: maybe(publish),
    access: maybe(access),
    guards: maybe(fc.array(guard, { maxLength: 2 })),
  })
  .map((made) => Object.fromEntries(Object.entries(made).filter(([, stage]) => stage !== undefined)) as Stages);

describe('any legal oracle in any legal world', () => {
  it('leaves a ledger that closes, liquidates whoever is due and nobody else, and does the same again', () => {
    const seen = { liquidations: 0, pauses: 0 };
    fc.assert(
      fc.property(randomWorld, stages, fc.nat(1000), (raw, stated, path) => {
        const world: RawWorld = structuredClone(raw as RawWorld);
        for (const [name, oracle] of Object.entries(world.oracles)) {
          // A mean needs a pool that sells the asset.
          const hasPool = Object.values(world.venues).some((venue) => (venue as { base?: unknown }).base === name);
          const readsMean = (stated.publish as { model: string } | undefined)?.model === 'time-weighted-mean';
          const needsPool = (one: object) =>
            Reflect.get(one, 'model') === 'anchor' || Reflect.get(one, 'otherwise') === 'mean';
          const guards = (stated.guards as object[] | undefined)?.filter((one) => hasPool || !needsPool(one));
          Object.assign(oracle, stated, guards && { guards }, readsMean && !hasPool && { publish: oracle.publish });
        }
        const opened = openWorld(world, RUN);
        for (const strategy of opened.strategies) {
          const found = inspect(strategy);
          opened.write('any oracle', path);
          // Throws when the ledger does not close.
          const first = figures(strategy.run());
          expect(found.breaches, strategy.name).toEqual([]);
          expect(first.badDebtUsd).toBeGreaterThanOrEqual(0);
          expect(figures(strategy.run())).toEqual(first);
          seen.liquidations += first.liquidations;
          seen.pauses += strategy.stage.gate.isShut ? 1 : 0;
        }
      }),
      { seed: 20221011, numRuns: 40 },
    );
    expect(seen.liquidations).toBeGreaterThan(100);
    expect(seen.pauses).toBeGreaterThan(3);
  });
});
