/** The picture of a model, computed from the model itself with the parameters that its page shows. */
import type { FamilyContext } from '../../models/families.ts';
import type { Family, ModelReference, Registry } from '../../models/registry.ts';
import { withNestedModels } from '../../scenarios/nested-models.ts';
import { openStream } from '../../sim/random/streams.ts';
import { feePlot, orderingPlot } from './chain-plots.ts';
import { curvePlot, discountPlot, sizePlot } from './liquidation-plots.ts';
import {
  bidPlot,
  blockSpacePlot,
  blockTimingPlot,
  bookPlot,
  delayPlot,
  depthPlot,
  recoveryPlot,
  venuePlot,
} from './market-plots.ts';
import type { Plot } from './plot.ts';
import { pricePlot } from './price-plot.ts';

/** Families whose models answer with what a line can show. */
export const DRAWN: ReadonlySet<string> = new Set([
  ...[
    'price',
    'delay',
    'block-timing',
    'block-space',
    'bid',
    'depth',
    'venue',
    'liquidity',
    'recovery',
    'fee',
    'ordering',
    'book',
    'size',
    'discount',
  ],
  'curve',
]);

const PRICE = 100;
const DEPTH = 10_000;

/**
 * @param reference `{ model, …parameters }` as a scenario writes it
 * @returns undefined where the family has no picture, or the model reads a file that does not come with Plimsoll
 * @throws ZodError or RangeError where the parameters do not fit
 */
export function modelPlot(registry: Registry, family: Family, reference: ModelReference): Plot | undefined {
  if (!DRAWN.has(family) || Object.hasOwn(reference, 'file')) return undefined;
  const make = modelMaker(registry, family === 'liquidity' ? { ...reference, base: 'ETH' } : reference);
  switch (family) {
    case 'price': {
      const base = make('price', { model: 'gbm', start: PRICE, volatility: 1.5 });
      return pricePlot(make('price', reference), base);
    }
    case 'delay':
      return delayPlot(make('delay', reference));
    case 'block-timing':
      return blockTimingPlot(make('block-timing', reference));
    case 'block-space':
      return blockSpacePlot(make('block-space', reference));
    case 'bid':
      return bidPlot(make('bid', reference));
    case 'depth':
      return depthPlot(make('depth', reference));
    case 'venue': {
      const depth = typeof reference.depth === 'number' ? reference.depth : DEPTH;
      return venuePlot(make('venue', reference), PRICE, depth);
    }
    case 'liquidity': {
      const pool = { base: 'ETH', quote: 'USD', fee: 0.003, halfLife: '5m', oracleWeight: 0.5, liquidity: reference };
      return venuePlot(make('venue', { model: 'concentrated', ...pool }), PRICE, DEPTH);
    }
    case 'book': {
      const assetNames = ['collateral', 'borrowed'].flatMap((key) => Object.keys((reference[key] ?? {}) as object));
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
    case 'fee':
      return feePlot(make('fee', reference));
    case 'ordering':
      return orderingPlot(make('ordering', reference));
    case 'size':
      return sizePlot(make('size', reference));
    case 'discount':
      return discountPlot(make('discount', reference));
    case 'curve':
      return curvePlot(make('curve', reference));
    default:
      return undefined;
  }
}

/** Makes models outside of any scenario, from references as a scenario writes them. @param reference whose `base` is asset 0 */
export function modelMaker(registry: Registry, reference: ModelReference) {
  const full = withNestedModels(registry);
  const context = contextFor(full, reference);
  return <F extends Family>(of: F, raw: ModelReference) =>
    full.create(of, full.schema(of).parse(raw), context as FamilyContext[F]);
}

/** Everything that any model may ask for: files that are not there, prices, and models inside models. */
function contextFor(registry: Registry, { base }: ModelReference): object {
  const context: Record<string, unknown> = {
    text(file: string): never {
      throw new RangeError(`${file} does not come with Plimsoll`);
    },
    asset: (name: string) => (name === base ? 0 : 1),
    startPrice: (name: string) => (name === base ? PRICE : 1),
    blockSpace: (resolved: ModelReference) => registry.create('block-space', resolved, context as never),
  };
  for (const family of new Set(registry.all().map((model) => model.family))) {
    context[family] = (resolved: ModelReference) => registry.create(family, resolved, context as never);
  }
  return context;
}
