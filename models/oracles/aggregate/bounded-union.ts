/**
 * The newest of several sources that another one confirms (bounded union).
 *
 *     a source is confirmed if |price − other| ≤ tolerance · |other| for at least one other source
 *     price = the newest confirmed one; the source named first in the list among equally new ones
 *     none confirmed: the price of the source at position `fallback`, confirmed or not
 *
 * `tolerance` is a fraction in [0, 1], `fallback` a position in the oracle's list of sources (0 is the first). Without a
 * confirmed source and without the fallback there is no price. The confidence handed on is that of the source chosen.
 * Nothing is thrown.
 *
 * Source: UMAprotocol/oval-contracts, BoundedUnionSourceAdapter (Chainlink, Chronicle, Pyth; fallback Chainlink).
 */
import { z } from 'zod';
import { zFraction } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { AggregateRule } from '../stages.ts';
import { noAggregate, type Quotes } from './quotes.ts';

function isConfirmed({ prices, count }: Quotes, at: number, tolerance: number): boolean {
  for (let other = 0; other < count; other++) {
    if (other === at) continue;
    const reference = prices[other] as number;
    if (Math.abs((prices[at] as number) - reference) <= tolerance * Math.abs(reference)) return true;
  }
  return false;
}

/** Position among the quotes of the one chosen; −1 when there is none. */
export function newestConfirmed(quotes: Quotes, tolerance: number, fallback: number): number {
  let newest = -1;
  for (let i = 0; i < quotes.count; i++) {
    if (newest >= 0 && (quotes.ages[i] as number) >= (quotes.ages[newest] as number)) continue;
    if (isConfirmed(quotes, i, tolerance)) newest = i;
  }
  if (newest >= 0) return newest;
  for (let i = 0; i < quotes.count; i++) if (quotes.sources[i] === fallback) return i;
  return -1;
}

export function boundedUnionRule(tolerance: number, fallback: number): AggregateRule {
  return {
    combine(quotes, into) {
      const chosen = newestConfirmed(quotes, tolerance, fallback);
      if (chosen < 0) return noAggregate(into);
      into.price = quotes.prices[chosen] as number;
      into.confidence = quotes.confidences[chosen] as number;
      into.age = quotes.ages[chosen] as number;
    },
  };
}

export const boundedUnion = defineModel({
  family: 'aggregate',
  name: 'bounded-union',
  title: 'the newest source that another one confirms, else a fixed one',
  source: 'UMAprotocol/oval-contracts, BoundedUnionSourceAdapter.sol',
  misleads: 'when two sources fail in the same way: they confirm each other',
  params: z.strictObject({
    tolerance: zFraction.default(0.1).describe('distance at which two sources still confirm each other'),
    fallback: z
      .number()
      .int()
      .min(0)
      .default(0)
      .describe('position of the source used when none is confirmed; 0 is the first'),
  }),
  create: ({ tolerance, fallback }) => boundedUnionRule(tolerance, fallback),
});
