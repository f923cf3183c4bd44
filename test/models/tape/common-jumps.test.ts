import { describe, expect, it } from 'vitest';
import { openWorld, type RawWorld, stressedBut } from '../fixtures/small-world.ts';

const DAY = 86_400_000;

interface Jumps {
  name?: string;
  jumpsPerDay: number;
  jumpMean: number;
  jumpDeviation: number;
  loadings: Record<string, number>;
}

/** ETH, BTC and SOL without a diffusion, so that only common jumps move them. */
function jumping(...commonJumps: Jumps[]): RawWorld {
  return stressedBut((world) => {
    world.market.assets = { DAI: { price: { model: 'constant', start: 1 } } };
    for (const name of ['ETH', 'BTC', 'SOL']) {
      world.market.assets[name] = { price: { model: 'gbm', start: 100, volatility: 0 } };
    }
    if (commonJumps.length > 0) world.market.commonJumps = commonJumps;
  });
}

const open = (raw: RawWorld) => openWorld(raw, { horizon: DAY, tick: 600_000 });

/** Log-returns above rounding and compensation, by tick. */
function jumpsOf(raw: RawWorld, path: number): Map<number, number>[] {
  const world = open(raw);
  world.write('jumps', path);
  return world.tape.prices.map((column) => {
    const found = new Map<number, number>();
    for (let t = 1; t < column.length; t++) {
      const move = Math.log(column[t]! / column[t - 1]!);
      if (Math.abs(move) > 0.01) found.set(t, move);
    }
    return found;
  });
}

const CRASH: Jumps = { jumpsPerDay: 3, jumpMean: -0.2, jumpDeviation: 0.02, loadings: { ETH: 1, BTC: 0.5 } };

describe('common jumps', () => {
  it('fall on the same tick of every asset, as large as its loading says, and on no other asset', () => {
    const [, eth, btc, sol] = jumpsOf(jumping(CRASH), 1) as [unknown, ...Map<number, number>[]];
    expect(eth!.size).toBeGreaterThan(0);
    expect([...btc!.keys()]).toEqual([...eth!.keys()]);
    // Compensation is the same on every tick: λκ per tick, apart from which the moves are in proportion.
    const lift = (loading: number) => {
      const kappa = Math.expm1(loading * -0.2 + 0.5 * loading * loading * 0.0004);
      return (-3 * kappa) / 144;
    };
    for (const [tick, move] of eth!) {
      expect(btc!.get(tick)! - lift(0.5)).toBeCloseTo(0.5 * (move - lift(1)), 10);
    }
    expect(sol!.size).toBe(0);
  });

  it('leave the mean price where it was, and give the covariance λ l₁ l₂ (m² + δ²)', () => {
    const world = open(jumping(CRASH));
    const paths = 4000;
    const sums = { eth: 0, ethSquare: 0, product: 0, productSquare: 0 };
    for (let path = 0; path < paths; path++) {
      world.write('moments', path);
      const [eth, btc] = [1, 2].map((asset) => world.tape.prices[asset]![144]! / 100) as [number, number];
      const meanOf = (l: number) => 3 * (l * -0.2 - Math.expm1(l * -0.2 + 0.5 * l * l * 0.0004));
      const product = (Math.log(eth) - meanOf(1)) * (Math.log(btc) - meanOf(0.5));
      sums.eth += eth;
      sums.ethSquare += eth * eth;
      sums.product += product;
      sums.productSquare += product * product;
    }
    const within = (sum: number, squares: number, expected: number) => {
      const mean = sum / paths;
      const error = Math.sqrt((squares / paths - mean * mean) / paths);
      expect(Math.abs(mean - expected) / error).toBeLessThan(4);
    };
    within(sums.eth, sums.ethSquare, 1);
    within(sums.product, sums.productSquare, 3 * 0.5 * (0.04 + 0.0004));
  });

  it('move no draw of anything else, and no price of an asset without a loading', () => {
    const base = stressedBut(() => {});
    const more = stressedBut((world) => {
      world.market.assets.BTC = { price: { model: 'gbm', start: 9000, volatility: 0.9 } };
      world.market.commonJumps = [{ ...CRASH, loadings: { BTC: 1 } }];
    });
    const [a, b] = [base, more].map((raw) => {
      const world = openWorld(raw);
      world.write('same', 4);
      return world.tape;
    });
    expect([...b!.prices[0]!]).toEqual([...a!.prices[0]!]);
    expect([...b!.blocks.times.subarray(0, b!.blockCount)]).toEqual([...a!.blocks.times.subarray(0, a!.blockCount)]);
  });

  it('stay the same when another asset joins, or another process comes before one that has a name', () => {
    const crash = { ...CRASH, name: 'crash' };
    const alone = jumpsOf(jumping(crash), 2);
    expect(jumpsOf(jumping({ ...crash, loadings: { ...crash.loadings, SOL: 2 } }), 2)[1]).toEqual(alone[1]);
    const calm = { name: 'calm', jumpsPerDay: 2, jumpMean: 0.1, jumpDeviation: 0, loadings: { SOL: 1 } };
    expect(jumpsOf(jumping(calm, crash), 2)[1]).toEqual(alone[1]);
  });

  it('forget the path before', () => {
    const used = open(jumping(CRASH));
    for (let path = 0; path < 4; path++) used.write('jumps', path);
    const fresh = open(jumping(CRASH));
    fresh.write('jumps', 3);
    expect([...used.tape.prices[1]!]).toEqual([...fresh.tape.prices[1]!]);
  });

  it('make a constant asset move', () => {
    const raw = jumping({ ...CRASH, loadings: { DAI: 0.1 } });
    const world = open(raw);
    expect(world.tape.moves(0)).toBe(true);
    expect(open(jumping()).tape.moves(0)).toBe(false);
  });
});
