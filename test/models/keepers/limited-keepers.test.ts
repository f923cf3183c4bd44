import { describe, expect, it } from 'vitest';
import { capacities, type KeeperGroup } from '../../../models/keepers/keeper-group.ts';
import { LimitedKeepers } from '../../../models/keepers/limited-keepers.ts';
import { ReactionDelays } from '../../../models/keepers/reaction-delays.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';
import { openWorld, type RawWorld, stressedBut } from '../fixtures/small-world.ts';

/** An hour in minutes; a fall of 10 % in the third ten-minute window, in which gas goes from 20 to 80 gwei. */
function tape(path = 0) {
  const prices = Array.from({ length: 61 }, (_, minute) =>
    minute <= 20 ? 100 : minute <= 30 ? 110 - minute * 0.5 - 10 : 85,
  );
  const made = constructedTape({ tickMillis: 60_000, prices: [prices], gas: [20, 20, 80, 80, 20, 20, 20] });
  for (let window = 0; window < made.windows; window++) made.range[window] = window === 2 ? 0.1 : 0.001;
  made.begin('limited', path);
  return made;
}

function group(change: Partial<KeeperGroup> = {}): KeeperGroup {
  return {
    name: 'g',
    count: 3,
    delay: { quantile: () => 1000 },
    bid: { gasPrice: () => 50 },
    capital: 100,
    loanFee: 0,
    minProfit: 0,
    outage: undefined,
    ...change,
  };
}

function begun(groups: readonly KeeperGroup[], path = 0) {
  const keepers = new LimitedKeepers(new ReactionDelays(groups), groups);
  keepers.begin(tape(path));
  return keepers;
}

/** When each keeper acts on what lands at an instant, by its number. */
function acts(keepers: LimitedKeepers, time: number): number[] {
  const wave = keepers.startWave(time);
  const found: number[] = [];
  for (let rank = 0; rank < 3; rank++) found[keepers.keeperAt(wave, 0, rank)] = keepers.actsAt(wave, 0, rank) - time;
  return found;
}

describe('an outage', () => {
  const down = (change: object, path = 0) =>
    begun([group({ outage: { probability: 1, duration: 600_000, ...change } })], path);

  it('comes at a stated moment, to the largest keeper alone where stated', () => {
    const keepers = down({ at: 300_000, who: 'largest' });
    expect(acts(keepers, 200_000)).toEqual([1000, 1000, 1000]);
    expect(acts(keepers, 400_000)).toEqual([500_000, 1000, 1000]);
    expect(acts(keepers, 900_000)).toEqual([1000, 1000, 1000]);
  });

  it('comes when the range or the gas price of a window has been above a bound', () => {
    for (const trigger of [
      { measure: 'range' as const, above: 0.05 },
      { measure: 'gas' as const, above: 50 },
    ]) {
      const keepers = down({ trigger });
      expect(acts(keepers, 1_700_000)).toEqual([1000, 1000, 1000]);
      // The third window ends at 1,800 s; down until 2,400 s.
      expect(acts(keepers, 1_800_000)).toEqual([600_000, 600_000, 600_000]);
      expect(acts(keepers, 2_400_000)).toEqual([1000, 1000, 1000]);
      expect(acts(down({ trigger: { ...trigger, above: 1000 } }), 1_800_000)).toEqual([1000, 1000, 1000]);
    }
  });

  it('of all together is at one drawn moment, of each at its own', () => {
    const downAt = (who: 'together' | 'each', path: number) => {
      const keepers = down({ who, duration: 1e9 }, path);
      return acts(keepers, 1_800_000).map((delay) => delay > 1000);
    };
    let [mixed, all] = [0, 0];
    for (let path = 0; path < 40; path++) {
      expect(new Set(downAt('together', path)).size).toBe(1);
      if (downAt('together', path)[0]) all++;
      if (new Set(downAt('each', path)).size > 1) mixed++;
    }
    expect(all).toBeGreaterThan(8);
    expect(all).toBeLessThan(32);
    expect(mixed).toBeGreaterThan(20);
  });
});

describe('delays in stress', () => {
  it('grow with the range of the window before, up to a factor', () => {
    const stretch = { measure: 'range' as const, reference: 0.02, exponent: 1, most: 10 };
    expect(acts(begun([group({ stretch })]), 1_700_000)).toEqual([1000, 1000, 1000]);
    expect(acts(begun([group({ stretch })]), 1_900_000)).toEqual([5000, 5000, 5000]);
    expect(acts(begun([group({ stretch: { ...stretch, most: 3 } })]), 1_900_000)).toEqual([3000, 3000, 3000]);
  });

  it('grow with the gas price now', () => {
    const stretch = { measure: 'gas' as const, reference: 20, exponent: 0.5, most: 10 };
    expect(acts(begun([group({ stretch })]), 1_300_000)).toEqual([2000, 2000, 2000]);
    expect(acts(begun([group({ stretch })]), 2_500_000)).toEqual([1000, 1000, 1000]);
  });
});

describe('concentration', () => {
  it('spreads the same capital by rank or by the share of the largest', () => {
    expect([...capacities(group())]).toEqual([100, 100, 100]);
    expect([...capacities(group({ concentration: { largest: 0.8 } }))].map(Math.round)).toEqual([240, 30, 30]);
    const zipf = capacities(group({ count: 4, concentration: { zipf: 1 } }));
    expect(zipf.reduce((sum, usd) => sum + usd, 0)).toBeCloseTo(400, 9);
    expect((zipf[0] as number) / (zipf[3] as number)).toBeCloseTo(4, 9);
    const keepers = begun([group({ concentration: { largest: 0.8 } })]);
    expect(keepers.capitalLeft(0, 0, 3)).toBeCloseTo(240, 9);
  });
});

describe('an inventory', () => {
  it('comes back piece by piece', () => {
    const keepers = begun([
      group({ capital: Number.POSITIVE_INFINITY, funding: { inventory: 100, recovery: 300_000 } }),
    ]);
    keepers.spend(0, 1, 60);
    keepers.spend(0, 3, 40);
    // Blocks are minutes apart: out at 60 s and 180 s, back 300 s later.
    expect(keepers.moneyAt(200_000)).toBe(360_000);
    expect([3, 5, 6, 7, 8].map((block) => keepers.capitalLeft(0, 0, block))).toEqual([0, 0, 60, 60, 100]);
    expect(keepers.capitalLeft(1, 0, 3)).toBe(100);
  });
});

describe('a group that contradicts itself is refused', () => {
  it.each([
    [{ funding: { inventory: 1, recovery: '1m' }, capital: 5 }, 'leave those out'],
    [{ concentration: { largest: 0.5 } }, 'state capital or funding'],
    [{ elsewhere: { measure: 'range', reference: 0.01, busy: 0.5 } }, 'state capital, funding or transactionsPerBlock'],
    [
      { outage: { probability: 1, duration: '1m', at: '1m', trigger: { measure: 'gas', above: 1 } } },
      'a moment (at) or a trigger',
    ],
  ])('%j', (change, message) => {
    const raw = stressedBut((world) => {
      const plain = { name: 'k', count: 2, delay: '1s', bid: { model: 'fixed', gasPrice: 50 } };
      world.keepers = [{ ...plain, ...change } as RawWorld['keepers'][number]];
    });
    expect(() => openWorld(raw)).toThrow(message);
  });
});
