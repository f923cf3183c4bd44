/** The life of one account on a path, in sentences with numbers. */
import { formatCount, formatNumber, formatSeconds, formatUsd } from '../format.ts';
import type { AccountFacts } from './account-facts.ts';
import { clock } from './clock.ts';
import { HEALERS, health, OWN_ACTS, price } from './describe-event.ts';
import { bidSentences } from './explain-bids.ts';
import { convertedText, saleSentences } from './explain-sale.ts';
import { waitText } from './explain-wait.ts';
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
  const acts = new Map([...saleSentences(own), ...bidSentences(own)]);
  const mainAsset = own.find(({ kind }) => kind === 'account-due')?.asset;
  const state: AccountLife = { dueAt: -1, isTouched: false, isInAuction: false, landing: undefined };
  let waiting: TraceEvent[] = [];
  const flush = () => {
    const text = waitText(waiting, account.account);
    if (text !== undefined) sentences.push({ timeMillis: waiting[0]?.timeMillis ?? 0, text });
    waiting = [];
  };
  for (const event of events) {
    if (event.kind === 'price-landed' && assets.has(event.asset ?? '')) state.landing = event;
    // Accounts come largest first: what is said of one may go for all after it.
    const isOfRest = event.purpose === 'rest' && (event.asset ?? mainAsset) === mainAsset;
    const isOwn = event.account === account.account;
    if (isOwn ? isWait(event) : isOfRest && state.dueAt >= 0 && !state.isInAuction) waiting.push(event);
    if (!isOwn || isWait(event)) continue;
    const act = acts.get(event.sequence);
    const said = act === undefined ? sentenceOf(event, state, account) : [act];
    if (said.length > 0) flush();
    for (const text of said) sentences.push({ timeMillis: event.timeMillis, text });
    if (event.kind === 'account-due') Object.assign(state, { dueAt: event.timeMillis, isTouched: false });
    if (event.kind === 'liquidated') state.isTouched = true;
    if (event.kind === 'auction-started') state.isInAuction = true;
    if (event.kind === 'still-due' || ENDS.has(event.kind)) state.isInAuction = false;
    if (ENDS.has(event.kind)) state.dueAt = -1;
  }
  flush();
  return [...sentences, endOf(trace, account, own, state.dueAt)];
}

/** How it stands, on the way through the events. */
interface AccountLife {
  /** −1 when it is not. */
  dueAt: number;
  /** Whether something was taken since it became due. */
  isTouched: boolean;
  isInAuction: boolean;
  /** The price of an asset of its that landed last. */
  landing: TraceEvent | undefined;
}

/** It is no longer due. */
const ENDS: ReadonlySet<string> = new Set(['restored', 'written-off', 'account-healed']);

const isWait = ({ kind, reason }: TraceEvent) =>
  kind === 'declined' || kind === 'transaction-waits' || (kind === 'raced' && reason !== 'won');

function startOf({ account, of, holdings, healthFactor }: AccountFacts): string {
  const list = (side: 'collateral' | 'debt') =>
    holdings
      .filter((holding) => holding.side === side)
      .map(({ asset, units, usd: worth }) => `${formatNumber(units)} ${asset} (${usd(worth)})`)
      .join(' and ') || 'nothing';
  const health0 = healthFactor === null ? 'it owes nothing' : `a health factor of ${health(healthFactor)}`;
  return `Account ${account} of ${of} holds ${list('collateral')} and owes ${list('debt')}: ${health0}.`;
}

function sentenceOf(event: TraceEvent, { landing, dueAt, isTouched }: AccountLife, facts: AccountFacts): string[] {
  const { kind, timeMillis: time, details: d, keeper } = event;
  switch (kind) {
    case 'account-due':
      return dueSentences(event, landing, facts);
    case 'account-healed':
      return [healedText(event, span(time - dueAt), isTouched)];
    case 'borrower-acted':
      return [
        `The borrower ${OWN_ACTS[event.reason ?? '']} (${usd(d.usd)}): its health factor is ${health(d.healthFactor)}.`,
      ];
    case 'auction-started':
      return [
        `${keeper ?? 'The protocol'} starts ${d.count === undefined || d.count === 1 ? 'an auction' : `${formatCount(d.count)} auctions`} of ${formatNumber(d.units ?? 0)} ${event.asset} for ${usd(d.debtUsd)} of debt, ${d.priceUsd === undefined ? 'to the highest bid' : `from ${price(d.priceUsd)} a unit`}; the market is at ${price(d.marketUsd)}.`,
      ];
    case 'auction-reset':
      if (d.priceUsd === undefined)
        return [`Nobody has bid for ${formatNumber(d.units ?? 0)} ${event.asset}: their auction starts anew.`];
      return [`The auction is too old or too cheap: it starts anew from ${price(d.priceUsd)} a unit.`];
    case 'redistributed':
      return [
        `Other borrowers take over ${usd(d.usd)} of its debt, and ${formatNumber(d.units ?? 0)} ${event.asset} with it.`,
      ];
    case 'bands-entered':
      return [
        `Its ${formatNumber(d.units ?? 0)} ${event.asset} are converted band by band from now on, between ${price(d.beforeUsd)} and ${price(d.priceUsd)} a unit.`,
      ];
    case 'bands-converted':
      return event.reason === 'in' ? [convertedText(event)] : [];
    case 'still-due':
      return [
        `It is still due: ${usd(d.debtUsd)} of debt against ${usd(d.collateralUsd)}, health factor ${health(d.healthFactor)}.`,
      ];
    case 'restored': {
      const took = dueAt < 0 ? '' : time === dueAt ? ' at once' : ` ${span(time - dueAt)} after it became due`;
      if (!(d.debtUsd ?? 0))
        return [`It is closed${took}: no debt is left, and the borrower keeps ${usd(d.collateralUsd)}.`];
      return [
        `It is healthy again${took}: ${usd(d.debtUsd)} of debt against ${usd(d.collateralUsd)}, health factor ${health(d.healthFactor)}.`,
      ];
    }
    case 'loss-allocated':
      return [`${usd(d.usd)} of debt is lost, because no collateral covers it: ${bearers(d).join(', ')}.`];
    default:
      return [];
  }
}

/** @param after how long it was due */
function healedText({ reason = '', details: d }: TraceEvent, after: string, isTouched: boolean): string {
  const untouched = isTouched ? '' : ', and nothing was taken';
  if (reason === 'closed') return `The borrower has closed it ${after} after it became due${untouched}.`;
  const healer = HEALERS[reason] ?? 'the market has';
  return `${healer[0]?.toUpperCase()}${healer.slice(1)} healed it after ${after}: its health factor is ${health(d.healthFactor)} again${untouched}.`;
}

/** Who bears a loss, and how much of it. */
function bearers({ drawnUsd = 0, socialisedUsd = 0, parkedUsd = 0 }: TraceEvent['details']): string[] {
  return [
    ...(drawnUsd > 0 ? [`funds pay ${usd(drawnUsd)}`] : []),
    ...(socialisedUsd > 0 ? [`lenders bear ${usd(socialisedUsd)}`] : []),
    ...(parkedUsd > 0 ? [`nobody has borne ${usd(parkedUsd)} yet`] : []),
  ];
}

function dueSentences(event: TraceEvent, landing: TraceEvent | undefined, { keepers }: AccountFacts): string[] {
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
    sentences.push(
      `${keeper} is the first to react, ${span(d.seenMillis - time)} later, at ${clock(d.seenMillis)}; ${formatCount(d.count ?? 0)} of ${formatCount(keepers)} keepers react within a minute.`,
    );
  return sentences;
}

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
