/** Concentrated liquidity: where it lies, and what a sale costs that runs through it. */
import { LiquidityMap } from '../../models/venues/concentrated/liquidity-map.ts';
import type { LiquidityProfile } from '../../models/venues/concentrated/placed-range.ts';
import { rootAtTick } from '../../models/venues/concentrated/ticks.ts';
import type { Venue } from '../../models/venues/venue.ts';
import { PERCENT, type Plot } from './plot.ts';

const SPACING = 60;
/** Prices shown, as factors on the starting price. */
const SHOWN = [0.4, 2] as const;

export interface LiquidityDrawing {
  readonly profile: LiquidityProfile;
  /** USD at the start. */
  readonly price: number;
  /** A pool of this profile. */
  readonly pool: Venue;
  /** A pool of constant product that holds so many units of the base asset, and takes the same fee. */
  constantProduct(units: number): Venue;
}

export function liquidityPlot({ profile, price, pool, constantProduct }: LiquidityDrawing): Plot {
  const map = new LiquidityMap();
  map.rebuild(profile.place({ startPrice: price, tickSpacing: SPACING }));
  const deep = activeAt(map, price) / Math.sqrt(price);
  const simple = constantProduct(deep);
  for (const venue of [pool, simple]) {
    venue.reset();
    venue.settle(0, price, 0);
  }
  const held = { base: 0, quote: 0 };
  pool.reserves(held);
  const most = (1.15 * held.quote) / price;
  const sizes = Array.from({ length: 100 }, (_, i) => ((i + 1) / 100) * most);
  const cost = (venue: Venue) => sizes.map((units) => [units, 1 - venue.proceeds(units) / (units * price)] as const);
  return {
    caption: `Above: units sold that lower the price by 1 % there (it starts at ${price}). Below: what a sale loses against the outside price, in this pool and in one of constant product that is as deep at the start.`,
    x: { title: 'price, USD' },
    y: { title: 'units for 1 %', zero: true, format: '~s' },
    lines: [{ name: 'liquidity', as: 'steps', points: depths(map, price) }],
    below: {
      x: { title: 'units sold at once', zero: true, format: '~s' },
      y: { title: 'fee and impact', zero: true, format: PERCENT },
      lines: [
        { name: 'this pool', points: cost(pool) },
        { name: 'constant product', points: cost(simple) },
      ],
    },
  };
}

function activeAt(map: LiquidityMap, price: number): number {
  let segment = -1;
  while (segment + 1 < map.size && map.rootOf(segment + 1) <= Math.sqrt(price)) segment++;
  return segment < 0 || segment === map.size - 1 ? 0 : map.activeIn(segment);
}

/** Units between a price and one 1 % below it, were the liquidity what it is at the price. */
function depths(map: LiquidityMap, price: number): [price: number, units: number][] {
  const [low, high] = SHOWN.map((factor) => factor * price) as [number, number];
  const lowest = Math.floor(Math.log(low) / Math.log(1.0001) / SPACING);
  const points: [number, number][] = [];
  for (let step = lowest; ; step++) {
    const root = rootAtTick(step * SPACING);
    const at = root * root;
    if (at > high) return points;
    if (at >= low) points.push([at, (activeAt(map, at) / root) * (1 / Math.sqrt(0.99) - 1)]);
  }
}
