import { describe, expect, it } from 'vitest';
import { inspect, latentByHand } from '../fixtures/inspected.ts';
import {
  type Figures,
  figures,
  openWorld,
  type RawWorld,
  runPath,
  stressed,
  stressedBut,
} from '../fixtures/small-world.ts';

type Strategies = Record<string, Record<string, unknown>>;

/** One strategy on one path of the stressed world with a change made to it. */
function one(name: string, change: (world: RawWorld) => void = () => {}, path = 1): Figures {
  const raw = stressedBut((world) => {
    world.strategies = { [name]: world.strategies[name]! };
    change(world);
  });
  return runPath(openWorld(raw), 'figures', path)[name]!;
}

/** A book of two columns: collateral and debt in USD at the start. */
function book(world: RawWorld): void {
  world.protocol.book = {
    model: 'csv',
    file: 'book.csv',
    collateral: [{ asset: 'ETH', column: 'c', unit: 'usd' }],
    debt: [{ asset: 'DAI', column: 'd', unit: 'usd' }],
  };
}

function withBook(rows: string, change: (world: RawWorld) => void = () => {}) {
  const raw = stressedBut((world) => {
    book(world);
    change(world);
  });
  return openWorld(raw, { files: { 'book.csv': `c,d\n${rows}` } });
}

const freeGas = (world: RawWorld) => {
  delete world.chains.main!.gasAsset;
  world.market.blockSpace = { model: 'constant', gasPrice: 0 };
};

/** The price moves by a scripted line alone. */
const scripted =
  (...prices: [number, number][]) =>
  (world: RawWorld) => {
    world.market.assets.ETH = {
      price: { model: 'gbm', start: 1, volatility: 0 },
      waypoints: prices.map(([minute, price]) => ({ at: minute === 0 ? (0 as const) : `${minute}m`, price })),
    };
  };

describe('without anybody to liquidate', () => {
  it('all bad debt is latent: that of every account, by hand', () => {
    const raw = stressedBut((world) => {
      world.keepers = [];
      scripted([0, 200], [60, 100])(world);
      world.strategies = { asynchronous: world.strategies.asynchronous! };
    });
    const world = openWorld(raw);
    const f = runPath(world, 'figures', 1).asynchronous!;
    expect(f.badDebtLatentUsd).toBeCloseTo(latentByHand(world.strategies[0]!.stage), 6);
    expect(f.badDebtLatentUsd).toBeGreaterThan(1000);
    expect(f.badDebtRealisedUsd).toBe(0);
    expect(f.liquidations).toBe(0);
    expect(f.unservedDebtUsd).toBeGreaterThan(f.badDebtLatentUsd);
    expect(f.timeToCloseMedianSeconds).toBeNaN();
  });

  it('a rule that would leave insolvent accounts alone is refused', () => {
    const raw = stressedBut((world) => {
      (world.strategies as Strategies).synchronous!.trigger = { model: 'below-threshold', healthFactor: 0.9 };
    });
    expect(() => openWorld(raw)).toThrow(/healthFactor/);
  });
});

describe('accounts that are due from the start', () => {
  const early = (world: RawWorld) => {
    for (const strategy of Object.values(world.strategies)) {
      (strategy as { trigger?: unknown }).trigger = { model: 'below-threshold', healthFactor: 1.15 };
    }
  };

  it('are answered by a wave of keepers of their own, on any path after any other', () => {
    const used = openWorld(stressedBut(early));
    for (let path = 0; path < 4; path++) runPath(used, 'early', path);
    const fresh = openWorld(stressedBut(early));
    expect(runPath(used, 'early', 4)).toEqual(runPath(fresh, 'early', 4));
  });

  it('are found whatever other asset moves, protocol or not', () => {
    const alone = runPath(openWorld(stressedBut(early)), 'early', 1);
    const others = stressedBut((world) => {
      early(world);
      // Same width of moves and constant gas, so that nothing but the order of assets changes.
      world.market.assets = { GAS: { price: { model: 'gbm', start: 1, volatility: 0.0001 } }, ...world.market.assets };
    });
    const among = runPath(openWorld(others), 'early', 1);
    for (const name of Object.keys(alone))
      expect(among[name]!.accountsLiquidated, name).toBe(alone[name]!.accountsLiquidated);
  });
});

describe('an account without collateral', () => {
  it('is bad debt of its own and costs no other account anything', () => {
    const change = (world: RawWorld) => {
      freeGas(world);
      // Nobody else is ever near its limit.
      scripted([0, 200], [60, 190])(world);
    };
    const world = withBook('0,1000\n9000,100\n8000,100\n', change);
    for (const [name, f] of Object.entries(runPath(world, 'figures', 1))) {
      expect(f.badDebtUsd, name).toBeCloseTo(1000, 9);
      expect(f.seizedUsd, name).toBe(0);
      expect(f.soldUsd, name).toBe(0);
    }
  });
});

describe('an account without collateral beside one that is liquidated', () => {
  it('changes nothing of what is taken from that one', () => {
    const change = (world: RawWorld) => {
      freeGas(world);
      // Both are due from the start.
      scripted([0, 200], [60, 190])(world);
    };
    const alone = runPath(withBook('1200,1000\n', change), 'figures', 1);
    const beside = runPath(withBook('0,1000\n1200,1000\n', change), 'figures', 1);
    for (const name of Object.keys(alone)) {
      expect(alone[name]!.seizedUsd, name).toBeGreaterThan(100);
      expect(beside[name]!.seizedUsd, name).toBeCloseTo(alone[name]!.seizedUsd, 6);
      expect(beside[name]!.badDebtUsd, name).toBeCloseTo(1000 + alone[name]!.badDebtUsd, 6);
    }
  });
});

describe('the synchronous engine', () => {
  it('closes in the block that lands the price where gas suffices', () => {
    const f = one('synchronous');
    expect(f.liquidations).toBeGreaterThan(10);
    expect(f.detectionSeconds + f.inclusionSeconds + f.executionSeconds).toBe(0);
    expect(f.stalledBlocks).toBe(0);
    expect(f.keeperProfitUsd).toBe(0);
    expect(f.keeperGasUsd).toBe(0);
  });

  const tight = (gasLimit: number) => (world: RawWorld) => {
    world.chains.main!.gasLimit = gasLimit;
    world.oracles.ETH!.transaction!.gas = 21_000;
    freeGas(world);
    scripted([0, 200], [60, 200], [61, 130], [180, 130])(world);
  };

  it('spills over into later blocks where it does not, and stalls traders meanwhile', () => {
    // One close (275,000 gas) a block; everybody becomes due within a minute.
    const f = one('synchronous', tight(300_000));
    const wide = one('synchronous', tight(30_000_000));
    expect(f.stalledBlocks).toBeGreaterThan(20);
    expect(f.stallSeconds).toBeGreaterThan(20 * 5);
    expect(f.inclusionSeconds).toBeGreaterThan(wide.inclusionSeconds);
    expect(f.timeToCloseP95Seconds).toBeGreaterThan(wide.timeToCloseP95Seconds);
  });

  it('counts as a delay of inclusion what it waits for gas, keepers or no keepers', () => {
    const without = one('synchronous', (world) => {
      tight(300_000)(world);
      world.keepers = [];
    });
    expect(one('synchronous', tight(300_000))).toEqual(without);
    expect(without.detectionSeconds).toBe(0);
  });

  it('counts a stall that lasts until the end', () => {
    const f = one('synchronous', (world) => {
      tight(300_000)(world);
      scripted([0, 200], [178, 200], [179, 130])(world);
    });
    expect(f.unservedDebtUsd).toBeGreaterThan(0);
    expect(f.stalledBlocks).toBeGreaterThan(2);
    expect(f.stallSeconds).toBeGreaterThan(2 * 5);
  });

  it('sells the worst account first when all become due at once', () => {
    const raw = stressedBut((world) => {
      tight(300_000)(world);
      book(world);
      world.strategies = { synchronous: world.strategies.synchronous! };
    });
    // Health factors at the start: 1.20, 1.04, 1.12.
    const world = openWorld(raw, { files: { 'book.csv': 'c,d\n1500,1000\n1300,1000\n1400,1000\n' } });
    const { stage } = world.strategies[0]!;
    const order: number[] = [];
    const { settlement } = stage;
    const count = settlement.count.bind(settlement);
    settlement.count = (slot, usd, bonus) => {
      order.push(stage.accounts.accountOf[slot] as number);
      count(slot, usd, bonus);
    };
    runPath(world, 'figures', 1);
    expect(order).toEqual([1, 2, 0]);
  });
});

describe('keepers', () => {
  it('pay for losing the race', () => {
    const few = one('asynchronous', (world) => {
      world.keepers = [{ name: 'k', count: 1, delay: 0, bid: { model: 'market-multiple', multiple: 2 } }];
    });
    const many = one('asynchronous', (world) => {
      world.keepers = [{ name: 'k', count: 8, delay: 0, bid: { model: 'market-multiple', multiple: 2 } }];
    });
    expect(few.failedTransactions).toBe(0);
    expect(many.failedTransactions).toBeGreaterThan(many.liquidations);
    expect(many.keeperGasUsd).toBeGreaterThan(few.keeperGasUsd);
  });

  it('cost nothing when gas costs nothing', () => {
    const f = one('asynchronous', freeGas);
    expect(f.keeperGasUsd).toBe(0);
    expect(f.liquidations).toBeGreaterThan(10);
  });

  it('leave alone what does not pay', () => {
    const f = one('asynchronous', (world) => {
      for (const group of world.keepers) group.minProfit = 1e6;
    });
    expect(f.liquidations).toBe(0);
    expect(f.unservedDebtUsd).toBeGreaterThan(0);
  });

  it('who bid a share of the profit can pay for transactions that use no gas', () => {
    const bid = { model: 'profit-share', share: 0.5 };
    const f = one('asynchronous', (world) => {
      world.keepers = [{ name: 'k', count: 2, delay: 0, bid }];
      (world.strategies as Strategies).asynchronous!.execution = { model: 'keepers', gas: 0, revertGas: 0 };
    });
    expect(f.keeperGasUsd).toBe(0);
    expect(f.liquidations).toBeGreaterThan(10);
  });

  it('with little capital repay in pieces, never more than they have in a block', () => {
    const raw = stressedBut((world) => {
      world.keepers = [{ name: 'k', count: 2, delay: 0, capital: 500, bid: { model: 'market-multiple', multiple: 2 } }];
      freeGas(world);
    });
    const world = openWorld(raw);
    const found = inspect(world.strategies[1]!);
    world.write('figures', 1);
    const f = figures(world.strategies[1]!.run());
    expect(found.breaches).toEqual([]);
    expect(f.liquidations).toBeGreaterThan(3 * f.accountsLiquidated);
  });

  it('never win at a loss to themselves: capital, fee and gas are counted before they bid', () => {
    const raw = stressedBut((world) => {
      // Too little capital for a whole account's profit to be theirs; nobody else, so no reverts.
      world.keepers = [
        { name: 'k', count: 1, delay: 0, capital: 150, minProfit: 0, bid: { model: 'market-multiple', multiple: 1.5 } },
      ];
    });
    const world = openWorld(raw);
    for (let path = 0; path < 5; path++) {
      for (const [name, f] of Object.entries(runPath(world, 'figures', path))) {
        expect(f.failedTransactions, name).toBe(0);
        if (name !== 'dutch-auction')
          expect(f.keeperProfitUsd, `${name} on path ${path}`).toBeGreaterThanOrEqual(-1e-9);
      }
    }
  });
});

describe('partial liquidation', () => {
  it('repays less, in more rounds, than a close factor of one half', () => {
    const whole = one('asynchronous', freeGas);
    const part = one('partial-liquidation', freeGas);
    expect(part.liquidatedDebtUsd).toBeLessThan(whole.liquidatedDebtUsd);
    expect(part.borrowerLossUsd).toBeLessThan(whole.borrowerLossUsd);
  });
});

describe('auctions', () => {
  it('start once per account that comes due, and cost the protocol what it pays for that', () => {
    const f = one('dutch-auction');
    expect(f.auctionsStarted).toBeGreaterThan(10);
    expect(f.auctionsStarted).toBeGreaterThanOrEqual(f.accountsLiquidated);
    expect(f.auctionsReset).toBe(0);
  });

  const auction = (change: Record<string, unknown>) => (world: RawWorld) => {
    freeGas(world);
    (world.strategies as Strategies)['dutch-auction']!.execution = {
      model: 'auction',
      curve: { model: 'stairstep', cut: 0.99, step: '90s' },
      buffer: 1.2,
      penalty: 0.1,
      tail: '2h',
      cusp: 0.4,
      tip: 0,
      chip: 0,
      dust: 0,
      kickGas: 1,
      takeGas: 1,
      revertGas: 1,
      ...change,
    };
  };

  it('are reset when they have run too long or fallen too far', () => {
    expect(one('dutch-auction', auction({ tail: '10m' })).auctionsReset).toBeGreaterThan(5);
    expect(one('dutch-auction', auction({ cusp: 0.95 })).auctionsReset).toBeGreaterThan(5);
    expect(one('dutch-auction', auction({})).auctionsReset).toBe(0);
  });

  it('pay tips from the protocol to keepers', () => {
    const none = one('dutch-auction', auction({}));
    const tip = one('dutch-auction', auction({ tip: 100 }));
    expect(tip.auctionsStarted).toBe(none.auctionsStarted);
    expect(tip.protocolFeeUsd - none.protocolFeeUsd).toBeCloseTo(-100 * none.auctionsStarted, 4);
    expect(tip.keeperProfitUsd - none.keeperProfitUsd).toBeCloseTo(100 * none.auctionsStarted, 4);
  });

  it('wait for their turn under a ceiling', () => {
    const free = one('dutch-auction', auction({}));
    const capped = one('dutch-auction', auction({ ceiling: 20_000 }));
    expect(capped.auctionsStarted).toBeLessThan(free.auctionsStarted);
    expect(capped.timeToCloseP95Seconds).toBeGreaterThan(free.timeToCloseP95Seconds);
  });

  it('sell sooner when the price starts lower', () => {
    const high = one('dutch-auction', auction({ buffer: 1.3 }));
    const low = one('dutch-auction', auction({ buffer: 1 }));
    expect(low.timeToCloseMedianSeconds).toBeLessThan(high.timeToCloseMedianSeconds);
  });
});

describe('oracles in a gas spike', () => {
  it('leave the protocol with an old price, and nothing is liquidated on it', () => {
    const f = one('asynchronous', (world) => {
      world.oracles.ETH!.transaction = { gas: 200_000, bid: { model: 'fixed', gasPrice: 20 } };
    });
    expect(f.oracleReports).toBeGreaterThan(20);
    expect(f.liquidations).toBe(0);
    expect(f.badDebtRealisedUsd).toBe(0);
  });
});

describe('the ledger', () => {
  const tampered = (tamper: (world: ReturnType<typeof openWorld>) => void) => () => {
    const world = openWorld(stressed());
    tamper(world);
    runPath(world, 'figures', 1);
  };
  const stageOf = (world: ReturnType<typeof openWorld>) => world.strategies[1]!.stage;

  it('closes on this path when nothing is tampered with', () => {
    expect(tampered(() => {})).not.toThrow();
  });

  it('notices a posting that is missing', () => {
    const postings = (world: ReturnType<typeof openWorld>) => {
      const { ledger } = stageOf(world);
      const move = ledger.move.bind(ledger);
      let n = 0;
      ledger.move = (...posting) => {
        if (n++ !== 4) move(...posting);
      };
    };
    expect(tampered(postings)).toThrow(/does not close/);
  });

  it('notices collateral that vanishes', () => {
    const leak = (world: ReturnType<typeof openWorld>) => {
      const { accounts } = stageOf(world);
      const set = accounts.setCollateral.bind(accounts);
      accounts.setCollateral = (slot, entry, units) => set(slot, entry, units * 0.999999);
    };
    expect(tampered(leak)).toThrow(/borrowers' collateral/);
  });

  it('notices debt that is forgiven without a word', () => {
    const leak = (world: ReturnType<typeof openWorld>) => {
      const { accounts } = stageOf(world);
      const set = accounts.setDebt.bind(accounts);
      accounts.setDebt = (slot, entry, units) => set(slot, entry, units * 0.999999);
    };
    expect(tampered(leak)).toThrow(/borrowers' debt/);
  });

  it('notices a venue that keeps more than it was sold', () => {
    const leak = (world: ReturnType<typeof openWorld>) => {
      const venue = stageOf(world).routes[0]!.venues[0]!;
      const sell = venue.sell.bind(venue);
      venue.sell = (quantity) => sell(quantity * 1.000001);
    };
    expect(tampered(leak)).toThrow(/venues/);
  });

  it('notices a loss that nobody bears', () => {
    const raw = stressedBut((world) => {
      scripted([0, 200], [1, 200], [2, 60])(world);
      freeGas(world);
    });
    const run = (tamper: boolean) => () => {
      const world = openWorld(raw);
      const { waterfall } = stageOf(world);
      const absorb = waterfall.absorb.bind(waterfall);
      if (tamper) waterfall.absorb = (usd) => absorb(0.99 * usd);
      return runPath(world, 'figures', 1);
    };
    expect(run(false)().asynchronous!.badDebtRealisedUsd).toBeGreaterThan(0);
    expect(run(true)).toThrow(/allocated by the waterfall|does not close/);
  });

  it('lets no figure through that is not a number', () => {
    const break_ = (world: ReturnType<typeof openWorld>) => {
      const { waterfall } = stageOf(world);
      waterfall.feed = () => {
        waterfall.drawnUsd = Number.NaN;
        return 0;
      };
    };
    expect(tampered(break_)).toThrow(/came out as NaN|allocated by the waterfall|does not close/);
  });
});
