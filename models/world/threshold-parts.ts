/** Thresholds of a strategy that move in time, and the crossing index that they need. */
import { Accounts } from '../book/accounts.ts';
import type { BookColumns } from '../book/book.ts';
import { buildCrossingIndex, type CrossingIndex } from '../book/crossing-index.ts';
import { ScaledAccounts } from '../book/scaled-accounts.ts';
import { leastFactors } from '../liquidation/thresholds/moving-thresholds.ts';
import type { ThresholdRule } from '../liquidation/thresholds/threshold-rule.ts';
import type { Execution } from '../model.ts';
import type { Registry } from '../registry.ts';
import type { WorldSpec } from './spec.ts';

/** An index serves every strategy with the same trigger and the same lowest thresholds. */
export interface SharedIndex {
  /** Health factor below which an account is due. */
  readonly trigger: number;
  /** By asset: lowest factor on its thresholds; undefined where they stay. */
  readonly least: Float64Array | undefined;
  readonly index: CrossingIndex;
}

/** @throws RangeError where a rule names what is no collateral */
export function buildThresholdRules(
  strategy: WorldSpec['strategies'][string],
  spec: WorldSpec,
  registry: Registry,
  names: readonly string[],
  execution: Execution,
): ThresholdRule[] {
  const threshold = (asset: number) => spec.protocol.collateral[names[asset] as string]?.liquidationThreshold;
  const stated = (strategy.thresholds ?? []).map((rule) => registry.create('thresholds', rule, { names, threshold }));
  return [...stated, ...(execution.thresholds?.(threshold) ?? [])];
}

/** Undefined where nothing moves. */
export function leastOf(rules: readonly ThresholdRule[], assets: number): Float64Array | undefined {
  return rules.length === 0 ? undefined : leastFactors(rules, assets);
}

export function isSameIndex(entry: SharedIndex, trigger: number, least: Float64Array | undefined): boolean {
  if (entry.trigger !== trigger || entry.least?.length !== least?.length) return false;
  return least === undefined || least.every((factor, asset) => entry.least?.[asset] === factor);
}

/** @param prices USD per unit at time 0, by asset */
export function buildSharedIndex(
  columns: BookColumns,
  prices: readonly number[],
  moving: readonly boolean[],
  trigger: number,
  least: Float64Array | undefined,
): SharedIndex {
  const accounts = least === undefined ? new Accounts(columns) : new ScaledAccounts(columns, least);
  return { trigger, least, index: buildCrossingIndex(accounts, prices, moving, trigger) };
}
