/** Pictures of keepers, delays, venues and books. */
import type { BidRule, BookModel, Delay, DepthModel } from '../../models/model.ts';
import { Tape, WINDOW_MILLIS } from '../../models/tape/tape.ts';
import type { Recovery } from '../../models/venues/recovery/recovery.ts';
import { ConstantProductCurve } from '../../models/venues/uniswap-v2/curve.ts';
import type { Venue } from '../../models/venues/venue.ts';
import { MILLIS_PER_HOUR, MILLIS_PER_YEAR } from '../../sim/units.ts';
import { distribution, SHARE } from './distribution.ts';
import { PERCENT, type Plot } from './plot.ts';

const SEED = 'model pages';
const steps = (count: number) => Array.from({ length: count }, (_, i) => i);

export function delayPlot(delay: Delay): Plot {
  const points = steps(399).map((i) => {
    const share = (i + 0.5) / 400;
    return [delay.quantile(share) / 1000, share] as const;
  });
  return {
    caption: 'Distribution of the waiting time.',
    x: { title: 'seconds', zero: true },
    y: SHARE,
    lines: [{ name: 'delay', points }],
  };
}

export function bidPlot(bid: BidRule): Plot {
  const affordable = [40, 100, 200];
  if (bid.learn !== undefined) return learningPlot(bid);
  return {
    caption: 'Gas price offered, by the market’s and by the highest at which the transaction still pays.',
    x: { title: 'market gas price, gwei', zero: true },
    y: { title: 'offered, gwei', zero: true },
    lines: affordable.map((most) => ({
      name: `pays up to ${most}`,
      points: steps(101).map((i) => [2 * i, bid.gasPrice(2 * i, most)] as const),
    })),
  };
}

const RACES = 60;
/** Of races that it could pay 100 gwei for: its rivals bid so much in the first thirty, and less in the rest. */
const rivals = (race: number) => (race < RACES / 2 ? 60 : 30);

/** What somebody bids who learns from one race after the other. */
function learningPlot(bid: BidRule): Plot {
  bid.begin?.();
  const bids = steps(RACES).map((race) => {
    const offered = bid.gasPrice(10, 100);
    const winning = rivals(race);
    bid.learn?.(Math.max(offered, winning), 100, offered > winning);
    return [race + 1, offered] as const;
  });
  return {
    caption:
      'Gas price offered in one race after the other, each worth up to 100 gwei where the market asks 10. Grey: what the best rival offers; who offers more wins.',
    x: { title: 'race' },
    y: { title: 'offered, gwei', zero: true },
    lines: [
      {
        name: 'rival',
        faint: true,
        as: 'steps',
        points: steps(RACES).map((race) => [race + 1, rivals(race)] as const),
      },
      { name: 'offered', points: bids },
    ],
  };
}

/** Over six hours in which the range rises and falls: shows what a depth that remembers does. */
export function depthPlot(model: DepthModel): Plot {
  const windows = 36;
  const most = 0.06;
  const tape = new Tape({ ticks: windows, tickMillis: WINDOW_MILLIS, tickYears: WINDOW_MILLIS / MILLIS_PER_YEAR }, [
    true,
  ]);
  tape.begin(SEED, 0);
  steps(windows).forEach((i) => {
    tape.range[i] = most * (1 - Math.abs(i - windows / 2) / (windows / 2));
  });
  model.begin?.(tape);
  const points = steps(windows * 4).map((i) => {
    const time = (i * WINDOW_MILLIS) / 4;
    return [time / MILLIS_PER_HOUR, model.share(tape.rangeBefore(time), time)] as const;
  });
  return {
    caption: `Share of depth that stays, while the range of ten minutes rises to ${most * 100} % in three hours and falls again in three.`,
    x: { title: 'hours' },
    y: { title: 'share of depth', zero: true, format: PERCENT },
    lines: [{ name: 'share', points }],
  };
}

/** @param depth units of the base asset that the pool holds, for the axis */
export function venuePlot(venue: Venue, outside: number, depth: number): Plot {
  venue.reset();
  venue.settle(0, outside, 0);
  const points = steps(100).map((i) => {
    const quantity = ((i + 1) / 200) * depth;
    return [quantity, 1 - venue.proceeds(quantity) / (quantity * outside)] as const;
  });
  return {
    caption: `What a sale loses against the outside price, by its size, in a pool of ${depth} units.`,
    x: { title: 'units sold at once', zero: true },
    y: { title: 'fee and impact', zero: true, format: PERCENT },
    lines: [{ name: 'cost', points }],
  };
}

/** After a sale of a twentieth of a pool, the outside price at rest. */
export function recoveryPlot(recovery: Recovery, outside: number, depth: number): Plot {
  const fee = 0.003;
  const venue = recovery.venue(new ConstantProductCurve(depth, outside, fee), {
    base: 0,
    quote: 1,
    oracleWeight: 0,
    depth: { share: () => 1 },
  });
  const tickMillis = 12_000;
  const tape = new Tape({ ticks: 150, tickMillis, tickYears: tickMillis / MILLIS_PER_YEAR }, [true, false]);
  tape.begin(SEED, 0);
  tape.prices.forEach((column, asset) => void column.fill(asset === 0 ? outside : 1));
  tape.blocks.times = Float64Array.from(steps(151), (block) => block * tickMillis);
  tape.blockCount = tape.blocks.times.length;
  venue.reset();
  venue.begin?.(tape);
  venue.settle(0, outside, 0);
  venue.sell(depth / 20);
  const points = steps(150).map((tick) => {
    if (tick > 0) venue.settle(tick * tickMillis, outside, 0);
    return [(tick * tickMillis) / 60_000, venue.bid() / (outside * (1 - fee)) - 1] as const;
  });
  return {
    caption: `Price of a pool against the outside price, after a sale of a twentieth of what it holds (fee ${fee * 100} %, a block every 12 s).`,
    x: { title: 'minutes after the sale', zero: true },
    y: { title: 'pool below the outside', zero: true, format: PERCENT },
    lines: [{ name: 'price', points }],
  };
}

export function bookPlot(book: BookModel, request: Parameters<BookModel['build']>[0]): Plot {
  const columns = book.build(request);
  const value = (first: Uint32Array, asset: Uint8Array, amount: Float64Array, weight?: Float64Array) => (a: number) => {
    let sum = 0;
    for (let i = first[a]; i < first[a + 1]; i++)
      sum += amount[i] * request.prices[asset[i]] * (weight === undefined ? 1 : weight[i]);
    return sum;
  };
  const { collateralFirst, collateralAsset, collateralAmount, collateralThreshold } = columns;
  const weighted = value(collateralFirst, collateralAsset, collateralAmount, collateralThreshold);
  const debt = value(columns.debtFirst, columns.debtAsset, columns.debtAmount);
  const health = Float64Array.from({ length: columns.accounts }, (_, a) => Math.min(5, weighted(a) / debt(a)));
  return {
    caption: `Health factors at the start: share of ${columns.accounts} accounts, and of what they owe, at or below each (those above 5 at 5).`,
    x: { title: 'health factor' },
    y: { ...SHARE, title: 'share at or below' },
    lines: [
      { name: 'of accounts', points: distribution(health) },
      { name: 'of debt', points: distribution(health, debt) },
    ],
  };
}
