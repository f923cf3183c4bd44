import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RUN, randomWorld } from '../fixtures/random-world.ts';
import { openWorld, type RawWorld, runPath, stressed } from '../fixtures/small-world.ts';

const check = (property: (raw: RawWorld) => void, numRuns = 50) =>
  fc.assert(fc.property(randomWorld, property), { seed: 20200312, numRuns });

const only = (raw: RawWorld, name: string): RawWorld => ({ ...raw, strategies: { [name]: raw.strategies[name]! } });

describe('a path', () => {
  it('gives the same figures, to the bit, when it is run again', () => {
    check((raw) => {
      const world = openWorld(raw, RUN);
      const first = runPath(world, 'again', 4);
      expect(runPath(world, 'again', 4)).toEqual(first);
    });
  });

  it('gives on a used world what it gives on a fresh one', () => {
    check((raw) => {
      const used = openWorld(raw, RUN);
      for (const path of [9, 2, 11]) runPath(used, 'used', path);
      expect(runPath(used, 'used', 4)).toEqual(runPath(openWorld(raw, RUN), 'used', 4));
    });
  });

  it('does so for the presets on a stressed world, path after path', () => {
    const used = openWorld(stressed());
    for (let path = 0; path < 12; path++) {
      expect(runPath(used, 'used', path), `path ${path}`).toEqual(runPath(openWorld(stressed()), 'used', path));
    }
  });

  it('gives each strategy the same figures in any order of running', () => {
    check((raw) => {
      const world = openWorld(raw, RUN);
      world.write('order', 1);
      const forward = world.strategies.map((strategy) => [...strategy.run()]);
      world.write('order', 1);
      const backward = world.strategies.toReversed().map((strategy) => [...strategy.run()]);
      expect(backward.toReversed()).toEqual(forward);
    });
  });

  it('gives each strategy the same figures alone as among others', () => {
    check((raw) => {
      const together = runPath(openWorld(raw, RUN), 'alone', 6);
      for (const name of Object.keys(raw.strategies)) {
        expect(runPath(openWorld(only(raw, name), RUN), 'alone', 6)[name]).toEqual(together[name]);
      }
    });
  });

  it('gives a strategy the same figures when it is run twice on one tape', () => {
    check((raw) => {
      const world = openWorld(raw, RUN);
      world.write('twice', 3);
      for (const strategy of world.strategies) {
        const first = [...strategy.run()];
        expect([...strategy.run()]).toEqual(first);
      }
    });
  });
});
