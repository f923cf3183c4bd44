import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { executedBy, expectSoundInAnyWorld } from '../fixtures/any-legal-world.ts';
import { inspect } from '../fixtures/inspected.ts';
import { figures, openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

const auction = (change: object = {}) => ({
  ...{ model: 'auction', curve: { model: 'exponential', ratePerSecond: 5e-4 }, buffer: 1.3, penalty: 0 },
  ...{ tail: '6h', cusp: 0, tip: 0, chip: 0, dust: 0, retry: '1m' },
  ...{ kickGas: 250_000, takeGas: 300_000, revertGas: 60_000 },
  ...change,
});

const world = (executions: Record<string, object>, change: (raw: RawWorld) => void = () => {}) =>
  openWorld(
    stressedBut((raw) => {
      raw.market.blockSpace = { model: 'constant', gasPrice: 2 };
      raw.keepers = [{ name: 'k', count: 2, delay: '5s', bid: { model: 'market-multiple', multiple: 1.2 } }] as never;
      raw.strategies = Object.fromEntries(
        Object.entries(executions).map(([name, execution]) => [name, executedBy(execution)]),
      ) as never;
      change(raw);
    }),
  );

describe('an auction with a bond', () => {
  it('is not started while whoever starts it would lose at the market’s price', () => {
    // Accounts become due at a debt of 0.8 per unit of value: below a neutral price of 1.25 · 0.8 = 1 a starter gains at once.
    const all = runPath(
      world({
        none: auction(),
        high: auction({ bond: { neutral: 1.3 } }),
        low: auction({ bond: { neutral: 1.05 } }),
      }),
      'bond',
      1,
    );
    expect(all.high!.auctionsStarted).toBe(all.none!.auctionsStarted);
    expect(all.low!.auctionsStarted).toBeLessThan(0.8 * all.high!.auctionsStarted);
    expect(all.low!.unservedDebtUsd).toBeGreaterThan(0);
  });

  it('credits accounts less than takers pay, and pays the starter out of that', () => {
    const { none, high } = runPath(world({ none: auction(), high: auction({ bond: { neutral: 1.3 } }) }), 'bond', 2);
    expect(none!.protocolFeeUsd).toBe(0);
    // The factor is 3 %: of each take at a full reward, 3 % to the starter and nothing to the pool; at none, 3.75 % to the pool.
    expect(high!.protocolFeeUsd).toBeGreaterThan(0);
    expect(high!.protocolFeeUsd).toBeLessThan(0.075 * high!.liquidatedDebtUsd);
    expect(high!.keeperProfitUsd).toBeGreaterThan(none!.keeperProfitUsd);
    expect(high!.borrowerLossUsd).toBeGreaterThan(none!.borrowerLossUsd);
  });

  it('starts from the neutral price', () => {
    const opened = world({ one: auction({ bond: { neutral: 1.3 } }) });
    opened.write('bond', 3);
    const { stage, run } = opened.strategies[0]!;
    const found = inspect(opened.strategies[0]!);
    let asked = 0;
    (stage as { recorder: object }).recorder = {
      begin() {},
      note(note: { kind: string; askUsd?: number; debtUsd?: number; units?: number }) {
        if (note.kind !== 'auction-started') return;
        asked++;
        expect(note.askUsd! / (1.3 * 1.3 * (note.debtUsd! / note.units!))).toBeCloseTo(1, 9);
      },
    };
    figures(run());
    expect(asked).toBeGreaterThan(5);
    expect(found.breaches).toEqual([]);
  });

  it('refuses a neutral price at or below the debt', () => {
    expect(() => world({ one: auction({ bond: { neutral: 1 } }) })).toThrow();
  });

  it('closes its ledger in any legal world', () => {
    let started = 0;
    expectSoundInAnyWorld(
      fc
        .record({
          buffer: fc.constantFrom(1, 1.5),
          chip: fc.constantFrom(0, 0.01),
          tail: fc.constantFrom('30m', '3h'),
          bond: fc.constantFrom(1.05, 1.15, 1.4).map((neutral) => ({ neutral })),
          kickGas: fc.constant(60_000),
        })
        .map(auction),
      (f) => {
        started += f.auctionsStarted;
      },
    );
    expect(started).toBeGreaterThan(20);
  });
});
