/**
 * The kinds of value a scenario may hold, each with its unit and range, so that every model's parameters read alike.
 */
import { z } from 'zod';
import type { Millis } from '../sim/units.ts';

const MILLIS_PER_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/;

/**
 * Reads a duration such as `12s`, `13.2s`, `10m`, `24h`, `30d` or `250ms`.
 *
 * @returns whole milliseconds (rounded), or `undefined` when the text is not a duration
 */
export function parseDuration(text: string): Millis | undefined {
  const match = DURATION.exec(text.trim());
  if (match === null) return undefined;
  return Math.round(Number(match[1]) * MILLIS_PER_UNIT[match[2] as string]);
}

const durationText = z
  .string()
  .regex(DURATION, 'must be a duration with its unit, such as 250ms, 12s, 10m, 24h or 30d')
  .transform((text) => parseDuration(text) as Millis);

/** A length of time ≥ 0, written with its unit (`12s`); `0` needs none. Milliseconds once read. */
export const zDuration = z.union([durationText, z.literal(0)]).describe('duration, e.g. 250ms, 12s, 10m, 24h');
/** A length of time > 0. */
export const zSpan = durationText
  .refine((millis) => millis > 0, 'must be longer than 0')
  .describe('duration above 0, e.g. 12s, 10m, 24h');
/** A share of one: 0.05 is 5 %. */
export const zFraction = z.number().min(0).max(1).describe('fraction, 0.05 is 5 %');
/** A share of one that may not be all of it. */
export const zProperFraction = z.number().min(0).lt(1).describe('fraction below 1, 0.05 is 5 %');
/** A factor > 0. */
export const zPositive = z.number().positive().describe('number above 0');
export const zNonNegative = z.number().min(0).describe('number, 0 or above');
export const zCount = z.number().int().min(1).describe('whole number, 1 or above');
export const zPrice = z.number().min(1e-18).max(1e18).describe('USD per unit, 1e-18 to 1e18');
/** Beyond these bounds products of reserves are no longer numbers. */
export const zReserve = z.number().min(1e-9).max(1e30).describe('units that a pool holds, 1e-9 to 1e30');
export const zUsd = z.number().min(0).describe('USD, 0 or above');
export const zVolatility = z.number().min(0).max(100).describe('per square root of a year, 0.8 is 80 %');
export const zDrift = z.number().min(-50).max(50).default(0).describe('drift of the expected price, per year');
export const zJumpsPerDay = zNonNegative.max(5000).describe('expected number of jumps a day');
export const zJumpMean = z.number().min(-5).max(5).describe('mean of the log-jump, e.g. -0.03');
export const zJumpDeviation = zNonNegative.max(5).describe('standard deviation of the log-jump');
export const zGwei = z.number().min(0).describe('gwei per unit of gas');
export const zGas = z.number().int().min(0).describe('units of gas');
/** Names of assets, venues, keepers and strategies: they become column values, so they stay simple. */
export const zName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/, 'must start with a letter and hold only letters, digits, _ . and -')
  .describe('a name');
/** A file, relative to the scenario that names it. The loader reads it: models are handed its text. */
export const zFile = z.string().min(1).describe('path of a file, relative to the scenario');
