/** Time that must pass: since an account became due, or since it was last liquidated. */
import { z } from 'zod';
import type { Millis } from '../../../sim/units.ts';
import { doubled } from '../../book/accounts.ts';
import { zDuration, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Hold, Safeguard } from './safeguard.ts';

const zExceptBelow = z
  .number()
  .min(0)
  .max(1)
  .default(0)
  .describe('health factor below which an account is not spared; 0 spares all');

/**
 * An account that has become due may be put right before it is liquidated:
 *
 *   liquidated from   due since + period   on, as long as it is still due
 *
 * due since: when the protocol's price made it due; once healthy, its next time is a new one. `period`: a duration. An account
 * whose health factor is below `exceptBelow` (0 to 1) at the protocol's prices is not spared. Source: Aave v3 `PriceOracleSentinel` and the liquidation grace
 * period of a reserve (v3.1), here for each account.
 */
export const gracePeriod = defineModel({
  family: 'safeguard',
  name: 'grace-period',
  title: 'an account is liquidated only once it has been due for a while',
  source: 'Aave v3.1, liquidation grace period; PriceOracleSentinel (exception below 0.95)',
  params: z.strictObject({
    period: zSpan.describe('how long an account must have been due'),
    exceptBelow: zExceptBelow,
  }),
  create: ({ period, exceptBelow }): Safeguard => ({
    hold: ({ states, margin, prices }): Hold => ({
      begin() {},
      from(slot) {
        const dueAt = states.dueAt[slot] as number;
        if (exceptBelow === 0) return dueAt + period;
        margin.read(slot, prices);
        return margin.healthFactor < exceptBelow ? dueAt : dueAt + period;
      },
    }),
  }),
});

/** When each account was last liquidated on a path, by slot. */
class LastLiquidations {
  #at = new Float64Array(256).fill(Number.NEGATIVE_INFINITY);

  begin(): void {
    this.#at.fill(Number.NEGATIVE_INFINITY);
  }

  at(slot: number): Millis {
    return slot < this.#at.length ? (this.#at[slot] as number) : Number.NEGATIVE_INFINITY;
  }

  note(slot: number, time: Millis): void {
    while (slot >= this.#at.length) {
      const before = this.#at.length;
      this.#at = doubled(this.#at, 0).fill(Number.NEGATIVE_INFINITY, before);
    }
    this.#at[slot] = time;
  }
}

/**
 * Between two liquidations of one account some time must pass:
 *
 *   liquidated from   last liquidated + pause   on
 *
 * `pause`: a duration. Where an auction is the liquidation, it counts from its last sale. Source: Morpho pre-liquidation and partial liquidations in
 * general, as a brake on repeated closes at one stale price.
 */
export const coolOff = defineModel({
  family: 'safeguard',
  name: 'cool-off',
  title: 'after a liquidation an account is left alone for a while',
  params: z.strictObject({ pause: zSpan.describe('time between two liquidations of one account') }),
  create: ({ pause }): Safeguard => ({
    hold: (stage): Hold => {
      const last = new LastLiquidations();
      return {
        begin: () => last.begin(),
        from: (slot) => last.at(slot) + pause,
        liquidated(slot) {
          last.note(slot, stage.time);
          return stage.time + pause;
        },
      };
    },
  }),
});

/**
 * Every liquidation may begin only after a delay that nobody can foresee, so that nobody can be first by speed:
 *
 *   liquidated from   due since + least + u · (most − least)   on
 *
 * u: uniform in (0, 1), one for each account and path, the same for every strategy. `least`, `most`: durations.
 */
export const randomStart = defineModel({
  family: 'safeguard',
  name: 'random-start',
  title: 'each account may be liquidated only after a random delay',
  misleads: 'about what is gained against front-running: keepers here do not sell before others',
  params: z.strictObject({
    least: zDuration.default(0).describe('shortest delay'),
    most: zSpan.describe('longest delay'),
  }),
  create: ({ least, most }): Safeguard => {
    if (most < least) throw new RangeError(`random-start: most (${most} ms) must not be below least (${least} ms)`);
    return {
      hold: ({ accounts, states }): Hold => {
        let tape: Tape | undefined;
        return {
          begin(now) {
            tape = now;
          },
          from(slot) {
            const u = (tape as Tape).draws('random start of liquidations').at(accounts.accountOf[slot] as number);
            return (states.dueAt[slot] as number) + Math.round(least + u * (most - least));
          },
        };
      },
    };
  },
});

/**
 * Due accounts are offered in an order that is drawn, not largest debt first: one uniform for each account and path, highest
 * first, the same for every strategy. It has no parameters, and does not touch the synchronous engine, which closes oldest and worst first. At most one
 * safeguard of a strategy may give an order.
 */
export const randomOrder = defineModel({
  family: 'safeguard',
  name: 'random-order',
  title: 'due accounts are offered in random order instead of largest first',
  params: z.strictObject({}),
  create: (): Safeguard => ({
    priority: (slot, { accounts, tape }) =>
      tape.draws('random order of liquidations').at(accounts.accountOf[slot] as number),
  }),
});
