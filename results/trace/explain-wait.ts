/** Why nobody acts on an account between two things that happen to it: the first tries one by one, then each reason with how often. */
import { formatCount, formatNumber, formatUsd } from '../format.ts';
import { clock } from './clock.ts';
import { DECLINES, RACES, shortfallText, WAITS } from './describe-event.ts';
import type { TraceEvent } from './trace-event.ts';

/** Tries told one by one. */
const FIRST = 2;

/** Undefined when nobody looked at it. @param events in order: those of the account, and those that go for all smaller ones too */
export function waitText(events: readonly TraceEvent[], account: number): string | undefined {
  // A declined account says no more than the race that it follows.
  const looks = events.filter(({ kind, reason }) => kind !== 'declined' || reason !== 'race');
  const [first, last] = [looks[0], looks.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const until = last.timeMillis === first.timeMillis ? '' : ` until ${clock(last.timeMillis)}`;
  const one = (event: TraceEvent) => reasonText([event], account);
  if (looks.length === 1) return `Nobody touches it: ${one(first)}.`;
  const groups = new Map<string, TraceEvent[]>();
  for (const event of looks) {
    const key = `${event.kind}/${event.reason}/${event.kind === 'raced' ? event.purpose : ''}`;
    const alike = groups.get(key);
    if (alike === undefined) groups.set(key, [event]);
    else alike.push(event);
  }
  const often = [...groups.values()].map((alike) => `${times(alike.length)} ${reasonText(alike, account)}`).join('; ');
  // One reason throughout is told once.
  if (groups.size === 1) return `Nobody touches it${until}: ${often}.`;
  const tries = looks
    .slice(0, FIRST)
    .map((event, at) => `${at === 0 ? 'First' : 'then'}, at ${clock(event.timeMillis)}, ${one(event)}`);
  const all = looks.length <= FIRST ? '' : ` In all: ${often}.`;
  return `Nobody touches it${until}. ${tries.join('; ')}.${all}`;
}

const times = (count: number): string => (count === 1 ? 'once' : `${formatCount(count)} times`);

function reasonText(alike: readonly TraceEvent[], account: number): string {
  const [first, last] = [alike[0] as TraceEvent, alike.at(-1) as TraceEvent];
  if (first.kind === 'transaction-waits') return transactionText(alike);
  if (first.kind === 'raced') {
    const others = alike.map(({ details }) => details.marketGwei ?? 0);
    const gain = last.details.grossUsd;
    const would = gain ? `; it would gain ${formatUsd(gain)} USD before gas` : '';
    const places = alike.flatMap(({ details }) => details.placeGwei ?? []);
    const place = places.length === 0 ? '' : `, a place costs ${range(places)} gwei or more`;
    const { capitalUsd, outlayUsd = 0 } = last.details;
    const isShort = alike.every(({ details }) => details.capitalUsd !== undefined) && capitalUsd !== undefined;
    const money = isShort
      ? `; they have ${formatUsd(capitalUsd)} USD left of the ${formatUsd(outlayUsd)} it takes`
      : '';
    return `keepers would ${PURPOSES[first.purpose ?? '']}, but ${RACES[first.reason ?? '']} (others pay ${range(others)} gwei${place}${would}${money})`;
  }
  // What another, larger account lacks says nothing of this one but that it lacks more.
  const known = alike.filter((event) => event.account === account || event.reason === 'venue');
  const shortfall = known.length > 0 ? least(known.map(({ details }) => details.shortfall ?? 1)) : 1;
  return `${DECLINES[first.reason ?? '']}${shortfallText(first.reason ?? '', shortfall)}`;
}

/** Transactions that wait in the mempool: whose, and at which bids. */
function transactionText(alike: readonly TraceEvent[]): string {
  const first = alike[0] as TraceEvent;
  const bids = range(alike.map(({ details }) => details.bidGwei ?? 0));
  if (alike.length === 1) return `the transaction of ${first.keeper} ${WAITS[first.reason ?? '']} ${bids} gwei`;
  const one: Readonly<Record<string, string>> = { sent: 'found no place', replaced: 'replaced an earlier one' };
  return `a transaction ${one[first.reason ?? ''] ?? 'was given up'}, with a bid of ${bids} gwei`;
}

/** The lowest and the highest, or the one there is. */
const range = (values: readonly number[]): string =>
  [...new Set([least(values), -least(values.map((value) => -value))].map(formatNumber))].join(' to ');

/** Of lists of any length. */
const least = (values: readonly number[]): number => values.reduce((low, value) => Math.min(low, value));

const PURPOSES: Readonly<Record<string, string>> = {
  liquidation: 'liquidate it',
  start: 'start its auction',
  reset: 'start its auction anew',
  take: 'take from its auction',
  absorb: 'absorb it',
  convert: 'trade against the bands',
  flag: 'flag it',
};
