/** What a liquidation did to one account, in a sentence: who, how much, at which slippage, and who came too late. */
import { formatFraction, formatNumber, formatUsd } from '../format.ts';
import type { TraceEvent } from './trace-event.ts';

const usd = (value: number) => `${formatUsd(value)} USD`;

/** By the number of the event with which a liquidation begins. @param own the events of the account, in order */
export function saleSentences(own: readonly TraceEvent[]): Map<number, string> {
  return new Map(rounds(own).map((round) => [(round[0] as TraceEvent).sequence, sentenceOf(round)]));
}

/** From each liquidation to what is said of the account after it, or to the next one. */
function rounds(own: readonly TraceEvent[]): TraceEvent[][] {
  const found: TraceEvent[][] = [];
  let open = false;
  for (const event of own) {
    if (event.kind === 'liquidated') {
      found.push([]);
      open = true;
    }
    if (open) found.at(-1)?.push(event);
    if (['still-due', 'restored', 'written-off'].includes(event.kind)) open = false;
  }
  return found;
}

function sentenceOf(round: readonly TraceEvent[]): string {
  const sum = (kind: TraceEvent['kind'], of: (event: TraceEvent) => number | undefined) =>
    round.filter((event) => event.kind === kind).reduce((total, event) => total + (of(event) ?? 0), 0);
  const changeOf = (event: TraceEvent, figure: string) =>
    event.changes.find((one) => one.figure === figure)?.change ?? 0;
  const first = round[0] as TraceEvent;
  const sales = round.filter(({ kind }) => kind === 'sold');
  const outside = sum('sold', ({ details }) => details.outsideUsd);
  const got = sum('sold', ({ details }) => details.usd);
  const fee = sum('sold', ({ details }) => details.feeUsd);
  const gas = sum('gas-paid', (event) => changeOf(event, 'keeperGasUsd'));
  const earned = sum('keeper-earned', ({ details }) => details.usd);
  const late = sum('reverted', ({ details }) => details.count);
  const lateGas = sum('reverted', (event) => changeOf(event, 'keeperGasUsd'));
  const penalty = sum('penalty-paid', ({ details }) => details.usd);
  const units = [...new Set(sales.map(({ asset }) => asset))].map(
    (asset) =>
      `${formatNumber(sales.reduce((total, sale) => total + (sale.asset === asset ? (sale.details.units ?? 0) : 0), 0))} ${asset}`,
  );
  const share = outside > 0 ? (outside - got) / outside : 0;
  const bid = round.find(({ kind }) => kind === 'gas-paid')?.details.bidGwei;
  const who = first.keeper ?? 'The protocol';
  const saleText = () =>
    sales.length === 0
      ? `Collateral worth ${usd(sum('seized', ({ details }) => details.outsideUsd))} is taken, and not sold.`
      : `${units.join(' and ')} worth ${usd(outside)} sold for ${usd(got)}: slippage ${usd(outside - got)} (${formatFraction(share)}), of it ${usd(fee)} fees and ${usd(outside - got - fee)} impact.`;
  const parts = [
    `${who} liquidates it${bid === undefined ? '' : ` with a bid of ${formatNumber(bid)} gwei`}: ${usd(sum('repaid', ({ details }) => details.usd))} of debt are repaid at a bonus of ${formatFraction(first.details.bonus ?? 0)}.`,
    saleText(),
  ];
  if (first.keeper !== undefined) parts.push(`The keeper earns ${usd(earned - gas)} after ${usd(gas)} of gas.`);
  if (penalty > 0) parts.push(`The protocol takes a penalty of ${usd(penalty)}.`);
  if (late > 0)
    parts.push(
      `${formatNumber(late)} ${late === 1 ? 'transaction comes' : 'transactions come'} too late: ${usd(lateGas)} of gas.`,
    );
  if (changeOf(first, 'cascadeLiquidations') > 0)
    parts.push('Without our own sales it would not have become due: a cascade.');
  return parts.join(' ');
}
