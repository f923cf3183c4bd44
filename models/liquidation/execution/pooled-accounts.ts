/** The due accounts of one pair of collateral and debt, as a vault that liquidates them together sees them. */
import type { Fraction, Usd } from '../../../sim/units.ts';
import type { Stage } from '../../world/stage.ts';
import { spendWorstFirst } from '../houses/pooled.ts';

export interface PoolTerms {
  readonly tickSpacing: number;
  readonly penalty: Fraction;
  readonly maxLimit: Fraction;
}

interface PooledAccount {
  readonly slot: number;
  /** Debt that the pair's collateral has to carry, USD: all debt less what other collateral carries. */
  readonly debt: Usd;
  readonly collateral: number;
  /** The pair's own debt, USD: what can be repaid. */
  readonly pairDebtUsd: Usd;
}

export interface PoolOfAccounts {
  readonly asset: number;
  readonly debtAsset: number;
  readonly threshold: Fraction;
  /** The first wave that has noticed any of them. */
  wave: number;
  /** Worst ratio first. */
  readonly accounts: PooledAccount[];
}

export interface Repayment {
  readonly slot: number;
  readonly repayUsd: Usd;
  readonly tick: number;
  readonly isAbsorbed: boolean;
}

/** One pool for each collateral, debt and threshold, in the order of the due accounts. */
export function poolsOf({ accounts, due, gate, margin, settlement, states }: Stage): PoolOfAccounts[] {
  const pools: PoolOfAccounts[] = [];
  for (let position = 0; position < due.size; position++) {
    const slot = due.at(position);
    if (gate.bars(slot)) continue;
    const view = settlement.look(slot);
    const { collateralAsset: asset, debtAsset } = settlement;
    const threshold = view.threshold / margin.trigger;
    const wave = states.wave[slot] as number;
    let pool = pools.find((one) => one.asset === asset && one.debtAsset === debtAsset && one.threshold === threshold);
    if (pool === undefined) {
      pool = { asset, debtAsset, threshold, wave, accounts: [] };
      pools.push(pool);
    }
    pool.wave = Math.min(pool.wave, wave);
    const elsewhere = (view.weightedUsd - view.pairCollateralUsd * view.threshold) / margin.trigger;
    const collateral = accounts.collateral(slot, settlement.collateralEntry);
    pool.accounts.push({ slot, debt: view.debtUsd - elsewhere, collateral, pairDebtUsd: view.pairDebtUsd });
  }
  for (const pool of pools)
    pool.accounts.sort((a, b) => b.debt * a.collateral - a.debt * b.collateral || a.slot - b.slot);
  return pools;
}

/** What is repaid of which account with so much money: absorbed ones whole, then all others down to one ratio. */
export function repayments(stage: Stage, pool: PoolOfAccounts, terms: PoolTerms, money: Usd): Repayment[] {
  const price = stage.prices[pool.asset] as number;
  const spacing = terms.tickSpacing;
  const list: Repayment[] = [];
  let left = money;
  const width = Math.log(spacing);
  // Only counted, for their gas: on which side of an edge a ratio stands does not matter.
  const tickOf = ({ debt, collateral }: PooledAccount) => Math.floor(Math.log(debt / collateral) / width);
  const others: PooledAccount[] = [];
  for (const account of pool.accounts) {
    if (account.debt <= terms.maxLimit * account.collateral * price) {
      others.push(account);
      continue;
    }
    const whole = Math.min(account.pairDebtUsd, (account.collateral * price) / (1 + terms.penalty));
    if (left <= 0) continue;
    const isAbsorbed = left >= whole;
    list.push({ slot: account.slot, repayUsd: Math.min(left, whole), tick: tickOf(account), isAbsorbed });
    left -= whole;
  }
  if (left <= 0 || others.length === 0) return list;
  const { threshold } = pool;
  const repaid = spendWorstFirst(others, { spacing, threshold, penalty: terms.penalty, price }, left);
  others.forEach((account, i) => {
    const most = Math.min(account.pairDebtUsd, (account.collateral * price) / (1 + terms.penalty));
    const repayUsd = Math.min(repaid[i] as number, most);
    if (repayUsd > 0) list.push({ slot: account.slot, repayUsd, tick: tickOf(account), isAbsorbed: false });
  });
  return list;
}
