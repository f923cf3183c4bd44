/** Oracles of several stages, one stage at a time: on a tape written by hand, through the parts that a world uses. */
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { Chain } from '../../../models/chain/chain.ts';
import { HeldRounds } from '../../../models/oracles/access/held-rounds.ts';
import { ArithmeticPoolMean, GeometricPoolMean } from '../../../models/oracles/mean/pool-mean.ts';
import type { Tape } from '../../../models/tape/tape.ts';
import type { Venue } from '../../../models/venues/venue.ts';
import { buildOracles } from '../../../models/world/oracle-parts.ts';
import type { WorldSpec } from '../../../models/world/spec.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';
import { parseWorld, type RawWorld, stressedBut } from '../fixtures/small-world.ts';

const TICK = 12_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type OracleRaw = RawWorld['oracles'][string];

/** An oracle of ETH on hand-written prices, stepped block by block; a block at every tick. */
function open(oracle: Partial<OracleRaw>, prices: readonly number[], venues: readonly Venue[] = []) {
  const spec = parseWorld(
    stressedBut((world) => {
      const landing = {
        delay: 0,
        transaction: { gas: 1, bid: { model: 'fixed', gasPrice: 50 } },
      } as Partial<OracleRaw>;
      world.oracles.ETH = { ...landing, ...oracle } as OracleRaw;
    }),
  );
  return step(spec, constructedTape({ tickMillis: TICK, prices: [prices, prices.map(() => 1)] }), venues);
}

function step(spec: WorldSpec, tape: Tape, venues: readonly Venue[]) {
  const writer = { assetNames: ['ETH', 'DAI'], moving: [0], startPrice: (asset: number) => tape.priceAt(asset, 0) };
  const parts = { spec, registry: builtIn(), writer, files: { text: () => '' } };
  const [oracle] = buildOracles(parts as never, venues);
  const chain = new Chain({
    gasLimit: 1e9,
    fee: { hasBaseFee: false, target: 1, maxStep: 0 },
    elasticity: 1,
    gasOracleLag: 0,
  } as never);
  chain.begin(tape);
  oracle!.begin(tape);
  let nextTick = oracle!.nextTick(1);
  let last = -1;
  /** Plays observation before block, as a reaction does, up to and including a tick; only blocks that the oracle asks for. */
  const until = (tick: number) => {
    for (;;) {
      const block = oracle!.nextBlock(last, chain);
      if (nextTick <= block && nextTick <= tick) {
        oracle!.send(nextTick, chain);
        last = Math.max(last, nextTick - 1);
        nextTick = oracle!.nextTick(nextTick + 1);
      } else if (block <= tick) {
        chain.open(block);
        oracle!.land(tape.blocks.times[block]!, chain);
        last = block;
      } else break;
    }
    return oracle!;
  };
  return { oracle: oracle!, until, tape };
}

const ramp = (ticks: number, price: (tick: number) => number) =>
  Array.from({ length: ticks + 1 }, (_, tick) => price(tick));
const DEVIATION = { model: 'deviation-heartbeat', deviation: 0.001, heartbeat: '10h' } as const;

describe('sources', () => {
  const rising = ramp(100, (tick) => 100 + tick);

  it('that lag show an older price', () => {
    const { until } = open({ publish: DEVIATION, sources: [{ lag: '2m' }] }, rising);
    expect(until(50).value).toBe(140);
  });

  it('that freeze stay where they were, and go on afterwards', () => {
    const faults = [{ model: 'freeze', at: '4m', duration: '6m' }];
    const { until } = open({ publish: DEVIATION, sources: [{ faults }] }, rising);
    expect(until(49).value).toBe(120);
    expect(until(50).value).toBe(150);
  });

  it('that fall silent leave the last report standing', () => {
    const faults = [{ model: 'outage', at: '4m', duration: '6m' }];
    const { until } = open({ publish: DEVIATION, sources: [{ faults }] }, rising);
    expect(until(49).value).toBe(119);
    expect(until(50).value).toBe(150);
  });

  it('with a floor report nothing below it', () => {
    const falling = ramp(100, (tick) => 100 - 0.9 * tick);
    const { until } = open({ publish: DEVIATION, sources: [{ faults: [{ model: 'bounds', least: 40 }] }] }, falling);
    expect(until(100).value).toBe(40);
  });

  it('that are off by a factor do not move a median of three', () => {
    const off = { faults: [{ model: 'outlier', at: 0, factor: 0.1 }] };
    const alone = open({ publish: DEVIATION, sources: [off] }, rising);
    expect(alone.until(50).value).toBeCloseTo(15, 12);
    const three = open(
      { publish: DEVIATION, sources: [off, {}, {}], aggregate: { model: 'upper-median', minimum: 3 } },
      rising,
    );
    expect(three.until(50).value).toBe(150);
  });

  it('draw a fault with its chance, at a time of its own on every path', () => {
    const faults = [{ model: 'freeze', probability: 0 }];
    expect(open({ publish: DEVIATION, sources: [{ faults }] }, rising).until(100).value).toBe(200);
  });
});

describe('a quorum that is missing', () => {
  it('lets the heartbeat pass without a report, and reports once it is there again', () => {
    const faults = [{ model: 'outage', at: '4m', duration: '6m' }];
    const publish = { model: 'interval', every: '2m' } as const;
    const { until } = open(
      { publish, sources: [{ faults }, {}], aggregate: { model: 'median', minimum: 2 } },
      ramp(100, (t) => 100 + t),
    );
    expect(until(49).value).toBe(110);
    expect(until(50).value).toBe(150);
  });
});

describe('the delayed module', () => {
  it('shows at every hop what was said one hop before', () => {
    const { until } = open(
      { publish: { model: 'delayed', hop: '1h' } },
      ramp(1500, (tick) => 100 + tick),
    );
    expect(until(599).value).toBe(100);
    // Poked at one hop with 400, at two with 700, at three with 1000.
    expect(until(600).value).toBe(400);
    expect(until(900).value).toBe(700);
    expect(until(1200).value).toBe(1000);
    expect(until(1200).observedTick).toBe(900);
  });

  it('of one stage shows what is said at the hop', () => {
    const { until } = open(
      { publish: { model: 'delayed', hop: '1h', stages: 1 } },
      ramp(700, (tick) => 100 + tick),
    );
    expect(until(300).value).toBe(400);
  });

  it('keeps to its grid when a poke is late', () => {
    const { until } = open(
      { publish: { model: 'delayed', hop: '1h' }, delay: '20m' },
      ramp(1500, (tick) => 100 + tick),
    );
    // Sent on the hour, landed twenty minutes later: reads the price of then.
    expect(until(699).value).toBe(100);
    expect(until(700).value).toBe(500);
    expect(until(1000).value).toBe(800);
  });
});

/** A pool that is displaced by −50 % from one instant to another. */
const pushed = (from: number, to: number) =>
  ({
    base: 0,
    quote: 1,
    oracleWeight: 1,
    displacement: (time: number) => (time >= from && time < to ? -0.5 : 0),
  }) as unknown as Venue;

describe('means of a pool', () => {
  const flat = constructedTape({ tickMillis: TICK, prices: [ramp(600, () => 100), ramp(600, () => 1)] });
  const parameters = (venue: Venue) => ({ base: 0, quote: 1, venue, window: 30 * MINUTE, cardinality: undefined });

  it('held at m times for k of n blocks move by 1 + k(m − 1)/n, or by m^(k/n)', () => {
    for (const minutes of [3, 10, 30]) {
      const venue = pushed(HOUR, HOUR + minutes * MINUTE);
      const arithmetic = new ArithmeticPoolMean(parameters(venue));
      const geometric = new GeometricPoolMean(parameters(venue));
      for (const mean of [arithmetic, geometric]) mean.begin(flat);
      const time = HOUR + minutes * MINUTE;
      const share = minutes / 30;
      expect(arithmetic.read(time) / 100).toBeCloseTo(1 - 0.5 * share, 12);
      // Ticks are whole, and so is their mean: two steps of one basis point.
      expect(Math.abs(Math.log(geometric.read(time) / 100 / 0.5 ** share))).toBeLessThan(2.1e-4);
    }
  });

  it('are the price itself while it stands still, from the first instant on', () => {
    const venue = pushed(-1, -1);
    const arithmetic = new ArithmeticPoolMean(parameters(venue));
    arithmetic.begin(flat);
    expect(arithmetic.read(0)).toBe(100);
    expect(arithmetic.read(17 * MINUTE + 1)).toBeCloseTo(100, 12);
  });

  it('agree with a sum by hand on a moving price', () => {
    const prices = ramp(400, (tick) => 100 + ((tick * 37) % 23));
    const tape = constructedTape({ tickMillis: TICK, prices: [prices, prices.map(() => 1)] });
    const mean = new ArithmeticPoolMean(parameters(pushed(-1, -1)));
    mean.begin(tape);
    // 30 minutes are 150 ticks; from the middle of tick 200 to the middle of tick 350.
    let sum = 0.5 * prices[200]! + 0.5 * prices[350]!;
    for (let tick = 201; tick < 350; tick++) sum += prices[tick]!;
    expect(mean.read(350.5 * TICK)).toBeCloseTo(sum / 150, 10);
  });

  it('of a ring that is too short have no price, and pause the protocol', () => {
    const publish = { model: 'time-weighted-mean', window: '30m', cardinality: 5 } as const;
    const moving = open(
      { publish },
      ramp(300, (tick) => 100 + tick),
    );
    expect(moving.until(200).isPaused).toBe(true);
    const enough = open(
      { publish: { model: 'time-weighted-mean', window: '30m' } },
      ramp(300, (tick) => 100 + tick),
    );
    const oracle = enough.until(200);
    expect(oracle.isPaused).toBe(false);
    expect(oracle.value).toBeGreaterThan(210);
    expect(oracle.value).toBeLessThan(230);
  });
});

describe('pull', () => {
  it('takes the newest price that is young enough, and pauses without one', () => {
    const faults = [{ model: 'outage', at: '4m', duration: '6m' }];
    const publish = { model: 'pull', maxAge: '60s' } as const;
    const { until } = open(
      { publish, sources: [{ faults }] },
      ramp(100, (tick) => 100 + tick),
    );
    expect(until(10).value).toBe(110);
    expect(until(22).value).toBe(119);
    expect(until(22).isPaused).toBe(false);
    expect(until(30).isPaused).toBe(true);
    expect(until(50).isPaused).toBe(false);
    expect(until(50).value).toBe(150);
  });
});

describe('pull by who may choose', () => {
  const prices = ramp(100, (tick) => 100 + (tick % 10));

  it.each([
    ['lowest', 100],
    ['highest', 109],
    ['newest', 105],
  ])('brings the %s price of the last two minutes', (choice, expected) => {
    const { until } = open({ publish: { model: 'pull', maxAge: '2m', choice } } as Partial<OracleRaw>, prices);
    expect(until(45).value).toBe(expected);
  });
});

describe('fixed prices', () => {
  it('stay where they are whatever the market does', () => {
    const { until } = open(
      { publish: { model: 'fixed', ratio: 123.456, unit: 0.01 } },
      ramp(50, (tick) => 100 - tick),
    );
    expect(until(50).value).toBeCloseTo(123.45, 12);
  });
});

describe('access', () => {
  const round = (stamp: number, value: number) => ({ value, confidence: 0, tick: stamp / TICK, stamp });
  const read = (held: HeldRounds, time: number) => {
    const found = round(0, 0);
    held.read(time, found);
    return found.value;
  };
  const tape = constructedTape({ tickMillis: TICK, prices: [[100, 100]] });
  const rule = { window: 60_000, participation: 0, auction: 0, maxTraversal: 10, maxAge: Number.POSITIVE_INFINITY };

  it.each(['lock', 'private-first'] as const)(
    '%s: without a searcher a round is readable when the window is over',
    (kind) => {
      const held = new HeldRounds({ ...rule, kind }, 'searchers');
      held.begin(tape, 100);
      held.add(round(120_000, 90));
      held.add(round(150_000, 80));
      expect(read(held, 179_999)).toBe(100);
      expect(held.nextChange(150_000)).toBe(180_000);
      expect(read(held, 180_000)).toBe(90);
      expect(read(held, 210_000)).toBe(80);
      expect(held.nextChange(210_000)).toBe(Number.POSITIVE_INFINITY);
    },
  );

  it.each(['lock', 'private-first'] as const)('%s: a searcher makes it readable after the auction', (kind) => {
    const held = new HeldRounds({ ...rule, kind, participation: 1, auction: 5000 }, 'searchers');
    held.begin(tape, 100);
    held.add(round(120_000, 90));
    expect(read(held, 124_999)).toBe(100);
    expect(held.nextChange(120_000)).toBe(125_000);
    expect(read(held, 125_000)).toBe(90);
  });

  it('delays the price that the protocol believes', () => {
    const { until } = open(
      { publish: DEVIATION, access: { model: 'private-first', fallback: '2m', participation: 0 } },
      ramp(100, (tick) => 100 + tick),
    );
    expect(until(50).value).toBe(140);
  });
});

describe('guards', () => {
  const step = ramp(200, (tick) => (tick < 100 ? 100 : 60));

  it('pause when the price is too old, and let go when a younger one lands', () => {
    const publish = { model: 'interval', every: '20m' } as const;
    const { until } = open({ publish, guards: [{ model: 'staleness', maxAge: '10m' }] }, step);
    expect(until(50).isPaused).toBe(false);
    expect(until(51).isPaused).toBe(true);
    expect(until(100).isPaused).toBe(false);
    expect(until(100).value).toBe(60);
  });

  it('keep the last price after a jump, until the next round confirms it', () => {
    const falls = ramp(200, (tick) => (tick < 100 ? 100 : tick < 150 ? 60 : 59));
    const { until } = open({ publish: DEVIATION, guards: [{ model: 'jump', bound: 0.2 }] }, falls);
    expect(until(149).value).toBe(100);
    expect(until(150).value).toBe(59);
  });

  it('refuse a price far from the mean of the pool, or take the mean instead', () => {
    const refused = open({ publish: DEVIATION, guards: [{ model: 'anchor', tolerance: 0.1 }] }, step);
    expect(refused.until(150).value).toBe(100);
    const instead = open(
      { publish: DEVIATION, guards: [{ model: 'anchor', tolerance: 0.1, otherwise: 'mean' }] },
      step,
    );
    // Half of the half hour at 100, half at 60: the geometric mean.
    expect(Math.abs(instead.until(175).value / Math.sqrt(6000) - 1)).toBeLessThan(2e-4);
  });

  it('pause where the sources are far apart', () => {
    const faults = [{ model: 'freeze', at: 0 }];
    const oracle = {
      publish: DEVIATION,
      sources: [{ faults }, {}, {}],
      aggregate: { model: 'upper-median' },
      guards: [{ model: 'confidence', maxRatio: 0.1 }],
    } as Partial<OracleRaw>;
    const { until } = open(oracle, step);
    expect(until(99).isPaused).toBe(false);
    expect(until(100).isPaused).toBe(true);
    expect(until(100).value).toBe(100);
  });
});
