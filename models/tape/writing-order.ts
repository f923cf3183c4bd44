/** In which order the paths of assets are written: a law that reads another asset's path comes after it. */
import type { Registry } from '../registry.ts';
import type { WorldSpec } from '../world/spec.ts';

type Assets = WorldSpec['market']['assets'];

/** What stands in the way of an order: an asset that does not exist, or a circle. */
export interface DependencyFault {
  /** The asset whose law it is. */
  readonly asset: string;
  /** The name that the law gives. */
  readonly names: string;
  /** The circle, beginning and ending with the same asset; undefined where `names` does not exist. */
  readonly circle: readonly string[] | undefined;
}

/** @returns asset names in writing order (that of the scenario where nothing depends), and what is wrong */
export function writingOrder(assets: Assets, registry: Registry): { order: string[]; faults: DependencyFault[] } {
  const order: string[] = [];
  const faults: DependencyFault[] = [];
  const trail: string[] = [];
  const visit = (asset: string): void => {
    if (order.includes(asset)) return;
    trail.push(asset);
    for (const names of registry.dependencies('price', (assets[asset] as Assets[string]).price)) {
      if (!Object.hasOwn(assets, names)) faults.push({ asset, names, circle: undefined });
      else if (trail.includes(names))
        faults.push({ asset, names, circle: [...trail.slice(trail.indexOf(names)), names] });
      else visit(names);
    }
    trail.pop();
    order.push(asset);
  };
  for (const asset of Object.keys(assets)) visit(asset);
  return { order, faults };
}

/** A sentence for a fault. */
export function describeFault({ asset, names, circle }: DependencyFault): string {
  if (circle === undefined) return `the price of ${asset} depends on ${names}, which is not among market.assets`;
  return `prices depend on each other in a circle: ${circle.join(' -> ')}`;
}
