/** Pictures of an oracle's stages: what a protocol believes on one path in which the price falls, by the very oracle of a world. */

import type { ModelReference } from '../../models/registry.ts';
import { TapeWriter } from '../../models/tape/tape-writer.ts';
import { buildGate, buildOracles } from '../../models/world/oracle-parts.ts';
import { buildChain, buildVenues } from '../../models/world/parts.ts';
import type { Stage } from '../../models/world/stage.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { PERCENT, type Plot } from './plot.ts';

const SCENARIO = 'oracle-guards';
const MINUTE = 60_000;

const LANDING =
  'delay: { model: constant, delay: 6s }, transaction: { gas: 200_000, bid: { model: market-multiple, multiple: 3 } }';
const PUSHED = `publish: { model: deviation-heartbeat, deviation: 0.005, heartbeat: 1h }, ${LANDING}`;
/** Prints too low for ten minutes before the fall. */
const WRONG_PRINT = '{ model: outlier, factor: 0.9, at: 12m, duration: 8m }';
const FIVE_SOURCES = `[{ confidence: 0.002, faults: [${WRONG_PRINT}] }, { confidence: 0.002, faults: [{ model: bounds, least: 1700 }] }, { confidence: 0.002 }, { confidence: 0.002, lag: 1m }, { confidence: 0.002, lag: 2m }]`;

interface Drawing {
  /** The oracle of ETH with the model in it, as a scenario writes it. */
  readonly oracle: (model: string) => string;
  readonly caption: string;
  /** Block times of the chain, where they are not every twelve seconds. */
  readonly blocks?: string;
}

const BY_FAMILY: Readonly<Record<string, Drawing>> = {
  publish: {
    oracle: (model) => `{ publish: ${model}, ${LANDING} }`,
    caption:
      'The market’s price, and what the protocol believes: one path on which the price falls by a fifth in 40 minutes.',
  },
  fault: {
    oracle: (model) => `{ sources: [{ faults: [${model}] }], publish: { model: every-block }, ${LANDING} }`,
    caption: 'The market’s price, and what a protocol believes that asks this source alone.',
  },
  aggregate: {
    oracle: (model) => `{ sources: ${FIVE_SOURCES}, aggregate: ${model}, publish: { model: every-block }, ${LANDING} }`,
    caption:
      'Above: the market’s price, and what the protocol believes. Below: how far off the market that is. Of five sources the first prints 10 % too low from minute 12 to 20, the second nothing below 1,700, two lag by one and two minutes.',
  },
  access: {
    oracle: (model) => `{ ${PUSHED}, access: ${model} }`,
    caption: 'The market’s price, and the round that everybody may read; reports come at moves of half a per cent.',
  },
  guard: {
    oracle: (model) => `{ sources: [{ faults: [${WRONG_PRINT}] }], ${PUSHED}, guards: [${model}] }`,
    caption:
      'The market’s price, and what the protocol believes. The source prints 10 % too low from minute 12 to 20; thin grey: what it would believe without the guard. While a guard pauses, the line has a gap.',
  },
};

/** A model whose stage shows little of it. */
const BY_MODEL: Readonly<Record<string, Drawing>> = {
  'guard/confidence': {
    oracle: (model) =>
      `{ sources: [{ faults: [${WRONG_PRINT}] }, { lag: 30s }, {}], aggregate: { model: upper-median }, publish: { model: every-block }, ${LANDING}, guards: [${model}] }`,
    caption:
      'The market’s price, and what the protocol believes, the upper median of three sources of which one prints 10 % too low from minute 12 to 20. While the guard pauses, the line has a gap.',
  },
  'guard/staleness': {
    oracle: (model) =>
      `{ sources: [{ faults: [{ model: outage, at: 35m, duration: 25m }] }], ${PUSHED}, guards: [${model}] }`,
    caption:
      'The market’s price, and what the protocol believes. The source is silent from minute 35 to 60; thin grey: what it would believe without the guard. While the guard pauses, the line has a gap.',
  },
  'guard/sequencer': {
    oracle: (model) => `{ ${PUSHED}, guards: [${model}] }`,
    blocks: '{ model: sequencer, interval: 12s, outages: [{ from: 40m, until: 55m }] }',
    caption:
      'A fall in which the sequencer is down from minute 40 to 55. Above: the market’s price, and what the protocol believes. Below: the health factor below which an account may be liquidated; there is no block while the sequencer is down, only the worst pass in the grace period, and all that are due (below 1) otherwise.',
  },
};

export async function oraclePlot(family: string, reference: ModelReference): Promise<Plot | undefined> {
  const drawing = BY_MODEL[`${family}/${reference.model}`] ?? BY_FAMILY[family];
  if (drawing === undefined) return undefined;
  const { market, believed, below } = await play(drawing.oracle(JSON.stringify(reference)), drawing.blocks);
  const plain =
    family === 'guard' && drawing.blocks === undefined
      ? [
          {
            name: 'unguarded',
            points: (await play(drawing.oracle('').replace('guards: []', ''))).believed.flat(),
            faint: true,
          },
        ]
      : [];
  // While there is no block the protocol's price stays.
  const held = drawing.blocks === undefined ? {} : ({ as: 'steps' } as const);
  return {
    caption: drawing.caption,
    x: { title: 'minutes' },
    y: { title: 'USD' },
    lines: [
      ...plain,
      { name: 'market', points: market },
      ...believed.map((points) => ({ ...held, name: 'protocol', points })),
    ],
    ...underneath(family, drawing, { market, believed, below }),
  };
}

/** Where the first panel shows too little. */
function underneath(family: string, drawing: Drawing, { market, believed, below }: Played): Pick<Plot, 'below'> {
  const x = { title: 'minutes' };
  if (drawing.blocks !== undefined) {
    const y = { title: 'liquidated below', zero: true };
    return { below: { x, y, lines: [{ name: 'health factor', as: 'steps', points: below }] } };
  }
  if (family !== 'aggregate') return {};
  const prices = new Map(market);
  const off = believed.flat().flatMap(([minute, price]): [number, number][] => {
    const there = prices.get(minute);
    return there === undefined ? [] : [[minute, price / there - 1]];
  });
  return {
    below: { x, y: { title: 'off the market', zero: true, format: PERCENT }, lines: [{ name: 'off', points: off }] },
  };
}

type Points = readonly (readonly [minute: number, price: number])[];

interface Played {
  readonly market: Points;
  readonly believed: readonly Points[];
  /** Health factor below which an account may be liquidated. */
  readonly below: Points;
}

/** One path of 80 minutes, with nobody selling. What is believed comes in pieces: there is none while liquidations are paused. */
async function play(oracle: string, blocks?: string): Promise<Played> {
  const { scenario, registry } = await loadScenario(SCENARIO, {
    overrides: [
      ...[
        'run.horizon=80m',
        `oracles.ETH=${oracle}`,
        'market.assets.ETH.price={ model: gbm, start: 1, volatility: 0.5 }',
        ...(blocks === undefined ? [] : [`chains.ethereum.blocks=${blocks}`]),
      ],
      'market.assets.ETH.waypoints=[{ at: 0, price: 2000 }, { at: 30m, price: 2000 }, { at: 70m, price: 1600 }, { at: 80m, price: 1610 }]',
    ],
  });
  const files = { text: (): never => fail() };
  const writer = new TapeWriter(scenario, scenario.run, registry, files);
  const tape = writer.newTape();
  writer.write(tape, 'model pages', 0);
  const plan = { spec: scenario, registry, files, writer };
  const venues = buildVenues(plan);
  for (const venue of venues) {
    venue.reset();
    venue.begin?.(tape);
  }
  const [eth] = buildOracles(plan, venues);
  const chain = buildChain(plan);
  chain.begin(tape);
  if (eth === undefined) return fail();
  eth.begin(tape);
  // Only what a sequencer's guard lets through is asked of it: no account is looked at.
  const gate = buildGate(plan, [], { margin: undefined, prices: undefined } as unknown as Stage);
  gate.begin(tape);
  const believed: [number, number][][] = [[]];
  const below: [number, number][] = [];
  let next = eth.nextTick(1);
  let last = -1;
  for (let block = 0; block < tape.blockCount; block++) {
    const time = tape.blocks.times[block] as number;
    for (; next * tape.grid.tickMillis <= time; next = eth.nextTick(next + 1)) {
      eth.send(next, chain);
      last = Math.max(last, tape.blockFrom(next * tape.grid.tickMillis) - 1);
    }
    if (eth.nextBlock(last, chain) <= block) {
      chain.open(block);
      eth.land(time, chain);
      chain.close();
      last = block;
    }
    const piece = believed.at(-1) as [number, number][];
    if (!eth.isPaused) piece.push([time / MINUTE, eth.value]);
    else if (piece.length > 0) believed.push([]);
    gate.refresh(time);
    below.push([time / MINUTE, Math.min(1, gate.below)]);
  }
  const prices = tape.prices[eth.asset] as Float64Array;
  const market = Array.from(prices, (price, tick) => [(tick * tape.grid.tickMillis) / MINUTE, price] as const);
  const { count, from, until } = tape.outages;
  for (let outage = 0; outage < count; outage++) {
    const down = (from[outage] as number) / MINUTE;
    below.splice(
      below.findIndex(([minute]) => minute >= (until[outage] as number) / MINUTE),
      0,
      [down, 0],
    );
  }
  return { market, believed: believed.filter((piece) => piece.length > 0), below };
}

function fail(): never {
  throw new RangeError(`${SCENARIO} has an oracle of ETH, and reads no file`);
}
