/**
 * What a number means, where the type system reaches. The aliases cost nothing at run time and are not checked:
 * they are documentation the compiler carries along. Where types do not reach, the name has the unit (`badDebtUsd`).
 */

/** Integer milliseconds from the start of the path: whole numbers, so that equal instants compare equal. */
export type Millis = number;
/** Seconds, for rates and for people. */
export type Seconds = number;
/** US dollars. */
export type Usd = number;
/** A share: 0.05 is five percent. Never 5, never 1.05. */
export type Fraction = number;
/** A rate per year of 365 days. */
export type PerYear = number;
/** Price of one unit of gas, in 1e-9 of the chain's coin. */
export type Gwei = number;
/** Units of gas. */
export type Gas = number;

export const MILLIS_PER_SECOND: Millis = 1_000;
export const MILLIS_PER_MINUTE: Millis = 60_000;
export const MILLIS_PER_HOUR: Millis = 3_600_000;
export const MILLIS_PER_DAY: Millis = 86_400_000;
/** A year is 365 days everywhere; nothing here knows a calendar. */
export const MILLIS_PER_YEAR: Millis = 31_536_000_000;
