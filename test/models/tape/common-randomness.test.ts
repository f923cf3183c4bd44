import { describe, expect, it } from 'vitest';
import type { World } from '../../../models/world/world.ts';
import { openWorld, type RawWorld, runPath, stressed, stressedBut } from '../fixtures/small-world.ts';

/** Everything on the tape that reactions read, copied. */
function tapeOf(world: World, seed = 'common', path = 3) {
  world.write(seed, path);
  const { tape } = world;
  return {
    prices: tape.prices.map((column) => [...column]),
    range: [...tape.range],
    gas: [...tape.gas],
    blocks: [...tape.blocks.times.subarray(0, tape.blockCount)],
    baseFee: tape.baseFee === undefined ? undefined : [...tape.baseFee.subarray(0, tape.blockCount)],
    draws: [0, 1, 7].map((i) => tape.draws('keeper/fast/0').at(i)),
  };
}

const eip1559 = (world: RawWorld) => {
  world.chains.main!.fee = { model: 'eip1559' };
};

const additions: [string, (world: RawWorld) => void][] = [
  [
    'a group of keepers',
    (world) => {
      world.keepers.unshift({ name: 'new', count: 4, delay: '1s', bid: { model: 'fixed', gasPrice: 90 } });
    },
  ],
  [
    'a keeper in a group',
    (world) => {
      world.keepers[0]!.count = 3;
    },
  ],
  [
    'a strategy',
    (world) => {
      world.strategies = { another: { preset: 'synchronous' }, ...world.strategies };
    },
  ],
  [
    'accounts',
    (world) => {
      (world.protocol.book as { accounts: number }).accounts = 90;
    },
  ],
  [
    'a venue',
    (world) => {
      world.venues = { other: { model: 'frictionless', base: 'ETH', quote: 'DAI' }, ...world.venues };
    },
  ],
  [
    'an oracle',
    (world) => {
      world.oracles = { DAI: structuredClone(world.oracles.ETH!), ...world.oracles };
    },
  ],
  [
    'a step of the waterfall',
    (world) => {
      world.protocol.waterfall.unshift({ model: 'insurance-fund', size: 7 });
    },
  ],
];

describe('common random numbers', () => {
  it.each(additions)('adding %s leaves the tape bit-identical', (_, change) => {
    for (const fee of [() => {}, eip1559]) {
      const base = stressedBut(fee);
      const more = stressedBut((world) => {
        fee(world);
        change(world);
      });
      expect(tapeOf(openWorld(more))).toEqual(tapeOf(openWorld(base)));
    }
  });

  it('adding an asset leaves the prices and blocks of the others bit-identical', () => {
    const base = tapeOf(openWorld(stressed()));
    const more = stressedBut((world) => {
      const btc = { price: { model: 'gbm', start: 9000, volatility: 0.9 } };
      world.market.assets = { BTC: btc, ...world.market.assets };
    });
    const found = tapeOf(openWorld(more));
    expect(found.prices.slice(1)).toEqual(base.prices);
    expect(found.blocks).toEqual(base.blocks);
  });

  it('adding an asset that others are correlated with, after them, leaves their prices bit-identical', () => {
    const withBtc = (world: RawWorld) => {
      world.market.assets.BTC = { price: { model: 'gbm', start: 9000, volatility: 0.9 } };
      world.market.correlations = [{ between: ['ETH', 'BTC'], correlation: 0.7 }];
    };
    const base = tapeOf(openWorld(stressedBut(withBtc)));
    const more = tapeOf(
      openWorld(
        stressedBut((world) => {
          withBtc(world);
          world.market.assets.SOL = { price: { model: 'gbm', start: 20, volatility: 1.5 } };
          world.market.correlations?.push({ between: ['SOL', 'BTC'], correlation: -0.3 });
        }),
      ),
    );
    expect(more.prices.slice(0, 3)).toEqual(base.prices);
    expect(more.prices).toHaveLength(4);
  });

  it('leaves the draws of a keeper where they were when another is added', () => {
    const one = openWorld(stressed());
    const two = openWorld(
      stressedBut((world) => {
        world.keepers[0]!.count = 9;
      }),
    );
    one.write('s', 1);
    two.write('s', 1);
    const delays = (world: World) => Array.from({ length: 20 }, (_, i) => world.tape.draws('keeper/fast/1').at(i));
    expect(delays(two)).toEqual(delays(one));
  });

  it.each(['synchronous', 'asynchronous', 'dutch-auction', 'partial-liquidation'])(
    'running %s changes nothing that another strategy reads',
    (name) => {
      const world = openWorld(stressed());
      const before = tapeOf(world);
      world.strategies.find((strategy) => strategy.name === name)!.run();
      expect({ ...before, prices: world.tape.prices.map((column) => [...column]) }).toEqual(before);
      expect([...world.tape.gas]).toEqual(before.gas);
      expect([0, 1, 7].map((i) => world.tape.draws('keeper/fast/0').at(i))).toEqual(before.draws);
    },
  );
});

describe('the name of a path', () => {
  it('decides every number on the tape: two worlds write the same path', () => {
    expect(tapeOf(openWorld(stressed()))).toEqual(tapeOf(openWorld(stressed())));
  });

  it.each([
    ['path', 'common', 4],
    ['seed', 'other', 3],
  ])('of another %s gives other prices, gas and blocks', (_, seed, path) => {
    const world = openWorld(stressed());
    const base = tapeOf(world);
    const other = tapeOf(world, seed, path);
    expect(other.prices[0]).not.toEqual(base.prices[0]);
    expect(other.gas).not.toEqual(base.gas);
    expect(other.blocks).not.toEqual(base.blocks);
    expect(other.draws).not.toEqual(base.draws);
  });

  it.each([['first-price', () => {}] as const, ['eip1559', eip1559] as const])(
    'alone counts, not what was written before it (%s)',
    (_, fee) => {
      const world = openWorld(stressedBut(fee));
      const first = tapeOf(world, 'common', 5);
      tapeOf(world, 'common', 9);
      runPath(world, 'elsewhere', 2);
      expect(tapeOf(world, 'common', 5)).toEqual(first);
    },
  );
});
