/** Whether a fit holds the tail of its history, by a rule that is printed with the answer. */
import { FALL } from './features.ts';
import type { Band, GoodnessRow } from './goodness-of-fit.ts';

export const TAIL_RULE =
  'A fit misses the tail when the excess kurtosis of the history, or its worst fall within one of the windows, lies above the ' +
  '95 % band of histories of the same length simulated from the fit. Each test errs 1 time in 40 when the law is true.';

export interface TailVerdict {
  readonly misses: boolean;
  /** Rows on which the history is worse than the band. */
  readonly missed: readonly {
    readonly key: string;
    readonly label: string;
    readonly real: number;
    readonly band: Band;
  }[];
}

/** `worst falls within 1h, 6h; excess kurtosis`: what a fit misses, in short. */
export function missedText({ missed }: TailVerdict): string {
  const falls = missed.filter(({ key }) => key.startsWith(FALL)).map(({ key }) => key.slice(FALL.length));
  const others = missed.filter(({ key }) => !key.startsWith(FALL)).map(({ label }) => label);
  return [...(falls.length > 0 ? [`worst falls within ${falls.join(', ')}`] : []), ...others].join('; ');
}

export function judgeTail(law: string, rows: readonly GoodnessRow[]): TailVerdict {
  const missed = rows
    .filter(({ isTail, real, simulated }) => isTail && real > simulated[law].high)
    .map(({ key, label, real, simulated }) => ({ key, label, real, band: simulated[law] }));
  return { misses: missed.length > 0, missed };
}
