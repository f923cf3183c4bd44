import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KEEPERS } from '../../../models/ledger/ledger.ts';
import { backedShare } from '../../../models/liquidation/houses/take-over.ts';
import { executedBy, expectSoundInAnyWorld } from '../fixtures/any-legal-world.ts';
import { figures, openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

const takeOver = (change: object = {}) => ({
  ...{ model: 'debt-take-over', borrowGap: 0.02, sellsAtOnce: false, unwind: '10m', sales: 5, margin: 0 },
  ...{ gas: 300_000, saleGas: 100_000, revertGas: 60_000, retry: '1m' },
  ...change,
});

const keeper = (change: object = {}) => ({
  ...{ name: 'k', count: 1, delay: '5s', capital: 10_000, bid: { model: 'market-multiple', multiple: 1.2 } },
  ...change,
});

/** ETH falls at noon of a quiet day and stays there; gas is free, so that keepers earn what trades bring. */
const free = (raw: RawWorld) => {
  delete (raw.chains.main as { gasAsset?: string }).gasAsset;
  raw.market.assets.ETH = {
    price: { model: 'gbm', start: 1, volatility: 0 },
    waypoints: [
      { at: 0, price: 200 },
      { at: '30m', price: 200 },
      { at: '31m', price: 170 },
      { at: '3h', price: 170 },
    ],
  };
};

const world = (
  executions: Record<string, object>,
  { keepers = [keeper()], change = () => {} }: { keepers?: object[]; change?: (raw: RawWorld) => void } = {},
) =>
  openWorld(
    stressedBut((raw) => {
      raw.market.blockSpace = { model: 'constant', gasPrice: 10 };
      raw.keepers = keepers as never;
      raw.strategies = Object.fromEntries(
        Object.entries(executions).map(([name, execution]) => [
          name,
          executedBy(execution, { discount: { model: 'fixed-bonus', bonus: 0.05 } }),
        ]),
      ) as never;
      free(raw);
      change(raw);
    }),
  );

const one = (change: object = {}, rest: Parameters<typeof world>[1] = {}) =>
  runPath(world({ one: takeOver(change) }, rest), 'take-over', 1).one!;

const deep = (raw: RawWorld) => {
  raw.venues.pool = { model: 'frictionless', base: 'ETH', quote: 'DAI' } as never;
};

describe('what a liquidator may take over', () => {
  it('is all of it where the collateral carries its debt by itself', () => {
    const whole = { debtUsd: 100, collateralUsd: 130, soldCollateralUsd: 0, soldUsd: 0, borrowLtv: 0.78 };
    expect(backedShare(whole, 0)).toBe(1);
    expect(backedShare(whole, -50)).toBe(1);
  });

  it('is E / (1 − b (1 + β)) where nothing is sold at once', () => {
    for (const bonus of [0, 0.05, 0.2]) {
      for (const borrowLtv of [0, 0.5, 0.78]) {
        const debtUsd = 1e6;
        const one = { debtUsd, collateralUsd: debtUsd * (1 + bonus), soldCollateralUsd: 0, soldUsd: 0, borrowLtv };
        const most = 1000 / (1 - borrowLtv * (1 + bonus));
        expect(backedShare(one, 1000) * debtUsd).toBeCloseTo(most, 6);
        expect(backedShare(one, 0)).toBe(0);
      }
    }
  });

  it('leaves an account healthy by the rule for borrowers, and not by more than it must', () => {
    const amount = fc.double({ min: 1, max: 1e6, noNaN: true });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(amount, share, share, share, amount, (debtUsd, bonus, ltv, soldPart, own) => {
        const collateralUsd = debtUsd * (1 + bonus);
        // Nobody sells at once below what the debt costs.
        const soldUsd = soldPart * debtUsd * 1.01;
        const one = { debtUsd, collateralUsd, soldCollateralUsd: soldPart * collateralUsd, soldUsd, borrowLtv: ltv };
        const taken = backedShare(one, own);
        const left = own + soldUsd + ltv * (taken - soldPart) * collateralUsd - taken * debtUsd;
        expect(left).toBeGreaterThan(-1e-9 * (debtUsd + own));
        if (taken < 1) expect(left).toBeLessThan(1e-9 * (debtUsd + own));
        expect(taken).toBeGreaterThanOrEqual(soldPart * (1 - 1e-12));
      }),
      { seed: 20200312 },
    );
  });
});

describe('debt take-over', () => {
  it('takes over at first what the own money of the keeper backs', () => {
    const opened = world({ one: takeOver({ unwind: '24h' }) }, { keepers: [keeper({ capital: 20 })] });
    const { stage } = opened.strategies[0]!;
    const taken: number[] = [];
    const count = stage.settlement.count.bind(stage.settlement);
    stage.settlement.count = (slot, repayUsd, bonus) => {
      taken.push(repayUsd);
      count(slot, repayUsd, bonus);
    };
    opened.write('take-over', 1);
    const f = figures(opened.strategies[0]!.run());
    expect(taken[0]).toBeCloseTo(20 / (1 - 0.78 * 1.045), 6);
    expect(f.unservedDebtUsd).toBeGreaterThan(1000);
    expect(f.soldUsd).toBe(0);
  });

  it('lets those with more money take over more, and those without none', () => {
    const by = (capital: number) => one({ unwind: '24h' }, { keepers: [keeper({ capital })] }).liquidatedDebtUsd;
    expect(by(0)).toBe(0);
    expect(by(1000)).toBeGreaterThan(0);
    expect(by(5000)).toBeGreaterThan(2 * by(1000));
    const borrowed = keeper({ capital: undefined, flashLoanFee: 0 });
    expect(one({}, { keepers: [borrowed] }).liquidatedDebtUsd).toBe(0);
    expect(one({ sellsAtOnce: true }, { keepers: [borrowed] }).liquidatedDebtUsd).toBeGreaterThan(10_000);
    const unlimited = one({}, { keepers: [keeper({ capital: undefined })] });
    expect(unlimited.unservedDebtUsd).toBe(0);
  });

  it('frees money by unwinding', () => {
    const slow = one({ unwind: '24h' }, { keepers: [keeper({ capital: 1500 })] });
    const quick = one({ unwind: '2m', sales: 2 }, { keepers: [keeper({ capital: 1500 })] });
    expect(quick.liquidatedDebtUsd).toBeGreaterThan(1.2 * slow.liquidatedDebtUsd);
  });

  it('earns the bonus and no more where the price stays and sales cost nothing', () => {
    const f = one({}, { keepers: [keeper({ capital: 1e6 })], change: deep });
    expect(f.liquidatedDebtUsd).toBeGreaterThan(50_000);
    // The protocol keeps a tenth of the bonus; its price lags by less than half a per cent.
    expect(f.keeperProfitUsd / f.liquidatedDebtUsd).toBeGreaterThan(0.035);
    expect(f.keeperProfitUsd / f.liquidatedDebtUsd).toBeLessThan(0.046);
    expect(f.badDebtUsd).toBe(0);
  });

  it('takes over what its later sales are worth, and counts what is carried already', () => {
    const change = (raw: RawWorld) => {
      (raw.venues.pool as unknown as { depth: number }).depth = 400;
    };
    const rest = { keepers: [keeper({ capital: 1e6, count: 3 })], change };
    const by = (sales: number) => one({ unwind: '24h', sales }, rest).liquidatedDebtUsd;
    // All of it is carried to the end, so that only as much is taken over as so many sales have room for, whoever carries it.
    expect(by(4) / by(1)).toBeCloseTo(4, 6);
    expect(by(8) / by(1)).toBeCloseTo(8, 6);
  });

  const later = (price: number) => (raw: RawWorld) => {
    deep(raw);
    raw.market.assets.ETH!.waypoints = [
      ...[
        { at: 0 as const, price: 200 },
        { at: '30m', price: 200 },
        { at: '31m', price: 170 },
      ],
      ...[
        { at: '80m', price: 170 },
        { at: '81m', price },
        { at: '3h', price },
      ],
    ];
  };

  it('leaves the risk of the price to the keeper until it is unwound', () => {
    const rest = { keepers: [keeper({ capital: 1e6 })] };
    const profit = (price: number) =>
      one({ unwind: '24h', sales: 24 }, { ...rest, change: later(price) }).keeperProfitUsd;
    const [down, flat, up] = [profit(165), profit(170), profit(175)];
    expect(down).toBeLessThan(flat);
    expect(up).toBeGreaterThan(flat);
  });

  it('is not unwound by a keeper that is down', () => {
    const outage = (duration: string) => ({ capital: 1e6, outage: { probability: 1, at: '35m', duration } });
    const sold = (duration: string) => one({}, { keepers: [keeper(outage(duration))], change: deep }).soldUsd;
    expect(sold('1s')).toBeGreaterThan(50_000);
    expect(sold('24h')).toBeLessThan(0.3 * sold('1s'));
    const lost = one({}, { keepers: [keeper(outage('24h'))], change: later(80) });
    const spared = one({}, { keepers: [keeper(outage('1s'))], change: later(80) });
    expect(lost.keeperProfitUsd).toBeLessThan(spared.keeperProfitUsd);
  });

  it('costs a keeper that goes under its own money and no more; the rest is bad debt, allocated', () => {
    const opened = world(
      { one: takeOver({ unwind: '24h' }) },
      { keepers: [keeper({ capital: 3000 })], change: later(80) },
    );
    opened.write('take-over', 1);
    const f = figures(opened.strategies[0]!.run());
    expect(f.keeperProfitUsd).toBeCloseTo(-3000, 6);
    expect(f.badDebtRealisedUsd).toBeGreaterThan(0);
    expect(f.insuranceDrawnUsd + f.socialisedUsd + f.parkedUsd).toBeCloseTo(f.badDebtRealisedUsd, 6);
  });

  it('invents no profit: what keepers have earned is what the ledger says they are worth', () => {
    for (const price of [80, 120, 165, 170, 190]) {
      for (const sellsAtOnce of [true, false]) {
        const opened = world(
          { one: takeOver({ sellsAtOnce, unwind: '90m', sales: 9 }) },
          {
            keepers: [keeper({ capital: 4000, count: 3 })],
            change: (raw) => {
              const { pool } = raw.venues;
              later(price)(raw);
              raw.venues.pool = pool!;
            },
          },
        );
        opened.write('take-over', 2);
        const { stage } = opened.strategies[0]!;
        const f = figures(opened.strategies[0]!.run());
        const { ledger, tape } = stage;
        const names = [0, 1];
        const worth = names.reduce(
          (sum, asset) =>
            sum + (ledger.held(KEEPERS, asset) + ledger.claims(KEEPERS, asset)) * tape.priceAt(asset, tape.horizon),
          0,
        );
        expect(f.liquidations).toBeGreaterThan(0);
        expect(Math.abs(f.keeperProfitUsd - worth)).toBeLessThan(1e-9 * f.liquidatedDebtUsd);
      }
    }
  });

  it('closes its ledger in any legal world, and takes over of whoever is due and of nobody else', () => {
    const seen = { sold: 0, unserved: 0, lost: 0 };
    const liquidations = expectSoundInAnyWorld(
      fc
        .record({
          sellsAtOnce: fc.boolean(),
          borrowGap: fc.constantFrom(0, 0.02, 0.5),
          unwind: fc.constantFrom('10s', '10m', '2h'),
          sales: fc.constantFrom(1, 5, 50),
          margin: fc.constantFrom(0, 0.005, 0.2),
          gas: fc.constantFrom(0, 300_000),
          saleGas: fc.constantFrom(0, 100_000),
        })
        .map(takeOver),
      (f) => {
        seen.sold += f.soldUsd > 0 ? 1 : 0;
        seen.unserved += f.unservedDebtUsd > 0 ? 1 : 0;
        seen.lost += f.badDebtRealisedUsd > 0 ? 1 : 0;
      },
      80,
    );
    expect(liquidations).toBeGreaterThan(50);
    expect(seen.sold).toBeGreaterThan(10);
    expect(seen.lost).toBeGreaterThan(3);
  });
});
