import { z } from 'zod';
import type { PriceCurve } from '../../model.ts';
import { zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';

interface Regime {
  /** Duration of the regime, ms; the last one never ends. */
  readonly lasts?: number | undefined;
  readonly halfLife: number;
}

/** Inverses round towards the earlier side, so that a search never starts too late. */
const EARLY = 1 - 1e-9;

/** log2 of the share lost up to the start of each regime, and when it starts. */
function startsOf(regimes: readonly Regime[]): { at: number; lost: number; halfLife: number }[] {
  let at = 0;
  let lost = 0;
  return regimes.map(({ lasts, halfLife }) => {
    const start = { at, lost, halfLife };
    at += lasts ?? Number.POSITIVE_INFINITY;
    lost += (lasts ?? 0) / halfLife;
    return start;
  });
}

/** The curve of several regimes, each with its own half-life. */
export function halvingCurve(regimes: readonly Regime[]): PriceCurve {
  const starts = startsOf(regimes);
  return {
    share: (elapsed) => {
      let regime = starts[0] as (typeof starts)[number];
      for (const next of starts) if (elapsed >= next.at) regime = next;
      return Math.exp(-Math.LN2 * (regime.lost + (elapsed - regime.at) / regime.halfLife));
    },
    reaches: (share) => {
      const lost = -Math.log(share) / Math.LN2;
      let regime = starts[0] as (typeof starts)[number];
      for (const next of starts) if (lost >= next.lost) regime = next;
      return Math.max(0, (regime.at + (lost - regime.lost) * regime.halfLife) * EARLY);
    },
  };
}

/**
 * A price that halves at a rhythm of its own in each of several regimes.
 *
 *   share(t) = share(start of the regime) · 2^(−(t − start)/halfLife)
 *
 * The default is Ajna's: halving every 20 minutes for two hours, every two hours for twelve, then every hour. With a
 * `buffer` of 256 the auction starts at 256 times the reference price, passes 4 times it after two hours and a sixteenth of
 * it after fourteen. Source: ajna-core, `PoolHelper._auctionPrice`.
 */
export const halving = defineModel({
  family: 'curve',
  name: 'halving',
  title: 'halves at a rhythm that changes from regime to regime',
  source: 'Ajna, PoolHelper.sol (auction price); its reserve auction halves hourly',
  misleads: 'as Ajna itself: its reference price comes from its own book of lenders, here from the oracle',
  params: z.strictObject({
    regimes: z
      .array(
        z.strictObject({
          lasts: zSpan.optional().describe('duration; left out for the last one only'),
          halfLife: zSpan.describe('time in which the price halves'),
        }),
      )
      .min(1)
      .default([
        { lasts: 7_200_000, halfLife: 1_200_000 },
        { lasts: 43_200_000, halfLife: 7_200_000 },
        { halfLife: 3_600_000 },
      ])
      .describe('one after the other'),
  }),
  create: ({ regimes }): PriceCurve => {
    const endless = regimes.findIndex(({ lasts }) => lasts === undefined);
    if (endless >= 0 && endless < regimes.length - 1) {
      throw new RangeError('curve halving: only the last regime may leave out how long it lasts');
    }
    return halvingCurve(regimes);
  },
});
