/** Timing of several pieces of work against each other, so that what disturbs the machine disturbs all of them alike. */
import { median } from 'simple-statistics';

/** Milliseconds since some moment. */
export type Clock = () => number;

export const wallTime: Clock = () => performance.now();

/**
 * What this process has computed, all its threads together. Time in which others had the processor is not in it, so short pieces of work in
 * one thread can be compared on a machine that is not quiet.
 */
export const processorTime: Clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** A figure measured several times. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Runs every piece once in each round and returns its milliseconds, `[piece][round]`. The first piece of a round is another one
 * each time: none always follows the same neighbour.
 *
 * @param warmups rounds before the first that counts, 0 or more @param rounds rounds that count, 1 or more
 */
export async function interleave(
  pieces: readonly (() => unknown)[],
  { clock, warmups, rounds }: { clock: Clock; warmups: number; rounds: number },
): Promise<number[][]> {
  const millis = pieces.map((): number[] => []);
  for (let round = -warmups; round < rounds; round++) {
    for (let turn = 0; turn < pieces.length; turn++) {
      const place = (turn + round + warmups) % pieces.length;
      const started = clock();
      await pieces[place]!();
      const spent = clock() - started;
      if (round >= 0) millis[place]!.push(spent);
    }
  }
  return millis;
}

/** @throws Error when there is nothing to take the median of */
export function spreadOf(values: readonly number[]): Spread {
  return { median: median([...values]), low: Math.min(...values), high: Math.max(...values) };
}

/** Round by round, one divided by the other. */
export function ratioOf(over: readonly number[], under: readonly number[]): Spread {
  return spreadOf(over.map((value, round) => value / under[round]!));
}
