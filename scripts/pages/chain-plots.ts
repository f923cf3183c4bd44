/** Pictures of blocks: when they come, what others pay for them, what a transaction pays, and in which order they are built. */
import { demandShare, restingBaseFee } from '../../models/chain/base-fee.ts';
import type { Entrant, Ordering } from '../../models/keepers/ordering.ts';
import type { BlockColumns, BlockSpaceModel, BlockTiming, FeeMarket, PostingCost } from '../../models/model.ts';
import { WINDOW_MILLIS } from '../../models/tape/tape.ts';
import { openStream } from '../../sim/random/streams.ts';
import { MILLIS_PER_DAY, MILLIS_PER_HOUR } from '../../sim/units.ts';
import { distribution, SHARE } from './distribution.ts';
import { PERCENT, type Plot } from './plot.ts';
import { WINDOWS, wildDay } from './wild-day.ts';

const SEED = 'model pages';
const steps = (count: number) => Array.from({ length: count }, (_, i) => i);
/** Price at which others alone fill a block, gwei. */
const CLEARING = 30;

export function feePlot(fee: FeeMarket): Plot {
  const floor = fee.hasBaseFee ? restingBaseFee(CLEARING, fee, 1) : 0;
  const room = (bid: number) => {
    if (fee.isFree) return 1;
    return bid < floor ? 0 : 1 - demandShare(bid, CLEARING, 1);
  };
  return {
    caption: `Room of a block that a bid finds, where others fill it at ${CLEARING} gwei${floor > 0 ? ` and the base fee rests at ${floor}` : ''}.`,
    x: { title: 'bid, gwei', zero: true },
    y: { title: 'share of the gas limit', zero: true, format: PERCENT },
    lines: [{ name: 'room', points: steps(401).map((i) => [i / 2, room(i / 2)] as const) }],
  };
}

/** What a transaction pays for its data on the chain below. */
export function postingPlot(posting: PostingCost): Plot {
  const slots = (WINDOWS * WINDOW_MILLIS) / posting.slot;
  const lines = steps(3).map((path) => {
    const { tape, grid } = wildDay();
    const cost = new Float64Array(slots + 1);
    posting.fill(cost, tape, grid, (purpose) => openStream(SEED, path, purpose));
    const perWindow = slots / WINDOWS;
    return { name: `path ${path}`, points: steps(WINDOWS).map((i) => [i / 6, cost[i * perWindow]] as const) };
  });
  return {
    caption:
      'What one transaction pays for posting its data, beside its gas, on three paths; from hour 8 to 12 the price moves 4 % in ten minutes, otherwise 0.6 %.',
    x: { title: 'hours' },
    y: { title: 'gwei a transaction', zero: true, format: '~s' },
    lines,
  };
}

const MOST = 100;
const LEAST = 10;

/** A keeper of whom one is there, that opens with a fifth of what it is worth. */
function entrant(group: number, limit: number, sentAt: number): Entrant {
  return {
    ...{ group, keeper: group, count: 1, share: 1, gas: 0, loanFee: 0, borrows: false, waitsForMoney: false },
    ...{ opening: limit / 5, limit, sentAt, bid: 0, trailing: 0 },
  };
}

export function orderingPlot(ordering: Ordering): Plot {
  const races = steps(MOST + 1).map((worth) => {
    const entrants = [entrant(0, MOST, 1), entrant(1, worth, 0)];
    const won = ordering.contest(entrants, 2);
    const price = ordering.price(entrants[won] as Entrant, entrants, 2, LEAST);
    const lost = ordering.failedPay ? (entrants[1 - won] as Entrant).bid : 0;
    return { worth, price, lost };
  });
  return {
    caption: `Gas price paid in a race of two: one keeper gains at up to ${MOST} gwei, its rival, who sent first, at up to what the axis says; both open at a fifth of that. The least price with a place is ${LEAST} gwei.`,
    x: { title: 'what it is worth to the rival, gwei', zero: true },
    y: { title: 'gwei', zero: true },
    lines: [
      { name: 'winner, for its gas', points: races.map(({ worth, price }) => [worth, price] as const) },
      { name: 'loser, for a revert', points: races.map(({ worth, lost }) => [worth, lost] as const) },
    ],
  };
}

export function blockTimingPlot(timing: BlockTiming): Plot {
  const out = {
    times: new Float64Array(0),
    outages: { count: 0, from: new Float64Array(0), until: new Float64Array(0) },
  };
  const count = timing.fill(out, MILLIS_PER_DAY, (purpose) => openStream(SEED, 0, purpose));
  if (out.outages.count > 0) return outagePlot(timing, out, count);
  const gaps = Float64Array.from({ length: count - 1 }, (_, i) => (out.times[i + 1] - out.times[i]) / 1000);
  return {
    caption: `Distribution of the time between blocks over a day of ${count} blocks.`,
    x: { title: 'seconds', zero: true },
    y: { ...SHARE, title: 'share of blocks at or below' },
    lines: [{ name: 'gap', points: distribution(gaps) }],
  };
}

/** Blocks as they come, and what others pay for them when the chain is back. */
function outagePlot(timing: BlockTiming, { times, outages }: BlockColumns, count: number): Plot {
  const windows = 144;
  const windowMillis = MILLIS_PER_DAY / windows;
  const gas = new Float64Array(windows).fill(1);
  timing.afterOutages?.(gas, windowMillis, outages);
  const stride = Math.floor(count / 200);
  const blocks = steps(count).filter((block) => block % stride === 0 || times[block] - times[block - 1] > windowMillis);
  return {
    caption:
      'A day with an outage. Above: blocks so far. Below: the gas price of everybody else, over what it would be without the outage.',
    x: { title: 'hours', zero: true },
    y: { title: 'blocks so far', zero: true, format: '~s' },
    lines: [
      { name: 'blocks', as: 'steps', points: blocks.map((block) => [times[block] / MILLIS_PER_HOUR, block] as const) },
    ],
    below: {
      x: { title: 'hours', zero: true },
      y: { title: 'factor on gas', zero: true },
      lines: [{ name: 'gas', as: 'steps', points: Array.from(gas, (factor, i) => [i / 6, factor] as const) }],
    },
  };
}

export function blockSpacePlot(model: BlockSpaceModel): Plot {
  const lines = steps(3).map((path) => {
    const { tape, grid } = wildDay();
    model.fill(tape, grid, (purpose) => openStream(SEED, path, purpose));
    return { name: `path ${path}`, points: steps(WINDOWS).map((i) => [i / 6, tape.gas[i]] as const) };
  });
  return {
    caption:
      'Clearing gas price on three paths; from hour 8 to 12 the price moves 4 % in ten minutes, otherwise 0.6 %.',
    x: { title: 'hours' },
    y: { title: 'gwei', zero: true },
    lines,
  };
}
