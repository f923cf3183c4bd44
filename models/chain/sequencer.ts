/**
 * A rollup's sequencer: block k at k · interval, and no block while the sequencer is down. Outages are scripted (`outages`),
 * drawn (`failures`), or both; those that touch count as one. The first block after one is the first multiple of
 * `interval` at or after its end. What was drawn:
 *   number ~ Poisson(perYear · horizon / year), or one with `probability`; start uniform over the horizon; duration by its law.
 * Each outage takes two draws of its own after the draw of their number. `backlog` raises everybody else's gas price
 * after an outage, for those who could not act meanwhile want in: times 1 + (peak - 1) · 2^(-t / halfLife), t after its end.
 *
 * Symbols: interval in ms (Arbitrum 250 ms, OP chains 2 s); perYear per 365 days; times in ms. Outages are put on the tape
 * (`tape.outages`) for guards that read a sequencer's uptime. Throws a RangeError where both perYear and
 * probability are given, or one of them without a duration.
 *
 * Source: Arbitrum docs (250 ms blocks); outage of 15 December 2023, about 78 minutes; Chainlink L2 sequencer uptime feeds.
 */
import { z } from 'zod';
import { poissonQuantile } from '../../sim/random/distributions.ts';
import { type Fraction, MILLIS_PER_YEAR, type Millis } from '../../sim/units.ts';
import type { BlockColumns, BlockTiming, Delay, Outages, Streams } from '../model.ts';
import { zDuration, zFraction, zNonNegative, zSpan } from '../parameters.ts';
import { defineModel, type ModelReference } from '../registry.ts';

const params = z.strictObject({
  interval: zSpan.describe('time between blocks, e.g. 250ms, 2s'),
  outages: z
    .array(
      z
        .strictObject({
          from: zDuration.describe('when it begins, from the start of the path'),
          until: zSpan.describe('when the sequencer is back, from the start of the path'),
        })
        .refine(({ from, until }) => until > from, 'an outage must end after it begins'),
    )
    .default([])
    .describe('outages that happen on every path'),
  perYear: zNonNegative.max(500).optional().describe('outages drawn, mean number per year of 365 days'),
  probability: zFraction.optional().describe('chance of one drawn outage on a path; in place of perYear'),
  duration: z
    .looseObject({ model: z.string() })
    .optional()
    .describe('how long a drawn outage lasts (family delay)') as unknown as z.ZodType<ModelReference | undefined>,
  backlogPeak: z
    .number()
    .min(1)
    .max(1000)
    .default(1)
    .describe("factor on everybody else's gas price when the sequencer is back; 1 is none"),
  backlogHalfLife: zSpan.default(600_000).describe('time in which that factor comes half way back to 1'),
});

type Parameters = z.output<typeof params>;

/** Starts and ends, in pairs, sorted in place by start. */
type Spells = { from: Millis; until: Millis }[];

class Sequencer implements BlockTiming {
  readonly meanMillis: Millis;
  readonly #p: Parameters;
  readonly #duration: Delay | undefined;
  /** The column last written, and how many of its first blocks come at their regular times. */
  #column: Float64Array | undefined;
  #regular = 0;

  constructor(p: Parameters, duration: Delay | undefined) {
    this.#p = p;
    this.#duration = duration;
    this.meanMillis = p.interval;
  }

  fill(out: BlockColumns, horizon: Millis, streams: Streams): number {
    const { interval } = this.#p;
    const blocks = Math.floor(horizon / interval) + 1;
    if (out.times.length < blocks) out.times = new Float64Array(blocks);
    merge(this.#spells(horizon, streams), horizon, out.outages);
    const { count, from, until } = out.outages;
    const { times } = out;
    // Blocks before the first outage come at the same times on every path: what was written once stays.
    if (times !== this.#column) this.#regular = 0;
    this.#column = times;
    let index = count === 0 ? blocks : Math.min(blocks, Math.ceil((from[0] as number) / interval));
    for (let block = this.#regular; block < index; block++) times[block] = block * interval;
    if (index > this.#regular || count > 0) this.#regular = index;
    let written = index;
    for (let outage = 0; outage < count; outage++) {
      index = Math.ceil((until[outage] as number) / interval);
      const end = outage + 1 < count ? Math.ceil((from[outage + 1] as number) / interval) : blocks;
      for (; index < end; index++) times[written++] = index * interval;
    }
    return written;
  }

  afterOutages(gas: Float64Array, windowMillis: Millis, outages: Outages): void {
    const { backlogPeak, backlogHalfLife } = this.#p;
    if (backlogPeak === 1) return;
    const decay = -Math.LN2 / backlogHalfLife;
    for (let outage = 0; outage < outages.count; outage++) {
      const back = outages.until[outage] as number;
      for (let window = 0; window < gas.length; window++) {
        const since = (window + 0.5) * windowMillis - back;
        if (since < -0.5 * windowMillis) continue;
        gas[window] = (gas[window] as number) * (1 + (backlogPeak - 1) * Math.exp(decay * Math.max(0, since)));
      }
    }
  }

  noBlockFor(millis: Millis): Fraction {
    return millis > 0 ? 0 : 1;
  }

  #spells(horizon: Millis, streams: Streams): Spells {
    const { outages, perYear, probability } = this.#p;
    const spells: Spells = outages.map(({ from, until }) => ({ from, until }));
    if (this.#duration === undefined) return spells;
    const stream = streams('outages');
    const u = stream.uniform();
    const mean = ((perYear ?? 0) * horizon) / MILLIS_PER_YEAR;
    const drawn = probability === undefined ? (mean > 0 ? poissonQuantile(u, mean) : 0) : u < probability ? 1 : 0;
    for (let i = 0; i < drawn; i++) {
      const from = Math.round(stream.uniform() * horizon);
      spells.push({ from, until: from + Math.max(1, this.#duration.quantile(stream.uniform())) });
    }
    return spells;
  }
}

/** Writes spells in the order of time, those that touch as one, those past the horizon not at all. */
function merge(spells: Spells, horizon: Millis, out: Outages): void {
  if (out.from.length < spells.length) {
    out.from = new Float64Array(spells.length);
    out.until = new Float64Array(spells.length);
  }
  spells.sort((a, b) => a.from - b.from || a.until - b.until);
  let count = 0;
  for (const { from, until } of spells) {
    if (from > horizon) break;
    if (count > 0 && from <= (out.until[count - 1] as number)) {
      out.until[count - 1] = Math.max(until, out.until[count - 1] as number);
    } else {
      out.from[count] = from;
      out.until[count++] = until;
    }
  }
  out.count = count;
}

export const sequencer = defineModel({
  family: 'block-timing',
  name: 'sequencer',
  title: "a rollup's regular blocks, and none while its sequencer is down",
  source: 'Arbitrum docs; Chainlink L2 sequencer uptime feeds',
  misleads: 'in outages longer than the delay of forced inclusion through L1 (24 h on Arbitrum), which is not modelled',
  params,
  create(p, { delay }) {
    const isDrawn = p.perYear !== undefined || p.probability !== undefined;
    if (p.perYear !== undefined && p.probability !== undefined) {
      throw new RangeError('sequencer: give perYear or probability of outages, not both');
    }
    if (isDrawn !== (p.duration !== undefined)) {
      throw new RangeError('sequencer: drawn outages need perYear or probability, and a duration');
    }
    return new Sequencer(p, p.duration === undefined ? undefined : delay(p.duration));
  },
});
