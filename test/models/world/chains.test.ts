/** What the chain's choices do to a whole world: outages, posting, free failures, no fees, a gas limit that moves. */
import { describe, expect, it } from 'vitest';
import { type Figures, openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

const PATHS = [0, 1, 2, 3, 4, 5];
const HOUR = 3_600_000;

/** The stressed world on a chain with regular blocks, and a change of that chain. */
function on(chain: Partial<RawWorld['chains'][string]>, change: (world: RawWorld) => void = () => {}): RawWorld {
  return stressedBut((world) => {
    world.chains.main = { ...world.chains.main!, blocks: { model: 'sequencer', interval: '2s' }, ...chain };
    change(world);
  });
}

function figures(raw: RawWorld, strategy: string): Figures[] {
  const world = openWorld(raw);
  return PATHS.map((path) => runPath(world, 'chains', path)[strategy]!);
}

const total = (found: readonly Figures[], key: keyof Figures) => found.reduce((sum, path) => sum + path[key], 0);

const DOWN = { model: 'sequencer', interval: '2s', outages: [{ from: '1h', until: '2h' }] };

describe('an outage of the sequencer', () => {
  it('is on the tape, with no block in it, and gone on a tape without', () => {
    const world = openWorld(on({ blocks: { ...DOWN, perYear: 400, duration: { model: 'constant', delay: 600_000 } } }));
    const counts = PATHS.map((path) => {
      world.write('chains', path);
      const { tape } = world;
      const { count, from, until } = tape.outages;
      for (let i = 0; i < count; i++) {
        const next = tape.blockFrom(from[i]!);
        expect(next === tape.blockCount || tape.blocks.times[next]! >= until[i]!).toBe(true);
      }
      const covers = (i: number) => from[i]! <= HOUR && until[i]! >= 2 * HOUR;
      expect(Array.from({ length: count }, (_, i) => i).some(covers)).toBe(true);
      return count;
    });
    expect(Math.min(...counts)).toBe(1);
    expect(openWorld(on({})).tape.outages.count).toBe(0);
  });

  it('in a crash leaves more bad debt and later closes', () => {
    for (const strategy of ['synchronous', 'asynchronous', 'partial-liquidation']) {
      const down = figures(on({ blocks: DOWN }), strategy);
      const up = figures(on({}), strategy);
      expect(total(down, 'badDebtUsd'), strategy).toBeGreaterThan(total(up, 'badDebtUsd'));
      expect(total(down, 'maxOracleError'), strategy).toBeGreaterThan(total(up, 'maxOracleError'));
    }
  });
});

describe('posting data on L1', () => {
  const rollup = (bytes: number): Partial<RawWorld['chains'][string]> => ({
    fee: {
      model: 'rollup',
      minimumBaseFee: 0.01,
      bytes,
      baseFeeScalar: 0.01,
      blobBaseFeeScalar: 1,
      l1Gas: { model: 'constant', gasPrice: 30, elasticity: 1 },
      blobGas: { model: 'constant', gasPrice: 5, elasticity: 1 },
    },
  });

  it('is paid by keepers, and what it costs they do not gain', () => {
    const cheap = figures(on(rollup(1)), 'asynchronous');
    const dear = figures(on(rollup(2000)), 'asynchronous');
    expect(total(dear, 'keeperGasUsd')).toBeGreaterThan(total(cheap, 'keeperGasUsd'));
    expect(total(dear, 'keeperProfitUsd')).toBeLessThan(total(cheap, 'keeperProfitUsd'));
  });

  it('turns keepers away where it costs more than there is to gain', () => {
    const found = figures(on(rollup(1e9)), 'asynchronous');
    expect(total(found, 'liquidations')).toBe(0);
    expect(total(figures(on(rollup(400)), 'asynchronous'), 'liquidations')).toBeGreaterThan(20);
    expect(total(found, 'keeperGasUsd')).toBe(0);
  });
});

describe('failed attempts', () => {
  it('cost nothing where the chain drops them', () => {
    const pay = figures(on({}), 'asynchronous');
    const free = figures(on({ failedAttempts: 'free' }), 'asynchronous');
    expect(total(pay, 'failedTransactions')).toBeGreaterThan(0);
    expect(total(free, 'failedTransactions')).toBe(0);
    expect(total(free, 'keeperGasUsd')).toBeLessThan(total(pay, 'keeperGasUsd'));
  });
});

describe('a chain without fees', () => {
  it('charges nobody, whatever bids and demand say', () => {
    for (const strategy of ['asynchronous', 'dutch-auction']) {
      const found = figures(on({ fee: { model: 'none' } }), strategy);
      expect(total(found, 'keeperGasUsd')).toBe(0);
      expect(total(found, 'liquidations')).toBeGreaterThan(20);
      const crowded = on({ fee: { model: 'none' } }, (world) => {
        world.market.blockSpace = { model: 'constant', gasPrice: 1e6 };
      });
      expect(figures(crowded, strategy)).toEqual(found);
    }
  });
});

describe('a gas limit that falls', () => {
  it('makes a synchronous engine spill into later blocks', () => {
    const narrow = on({ gasLimitVote: 500_000 }, (world) => {
      world.strategies = {
        synchronous: { preset: 'synchronous', execution: { blockShare: 1, checkGas: 1000, closeGas: 490_000 } },
      };
    });
    const wideAlike = on({}, (world) => {
      world.strategies = {
        synchronous: { preset: 'synchronous', execution: { blockShare: 1, checkGas: 1000, closeGas: 490_000 } },
      };
    });
    expect(total(figures(narrow, 'synchronous'), 'maxBacklogUsd')).toBeGreaterThan(
      total(figures(wideAlike, 'synchronous'), 'maxBacklogUsd'),
    );
  });
});
