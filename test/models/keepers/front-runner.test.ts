import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { constantProductProceeds } from '../../../models/venues/uniswap-v2/closed-forms.ts';
import { figures, openWorld, type RawWorld, stressedBut } from '../fixtures/small-world.ts';

function world(change: (raw: RawWorld) => void = () => {}): RawWorld {
  return stressedBut((raw) => {
    raw.venues.pool = { ...raw.venues.pool!, depth: 1_500 };
    raw.strategies = { asynchronous: { preset: 'asynchronous' }, auction: { preset: 'dutch-auction' } };
    change(raw);
  });
}

const sandwich = (change: object = {}) => ({ capital: 20_000, ...change });

/** Sums over paths of a strategy's figures, and of what the searcher says of itself. */
function run(raw: RawWorld, name = 'asynchronous', paths = 10) {
  const open = openWorld(raw);
  const strategy = open.strategies.find((found) => found.name === name)!;
  const sum = {
    profit: 0,
    extra: 0,
    attacks: 0,
    keeperProfitUsd: 0,
    slippageUsd: 0,
    failedTransactions: 0,
    badDebtUsd: 0,
  };
  for (let path = 0; path < paths; path++) {
    open.write('front-runner', path);
    // Throws where the ledger does not close.
    const found = figures(strategy.run());
    for (const key of ['keeperProfitUsd', 'slippageUsd', 'failedTransactions', 'badDebtUsd'] as const)
      sum[key] += found[key];
    sum.profit += strategy.stage.frontRunner?.profitUsd ?? 0;
    sum.extra += strategy.stage.frontRunner?.extraSlippageUsd ?? 0;
    sum.attacks += strategy.stage.frontRunner?.attacks ?? 0;
  }
  return sum;
}

describe('a front-runner', () => {
  it.each(['asynchronous', 'auction'])('earns what keepers lose to slippage, less fees and gas (%s)', (name) => {
    const alone = run(world(), name);
    const watched = run(
      world((raw) => {
        raw.frontRunner = sandwich();
      }),
      name,
    );
    expect(watched.attacks).toBeGreaterThan(5);
    expect(watched.profit).toBeGreaterThan(0);
    expect(watched.extra).toBeGreaterThan(watched.profit);
    expect(watched.slippageUsd).toBeGreaterThan(alone.slippageUsd);
    expect(watched.keeperProfitUsd).toBeLessThan(alone.keeperProfitUsd);
  });

  it('sees no bundles, and stays away where nothing is left to gain', () => {
    const idle = [
      world((raw) => {
        raw.frontRunner = sandwich();
        raw.chains.main!.ordering = { model: 'sealed-bundles' } as never;
      }),
      world((raw) => {
        raw.frontRunner = sandwich({ minProfit: 1_000_000 });
      }),
      world((raw) => {
        raw.frontRunner = sandwich({ tolerance: 0 });
      }),
    ];
    for (const raw of idle) expect(run(raw).attacks).toBe(0);
    const absent = run(world());
    expect({ ...run(idle[1]!), attacks: 0 }).toEqual(absent);
  });

  it('never makes a liquidation lose: keepers who repay from their own pocket still gain before gas', () => {
    const raw = world((w) => {
      w.frontRunner = sandwich();
      delete w.chains.main!.gasAsset;
    });
    const open = openWorld(raw);
    for (let path = 0; path < 10; path++) {
      open.write('front-runner', path);
      for (const strategy of open.strategies) {
        const { settlement } = strategy.stage;
        const sell = settlement.sell.bind(settlement);
        settlement.sell = (seller, units, leastUsd) => {
          const usd = sell(seller, units, leastUsd);
          expect(usd).toBeGreaterThanOrEqual(leastUsd! * (1 - 1e-9));
          return usd;
        };
        strategy.run();
        settlement.sell = sell;
      }
    }
  });
});

describe('buying from a pool', () => {
  it('undoes a sale up to the fee: what was sold costs what it brought', () => {
    const make = (fee: number) =>
      builtIn().create(
        'venue',
        {
          model: 'constant-product',
          base: 'ETH',
          quote: 'DAI',
          depth: 100,
          fee,
          halfLife: 60_000,
          oracleWeight: 0,
          withdrawal: { model: 'none' },
        },
        {
          asset: (name: string) => (name === 'ETH' ? 0 : 1),
          startPrice: (name: string) => (name === 'ETH' ? 200 : 1),
          depth: (reference: { model: string }) => builtIn().create('depth', reference as never, undefined as never),
        } as never,
      );
    const free = make(0);
    const paid = free.sell(10);
    expect(free.spend!(paid)).toBeCloseTo(10, 9);
    const costly = make(0.003);
    const less = costly.sell(10);
    expect(less).toBeCloseTo(constantProductProceeds(100, 20_000, 10, 0.003), 9);
    const back = costly.spend!(less);
    expect(back).toBeLessThan(10);
    // x · y with the input after its fee: 100 − out = (100 + 10) · (20,000 − less) / (20,000 − less + 0.997 · less).
    expect(back).toBeCloseTo(110 - (110 * (20_000 - less)) / (20_000 - less + 0.997 * less), 8);
  });
});
