import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { DUE } from '../../../models/liquidation/account-states.ts';
import { realisedVolatility, reducedBy } from '../../../models/liquidation/thresholds/adjusted.ts';
import type { ThresholdRule } from '../../../models/liquidation/thresholds/threshold-rule.ts';
import type { ModelReference } from '../../../models/registry.ts';
import { MILLIS_PER_HOUR, MILLIS_PER_YEAR } from '../../../sim/units.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';
import { inspect } from '../fixtures/inspected.ts';
import { figures, openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

type Thresholds = NonNullable<RawWorld['strategies'][string]['thresholds']>;

const registry = builtIn();
const NAMES = ['ETH', 'DAI'];

function ruleOf(reference: ModelReference): ThresholdRule {
  const parsed = registry.schema('thresholds').parse(reference) as ModelReference;
  return registry.create('thresholds', parsed, { names: NAMES, threshold: (asset) => (asset === 0 ? 0.8 : undefined) });
}

const HOUR = MILLIS_PER_HOUR;

/** Moves by a hundredth up and down every hour for a day, then by a tenth. */
const tape = constructedTape({
  tickMillis: HOUR,
  prices: [
    Array.from({ length: 49 }, (_, hour) => 200 * (hour % 2 === 0 ? 1 : hour < 24 ? 1.01 : 1.1)),
    Array(49).fill(1),
  ],
  gas: Array.from({ length: 48 }, (_, window) => (window < 24 ? 20 : 80)),
});

describe('realised volatility', () => {
  it('is the root of the mean squared move, a year; before the path it is what it is told', () => {
    const perYear = Math.sqrt(MILLIS_PER_YEAR / HOUR);
    expect(realisedVolatility(0, 20 * HOUR, 10 * HOUR, 5, tape)).toBeCloseTo(Math.log(1.01) * perYear, 9);
    expect(realisedVolatility(0, 40 * HOUR, 10 * HOUR, 5, tape)).toBeCloseTo(Math.log(1.1) * perYear, 9);
    expect(realisedVolatility(0, 0, 10 * HOUR, 5, tape)).toBe(5);
    const half = realisedVolatility(0, 5 * HOUR, 10 * HOUR, 5, tape);
    expect(half).toBeCloseTo(Math.sqrt((5 * Math.log(1.01) ** 2 * perYear ** 2 + 5 * 25) / 10), 9);
  });
});

describe('the rules', () => {
  it('reduce beyond the reference, in proportion, down to the floor', () => {
    expect([0, 0.8, 1.2, 8].map((measured) => reducedBy(measured, 0.8, 0.2, 0.7))).toEqual([
      1,
      1,
      expect.closeTo(0.9, 12),
      0.7,
    ]);
  });

  it('follow volatility and gas with their lag, asset by asset', () => {
    const reference = Math.log(1.01) * Math.sqrt(MILLIS_PER_YEAR / HOUR);
    const terms = { slope: 0.1, floor: 0.5, every: '1h', lag: '2h' };
    const rule = ruleOf({ model: 'volatility-adjusted', ...terms, window: '4h', reference });
    expect(rule.factor(0, 20 * HOUR, tape)).toBeCloseTo(1, 12);
    expect(rule.factor(0, 25 * HOUR, tape)).toBeCloseTo(1, 12);
    const most = 1 - 0.1 * (Math.log(1.1) / Math.log(1.01) - 1);
    expect(rule.factor(0, 40 * HOUR, tape)).toBeCloseTo(Math.max(0.5, most), 9);
    expect(rule.factor(0, 40.9 * HOUR, tape)).toBe(rule.factor(0, 40 * HOUR, tape));
    expect(rule.factor(1, 40 * HOUR, tape)).toBe(1);
    expect([rule.least(0), rule.next(40.5 * HOUR)]).toEqual([0.5, 41 * HOUR]);
    const gas = ruleOf({ model: 'congestion-adjusted', ...terms, reference: 40 });
    expect(gas.factor(0, 23 * HOUR, tape)).toBe(1);
    expect(gas.factor(0, 25 * HOUR, tape)).toBe(1);
    expect(gas.factor(0, 47 * HOUR, tape)).toBeCloseTo(0.9, 12);
  });

  it('ramp down along a line, up at once, in steps', () => {
    const down = ruleOf({ model: 'ramp', targets: { ETH: 0.6 }, from: '10h', duration: '20h', every: '2h' });
    const at = (rule: ThresholdRule, hours: number) => 0.8 * rule.factor(0, hours * HOUR, tape);
    expect([9.9, 10, 12, 13.9, 20, 30, 48].map((hours) => at(down, hours))).toEqual(
      [0.8, 0.8, 0.78, 0.78, 0.7, 0.6, 0.6].map((share) => expect.closeTo(share, 12)),
    );
    expect([0, 10, 13, 29, 30].map((hours) => down.next(hours * HOUR) / HOUR)).toEqual([10, 12, 14, 30, Infinity]);
    expect(down.least(0)).toBeCloseTo(0.75, 12);
    const up = ruleOf({ model: 'ramp', targets: { ETH: 0.9 }, from: '10h', duration: '20h' });
    expect([at(up, 9), at(up, 10), up.least(0)]).toEqual([0.8, expect.closeTo(0.9, 12), 1]);
    expect(() => ruleOf({ model: 'ramp', targets: { DAI: 0.9 }, duration: '1h' })).toThrow(/DAI is no collateral/);
    expect(registry.schema('thresholds').safeParse({ model: 'ramp', targets: { ETH: 1.1 }, duration: 0 }).success).toBe(
      false,
    );
  });
});

const PRESETS = ['synchronous', 'asynchronous', 'dutch-auction'];

const moved = (thresholds: Thresholds | undefined, calm = false) =>
  stressedBut((world) => {
    if (calm) {
      world.market.assets.ETH = { price: { model: 'gbm', start: 200, volatility: 0 } };
      (world.venues.pool as Record<string, unknown>).oracleWeight = 0;
    }
    world.strategies = Object.fromEntries(
      PRESETS.map((preset) => [preset, thresholds === undefined ? { preset } : { preset, thresholds }]),
    );
  });

const FLAT: Thresholds = [
  { model: 'volatility-adjusted', slope: 0, floor: 0.7, every: '1m', window: '30m', reference: 0.5 },
];

describe('in a world', () => {
  it('thresholds that do not move leave every liquidation as it was', () => {
    const [plain, flat] = [openWorld(moved(undefined)), openWorld(moved(FLAT))];
    const before = runPath(plain, 'flat', 0);
    const after = runPath(flat, 'flat', 0);
    // More blocks are looked at, which may let a keeper find room sooner; who is due when is the same for the engine that acts at once.
    expect(after.synchronous).toEqual({ ...before.synchronous!, closesPerSecond: expect.anything() });
    for (const preset of PRESETS) expect(after[preset]!.liquidations).toBeGreaterThan(5);
  });

  it('a ramp alone makes accounts due, at the step that passes them', () => {
    const ramp: Thresholds = [{ model: 'ramp', targets: { ETH: 0.7 }, from: '30m', duration: '1h', every: '10m' }];
    const world = openWorld(moved(ramp, true));
    const [strategy] = world.strategies;
    const found = inspect(strategy!);
    const { stage } = strategy!;
    const { settlement, states, margin } = stage;
    const times: number[] = [];
    const count = settlement.count.bind(settlement);
    settlement.count = (slot, repayUsd, bonus) => {
      times.push(stage.time);
      expect(margin.read(slot, stage.prices)).toBe(true);
      expect(states.breachAt[slot]).toBe(states.dueAt[slot]);
      count(slot, repayUsd, bonus);
    };
    world.write('ramp', 0);
    const f = figures(strategy!.run());
    expect(found.breaches).toEqual([]);
    // Nothing moves but the thresholds: accounts with less than 1/7 of slack fall, in steps of ten minutes.
    const { book } = stage.accounts;
    let expected = 0;
    for (let account = 0; account < book.accounts; account++) {
      const i = book.collateralFirst[account]!;
      if (book.collateralAmount[i]! * 200 * 0.7 < book.debtAmount[book.debtFirst[account]!]!) expected++;
    }
    expect(expected).toBeGreaterThan(5);
    expect(f.accountsLiquidated).toBe(expected);
    for (const time of times) {
      expect(time).toBeGreaterThan(1_800_000);
      expect(time % 600_000).toBeLessThan(120_000);
    }
    expect(new Set(times.map((time) => Math.floor(time / 600_000))).size).toBeGreaterThan(2);
  });

  it('a higher threshold heals those that wait', () => {
    const rise: Thresholds = [{ model: 'ramp', targets: { ETH: 0.95 }, from: '2h', duration: 0 }];
    const world = openWorld(moved(rise));
    const strategy = world.strategies[1]!;
    // Nobody liquidates: all that are due wait.
    const { stage } = strategy;
    stage.keepers.firstAct = () => Number.POSITIVE_INFINITY;
    const sizes: number[] = [];
    const close = stage.chain.close.bind(stage.chain);
    stage.chain.close = () => {
      if (stage.time > 7_100_000 && stage.time < 7_300_000) sizes.push(stage.due.size);
      close();
    };
    world.write('rise', 0);
    strategy.run();
    expect(sizes[0]).toBeGreaterThan(10);
    expect(sizes.at(-1)).toBeLessThan(sizes[0]! / 2);
    for (let slot = 0; slot < stage.accounts.slots; slot++) {
      if (stage.states.status[slot] === DUE) expect(stage.margin.read(slot, stage.prices)).toBe(true);
    }
  });

  it('rough markets make accounts due sooner', () => {
    const rough: Thresholds = [
      { model: 'volatility-adjusted', slope: 0.1, floor: 0.85, every: '5m', window: '30m', reference: 0.8, lag: '1m' },
    ];
    const [plain, sooner] = [openWorld(moved(undefined)), openWorld(moved(rough))];
    let more = 0;
    for (let path = 0; path < 2; path++) {
      const [before, after] = [runPath(plain, 'rough', path), runPath(sooner, 'rough', path)];
      for (const preset of PRESETS) {
        expect(after[preset]!.accountsLiquidated).toBeGreaterThanOrEqual(before[preset]!.accountsLiquidated);
        more += after[preset]!.accountsLiquidated - before[preset]!.accountsLiquidated;
      }
    }
    expect(more).toBeGreaterThan(3);
  });
});
