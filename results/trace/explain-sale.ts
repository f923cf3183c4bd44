/** What a liquidation did to one account, in a sentence: who, how much, at which slippage, and who came too late. */
import { formatCount, formatFraction, formatNumber, formatUsd } from '../format.ts';
import { price } from './describe-event.ts';
import type { TraceEvent } from './trace-event.ts';

const usd = (value: number) => `${formatUsd(value)} USD`;

/** By the number of the event with which a liquidation begins. @param own the events of the account, in order */
export function saleSentences(own: readonly TraceEvent[]): Map<number, string> {
  return new Map(rounds(own).map((round) => [(round[0] as TraceEvent).sequence, sentencesOf(round).join(' ')]));
}

const ENDS: ReadonlySet<string> = new Set(['still-due', 'restored', 'written-off']);

/** From each liquidation to what is said of the account after it, or to the next one by somebody else or at another time. */
function rounds(own: readonly TraceEvent[]): TraceEvent[][] {
  const found: TraceEvent[][] = [];
  let open: TraceEvent[] | undefined;
  for (const event of own) {
    const begins = event.kind === 'liquidated' || event.kind === 'auction-taken';
    const first = open?.[0];
    if (begins && !(first?.timeMillis === event.timeMillis && first.keeper === event.keeper)) {
      open = [];
      found.push(open);
    }
    open?.push(event);
    if (ENDS.has(event.kind)) open = undefined;
  }
  return found;
}

function sentencesOf(round: readonly TraceEvent[]): string[] {
  const of = (kind: TraceEvent['kind']) => round.filter((event) => event.kind === kind);
  const sum = (kind: TraceEvent['kind'], value: (event: TraceEvent) => number | undefined) =>
    of(kind).reduce((total, event) => total + (value(event) ?? 0), 0);
  const who = round[0]?.keeper;
  const gas = sum('gas-paid', (event) => changeOf(event, 'keeperGasUsd'));
  const earned = sum('keeper-earned', ({ details }) => details.usd);
  const penalty = sum('penalty-paid', ({ details }) => details.usd);
  const sales = of('sold');
  const parts = [whatIsDone(round), ...(sales.length > 0 ? [saleSentence(sales)] : takenSentence(of('seized')))];
  const left = earned - gas;
  const traded = of('bands-converted')[0];
  if (traded !== undefined) return [convertedText(traded, who)];
  // Where one transaction deals with many accounts, its gas is paid before any of them.
  const after = of('gas-paid').length === 0 ? 'before gas' : `after ${usd(gas)} of gas`;
  if (who !== undefined) parts.push(`The keeper ${left < 0 ? 'loses' : 'earns'} ${usd(Math.abs(left))} ${after}.`);
  if (penalty > 0) parts.push(`The protocol takes a penalty of ${usd(penalty)}.`);
  parts.push(...lateSentence(of('reverted')));
  if (of('liquidated').some((event) => changeOf(event, 'cascadeLiquidations') > 0))
    parts.push('Without our own sales it would not have become due: a cascade.');
  return parts;
}

/** Who does what, and how much debt that repays. */
function whatIsDone(round: readonly TraceEvent[]): string {
  const who = round[0]?.keeper ?? 'The protocol';
  const gasPrice = round.find(({ kind }) => kind === 'gas-paid')?.details.bidGwei;
  const bid = gasPrice === undefined ? '' : ` with a bid of ${formatNumber(gasPrice)} gwei`;
  const repayments = round.filter(({ kind }) => kind === 'repaid');
  const repaid = `${usd(repayments.reduce((total, { details }) => total + (details.usd ?? 0), 0))} of debt`;
  const takes = round.filter(({ kind }) => kind === 'auction-taken');
  if (takes.length > 0) {
    const units = takes.reduce((total, { details }) => total + (details.units ?? 0), 0);
    const paid = takes.reduce((total, { details }) => total + (details.units ?? 0) * (details.priceUsd ?? 0), 0);
    const lots = takes.length === 1 ? '' : ` in ${takes.length} lots`;
    const market = price(takes[0]?.details.marketUsd);
    return `${who} takes ${formatNumber(units)} ${takes[0]?.asset} from its auction${lots} at ${price(paid / units)} a unit (the market is at ${market})${bid}: ${repaid} are repaid.`;
  }
  const [absorbed] = round.filter(({ kind }) => kind === 'absorbed');
  if (absorbed !== undefined) {
    const { debtUsd = 0, usd: credit = 0 } = absorbed.details;
    return `${who} has the protocol absorb it${bid}: ${usd(debtUsd)} of debt are gone, and the owner is credited ${usd(credit)}.`;
  }
  const [over] = round.filter(({ kind }) => kind === 'debt-taken-over');
  const bonus = round[0]?.details.bonus;
  const atBonus = bonus ? ` at a bonus of ${formatFraction(bonus)}` : '';
  if (over !== undefined) {
    const { debtUsd = 0, units = 0 } = over.details;
    return `${who} takes over ${usd(debtUsd)} of its debt and ${formatNumber(units)} ${over.asset}${bid}${atBonus}.`;
  }
  const members = round.filter(({ kind }) => kind === 'member-served');
  if (members.length > 0) {
    const list = members.map(
      ({ keeper, asset, details: d }) => `${keeper} pays ${usd(d.usd ?? 0)} for ${formatNumber(d.units ?? 0)} ${asset}`,
    );
    return `Members of the pool take it: ${list.join(', ')}; ${repaid} are repaid.`;
  }
  const others = new Set(round.map(({ kind, party }) => (kind === 'repaid' ? party : undefined)));
  const isCalled = round.some(({ kind }) => kind === 'redistributed') || others.has('backstop');
  if (isCalled)
    return `${who} calls for its liquidation${bid}: ${repayments.length > 0 ? `the backstop repays ${repaid}` : 'the backstop has nothing left to repay it with'}.`;
  return `${who} liquidates it${bid}: ${repaid} are repaid${atBonus}.`;
}

/** A trade against the bands in which the account stands. */
export function convertedText({ asset, reason, details: d }: TraceEvent, who = 'Somebody'): string {
  const units = `${formatNumber(d.units ?? 0)} ${asset}`;
  return reason === 'in'
    ? `${units} come back into its bands: ${usd(d.usd ?? 0)} are owed again.`
    : `${who} trades ${units} out of its bands: ${usd(d.usd ?? 0)} of debt count as repaid.`;
}

function saleSentence(sales: readonly TraceEvent[]): string {
  const sum = (of: (event: TraceEvent) => number | undefined) => sales.reduce((all, one) => all + (of(one) ?? 0), 0);
  const outside = sum(({ details }) => details.outsideUsd);
  const got = sum(({ details }) => details.usd);
  const fee = sum(({ details }) => details.feeUsd);
  const units = [...new Set(sales.map(({ asset }) => asset))].map(
    (asset) => `${formatNumber(sum((sale) => (sale.asset === asset ? sale.details.units : 0)))} ${asset}`,
  );
  const share = outside > 0 ? (outside - got) / outside : 0;
  return `${units.join(' and ')} worth ${usd(outside)} sold for ${usd(got)}: slippage ${usd(outside - got)} (${formatFraction(share)}), of it ${usd(fee)} fees and ${usd(outside - got - fee)} impact.`;
}

/** Collateral that nobody sells: who has it now. */
function takenSentence(taken: readonly TraceEvent[]): string[] {
  const parts = taken.map(
    ({ asset, party, keeper, details }) =>
      `${party === undefined ? (keeper ?? 'the protocol') : `the ${party}`} gets ${formatNumber(details.units ?? 0)} ${asset} worth ${usd(details.outsideUsd ?? 0)}`,
  );
  return parts.length === 0 ? [] : [`Nothing is sold: ${parts.join(', ')}.`];
}

/** Whose transactions found the account gone, and what that cost. */
function lateSentence(reverts: readonly TraceEvent[]): string[] {
  const count = reverts.reduce((sum, { details }) => sum + (details.count ?? 0), 0);
  if (count === 0) return [];
  const gas = reverts.reduce((sum, event) => sum + changeOf(event, 'keeperGasUsd'), 0);
  const names = [...new Set(reverts.map(({ keeper }) => keeper))].map((name) => {
    const own = reverts.reduce((sum, { keeper, details }) => sum + (keeper === name ? (details.count ?? 0) : 0), 0);
    return `${formatCount(own)} of ${name ?? 'others'}`;
  });
  const verb = count === 1 ? 'transaction comes too late and fails' : 'transactions come too late and fail';
  return [`${formatCount(count)} ${verb} (${names.join(', ')}): ${usd(gas)} of gas.`];
}

function changeOf(event: TraceEvent, figure: string): number {
  return event.changes.find((one) => one.figure === figure)?.change ?? 0;
}
