/** When the protocol liquidates nobody, or only the worst. */
import { describe, expect, it } from 'vitest';
import type { Margin } from '../../../models/book/margin.ts';
import { LiquidationGate } from '../../../models/oracles/guard/liquidation-gate.ts';
import type { Oracle, SequencerGuard } from '../../../models/oracles/stages.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Accounts whose health factor is their number. */
const margin = {
  healthFactor: 0,
  read(slot: number): boolean {
    margin.healthFactor = slot;
    return true;
  },
};

/** A tape with outages from and until these instants. */
function tapeWith(...outages: [from: number, until: number][]) {
  const tape = constructedTape({ tickMillis: MINUTE, prices: [[1, 1]] });
  Object.assign(tape.blocks.outages, {
    count: outages.length,
    from: Float64Array.from(outages, ([from]) => from),
    until: Float64Array.from(outages, ([, until]) => until),
  });
  return tape;
}

const GUARD: SequencerGuard = { kind: 'sequencer', grace: HOUR, minimumHealth: 0.95 };

function gateWith(guards: readonly SequencerGuard[], oracles: readonly Oracle[], ...outages: [number, number][]) {
  const gate = new LiquidationGate(oracles, guards, margin as unknown as Margin, []);
  gate.begin(tapeWith(...outages));
  return gate;
}

describe('the gate', () => {
  it('is open without guards and outages', () => {
    const gate = gateWith([GUARD], []);
    expect(gate.refresh(5 * HOUR)).toBe(false);
    expect(gate.isShut).toBe(false);
    expect(gate.bars(2)).toBe(false);
  });

  it('lets only the worst through while the sequencer is down and until the grace period is over', () => {
    const gate = gateWith([GUARD], [], [HOUR, 2 * HOUR]);
    for (const [time, below] of [
      [HOUR - 1, Number.POSITIVE_INFINITY],
      [HOUR, 0.95],
      [2 * HOUR, 0.95],
      [3 * HOUR, 0.95],
      [3 * HOUR + 1, Number.POSITIVE_INFINITY],
    ] as const) {
      gate.refresh(time);
      expect(gate.below, `at ${time}`).toBe(below);
    }
    gate.refresh(2 * HOUR);
    expect(gate.bars(0.96)).toBe(true);
    expect(gate.bars(0.95)).toBe(true);
    expect(gate.bars(0.94)).toBe(false);
    expect(gate.opensAt).toBe(3 * HOUR + 1);
    expect(gate.refresh(3 * HOUR + 1)).toBe(true);
    expect(gate.opensAt).toBe(Number.POSITIVE_INFINITY);
  });

  it('counts the grace period from the last outage', () => {
    const gate = gateWith([GUARD], [], [HOUR, 2 * HOUR], [2.5 * HOUR, 2.6 * HOUR]);
    gate.refresh(3 * HOUR + 1);
    expect(gate.below).toBe(0.95);
    expect(gate.opensAt).toBe(3.6 * HOUR + 1);
  });

  it('is shut without exception where none is allowed, and while any oracle is paused', () => {
    const strict = gateWith([{ ...GUARD, minimumHealth: 0 }], [], [HOUR, 2 * HOUR]);
    strict.refresh(HOUR);
    expect(strict.isShut).toBe(true);
    const oracle = { isPaused: true } as { isPaused: boolean };
    const paused = gateWith([], [{ isPaused: false } as Oracle, oracle as Oracle]);
    expect(paused.refresh(0)).toBe(false);
    expect(paused.isShut).toBe(true);
    expect(paused.bars(0)).toBe(true);
    oracle.isPaused = false;
    expect(paused.refresh(1)).toBe(true);
    expect(paused.isShut).toBe(false);
  });
});
