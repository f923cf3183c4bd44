/** Laws of prices: parameters that fit each other, and an order in which their paths can be written. */
import type { PriceModel } from '../../models/model.ts';
import { describeFault, writingOrder } from '../../models/tape/writing-order.ts';
import type { CheckContext } from './check.ts';

/** A law that depends on another asset names one that exists, and none depends on itself, not even over others. */
export function checkPriceOrder({ scenario, registry, report }: CheckContext): void {
  const { assets } = scenario.market;
  for (const fault of writingOrder(assets, registry).faults) {
    const { price } = assets[fault.asset]!;
    const key = Object.keys(price).find((name) => price[name] === fault.names);
    const path = ['market', 'assets', fault.asset, 'price', ...(key === undefined ? [] : [key])];
    const hint =
      fault.circle === undefined
        ? `market.assets has ${Object.keys(assets).join(', ')}`
        : 'let one of them have a law of its own';
    report({ path, message: describeFault(fault), value: fault.names, hint });
  }
}

/** Thrown in place of a file's text: files are read later, so what needs one is not judged here. */
class NeedsFile extends Error {}

/** Parameters that a law refuses, at its place; correlations and names that would be without effect. */
export function checkPriceLaws({ scenario, registry, report, warn }: CheckContext): void {
  const { assets, correlations, commonJumps } = scenario.market;
  const models = new Map<string, PriceModel>();
  for (const [name, { price }] of Object.entries(assets)) {
    try {
      const text = () => {
        throw new NeedsFile();
      };
      models.set(name, registry.create('price', price, { text, startPrice: () => 1 }));
    } catch (error) {
      if (error instanceof NeedsFile) continue;
      if (!(error instanceof RangeError)) throw error;
      report({ path: ['market', 'assets', name, 'price'], message: error.message });
    }
  }
  for (const name of new Set((correlations ?? []).flatMap(({ between }) => between))) {
    if (models.get(name)?.usesNormals === false) {
      warn(`market.correlations names ${name}, whose law has no diffusion to correlate: that pair has no effect`);
    }
  }
  const names = new Set<string>();
  for (const [index, process] of (commonJumps ?? []).entries()) {
    const name = process.name ?? String(index);
    if (names.has(name)) {
      const path = ['market', 'commonJumps', index, 'name'];
      report({ path, message: 'is the name of another process: both would draw the same jumps', value: name });
    }
    names.add(name);
  }
}
