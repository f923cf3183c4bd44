import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { sliceShares, urgency } from '../../../models/liquidation/size/almgren-chriss.ts';
import { sliceOfRest } from '../../../models/liquidation/size/slices.ts';
import type { AccountView } from '../../../models/model.ts';
import type { ModelReference } from '../../../models/registry.ts';
import { inspect } from '../fixtures/inspected.ts';
import { figures, openWorld, type RawWorld, stressedBut } from '../fixtures/small-world.ts';

/** The example of the paper: a million shares of 50 USD in five days, by the day. */
const PAPER = { sigma: 0.95, temporary: 2.5e-6, permanent: 2.5e-7, tau: 1 };

describe('the schedule of Almgren and Chriss', () => {
  it('has the urgency of the paper’s example: 0.61 a day at a risk aversion of 1e-6', () => {
    expect(urgency({ ...PAPER, riskAversion: 1e-6 })).toBeCloseTo(0.61, 2);
    expect(urgency({ ...PAPER, riskAversion: 0 })).toBe(0);
    expect(() => urgency({ ...PAPER, temporary: 1e-7, riskAversion: 1 })).toThrow(RangeError);
  });

  it('follows the hyperbolic sine', () => {
    const kappa = urgency({ ...PAPER, riskAversion: 1e-6 });
    const shares = sliceShares(kappa, 1, 5);
    let left = 1;
    for (let j = 0; j < 5; j++) {
      left -= shares[j]!;
      expect(left).toBeCloseTo(Math.sinh(kappa * (4 - j)) / Math.sinh(kappa * 5), 12);
    }
    expect([...sliceShares(0, 1, 4)]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(sliceShares(1e4, 1, 3)[0]).toBe(1);
  });

  it('costs less than any other that sells as much, by expected cost and variance', () => {
    const riskAversion = 1e-6;
    const shares = sliceShares(urgency({ ...PAPER, riskAversion }), 1, 5);
    const eta = PAPER.temporary - PAPER.permanent / 2;
    const cost = (parts: ArrayLike<number>) => {
      let [left, total] = [1e6, 0];
      for (let j = 0; j < parts.length; j++) {
        const sold = 1e6 * parts[j]!;
        left -= sold;
        total += eta * sold * sold + riskAversion * PAPER.sigma ** 2 * left * left;
      }
      return total;
    };
    const best = cost(shares);
    const shift = fc.tuple(fc.nat(4), fc.nat(4), fc.double({ min: -0.2, max: 0.2, noNaN: true }));
    fc.assert(
      fc.property(fc.array(shift, { minLength: 1, maxLength: 4 }), (shifts) => {
        const other = Float64Array.from(shares);
        for (const [from, to, share] of shifts) {
          other[from]! -= share;
          other[to]! += share;
        }
        expect(cost(other)).toBeGreaterThanOrEqual(best * (1 - 1e-12));
      }),
      { seed: 2000, numRuns: 300 },
    );
  });
});

describe('slices', () => {
  it('are shares of what is left', () => {
    expect([0, 1, 2, 3, 9].map((k) => sliceOfRest([1, 1, 1, 1], k))).toEqual([1 / 4, 1 / 3, 1 / 2, 1, 1]);
    expect([0, 1, 2].map((k) => sliceOfRest([3, 2, 1], k))).toEqual([1 / 2, 2 / 3, 1]);
  });

  it('must be stated in one way', () => {
    const registry = builtIn();
    const of = (reference: ModelReference) =>
      registry.create('size', registry.schema('size').parse(reference) as ModelReference, undefined);
    expect(() => of({ model: 'incremental', every: '1m' })).toThrow(/either slices .* or weights/);
    expect(() => of({ model: 'incremental', every: '1m', slices: 2, weights: [1] })).toThrow(/not both/);
  });
});

type Choices = Partial<RawWorld['strategies'][string]>;

function liquidations(preset: string, choices: Choices, change: (world: RawWorld) => void = () => {}) {
  const world = openWorld(
    stressedBut((raw) => {
      raw.strategies = { one: { preset, ...choices } };
      raw.keepers = [{ ...raw.keepers[0]!, capital: undefined, minProfit: 0 } as never];
      (raw.venues.pool as Record<string, unknown>).depth = 100_000;
      change(raw);
    }),
  );
  const [strategy] = world.strategies;
  const found = inspect(strategy!);
  const { stage } = strategy!;
  const seen: { account: number; time: number; share: number; dueAt: number; asset: number }[] = [];
  const { settlement, states, accounts } = stage;
  const count = settlement.count.bind(settlement);
  settlement.count = (slot, repayUsd, bonus) => {
    seen.push({
      account: accounts.accountOf[slot]!,
      time: stage.time,
      share: repayUsd / settlement.view.pairDebtUsd,
      dueAt: states.dueAt[slot]!,
      asset: settlement.collateralAsset,
    });
    count(slot, repayUsd, bonus);
  };
  world.write('slices', 0);
  const f = figures(strategy!.run());
  expect(found.breaches).toEqual([]);
  return { seen, f };
}

/** Two thirds within half an hour: no first slice makes an account healthy. */
const crash = (world: RawWorld) => {
  world.market.assets.ETH!.waypoints = [
    { at: 0, price: 200 },
    { at: '1h', price: 190 },
    { at: '90m', price: 70 },
    { at: '3h', price: 60 },
  ];
};

const spells = (seen: ReturnType<typeof liquidations>['seen']) => {
  const by = new Map<string, typeof seen>();
  for (const one of seen) {
    const key = `${one.account}/${one.dueAt}`;
    by.set(key, [...(by.get(key) ?? []), one]);
  }
  return [...by.values()];
};

describe('an account in a world', () => {
  it.each(['synchronous', 'asynchronous'])('is closed slice by slice, with time in between: %s', (preset) => {
    const { seen } = liquidations(
      preset,
      { size: { model: 'incremental', slices: 4, every: '3m' } },
      preset === 'synchronous' ? crash : undefined,
    );
    const all = spells(seen);
    expect(all.some((one) => one.length >= 3)).toBe(true);
    for (const one of all) {
      one.forEach(({ time, share }, k) => {
        expect(share).toBeCloseTo(k >= 3 ? 1 : 1 / (4 - k), 9);
        if (k > 0) expect(time - one[k - 1]!.time).toBeGreaterThanOrEqual(180_000);
      });
    }
  });

  it('is closed by weights, and equally where risk costs nothing', () => {
    const weights = liquidations('asynchronous', { size: { model: 'incremental', weights: [3, 2, 1], every: '3m' } });
    for (const one of spells(weights.seen)) {
      one.forEach(({ share }, k) => {
        expect(share).toBeCloseTo([1 / 2, 2 / 3, 1][Math.min(k, 2)]!, 9);
      });
    }
    const optimal = (riskAversion: number) => ({
      size: { model: 'almgren-chriss', slices: 4, every: '3m', riskAversion, volatility: 1.5 },
    });
    const equal = liquidations('asynchronous', { size: { model: 'incremental', slices: 4, every: '3m' } });
    const calm = liquidations('asynchronous', optimal(0));
    expect(calm.seen.length).toBe(equal.seen.length);
    calm.seen.forEach(({ share, time }, i) => {
      expect(share).toBeCloseTo(equal.seen[i]!.share, 9);
      expect(time).toBe(equal.seen[i]!.time);
    });
    const first = (run: typeof calm) => Math.max(...spells(run.seen).map(([one]) => one!.share));
    expect(first(liquidations('asynchronous', optimal(1e-3)))).toBeGreaterThan(0.3);
    // Small accounts push the price less than large ones, so they are sold sooner.
    const firsts = spells(liquidations('asynchronous', optimal(1e-5)).seen).map(([one]) => one!.share);
    expect(Math.max(...firsts)).toBeGreaterThanOrEqual(Math.min(...firsts));
    expect(Math.min(...firsts)).toBeGreaterThanOrEqual(0.25 - 1e-9);
  });

  it('gives up its collaterals in the stated order, and no more of them than restores it', () => {
    const two = (world: RawWorld) => {
      world.market.assets.BTC = { price: { model: 'gbm', start: 9000, volatility: 0.5 } };
      world.market.correlations = [{ between: ['ETH', 'BTC'], correlation: 0.5 }];
      world.oracles.BTC = world.oracles.ETH!;
      world.venues.btc = { ...(world.venues.pool as object), base: 'BTC', depth: 2_000 } as never;
      world.protocol.collateral.BTC = { liquidationThreshold: 0.7, liquidationBonus: 0.08, protocolFee: 0 };
      const book = world.protocol.book as Record<string, unknown>;
      book.collateral = { ETH: 1, BTC: 1 };
      book.diversified = 1;
    };
    const size = { model: 'target-health', target: 1.1, closeFactor: 1 };
    const assets = (order: string[]) =>
      spells(liquidations('asynchronous', { size, collateralOrder: order }, two).seen);
    const [eth, btc] = [assets(['ETH', 'BTC']), assets(['BTC', 'ETH'])];
    for (const [list, first] of [
      [eth, 0],
      [btc, 2],
    ] as const) {
      expect(list.length).toBeGreaterThan(5);
      for (const one of list) {
        const order = one.map(({ asset }) => (asset === first ? 0 : 1));
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }
      expect(list.some(([one]) => one!.asset === first)).toBe(true);
    }
  });
});

describe('tiers of penalty', () => {
  const registry = builtIn();
  const of = (tiers: object[]) => {
    const reference = registry.schema('discount').parse({ model: 'tiers', tiers }) as ModelReference;
    return registry.create('discount', reference, undefined);
  };
  it('go down in steps of the health factor', () => {
    const rule = of([
      { below: 1, bonus: 0.04 },
      { below: 0.95, bonus: 0.08 },
      { below: 0.9, bonus: 0.06 },
    ]);
    const at = (healthFactor: number) => rule.bonus({ healthFactor } as AccountView);
    expect([1.2, 0.999, 0.95, 0.9499, 0.9, 0.5].map(at)).toEqual([0.04, 0.04, 0.04, 0.08, 0.08, 0.06]);
    expect(rule.most(0.05)).toBe(0.08);
    expect(() =>
      of([
        { below: 0.9, bonus: 0.04 },
        { below: 0.95, bonus: 0.08 },
      ]),
    ).toThrow(/tier 2 .* must be below/);
  });
});
