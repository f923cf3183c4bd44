import { describe, expect, it } from 'vitest';
import { Chain } from '../../../models/chain/chain.ts';
import type { BidRule } from '../../../models/model.ts';
import { Feed, type FeedParameters } from '../../../models/oracles/feed.ts';
import type { Venue } from '../../../models/venues/venue.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';

const TICK = 12_000;
const FIRST_PRICE = { hasBaseFee: false, target: 1, maxStep: 0 };
const fixed = (gasPrice: number): BidRule => ({ gasPrice: () => gasPrice });

interface Options {
  readonly prices: readonly number[];
  readonly deviation?: number;
  readonly heartbeat?: number;
  /** Delay of each report in turn, ms. */
  readonly delays?: readonly number[];
  readonly gas?: readonly number[];
  readonly change?: Partial<FeedParameters>;
}

function open({ prices, deviation = 0.005, heartbeat = 3_600_000, delays = [0], gas = [0], change = {} }: Options) {
  const tape = constructedTape({ tickMillis: TICK, prices: [prices], gas });
  const chain = new Chain({ gasLimit: 10_000_000, fee: FIRST_PRICE, elasticity: 1, gasOracleLag: 0 });
  chain.begin(tape);
  let sent = 0;
  const feed = new Feed({
    asset: 0,
    rule: { deviation, heartbeat },
    delay: { quantile: () => delays[Math.min(sent++, delays.length - 1)] as number },
    gas: 100_000,
    bid: fixed(50),
    rebid: Number.POSITIVE_INFINITY,
    venues: [],
    purpose: 'oracle/X',
    ...change,
  });
  feed.begin(tape);
  const land = (block: number) => {
    chain.open(block);
    return feed.land(tape.blocks.times[block] as number, chain);
  };
  return { tape, chain, feed, land };
}

/** A venue that is displaced by a constant, as far as an oracle can see. */
const displaced = (displacement: number, oracleWeight: number) =>
  ({ base: 0, quote: 1, oracleWeight, displacement: () => displacement }) as unknown as Venue;

const flat = (ticks: number) => new Array<number>(ticks + 1).fill(100);

describe('when a report is sent', () => {
  it('is the first tick at which the price has moved by the deviation against the last report', () => {
    const { feed, chain } = open({ prices: [100, 100.4, 100.6, 100.2, 99.9, 100.05] });
    expect(feed.nextTick(1)).toBe(2);
    feed.send(2, chain);
    // Against 100.6 now, not against 100.
    expect(feed.nextTick(3)).toBe(4);
    feed.send(4, chain);
    expect(feed.nextTick(5)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is when the price falls as well', () => {
    const { feed } = open({ prices: [100, 99.6, 99.4] });
    expect(feed.nextTick(1)).toBe(2);
  });

  it('counts from the report sent, landed or not', () => {
    const { feed, chain } = open({ prices: [100, 101, 101, 101], delays: [1e9] });
    feed.send(feed.nextTick(1), chain);
    expect(feed.value).toBe(100);
    expect(feed.nextTick(2)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is the heartbeat at the latest', () => {
    const { feed, chain } = open({ prices: flat(20), heartbeat: 5 * TICK });
    expect(feed.nextTick(1)).toBe(5);
    feed.send(5, chain);
    expect(feed.nextTick(6)).toBe(10);
  });

  it('is the first tick at or after a heartbeat that falls between ticks', () => {
    const { feed } = open({ prices: flat(20), heartbeat: 4 * TICK + 1 });
    expect(feed.nextTick(1)).toBe(5);
  });

  it('starts the heartbeat anew after a move', () => {
    const { feed, chain } = open({ prices: [100, 100, 100, 101, ...flat(20).map(() => 101)], heartbeat: 5 * TICK });
    feed.send(feed.nextTick(1), chain);
    expect(feed.nextTick(4)).toBe(8);
  });

  it('is a fixed rhythm whatever the price does, without a deviation', () => {
    const { feed, chain } = open({
      prices: [100, 500, 1, 100, 70, 900, 3, 2],
      deviation: Number.POSITIVE_INFINITY,
      heartbeat: 3 * TICK,
    });
    expect(feed.nextTick(1)).toBe(3);
    feed.send(3, chain);
    expect(feed.nextTick(4)).toBe(6);
  });

  it('is never past the horizon', () => {
    const { feed } = open({ prices: flat(4), heartbeat: 5 * TICK });
    expect(feed.nextTick(1)).toBe(Number.POSITIVE_INFINITY);
    const last = open({ prices: flat(5), heartbeat: 5 * TICK });
    expect(last.feed.nextTick(1)).toBe(5);
  });
});

describe('landing', () => {
  it('waits for the first block at or after the delay', () => {
    const { feed, chain, land } = open({ prices: [100, 101, 102, 103, 104], delays: [TICK + 1] });
    feed.send(1, chain);
    expect(feed.nextBlock(0, chain)).toBe(3);
    expect(land(2)).toBe(false);
    expect(feed.value).toBe(100);
    expect(land(3)).toBe(true);
    expect(feed.value).toBe(101);
    expect(feed.observedTick).toBe(1);
    expect(feed.nextBlock(3, chain)).toBe(Number.POSITIVE_INFINITY);
  });

  it('happens in the block of the same instant without a delay', () => {
    const { feed, chain, land } = open({ prices: [100, 101] });
    feed.send(1, chain);
    expect(feed.nextBlock(0, chain)).toBe(1);
    expect(land(1)).toBe(true);
  });

  it('uses up gas of the block', () => {
    const { feed, chain, land } = open({ prices: [100, 101] });
    feed.send(1, chain);
    land(1);
    expect(chain.used).toBe(100_000);
  });

  it('notes how wrong the belief was just before', () => {
    const { feed, chain, land } = open({ prices: [100, 101, 80, 80], delays: [TICK] });
    feed.send(1, chain);
    land(2);
    expect(feed.largestError).toBeCloseTo(0.25, 14);
  });
});

/** Gas of 10 gwei for ten minutes, 1000 for the next ten, then 10: blocks 50 to 99 are dear. */
const SPIKE = [10, 1000, 10];

describe('landing in a gas spike', () => {
  it('is stuck until gas falls to its bid', () => {
    const { feed, chain, land } = open({ prices: flat(150), gas: SPIKE });
    feed.send(52, chain);
    expect(feed.nextBlock(51, chain)).toBe(100);
    expect(land(60)).toBe(false);
    expect(land(99)).toBe(false);
    expect(land(100)).toBe(true);
  });

  it('never lands where gas stays high', () => {
    const { feed, chain } = open({ prices: flat(150), gas: [10, 1000] });
    feed.send(52, chain);
    expect(feed.nextBlock(51, chain)).toBe(Number.POSITIVE_INFINITY);
  });

  it('ends with a new bid at the then market price', () => {
    const bid: BidRule = { gasPrice: (market) => 1.5 * market };
    const { feed, chain, land } = open({
      prices: flat(150),
      gas: SPIKE,
      delays: [5 * TICK],
      change: { bid, rebid: 10 * TICK },
    });
    // Sent at tick 45 and bid for the market it reaches at tick 50, where gas is dear: it knows, and lands at once.
    feed.send(45, chain);
    expect(feed.nextBlock(45, chain)).toBe(50);
    expect(land(50)).toBe(true);
    // A bid of before the spike that meets a full block is offered again ten ticks later.
    const lagging = new Chain({ gasLimit: 10_000_000, fee: FIRST_PRICE, elasticity: 1, gasOracleLag: 8 * TICK });
    const late = open({ prices: flat(150), gas: SPIKE, change: { bid, rebid: 10 * TICK } });
    lagging.begin(late.tape);
    late.feed.send(52, lagging);
    expect(late.feed.nextBlock(51, lagging)).toBe(62);
    lagging.open(61);
    expect(late.feed.land(61 * TICK, lagging)).toBe(false);
    lagging.open(62);
    expect(late.feed.land(62 * TICK, lagging)).toBe(true);
  });

  it('needs room beside what is already in the block', () => {
    const { feed, chain, tape } = open({ prices: flat(10) });
    feed.send(1, chain);
    chain.open(2);
    chain.include(9_950_000);
    expect(feed.land(tape.blocks.times[2] as number, chain)).toBe(false);
    expect(feed.nextBlock(2, chain)).toBe(3);
  });
});

describe('several reports on their way', () => {
  it('an older one that lands later does not replace a newer one', () => {
    const { feed, chain, land } = open({ prices: [100, 101, 103, 103, 103, 103, 103], delays: [4 * TICK, TICK] });
    feed.send(1, chain);
    feed.send(2, chain);
    expect(land(3)).toBe(true);
    expect(feed.value).toBe(103);
    expect(feed.nextBlock(3, chain)).toBe(5);
    expect(land(5)).toBe(false);
    expect(feed.value).toBe(103);
    expect(feed.observedTick).toBe(2);
    expect(feed.nextBlock(5, chain)).toBe(Number.POSITIVE_INFINITY);
  });

  it('that wait together are replaced by the newest, which alone uses gas', () => {
    const { feed, chain, land } = open({ prices: [100, 101, 103, 106, 106, 106], delays: [3 * TICK, 2 * TICK, TICK] });
    for (const tick of [1, 2, 3]) feed.send(tick, chain);
    expect(land(4)).toBe(true);
    expect(feed.value).toBe(106);
    expect(chain.used).toBe(100_000);
    expect(feed.nextBlock(4, chain)).toBe(Number.POSITIVE_INFINITY);
  });

  it('are refused when a newer one has landed before them', () => {
    const prices = [100, 101, 102, 103, 104, ...new Array(10).fill(104)];
    const { feed, chain, land } = open({ prices, delays: [6 * TICK, TICK, 5 * TICK, 2 * TICK] });
    for (const tick of [1, 2, 3, 4]) feed.send(tick, chain);
    const believed: number[] = [];
    for (let block = feed.nextBlock(0, chain); block < 15; block = feed.nextBlock(block, chain)) {
      land(block);
      believed.push(feed.value);
    }
    // Blocks 3 (of tick 2), 6 (of tick 4), 7 (of tick 1) and 8 (of tick 3).
    expect(believed).toEqual([102, 104, 104, 104]);
  });
});

describe('what the sources see', () => {
  it('includes the weighted displacement of the venues', () => {
    const { feed, chain, land } = open({
      prices: flat(5),
      change: { venues: [displaced(-0.04, 0.5), displaced(-0.02, 1)] },
    });
    feed.send(1, chain);
    land(1);
    expect(feed.value).toBeCloseTo(100 * (1 - 0.02 - 0.02), 12);
  });

  it('can make them report without a move outside', () => {
    const seen = open({ prices: flat(5), change: { venues: [displaced(-0.02, 0.5)] } });
    expect(seen.feed.nextTick(1)).toBe(1);
    const unseen = open({ prices: flat(5), change: { venues: [displaced(-0.02, 0)] } });
    expect(unseen.feed.nextTick(1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the next path', () => {
  it('starts from the tape, with nothing on its way', () => {
    const { feed, chain, land, tape } = open({ prices: [100, 101, 102, 50], delays: [2 * TICK] });
    feed.send(1, chain);
    land(3);
    feed.send(2, chain);
    feed.begin(tape);
    expect(feed.value).toBe(100);
    expect(feed.reports).toBe(0);
    expect(feed.largestError).toBe(0);
    expect(feed.nextBlock(0, chain)).toBe(Number.POSITIVE_INFINITY);
  });
});
