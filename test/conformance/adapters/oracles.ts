/** Aggregations of several sources, and Maker's delayed module. */
import { newestConfirmed } from '../../../models/oracles/aggregate/bounded-union.ts';
import { medianOfMiddleTwo } from '../../../models/oracles/aggregate/medians.ts';
import { addQuote, type Quotes, quotesFor } from '../../../models/oracles/aggregate/quotes.ts';
import { threeVoteRule } from '../../../models/oracles/aggregate/three-votes.ts';
import { DelayedModule } from '../../../models/oracles/publish/delayed-module.ts';
import { type Adapters, numberOf } from '../adapter.ts';
import type { Vector } from '../vector.ts';

const TRADING = 1;

interface PythQuote {
  readonly price: string;
  readonly conf: string;
  readonly status: number;
  readonly ageSlots: number;
}

function quotesOf(values: readonly { price: number; confidence?: number; age?: number }[]): Quotes {
  const quotes = quotesFor(Math.max(1, values.length));
  values.forEach(({ price, confidence = 0, age = 0 }, source) => {
    addQuote(quotes, price, confidence, age, source);
  });
  return quotes;
}

const shown = (price: number) => (Number.isNaN(price) ? null : price);

/** Every poke in turn; what is refused leaves its mark and the script goes on. */
function pokeAt(module: DelayedModule, time: number, feed: number): boolean {
  try {
    module.poke(time, feed, 0);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function osmScript({ params, inputs }: Vector) {
  const module = new DelayedModule(numberOf(params.hop), 2);
  let feed = Number.NaN;
  const ok: boolean[] = [];
  const reads: { cur: number | null; nxt: number | null }[] = [];
  for (const [what, time, value] of inputs.events as [string, string, string?][]) {
    if (what === 'src') feed = numberOf(value);
    else if (what === 'poke') ok.push(pokeAt(module, numberOf(time), feed));
    else if (what === 'read') reads.push({ cur: shown(module.current), nxt: shown(module.next) });
    else throw new TypeError(`no event is called ${what}`);
  }
  return { ok, reads };
}

export const oracles: Adapters = {
  'oracle/pyth-aggregate': {
    run({ params, inputs }) {
      const rule = threeVoteRule({
        minimum: numberOf(params.minPublishers),
        maxAge: numberOf(params.maxSendLatencySlots),
        unit: 1,
      });
      const trading = (inputs.quotes as PythQuote[]).filter(({ status }) => status === TRADING);
      const values = trading.map(({ price, conf, ageSlots }) => ({
        price: numberOf(price),
        confidence: numberOf(conf),
        age: ageSlots,
      }));
      const found = { price: Number.NaN, confidence: 0, age: 0 };
      rule.combine(quotesOf(values), found);
      if (Number.isNaN(found.price)) return { price: 0, conf: 0, status: 'unknown' };
      return { price: found.price, conf: found.confidence, status: 'trading' };
    },
    largestAmount: ({ inputs }) =>
      Math.max(...(inputs.quotes as PythQuote[]).map(({ price }) => Math.abs(numberOf(price)))),
  },
  'oracle/median-round-away-from-zero': {
    run({ inputs }) {
      const values = (inputs.values as unknown[]).map((value) => ({ price: numberOf(value) }));
      const found = { price: Number.NaN, confidence: 0, age: 0 };
      medianOfMiddleTwo.create({ minimum: 1, unit: 1 } as never, undefined).combine(quotesOf(values), found);
      if (Number.isNaN(found.price)) throw new RangeError('there is no median of nothing');
      return { median: found.price };
    },
  },
  'oracle/bounded-union': {
    run({ params, inputs }) {
      const sources = inputs.sources as { name: string; price: number; time: number }[];
      const newest = Math.max(...sources.map(({ time }) => time));
      const values = sources.map(({ price, time }) => ({ price: numberOf(price), age: newest - time }));
      const fallback = sources.findIndex(({ name }) => name === inputs.fallback);
      const { name, price, time } = sources[newestConfirmed(quotesOf(values), numberOf(params.tolerance), fallback)]!;
      return { selected: name, price, time };
    },
  },
  'oracle/osm-sequence': {
    run({ params, inputs }) {
      const module = new DelayedModule(numberOf(params.hop), 2);
      const states = (inputs.ops as { t: number; feed: string; poke: boolean }[]).map(({ t, feed, poke }) => {
        if (poke && !pokeAt(module, t, numberOf(feed))) return { error: true };
        return { cur: shown(module.current), nxt: shown(module.next) };
      });
      return { states };
    },
  },
  'maker/osm-script': { run: osmScript },
};
