/** The picture of a model, computed from the model itself with the parameters that its page shows. */
import { readFileSync } from 'node:fs';
import type { FamilyContext } from '../../models/families.ts';
import type { Family, ModelReference, Registry } from '../../models/registry.ts';
import { withNestedModels } from '../../scenarios/nested-models.ts';
import { shippedFolder } from '../../scenarios/shipped.ts';
import { openStream } from '../../sim/random/streams.ts';
import { blockSpacePlot, blockTimingPlot, feePlot, orderingPlot, postingPlot } from './chain-plots.ts';
import { bootstrapPlot, replayedDepthPlot, replayedGasPlot, replayPlot } from './file-plots.ts';
import { curvePlot, discountPlot, incentivePlot, sizePlot, splitPlot, triggerPlot } from './liquidation-plots.ts';
import { liquidityPlot } from './liquidity-plot.ts';
import { bidPlot, bookPlot, delayPlot, depthPlot, recoveryPlot, venuePlot } from './market-plots.ts';
import type { Plot } from './plot.ts';
import { pricePlot } from './price-plot.ts';

const PRICE = 100;
const DEPTH = 10_000;
/** Near that of the snapshot that comes with Plimsoll: a pool's depth in units belongs to its price. */
const SNAPSHOT_PRICE = 2500;
const POOL = { base: 'ETH', quote: 'USD', fee: 0.003, halfLife: '5m', oracleWeight: 0.5 };

/**
 * @param reference `{ model, …parameters }` as a scenario writes it
 * @returns undefined where the family is not drawn here
 * @throws ZodError or RangeError where the parameters do not fit
 */
export function modelPlot(registry: Registry, family: Family, reference: ModelReference): Plot | undefined {
  const price = reference.model === 'tick-map' ? SNAPSHOT_PRICE : PRICE;
  const make = modelMaker(registry, family === 'liquidity' || family === 'depth' ? 'ETH' : reference.base, price);
  switch (family) {
    case 'price': {
      if (reference.model === 'replay') return replayPlot((more) => make('price', { ...reference, ...more }));
      if (reference.model === 'bootstrap') {
        const { file, time = 'unix_s', column = 'close' } = reference;
        return bootstrapPlot(make('price', reference), make('price', { model: 'replay', file, time, column }));
      }
      const base = make('price', { model: 'gbm', start: PRICE, volatility: 1.5 });
      return pricePlot(make('price', reference), base);
    }
    case 'delay':
      return delayPlot(make('delay', reference));
    case 'block-timing':
      return blockTimingPlot(make('block-timing', reference));
    case 'block-space':
      if (reference.model === 'replay')
        return replayedGasPlot(make('block-space', reference), make('fee', { model: 'eip1559' }));
      return blockSpacePlot(make('block-space', reference));
    case 'bid':
      return bidPlot(make('bid', reference));
    case 'depth': {
      if (reference.model !== 'replay') return depthPlot(make('depth', reference));
      const pool = { ...POOL, model: 'constant-product', depth: DEPTH, withdrawal: reference };
      return replayedDepthPlot(make('depth', reference), make('venue', pool), DEPTH, PRICE);
    }
    case 'venue': {
      const depth = typeof reference.depth === 'number' ? reference.depth : DEPTH;
      // An oracle pool states what it holds of what it pays with.
      return venuePlot(make('venue', reference), PRICE, reference.model === 'oracle-pool' ? depth / PRICE : depth);
    }
    case 'liquidity': {
      return liquidityPlot({
        profile: make('liquidity', reference),
        price,
        pool: make('venue', { ...POOL, model: 'concentrated', liquidity: reference }),
        constantProduct: (depth) => make('venue', { ...POOL, model: 'constant-product', depth }),
      });
    }
    case 'book': {
      const assetNames = ['collateral', 'borrowed', 'debt'].flatMap((key) => assetsIn(reference[key]));
      return bookPlot(make('book', reference), {
        assetNames,
        prices: assetNames.map(() => 1),
        thresholds: assetNames.map(() => 0.8),
        borrowable: assetNames.map(() => true),
        stream: (purpose) => openStream('model pages', 0, purpose),
      });
    }
    case 'recovery':
      return recoveryPlot(make('recovery', reference), PRICE, DEPTH);
    case 'fee': {
      const fee = make('fee', reference);
      return fee.posting === undefined ? feePlot(fee) : postingPlot(fee.posting);
    }
    case 'ordering':
      return orderingPlot(make('ordering', reference));
    case 'size':
      return sizePlot(make('size', reference));
    case 'discount':
      if (reference.model === 'threshold-incentive') return incentivePlot(make('discount', reference));
      return discountPlot(make('discount', reference));
    case 'trigger':
      return triggerPlot(make('trigger', reference));
    case 'split':
      return splitPlot(make('split', reference));
    case 'curve':
      return curvePlot(make('curve', reference));
    default:
      return undefined;
  }
}

/**
 * Makes models outside of any scenario, from references as a scenario writes them.
 *
 * @param base name of asset 0 @param price of it at the start, USD
 */
export function modelMaker(registry: Registry, base?: unknown, price = PRICE) {
  const full = withNestedModels(registry);
  const context = contextFor(full, base, price);
  return <F extends Family>(of: F, raw: ModelReference) =>
    full.create(of, full.schema(of).parse(raw), context as FamilyContext[F]);
}

/** Assets that a book names: by weight, or by column. */
function assetsIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.map(({ asset }: { asset: string }) => asset);
  const shares = Object.entries((part ?? {}) as object).filter(([, weight]) => typeof weight === 'number');
  return shares.map(([asset]) => asset);
}

/** Everything that any model may ask for: files that come with Plimsoll, prices, and models inside models. */
function contextFor(registry: Registry, base: unknown, price: number): object {
  const context: Record<string, unknown> = {
    text(file: string): string {
      if (!file.startsWith('data/')) throw new RangeError(`${file} does not come with Plimsoll`);
      return readFileSync(`${shippedFolder()}${file}`, 'utf8');
    },
    asset: (name: string) => (name === base ? 0 : 1),
    startPrice: (name: string) => (name === base ? price : 1),
    blockSpace: (resolved: ModelReference) => registry.create('block-space', resolved, context as never),
  };
  for (const family of new Set(registry.all().map((model) => model.family))) {
    context[family] = (resolved: ModelReference) => registry.create(family, resolved, context as never);
  }
  return context;
}
