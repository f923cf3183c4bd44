/** Whether a fit holds the tail of its history, by a rule that is printed with the answer. */
import { FALL, VOLATILITY } from './features.ts';
import type { Band, GoodnessRow } from './goodness-of-fit.ts';

export const TAIL_RULE =
  'A fit misses the tail when the excess kurtosis of the history, or its worst fall within one of the windows, lies above that of ' +
  '99.5 % of the histories of the same length simulated from the fit. The true law fails one such test in 200.';

/** How the volatility of the simulated histories stands to that of the real one: within the 95 % band, or all of the band to one side. */
export type VolatilityVerdict = 'within' | 'above' | 'below';

export interface TailVerdict {
  readonly volatility: VolatilityVerdict;
  readonly misses: boolean;
  /** Rows on which the history is worse than what is simulated. */
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
    .filter(({ isTail, real, simulated }) => isTail && real > simulated[law].extreme)
    .map(({ key, label, real, simulated }) => ({ key, label, real, band: simulated[law] }));
  return { misses: missed.length > 0, missed, volatility: judgeVolatility(law, rows) };
}

/** A law may buy its tail with more volatility than the history has. */
function judgeVolatility(law: string, rows: readonly GoodnessRow[]): VolatilityVerdict {
  const row = rows.find(({ key }) => key === VOLATILITY)!;
  const { low, high } = row.simulated[law];
  return low > row.real ? 'above' : high < row.real ? 'below' : 'within';
}
