/** Up to which price whoever trades against the bands goes. */
import type { Fraction, Usd } from '../../../sim/units.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import type { BandMarket, BandTrade, Direction } from './band-market.ts';

const STEPS = 50;
const PRECISION = 1e-12;

const quote: BandTrade = { units: 0, money: 0, bands: 0 };

/**
 * The price of the bands up to which taking collateral out of them and selling it on a venue gains: where the last unit costs what the
 * venue pays for it. Undefined when nothing gains. @param debtPrice USD per unit of the debt's asset
 */
function priceThatGainsMost(market: BandMarket, route: Route, debtPrice: Usd): number | undefined {
  let low = market.ask;
  let high = route.bidUsd() / debtPrice / market.withFee(1, 'out');
  if (!(low < high)) return undefined;
  for (let step = 0; step < STEPS && high - low > PRECISION * high; step++) {
    const middle = 0.5 * (low + high);
    const best = route.bestQuantity(market.withFee(middle, 'out') * debtPrice);
    if (market.quote(middle, 'out', quote).units < best) low = middle;
    else high = middle;
  }
  return low;
}

/** The price up to which a share of what is put up for a trade goes. */
export function priceForShare(market: BandMarket, direction: Direction, price: number, share: Fraction): number {
  const outlay = () => (direction === 'out' ? quote.money : quote.units);
  market.quote(price, direction, quote);
  const wanted = share * outlay();
  let [near, far] = [direction === 'out' ? 0 : 2 * price, price];
  while (direction === 'in' && market.quote(near, direction, quote).bands > 0) near *= 2;
  for (let step = 0; step < STEPS; step++) {
    const middle = 0.5 * (near + far);
    market.quote(middle, direction, quote);
    if (outlay() <= wanted) near = middle;
    else far = middle;
  }
  return near;
}

export interface PossibleTrade {
  readonly direction: Direction;
  /** Up to which it goes, debt per unit of collateral. */
  readonly price: number;
  readonly bands: number;
  readonly outlayUsd: Usd;
  readonly grossUsd: Usd;
}

/** Collateral leaves the bands for the venue. */
export function tradeOut({ prices, routes, time }: Stage, market: BandMarket): PossibleTrade | undefined {
  const route = routes[market.asset] as Route;
  route.settle(time);
  const debtPrice = prices[market.debtAsset] as number;
  const price = priceThatGainsMost(market, route, debtPrice);
  if (price === undefined || market.quote(price, 'out', quote).bands === 0) return undefined;
  const { units, money, bands } = quote;
  const outlayUsd = money * debtPrice;
  return { direction: 'out', price, bands, outlayUsd, grossUsd: route.proceedsUsd(units) - outlayUsd };
}

/** Collateral from the market, bought at its price, comes back into the bands. */
export function tradeIn({ prices, tape, time }: Stage, market: BandMarket): PossibleTrade | undefined {
  const debtPrice = prices[market.debtAsset] as number;
  const outside = tape.priceAt(market.asset, time);
  const price = outside / debtPrice / market.withFee(1, 'in');
  const { units, money, bands } = market.quote(price, 'in', quote);
  if (bands === 0) return undefined;
  return {
    direction: 'in',
    price,
    bands,
    outlayUsd: units * outside,
    grossUsd: money * debtPrice - units * outside,
  };
}
