/** What a part of the benchmark found: figures with their spread, and the bars that some of them must reach. */
import type { Spread } from './interleave.ts';

export interface Row {
  readonly what: string;
  readonly figure: string;
  /** Empty where a figure is for information only. */
  readonly bar: string;
  /** Undefined where there is no bar. */
  readonly met: boolean | undefined;
}

export interface Section {
  readonly title: string;
  /** What was compared with what, in a few sentences. */
  readonly how: string;
  readonly rows: readonly Row[];
}

/** How much time the benchmark may take: rounds are multiplied by it. */
export type Effort = 1 | 3;

export function information(what: string, figure: string): Row {
  return { what, figure, bar: '', met: undefined };
}

/** A figure whose median must not be above `limit`. */
export function atMost(what: string, measured: Spread, limit: number, show: (value: number) => string): Row {
  return { what, figure: shown(measured, show), bar: `≤ ${show(limit)}`, met: measured.median <= limit };
}

/** A figure whose median must not be below `limit`. */
export function atLeast(what: string, measured: Spread, limit: number, show: (value: number) => string): Row {
  return { what, figure: shown(measured, show), bar: `≥ ${show(limit)}`, met: measured.median >= limit };
}

/** Something that holds or does not. */
export function mustHold(what: string, holds: boolean): Row {
  return { what, figure: holds ? 'yes' : 'no', bar: 'yes', met: holds };
}

export function shown(measured: Spread, show: (value: number) => string): string {
  return `${show(measured.median)} (${show(measured.low)} to ${show(measured.high)})`;
}

export const times = (value: number): string => `${value.toFixed(2)}×`;
export const micros = (millis: number): string => `${(millis * 1000).toFixed(0)} µs`;
export const milliseconds = (millis: number): string => `${millis.toFixed(0)} ms`;
export const seconds = (millis: number): string => `${(millis / 1000).toFixed(2)} s`;
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
