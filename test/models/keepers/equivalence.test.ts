import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContestedRace } from '../../../models/keepers/contested-race.ts';
import { makeRace } from '../../../models/keepers/make-race.ts';
import { RUN, randomWorld } from '../fixtures/random-world.ts';
import { openWorld, type RawWorld, runPath, stressed } from '../fixtures/small-world.ts';

/** The same world, its keepers with a limit that binds nobody: the race for them is the general one. */
function limited(raw: RawWorld): RawWorld {
  return { ...raw, keepers: raw.keepers.map((group) => ({ transactionsPerBlock: 1_000_000, ...group })) };
}

describe('the general race', () => {
  it('is what a limit calls for, and only that', () => {
    const race = (raw: RawWorld) => makeRace(openWorld(raw).strategies[0]!.stage);
    expect(race(stressed())).not.toBeInstanceOf(ContestedRace);
    expect(race(limited(stressed()))).toBeInstanceOf(ContestedRace);
  });

  it('gives what the simple one gives where its options are at rest: every figure of every path, to the bit', () => {
    const [plain, general] = [openWorld(stressed()), openWorld(limited(stressed()))];
    for (let path = 0; path < 8; path++) expect(runPath(general, 'same', path)).toEqual(runPath(plain, 'same', path));
  });

  it('does so in any legal world', () => {
    fc.assert(
      fc.property(randomWorld, (raw) => {
        expect(runPath(openWorld(limited(raw), RUN), 'same', 2)).toEqual(runPath(openWorld(raw, RUN), 'same', 2));
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});
