import { describe, expect, it } from 'vitest';
import { openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

const pool = { model: 'constant-product', base: 'ETH', quote: 'DAI', fee: 0.003, halfLife: '5m', oracleWeight: 0 };

function world(change: (world: RawWorld) => void): RawWorld {
  return stressedBut((raw) => {
    raw.venues = { small: { ...pool, depth: 500 }, large: { ...pool, depth: 900 } };
    raw.strategies = {
      best: { preset: 'synchronous', routing: 'best' },
      split: { preset: 'synchronous', routing: 'split' },
      stated: { preset: 'synchronous' },
    };
    change(raw);
  });
}

const run = (raw: RawWorld) => runPath(openWorld(raw), 'routing', 0);

describe('how a sale meets several venues', () => {
  it('is the protocol’s choice, unless the strategy states its own', () => {
    const best = run(world(() => {}));
    expect(best.stated).toEqual(best.best);
    const split = run(
      world((raw) => {
        raw.protocol.routing = 'split';
      }),
    );
    expect(split.stated).toEqual(split.split);
    expect(split.best).toEqual(best.best);
  });

  it('costs less slippage when orders are split', () => {
    const { best, split } = run(world(() => {}));
    expect(best!.soldUsd).toBeGreaterThan(0);
    expect(split!.slippageUsd / split!.soldUsd).toBeLessThan(best!.slippageUsd / best!.soldUsd);
  });

  it('makes no difference where there is one venue', () => {
    const { best, split } = run(
      world((raw) => {
        raw.venues = { only: { ...pool, depth: 900 } };
      }),
    );
    expect(split).toEqual(best);
  });
});
