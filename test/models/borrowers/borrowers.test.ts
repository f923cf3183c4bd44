import { describe, expect, it } from 'vitest';
import type { OutcomeKey } from '../../../models/outcome.ts';
import type { BorrowerAct, Note, Recorder } from '../../../models/world/recorder.ts';
import type { Stage } from '../../../models/world/stage.ts';
import { inspect } from '../fixtures/inspected.ts';
import { figures, openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

type Choices = Partial<RawWorld['strategies'][string]>;

const PRESETS = ['synchronous', 'asynchronous', 'dutch-auction', 'liquity-v1'];
const QUICK = { model: 'exponential', mean: '1m' };

const worldOf = (choices: Choices, presets: readonly string[] = PRESETS) =>
  openWorld(
    stressedBut((world) => {
      world.strategies = Object.fromEntries(presets.map((preset) => [preset, { preset, ...choices }]));
    }),
  );

interface Acted {
  readonly what: BorrowerAct;
  readonly usd: number;
  readonly time: number;
  readonly account: number;
  readonly health: number;
}

/** Runs one strategy on one path and notes what borrowers do. */
function acts(choices: Choices, preset: string, path = 0, hear: (note: Note) => void = () => {}) {
  const world = worldOf(choices, [preset]);
  const [strategy] = world.strategies;
  const found = inspect(strategy!);
  const { stage } = strategy!;
  const seen: Acted[] = [];
  const recorder: Recorder = {
    begin() {},
    note(note: Note) {
      hear(note);
      if (note.kind !== 'borrower-acted') return;
      stage.margin.read(note.slot, stage.prices);
      const { healthFactor: health } = stage.margin;
      seen.push({ ...note, time: stage.time, account: stage.accounts.accountOf[note.slot]!, health });
    },
  };
  (stage as { recorder: Recorder | undefined }).recorder = recorder;
  world.write('borrowers', path);
  const f = figures(strategy!.run());
  expect(found.breaches).toEqual([]);
  return { seen, f, stage: stage as Stage };
}

const topUp = (probability: number, rest: object = {}): Choices => ({
  borrowers: [{ model: 'top-up', at: 1.15, to: 1.4, probability, reaction: QUICK, ...rest }],
});

describe('borrowers who never react', () => {
  const plain = worldOf({});
  it.each([
    ['top-up', topUp(0)],
    ['deleverage', { borrowers: [{ model: 'deleverage', at: 1.3, to: 1.5, probability: 0, reaction: QUICK }] }],
    ['self-liquidation', { borrowers: [{ model: 'self-liquidation', probability: 0, reaction: QUICK }] }],
  ] as [string, Choices][])('%s: every figure stays as it was', (_, choices) => {
    const world = worldOf(choices);
    for (let path = 0; path < 2; path++) {
      const [idle, usual] = [runPath(world, 'idle', path), runPath(plain, 'idle', path)];
      for (const preset of PRESETS) {
        for (const [key, value] of Object.entries(usual[preset]!)) {
          // Accounts are touched in another order, and sums round otherwise.
          const tolerance = 1e-9 * (1 + Math.abs(value));
          const other = idle[preset]![key as OutcomeKey];
          if (Number.isNaN(value)) expect(other, key).toBeNaN();
          else expect(Math.abs(other - value), key).toBeLessThanOrEqual(tolerance);
        }
      }
    }
  });
});

describe('a due account that its borrower acts on', () => {
  it.each([
    [
      'topped-up',
      {
        borrowers: [
          { model: 'top-up', at: 1.01, to: 1.4, probability: 1, reaction: { model: 'constant', delay: '20s' } },
        ],
      },
    ],
    ['deleveraged', { borrowers: [{ model: 'deleverage', at: 1.01, to: 1.5, probability: 1, reaction: QUICK }] }],
    ['closed', { borrowers: [{ model: 'self-liquidation', probability: 1, reaction: QUICK }] }],
  ] as [BorrowerAct, Choices][])('is told as healed by it where it was %s', (what, choices) => {
    const notes: Note[] = [];
    acts(choices, 'dutch-auction', 0, (note) => void notes.push(note));
    const healers = notes.flatMap((note, i) => {
      const before = notes[i - 1];
      return note.kind === 'account-healed' && before?.kind === 'borrower-acted' && before.slot === note.slot
        ? [note.by]
        : [];
    });
    expect(healers.length).toBeGreaterThan(0);
    expect(new Set(healers)).toEqual(new Set([what]));
  });
});

describe('top-ups', () => {
  it('restore the health factor that is wanted, as soon as the reaction is over', () => {
    const { seen, stage } = acts(topUp(1), 'asynchronous');
    expect(seen.length).toBeGreaterThan(10);
    for (const { what, health, usd } of seen) {
      expect(what).toBe('topped-up');
      expect(health).toBeCloseTo(1.4, 9);
      expect(usd).toBeGreaterThan(0);
    }
    // The same borrower may have to do it again, not within its own reaction.
    const draws = stage.tape.draws('reaction of borrowers who top up');
    const last = new Map<number, number>();
    for (const { account, time } of seen) {
      if (last.has(account)) {
        expect(time - last.get(account)!).toBeGreaterThanOrEqual(
          Math.floor(-60_000 * Math.log(1 - draws.at(account))) - 1,
        );
      }
      last.set(account, time);
    }
  });

  it('spare most accounts their liquidation, the more of them react the more', () => {
    const liquidated = (probability: number) =>
      [0, 1, 2].reduce((sum, path) => sum + acts(topUp(probability), 'asynchronous', path).f.accountsLiquidated, 0);
    const [none, half, all] = [0, 0.5, 1].map(liquidated) as [number, number, number];
    expect(none).toBeGreaterThan(20);
    expect(half).toBeLessThan(none);
    expect(all).toBeLessThan(half);
    expect(all).toBeLessThan(none / 3);
  });

  it('go as far as the money', () => {
    const { seen } = acts(topUp(1, { most: 0.05 }), 'asynchronous');
    expect(seen.some(({ health }) => health < 1.3)).toBe(true);
    for (const { health } of seen) expect(health).toBeLessThan(1.15 * 1.05 + 1e-9);
  });

  it('are by the same borrowers, as quick, under every strategy', () => {
    const who = (preset: string) => new Map(acts(topUp(0.5), preset).seen.map(({ account, time }) => [account, time]));
    const [one, other] = [who('synchronous'), who('liquity-v1')];
    const both = [...one.keys()].filter((account) => other.has(account));
    expect(both.length).toBeGreaterThan(5);
    // Up to the first liquidation both see the same prices.
    expect(both.filter((account) => one.get(account) === other.get(account)).length).toBeGreaterThan(2);
  });
});

describe('deleveraging', () => {
  const choices: Choices = { borrowers: [{ model: 'deleverage', at: 1.15, to: 1.3, probability: 1, reaction: QUICK }] };

  it('sells collateral for debt, moves the market, and is no liquidation', () => {
    const { seen, f } = acts(choices, 'synchronous');
    expect(seen.length).toBeGreaterThan(10);
    for (const { what, health } of seen) {
      expect(what).toBe('deleveraged');
      // Impact and fee take a little of what it was to be.
      expect(health).toBeLessThanOrEqual(1.3 + 1e-9);
      expect(health).toBeGreaterThan(1.2);
    }
    const plain = acts({}, 'synchronous').f;
    expect(f.soldUsd).toBeLessThan(plain.soldUsd);
    expect(f.liquidatedDebtUsd).toBeLessThan(plain.liquidatedDebtUsd);
    // Own sales are seen by the oracle as other sales are.
    expect(f.oracleReports).not.toBe(plain.oracleReports);
  });
});

describe('self-liquidation', () => {
  const own: Choices = { borrowers: [{ model: 'self-liquidation', probability: 1, reaction: QUICK }] };
  const withTime: Choices = { ...own, safeguards: [{ model: 'grace-period', period: '20m' }] };

  it('comes first where a safeguard gives the time', () => {
    const { seen, f } = acts(withTime, 'asynchronous');
    expect(seen.length).toBeGreaterThan(5);
    // Who would get less from the market than a liquidator gives waits for one.
    const alone = acts({ safeguards: withTime.safeguards! }, 'asynchronous').f;
    expect(f.accountsLiquidated).toBeLessThan(alone.accountsLiquidated / 1.5);
    for (const { what, usd } of seen) {
      expect(what).toBe('closed');
      expect(usd).toBeGreaterThan(0);
    }
  });

  it('comes too late against an engine that closes at once', () => {
    const { seen, f } = acts(own, 'synchronous');
    expect(f.liquidations).toBeGreaterThan(5);
    expect(seen).toEqual([]);
  });
});

describe('what cannot be', () => {
  it('is refused with a way out', () => {
    const late: Choices = {
      trigger: { model: 'below-threshold', healthFactor: 1.2 },
      borrowers: [{ model: 'top-up', at: 1.1, to: 1.4, probability: 1, reaction: QUICK }],
    };
    expect(() => worldOf(late, ['asynchronous'])).toThrow(/alarmed at a health factor of 1.1.*raise at to 1.2/);
    expect(() => worldOf(topUp(1, { to: 1.1 }), ['asynchronous'])).toThrow(/must be above at/);
  });
});
