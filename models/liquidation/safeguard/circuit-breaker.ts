import { z } from 'zod';
import type { Fraction, Millis } from '../../../sim/units.ts';
import { zProperFraction, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Stage } from '../../world/stage.ts';
import type { Hold, Safeguard } from './safeguard.ts';

interface Level {
  readonly move: Fraction;
  readonly window: Millis;
  readonly pause: Millis;
}

/** The protocol's prices of the last while, by asset, as far as a level looks back. */
class PriceMemory {
  readonly #window: Millis;
  readonly #times: number[][] = [];
  readonly #prices: number[][] = [];

  constructor(window: Millis) {
    this.#window = window;
  }

  /** Forgets everything and begins with these prices. */
  begin(time: Millis, prices: ArrayLike<number>): void {
    for (let asset = 0; asset < prices.length; asset++) {
      this.#times[asset] = [time];
      this.#prices[asset] = [prices[asset] as number];
    }
  }

  /** Notes the prices of an instant; returns whether any of them has moved as far within the window. */
  hasMoved(move: Fraction, time: Millis, prices: ArrayLike<number>, isFallOnly: boolean): boolean {
    let found = false;
    for (let asset = 0; asset < prices.length; asset++) {
      const [times, known] = [this.#times[asset] as number[], this.#prices[asset] as number[]];
      const price = prices[asset] as number;
      if (known[known.length - 1] !== price) {
        times.push(time);
        known.push(price);
      }
      // The price that stood when the window began still counts.
      while (times.length > 1 && (times[1] as number) <= time - this.#window) {
        times.shift();
        known.shift();
      }
      for (const then of known) {
        found ||= price <= (1 - move) * then || (!isFallOnly && price >= (1 + move) * then);
      }
    }
    return found;
  }
}

export class CircuitBreaker implements Hold {
  readonly remembers = true;
  readonly #stage: Pick<Stage, 'prices'>;
  readonly #levels: readonly Level[];
  readonly #memories: readonly PriceMemory[];
  readonly #isFallOnly: boolean;

  constructor(stage: Pick<Stage, 'prices'>, levels: readonly Level[], isFallOnly: boolean) {
    this.#stage = stage;
    this.#levels = levels;
    this.#memories = levels.map(({ window }) => new PriceMemory(window));
    this.#isFallOnly = isFallOnly;
  }

  begin(_tape?: Tape): void {
    for (const memory of this.#memories) memory.begin(0, this.#stage.prices);
  }

  shutUntil(time: Millis): Millis {
    const { prices } = this.#stage;
    let until = 0;
    for (let i = 0; i < this.#levels.length; i++) {
      const level = this.#levels[i] as Level;
      const memory = this.#memories[i] as PriceMemory;
      if (!memory.hasMoved(level.move, time, prices, this.#isFallOnly)) continue;
      // One move trips a level once: what it measures begins anew at the price that tripped it.
      memory.begin(time, prices);
      until = Math.max(until, time + level.pause);
    }
    return until;
  }
}

/**
 * Nothing is liquidated for a while after the protocol's price of any asset has moved far within a window. For each level:
 *
 *   shut from t to t + pause   where   1 − P(t) / P(s) ≥ move   for some s in [t − window, t]
 *
 * (with `direction: both` also P(t) / P(s) − 1 ≥ move). P: the protocol's price, looked at in every block in which something happens. A level that has
 * tripped measures anew from that price, so one move trips it once; while one level keeps it shut others go on measuring, and the longest pause
 * counts. `move`: fraction, 0 to 1. `window`, `pause`: durations. Nothing at all acts while it is shut: auctions that run grow older. Source: market-wide circuit
 * breakers (NYSE Rule 7.12: 7, 13 and 20 per cent; 15 minutes); Maker's Clipper Mom trips on a fall between two prices.
 */
export const circuitBreaker = defineModel({
  family: 'safeguard',
  name: 'circuit-breaker',
  title: 'liquidations pause after a large move of the price, in levels',
  source: 'NYSE Rule 7.12; MakerDAO ClipperMom (tripBreaker)',
  misleads: 'where a pause of the protocol pauses trading too: prices and venues go on here',
  params: z.strictObject({
    levels: z
      .array(
        z.strictObject({
          move: zProperFraction.gt(0).describe('move that trips it, 0.1 is 10 %'),
          window: zSpan.describe('time within which the price must move so far'),
          pause: zSpan.describe('how long nothing is liquidated'),
        }),
      )
      .min(1)
      .max(10)
      .describe('each measures for itself'),
    direction: z.enum(['fall', 'both']).default('fall').describe('fall = only falls trip it, both = rises too'),
  }),
  create: ({ levels, direction }): Safeguard => ({
    hold: (stage) => new CircuitBreaker(stage, levels, direction === 'fall'),
  }),
});
