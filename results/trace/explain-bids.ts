/** Bids for the lots of one account, in sentences: those of one keeper at one instant together. */
import { formatNumber, formatUsd } from '../format.ts';
import type { TraceEvent } from './trace-event.ts';

/** By the number of the event with which such bids begin; empty for those that follow it. @param own the events of the account */
export function bidSentences(own: readonly TraceEvent[]): Map<number, string> {
  const bids = own.filter(({ kind }) => kind === 'bid-placed');
  const groups: TraceEvent[][] = [];
  for (const bid of bids) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && isAlike(last[0], bid)) last.push(bid);
    else groups.push([bid]);
  }
  return new Map(groups.map((group) => [(group[0] as TraceEvent).sequence, sentenceOf(group)]));
}

function isAlike(one: TraceEvent, other: TraceEvent): boolean {
  return one.timeMillis === other.timeMillis && one.keeper === other.keeper && one.reason === other.reason;
}

function sentenceOf(group: readonly TraceEvent[]): string {
  const sum = (of: 'usd' | 'units' | 'outsideUsd') => group.reduce((all, { details }) => all + (details[of] ?? 0), 0);
  const [{ keeper, asset, reason }] = group as [TraceEvent];
  const lots = group.length === 1 ? '' : ` in ${group.length} lots`;
  const what = `${formatNumber(sum('units'))} ${asset}${lots}, worth ${formatUsd(sum('outsideUsd'))} USD`;
  if (reason === 'less') return `${keeper} would take only ${what}, for the same ${formatUsd(sum('usd'))} USD.`;
  return `${keeper} bids ${formatUsd(sum('usd'))} USD for ${what}.`;
}
