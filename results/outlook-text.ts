import type { AuctionOutlook, Outcome } from '../scenarios/auction-outlook.ts';
import { formatFraction, formatSeconds } from './format.ts';

/** What theory expects of the auctions of a scenario, a line each; empty where there are none. */
export function outlookText(outlooks: readonly AuctionOutlook[]): string {
  if (outlooks.length === 0) return '';
  const lines = outlooks.map(({ strategy, asset, calm, scripted }) => {
    const fall =
      scripted === undefined
        ? ''
        : scripted === null
          ? '; not while the script falls at its steepest: the price is faster than the ask'
          : `; in the steepest scripted fall ${outcomeText(scripted)}`;
    return `    ${strategy}, ${asset}: ${outcomeText(calm)}${fall}\n`;
  });
  return `auctions by theory: time to be taken, and what takers without costs gain\n${lines.join('')}`;
}

function outcomeText({ fillMillis, loss: [least, most] }: Outcome): string {
  const [low, high] = [formatFraction(least), formatFraction(most)];
  return `${formatSeconds(fillMillis / 1000)}, ${low === high ? low : `${low.replace(' %', '')} to ${high}`}`;
}
