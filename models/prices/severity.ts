/**
 * How bad a day is, in one word. Each level is Merton's jump diffusion (see `merton`) with the figures of a set of days in the hourly history of
 * ETH/USDT (Binance, 2019-12-04 to 2025-11: 2,144 whole UTC days), sorted by realised volatility RV = √(365 · Σ r²), r the hourly log-returns:
 *
 *   level        days                                        RV           σ     jumps/day  J mean ± deviation  drift/year
 *   neutral      the middle half (1,072)                     0.41-0.84   0.59   0.42        0.000  ± 0.021        0
 *   adverse      the wildest tenth without the next (193)    1.13-2.30   1.92   0.55       -0.0085 ± 0.050        0
 *   severe       the wildest hundredth (22)                  2.32-5.95   4.5    0.55       -0.065  ± 0.093      -22.6
 *   very severe  the eight wildest of six years              2.94-5.95   5.9    0.63       -0.11   ± 0.10       -31.9
 *
 * An hour beyond four robust deviations of its day (median |r|/0.6745) is a jump; the table has their number, mean and deviation. The drift is
 * that of the mean return of the days: -6.0 % and -8.4 % a day for severe and very severe; neutral and adverse days have none worth
 * keeping. E[S_1d]/S_0 is therefore 1, 1, 0.940 and 0.916. σ, per square root of a year, is such that the median fall of a day (from its first
 * price to its lowest) is that of the days. It is above what hourly closes alone give (0.56, 1.31, 2.75, 3.32), because they miss
 * what happens within the hour and that moves of such days come one after the other.
 *
 * What a level means for that fall within one day: simulated with ticks of five minutes, 100,000 paths, and in brackets the same
 * days of the history (lows of hourly bars):
 *
 *   level        P(-10 %)           P(-20 %)          median fall       5 % worst         1 % worst
 *   neutral       0.2 % (0.1 %)      0.0 % (0.0 %)     2.1 % (2.1 %)     6.3 % (6.1 %)     8.4 % (8.3 %)
 *   adverse      31.6 % (28.5 %)     3.9 % (1.6 %)     6.7 % (6.7 %)    19.0 % (16.9 %)   24.8 % (21.1 %)
 *   severe       74   % (86 %)      47   % (45 %)     19.1 % (19.2 %)   43   % (43 %)     52   % (47 %)
 *   very severe  81   % (100 %)     61   % (75 %)     25.3 % (25.3 %)   54   % (47 %)     63   % (48 %)
 *
 * All days of a horizon are of the level: two severe days running are rarer than one. `start` is in USD per unit.
 *
 * Source: own measurement, as above; Merton (1976) for the law. Misleads for assets that do not move as ETH does (give them a law of their own), over
 * several days, and where the shape of a crash matters: the last two levels rest on 22 and 8 days.
 */
import { z } from 'zod';
import { zPrice } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { mertonModel } from './merton.ts';

interface Level {
  readonly drift: number;
  readonly volatility: number;
  readonly jumpsPerDay: number;
  readonly jumpMean: number;
  readonly jumpDeviation: number;
}

export const SEVERITIES = {
  neutral: { drift: 0, volatility: 0.59, jumpsPerDay: 0.42, jumpMean: 0, jumpDeviation: 0.021 },
  adverse: { drift: 0, volatility: 1.92, jumpsPerDay: 0.55, jumpMean: -0.0085, jumpDeviation: 0.05 },
  severe: { drift: -22.6, volatility: 4.5, jumpsPerDay: 0.55, jumpMean: -0.065, jumpDeviation: 0.093 },
  'very severe': { drift: -31.9, volatility: 5.9, jumpsPerDay: 0.63, jumpMean: -0.11, jumpDeviation: 0.1 },
} as const satisfies Record<string, Level>;

export const severity = defineModel({
  family: 'price',
  name: 'severity',
  title: 'a jump diffusion as wild as neutral, adverse, severe or very severe days of ETH were',
  source: 'own measurement on ETH/USDT hourly bars, Binance, 2019-12 to 2025-11; Merton (1976)',
  misleads: 'for assets that do not move as ETH does, and over several days: each is as wild as the first',
  params: z.strictObject({
    start: zPrice,
    level: z
      .enum(['neutral', 'adverse', 'severe', 'very severe'])
      .describe(
        'which days of the history: the middle half, the wildest tenth, the wildest hundredth, the eight wildest',
      ),
  }),
  create: ({ start, level }) => mertonModel({ start, ...SEVERITIES[level] }),
});
