import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import type { KeeperGroup } from '../../../models/keepers/keeper-group.ts';
import { Keepers } from '../../../models/keepers/keepers.ts';
import { ReactionDelays } from '../../../models/keepers/reaction-delays.ts';
import type { BidRule } from '../../../models/model.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';

const tape = (path = 0) => {
  const made = constructedTape({ tickMillis: 60_000, prices: [new Array(61).fill(1)] });
  made.begin('keepers', path);
  return made;
};

function group(change: Partial<KeeperGroup> = {}): KeeperGroup {
  return {
    name: 'g',
    count: 3,
    delay: { quantile: (u) => Math.round(100_000 * u) },
    bid: { gasPrice: () => 50 },
    capital: Number.POSITIVE_INFINITY,
    loanFee: 0,
    minProfit: 0,
    outage: undefined,
    ...change,
  };
}

function begun(groups: readonly KeeperGroup[], path = 0) {
  const keepers = new Keepers(new ReactionDelays(groups), groups);
  keepers.begin(tape(path));
  return keepers;
}

/** When each keeper of a group acts, in order. */
function times(keepers: Keepers, wave: number, g: number, from: number): number[] {
  const found: number[] = [];
  for (let time = from; found.length < keepers.groups[g]!.count; time++) {
    while (found.length < keepers.acted(wave, g, time)) found.push(time);
  }
  return found;
}

describe('a wave of reactions', () => {
  it('comes after the landing, each keeper after a delay of its own, the quickest first', () => {
    const keepers = begun([group()]);
    const wave = keepers.startWave(5000);
    const found = times(keepers, wave, 0, 5000);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(new Set(found).size).toBe(3);
    expect(found[0]).toBe(keepers.firstAct(wave));
    expect(keepers.acted(wave, 0, 4999)).toBe(0);
    expect(keepers.acted(wave, 0, 5000 + 100_000)).toBe(3);
    expect([0, 1, 2].map((rank) => keepers.keeperAt(wave, 0, rank)).toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  it('is in the same order in a large group: ascending, and of equal delays the first in number first', () => {
    const seconds = (u: number) => 1000 * Math.floor(20 * u);
    for (const count of [64, 65, 3000]) {
      const keepers = begun([group({ name: 'one' }), group({ name: 'many', count, delay: { quantile: seconds } })]);
      const wave = keepers.startWave(0);
      const acts = Array.from({ length: count }, (_, rank) => keepers.actsAt(wave, 1, rank));
      const who = Array.from({ length: count }, (_, rank) => keepers.keeperAt(wave, 1, rank));
      expect(acts).toEqual(acts.toSorted((a, b) => a - b));
      for (let rank = 1; rank < count; rank++)
        if (acts[rank] === acts[rank - 1]) expect(who[rank]).toBeGreaterThan(who[rank - 1]!);
      expect(who.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => 3 + i));
      // Whoever it is, a keeper is as quick as it would be among fewer.
      const few = begun([group({ name: 'one' }), group({ name: 'many', count: 10, delay: { quantile: seconds } })]);
      const other = few.startWave(0);
      for (let rank = 0; rank < 10; rank++)
        expect(acts[who.indexOf(few.keeperAt(other, 1, rank))]).toBe(few.actsAt(other, 1, rank));
    }
  });

  it('has delays of its own', () => {
    const keepers = begun([group()]);
    const one = times(keepers, keepers.startWave(0), 0, 0);
    const two = times(keepers, keepers.startWave(0), 0, 0);
    expect(two).not.toEqual(one);
  });

  it('is kept when later ones start', () => {
    const keepers = begun([group({ count: 7 })]);
    const first = keepers.startWave(0);
    const before = times(keepers, first, 0, 0);
    for (let i = 0; i < 1000; i++) keepers.startWave(i);
    expect(times(keepers, first, 0, 0)).toEqual(before);
  });

  it('is of all groups; the first to act may be of any', () => {
    const slow = group({ name: 'slow', delay: { quantile: () => 900 } });
    const fast = group({ name: 'fast', count: 2, delay: { quantile: () => 30 } });
    const keepers = begun([slow, fast]);
    const wave = keepers.startWave(1000);
    expect(keepers.firstAct(wave)).toBe(1030);
    expect([keepers.acted(wave, 0, 1030), keepers.acted(wave, 1, 1030)]).toEqual([0, 2]);
    expect(keepers.keeperAt(wave, 1, 0)).toBe(3);
  });

  it('never comes without keepers', () => {
    const keepers = begun([]);
    expect(keepers.firstAct(keepers.startWave(0))).toBe(Number.POSITIVE_INFINITY);
  });

  it('is the same for a keeper whatever others there are', () => {
    const alone = begun([group({ count: 1 })]);
    const among = begun([group({ name: 'other', count: 5 }), group({ count: 1 })]);
    for (let wave = 0; wave < 5; wave++) {
      expect(times(among, among.startWave(9), 1, 9)).toEqual(times(alone, alone.startWave(9), 0, 9));
    }
  });

  it('is the same again on the same path, and another on another', () => {
    const keepers = begun([group()], 1);
    const one = times(keepers, keepers.startWave(0), 0, 0);
    keepers.begin(tape(2));
    const two = times(keepers, keepers.startWave(0), 0, 0);
    keepers.begin(tape(1));
    expect(times(keepers, keepers.startWave(0), 0, 0)).toEqual(one);
    expect(two).not.toEqual(one);
  });
});

describe('an outage', () => {
  /** Horizon 3,600 s. */
  const down = (probability: number, duration: number, path = 0) =>
    begun([group({ count: 1, delay: { quantile: () => 0 }, outage: { probability, duration } })], path);
  const actsAt = (keepers: Keepers, time: number) => keepers.firstAct(keepers.startWave(time));

  it('that never comes delays nobody', () => {
    const keepers = down(0, 3_600_000);
    for (let time = 0; time < 3_600_000; time += 10_000) expect(actsAt(keepers, time)).toBe(time);
  });

  it('lets a keeper act when it is back, once, for as long as stated', () => {
    const keepers = down(1, 600_000);
    const waits: number[] = [];
    for (let time = 0; time < 5_000_000; time += 1000) {
      const acts = actsAt(keepers, time);
      if (acts !== time) waits.push(time);
      expect(acts).toBeGreaterThanOrEqual(time);
    }
    expect(waits).toHaveLength(600);
    const back = actsAt(keepers, waits[0]!);
    expect(waits.every((time) => actsAt(keepers, time) === back)).toBe(true);
    expect(back - waits.at(-1)!).toBeLessThanOrEqual(1000);
  });

  it('comes with the stated probability', () => {
    let hit = 0;
    const paths = 2000;
    for (let path = 0; path < paths; path++) {
      // Down from a moment within the horizon for ever after: a wave at the end meets it.
      if (actsAt(down(0.3, 1e9, path), 3_600_000) !== 3_600_000) hit++;
    }
    expect(Math.abs(hit / paths - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / paths));
  });
});

describe('capital', () => {
  it('is used up within a block and there again in the next', () => {
    const keepers = begun([group({ capital: 100 })]);
    keepers.spend(1, 7, 60);
    keepers.spend(1, 7, 30);
    expect(keepers.capitalLeft(1, 0, 7)).toBe(10);
    expect(keepers.capitalLeft(0, 0, 7)).toBe(100);
    expect(keepers.capitalLeft(1, 0, 8)).toBe(100);
  });

  it('is whole again on the next path', () => {
    const keepers = begun([group({ capital: 100 })]);
    keepers.spend(1, 0, 60);
    keepers.begin(tape(1));
    expect(keepers.capitalLeft(1, 0, 0)).toBe(100);
  });
});

describe('bids', () => {
  function bid(reference: Record<string, unknown>): BidRule {
    const registry = builtIn();
    return registry.create('bid', registry.schema('bid').parse(reference), undefined);
  }

  it('are a multiple of the market, within what pays and within a maximum', () => {
    expect(bid({ model: 'market-multiple', multiple: 1.5 }).gasPrice(40, 1000)).toBe(60);
    expect(bid({ model: 'market-multiple', multiple: 1.5 }).gasPrice(40, 50)).toBe(50);
    expect(bid({ model: 'market-multiple', multiple: 1.5, maximum: 30 }).gasPrice(40, 50)).toBe(30);
    expect(bid({ model: 'market-multiple', multiple: 1.5 }).gasPrice(40, Number.POSITIVE_INFINITY)).toBe(60);
  });

  it('are a share of the profit, whatever the market', () => {
    expect(bid({ model: 'profit-share', share: 0.8 }).gasPrice(40, 1000)).toBe(800);
    expect(bid({ model: 'profit-share', share: 0.8, maximum: 500 }).gasPrice(40, 1000)).toBe(500);
  });

  it('are fixed, whatever the market', () => {
    expect(bid({ model: 'fixed', gasPrice: 7 }).gasPrice(4000, 1)).toBe(7);
  });
});

describe('delays', () => {
  const delay = (reference: Record<string, unknown>) => {
    const registry = builtIn();
    return registry.create('delay', registry.schema('delay').parse(reference), undefined);
  };

  it('are constant, or have the stated mean or median, in whole milliseconds', () => {
    expect(delay({ model: 'constant', delay: '8s' }).quantile(0.99)).toBe(8000);
    expect(delay({ model: 'exponential', mean: '10s', minimum: '2s' }).quantile(1 - Math.exp(-1))).toBe(12_000);
    expect(delay({ model: 'exponential', mean: '10s', minimum: '2s' }).quantile(1e-12)).toBe(2000);
    expect(delay({ model: 'lognormal', median: '45s', spread: 0.8 }).quantile(0.5)).toBe(45_000);
    expect(Number.isInteger(delay({ model: 'lognormal', median: '45s', spread: 0.8 }).quantile(0.77))).toBe(true);
  });

  it('grow with the uniform', () => {
    for (const reference of [
      { model: 'exponential', mean: '10s' },
      { model: 'lognormal', median: '10s', spread: 2 },
    ]) {
      const made = delay(reference);
      const found = [0.01, 0.2, 0.5, 0.9, 0.999].map((u) => made.quantile(u));
      expect(found).toEqual(found.toSorted((a, b) => a - b));
      expect(found[0]).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('a wave that nobody asks for', () => {
  it('draws nothing, and the others are as if it had', () => {
    let drawn = 0;
    const counted = group({
      delay: {
        quantile: (u) => {
          drawn++;
          return Math.round(100_000 * u);
        },
      },
    });
    const all = begun([counted]);
    const expected = [0, 1, 2, 3].map((n) => times(all, all.startWave(1000 * n), 0, 1000 * n));
    expect(drawn).toBe(12);
    drawn = 0;
    const some = begun([counted]);
    for (let n = 0; n < 4; n++) some.startWave(1000 * n);
    expect(drawn).toBe(0);
    // In another order, too.
    expect(times(some, 3, 0, 3000)).toEqual(expected[3]);
    expect(some.firstAct(1)).toBe(expected[1]![0]);
    expect(drawn).toBe(6);
  });

  it('is drawn by whatever asks first', () => {
    const asking: ((keepers: Keepers) => number)[] = [
      (keepers) => keepers.firstAct(0),
      (keepers) => keepers.acted(0, 0, 1e6),
      (keepers) => keepers.keeperAt(0, 0, 1),
      (keepers) => keepers.nextAct(0, 0),
      (keepers) => keepers.actsAt(0, 0, 2),
    ];
    for (const ask of asking) {
      const fresh = begun([group()]);
      fresh.startWave(5000);
      const known = begun([group()]);
      known.firstAct(known.startWave(5000));
      expect(ask(fresh)).toBe(ask(known));
    }
  });
});
