/**
 * What theory expects of a scenario's Dutch auctions before anything is run: when the ask meets the price and how far below it is taken, by bidders without
 * costs, on the volatility of the collateral's law and the blocks of the chain (`models/liquidation/curve/loss-versus-fair.ts`). A run adds sizes, gas, margins,
 * and what the sales do to the price.
 */
import { type AuctionOutcome, lossVersusFair, slopeAt } from '../models/liquidation/curve/loss-versus-fair.ts';
import type { PriceCurve } from '../models/model.ts';
import type { ModelReference } from '../models/registry.ts';
import { MILLIS_PER_YEAR, type Millis } from '../sim/units.ts';
import type { LoadedScenario } from './loaded-scenario.ts';
import type { ResolvedScenario } from './schema.ts';

export interface AuctionOutlook {
  readonly strategy: string;
  readonly asset: string;
  /** Without a trend. The lower loss is that of a curve without steps, the higher one that of takers who come at steps alone. */
  readonly calm: Outcome;
  /** In the steepest scripted fall; undefined where the script has none, null where the ask falls more slowly than the price. */
  readonly scripted: Outcome | null | undefined;
}

export interface Outcome {
  readonly fillMillis: Millis;
  readonly loss: readonly [least: number, most: number];
}

interface Market {
  /** Per root of a ms, and per ms. */
  readonly volatility: number;
  readonly steepest: number;
}

interface Blocks {
  readonly block: Millis;
  readonly blocks: 'poisson' | 'slots';
}

/** One for each Dutch auction and collateral whose law states a volatility; none where the ask never reaches the price. */
export function auctionOutlooks({ scenario, registry }: LoadedScenario): AuctionOutlook[] {
  const blocks = blocksOf(scenario);
  if (blocks === undefined) return [];
  return Object.entries(scenario.strategies).flatMap(([strategy, { execution }]) => {
    const auction = execution as (ModelReference & { curve?: ModelReference; buffer?: number }) | undefined;
    if (auction?.model !== 'auction' || auction.curve === undefined || auction.buffer === undefined) return [];
    if (!registry.has('curve', auction.curve.model)) return [];
    const curve = registry.create('curve', auction.curve, undefined);
    return Object.keys(scenario.protocol.collateral).flatMap((asset): AuctionOutlook[] => {
      const market = marketOf(scenario, asset);
      const calm = market && outcomeOf(curve, auction.buffer as number, market.volatility, 0, blocks);
      if (market === undefined || calm === undefined || calm === null) return [];
      const { steepest, volatility } = market;
      const scripted =
        steepest < 0 ? outcomeOf(curve, auction.buffer as number, volatility, steepest, blocks) : undefined;
      return [{ strategy, asset, calm, scripted }];
    });
  });
}

function blocksOf({ chains }: ResolvedScenario): Blocks | undefined {
  const { model, ...timing } = (Object.values(chains)[0]?.blocks ?? { model: '' }) as ModelReference;
  const at = (name: string) => Number(timing[name] ?? 0);
  if (model === 'poisson') return { block: at('mean'), blocks: 'poisson' };
  if (model === 'slots') return { block: at('slot') / (1 - at('missRate')), blocks: 'slots' };
  if (model === 'sequencer') return { block: at('interval'), blocks: 'slots' };
  return undefined;
}

/** Diffusion and jumps together make the volatility; laws that state none have no outlook. */
function marketOf({ market }: ResolvedScenario, asset: string): Market | undefined {
  const { price, waypoints } = market.assets[asset] as {
    price: ModelReference;
    waypoints?: { at: Millis; price: number }[];
  };
  const at = (name: string) => Number(price[name] ?? 0);
  if (typeof price.volatility !== 'number' || price.model === 'ou-peg') return undefined;
  const jumps = at('jumpsPerDay') * 365 * (at('jumpMean') * at('jumpMean') + at('jumpDeviation') * at('jumpDeviation'));
  const perYear = price.volatility * price.volatility + jumps;
  const slopes = (waypoints ?? []).slice(1).map((point, i) => {
    const before = waypoints![i]!;
    return Math.log(point.price / before.price) / (point.at - before.at);
  });
  return { volatility: Math.sqrt(perYear / MILLIS_PER_YEAR), steepest: Math.min(0, ...slopes) };
}

/** Null where the price falls as fast as the ask, undefined where the curve ends above it. */
function outcomeOf(
  curve: PriceCurve,
  buffer: number,
  volatility: number,
  drift: number,
  { block, blocks }: Blocks,
): Outcome | null | undefined {
  if (buffer <= 1) return undefined;
  const { decay, stands } = slopeAt(curve, 1 / buffer);
  if (decay === 0) return undefined;
  // Up to the price the ask falls along its whole curve; from there on at the rate that it has there.
  const mean = Math.log(buffer) / curve.reaches(1 / buffer);
  const fall = (rate: number): number => rate + drift - 0.5 * volatility * volatility;
  if (fall(decay) <= 0 || fall(mean) <= 0) return null;
  const at = (time: Millis, how: Blocks['blocks']): AuctionOutcome =>
    lossVersusFair({ premium: 0, decay, drift, volatility, block: time, blocks: how });
  const smooth = at(block, blocks);
  const stepped = stands > block ? at(stands, 'slots') : smooth;
  return {
    fillMillis: Math.log(buffer) / fall(mean) + 0.5 * (smooth.fill + stepped.fill),
    loss: [smooth.loss, stepped.loss],
  };
}
