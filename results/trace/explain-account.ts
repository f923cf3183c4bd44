/** The life of one account on a path, in sentences with numbers. */
import { formatCount, formatNumber, formatSeconds, formatUsd } from '../format.ts';
import type { AccountFacts } from './account-facts.ts';
import { clock } from './clock.ts';
import { DECLINES, health, price, RACES, shortfallText } from './describe-event.ts';
import { saleSentences } from './explain-sale.ts';
import type { TraceEvent } from './trace-event.ts';
import type { Trace } from './trace-path.ts';

/** One thing that happened, or several alike: when, and what. */
export interface Sentence {
  /** Null for what holds for the path as a whole. */
  readonly timeMillis: number | null;
  readonly text: string;
}

const usd = (value: number | undefined) => `${formatUsd(value ?? 0)} USD`;
const span = (millis: number) => formatSeconds(millis / 1000);

/** @throws RangeError when the trace was made without an account */
export function explainAccount(trace: Trace): Sentence[] {
  const { account, events } = trace;
  if (account === undefined) throw new RangeError('the trace was made without an account to explain');
  const own = events.filter((event) => event.account === account.account);
  const assets = new Set(account.holdings.map(({ asset }) => asset));
  const sentences: Sentence[] = [{ timeMillis: 0, text: startOf(account) }];
  const sales = saleSentences(own);
  const mainAsset = own.find(({ kind }) => kind === 'account-due')?.asset;
  const state = { dueAt: -1, isInAuction: false, landing: undefined as TraceEvent | undefined };
  let waiting: TraceEvent[] = [];
  const flush = () => {
    sentences.push(...waitSentences(waiting, account.account));
    waiting = [];
  };
  for (const event of events) {
    if (event.kind === 'price-landed' && assets.has(event.asset ?? '')) state.landing = event;
    // Accounts come largest first: what is said of one may go for all after it.
    const isOfRest = event.purpose === 'rest' && (event.asset ?? mainAsset) === mainAsset;
    const isOwn = event.account === account.account;
    if (isOwn ? isWait(event) : isOfRest && state.dueAt >= 0 && !state.isInAuction) waiting.push(event);
    if (!isOwn || isWait(event)) continue;
    const sale = sales.get(event.sequence);
    const said = sale === undefined ? sentenceOf(event, state.landing, state.dueAt) : [sale];
    if (said.length > 0) flush();
    for (const text of said) sentences.push({ timeMillis: event.timeMillis, text });
    if (event.kind === 'account-due') state.dueAt = event.timeMillis;
    if (event.kind === 'auction-started') state.isInAuction = true;
    if (event.kind === 'still-due' || ENDS.has(event.kind)) state.isInAuction = false;
    if (ENDS.has(event.kind)) state.dueAt = -1;
  }
  flush();
  return [...sentences, endOf(trace, account, own, state.dueAt)];
}

/** It is no longer due. */
const ENDS: ReadonlySet<string> = new Set(['restored', 'written-off', 'account-healed']);

const isWait = ({ kind, reason }: TraceEvent) => kind === 'declined' || (kind === 'raced' && reason !== 'won');

function startOf({ account, of, holdings, healthFactor }: AccountFacts): string {
  const list = (side: 'collateral' | 'debt') =>
    holdings
      .filter((holding) => holding.side === side)
      .map(({ asset, units, usd: worth }) => `${formatNumber(units)} ${asset} (${usd(worth)})`)
      .join(' and ') || 'nothing';
  const health0 = healthFactor === null ? 'it owes nothing' : `a health factor of ${health(healthFactor)}`;
  return `Account ${account} of ${of} holds ${list('collateral')} and owes ${list('debt')}: ${health0}.`;
}

function sentenceOf(event: TraceEvent, landing: TraceEvent | undefined, dueAt: number): string[] {
  const { kind, timeMillis: time, details: d, keeper } = event;
  switch (kind) {
    case 'account-due':
      return dueSentences(event, landing);
    case 'account-healed':
      return [
        `The market has healed it after ${span(time - dueAt)}: its health factor is ${health(d.healthFactor)} again, and nothing was taken.`,
      ];
    case 'auction-started':
      return [
        `${keeper ?? 'The protocol'} starts an auction of ${formatNumber(d.units ?? 0)} ${event.asset} for ${usd(d.debtUsd)} of debt, from ${price(d.priceUsd)} a unit; the market is at ${price(d.marketUsd)}.`,
      ];
    case 'auction-reset':
      return [`The auction is too old or too cheap: it starts anew from ${price(d.priceUsd)} a unit.`];
    case 'redistributed':
      return [
        `Other borrowers take over ${usd(d.usd)} of its debt, and ${formatNumber(d.units ?? 0)} ${event.asset} with it.`,
      ];
    case 'still-due':
      return [
        `It is still due: ${usd(d.debtUsd)} of debt against ${usd(d.collateralUsd)}, health factor ${health(d.healthFactor)}.`,
      ];
    case 'restored': {
      const took = dueAt < 0 ? '' : ` ${span(time - dueAt)} after it became due`;
      if (!(d.debtUsd ?? 0))
        return [`It is closed${took}: no debt is left, and the borrower keeps ${usd(d.collateralUsd)}.`];
      return [
        `It is healthy again${took}: ${usd(d.debtUsd)} of debt against ${usd(d.collateralUsd)}, health factor ${health(d.healthFactor)}.`,
      ];
    }
    case 'loss-allocated':
      return [
        `Nothing is left to take, and ${usd(d.usd)} of debt is lost: funds pay ${usd(d.drawnUsd)}, lenders bear ${usd(d.socialisedUsd)}, nobody has borne ${usd(d.parkedUsd)} yet.`,
      ];
    default:
      return [];
  }
}

function dueSentences(event: TraceEvent, landing: TraceEvent | undefined): string[] {
  const { timeMillis: time, block, details: d, asset, keeper } = event;
  const breach = d.breachMillis ?? time;
  const late = span(time - breach);
  const where = block === null ? 'at the start of the path' : `in block ${block}`;
  const seen =
    landing?.timeMillis === time
      ? ` with ${landing.asset} at ${price(landing.details.priceUsd)}, seen ${span(time - (landing.details.observedMillis ?? time))} before (the market is at ${price(landing.details.marketUsd)} now)`
      : '';
  const sentences = [
    `The market makes it due at ${clock(breach)}. The protocol knows ${breach === time ? 'at once' : `${late} later`}, ${where}${seen}: ${usd(d.debtUsd)} of debt against ${usd(d.collateralUsd)}, mostly ${asset}; health factor ${health(d.healthFactor)}.`,
  ];
  if (keeper !== undefined && d.seenMillis !== undefined)
    sentences.push(`${keeper} is the first to react, ${span(d.seenMillis - time)} later, at ${clock(d.seenMillis)}.`);
  return sentences;
}

/** Why nobody acted between two things that happened: one sentence, each reason with how often it was given. */
function waitSentences(events: readonly TraceEvent[], account: number): Sentence[] {
  // A declined account says no more than the race that it follows.
  const looks = events.filter(({ kind, reason }) => kind !== 'declined' || reason !== 'race');
  const [first, last] = [looks[0], looks.at(-1)];
  if (first === undefined || last === undefined) return [];
  const byReason = new Map<string, TraceEvent[]>();
  for (const event of looks) {
    const key = `${event.kind}/${event.reason}/${event.kind === 'raced' ? event.purpose : ''}`;
    byReason.set(key, [...(byReason.get(key) ?? []), event]);
  }
  const reasons = [...byReason.values()].map((alike) => waitReason(alike, account));
  const until = last.timeMillis === first.timeMillis ? '' : ` until ${clock(last.timeMillis)}`;
  return [{ timeMillis: first.timeMillis, text: `Nobody touches it${until}: ${reasons.join('; ')}.` }];
}

function waitReason(alike: readonly TraceEvent[], account: number): string {
  const [first, last] = [alike[0] as TraceEvent, alike.at(-1) as TraceEvent];
  const often = alike.length === 1 ? 'once' : `${formatCount(alike.length)} times`;
  if (first.kind === 'raced') {
    const others = alike.map(({ details }) => details.marketGwei ?? 0);
    const ends = [...new Set([Math.min(...others), Math.max(...others)].map(formatNumber))];
    return `${often} keepers would ${PURPOSES[first.purpose ?? '']}, but ${RACES[first.reason ?? '']} (others pay ${ends.join(' to ')} gwei; it would gain ${usd(last.details.grossUsd)} before gas)`;
  }
  // What another, larger account lacks says nothing of this one but that it lacks more.
  const known = alike.filter((event) => event.account === account || event.reason === 'venue');
  const least = Math.min(...known.map(({ details }) => details.shortfall ?? 1));
  return `${often} ${DECLINES[first.reason ?? '']}${shortfallText(first.reason ?? '', known.length > 0 ? least : 1)}`;
}

const PURPOSES: Readonly<Record<string, string>> = {
  liquidation: 'liquidate it',
  start: 'start its auction',
  reset: 'start its auction anew',
  take: 'take from its auction',
};

function endOf(trace: Trace, facts: AccountFacts, own: readonly TraceEvent[], dueAt: number): Sentence {
  const { healthFactor, lowestHealthFactor: lowest, lowestAtMillis, trigger } = facts;
  const end = { timeMillis: null };
  if (healthFactor === null || lowest === null)
    return { ...end, text: 'It owes nothing, so nothing can happen to it.' };
  if (own.length === 0) {
    const near = `At market prices its health factor is lowest at ${clock(lowestAtMillis)}: ${health(lowest)}`;
    return {
      ...end,
      text:
        lowest < trigger
          ? `It never becomes due. ${near}, below ${trigger}; but no report landed while that was so.`
          : `It never becomes due. ${near}, and it is due below ${trigger}.`,
    };
  }
  if (trace.failure !== undefined) return { ...end, text: `The path failed: ${trace.failure.message}.` };
  const waited = span(trace.horizonMillis - dueAt);
  if (dueAt >= 0) return { ...end, text: `At the end of the path it is still due, after ${waited}.` };
  const liquidations = own.filter(({ kind }) => kind === 'liquidated').length;
  const count = liquidations === 1 ? 'once' : `${liquidations} times`;
  if (liquidations === 0) return { ...end, text: 'Nothing of it was liquidated on this path.' };
  return { ...end, text: `It was liquidated ${count} on this path.` };
}
