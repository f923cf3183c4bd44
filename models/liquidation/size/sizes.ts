/** How much of an account's debt may be repaid in one liquidation. */
import { z } from 'zod';
import { clamp } from '../../../sim/math.ts';
import type { AccountView, SizeRule } from '../../model.ts';
import { zFraction, zUsd } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';

const zMinimumDebt = zUsd.default(1).describe('USD; a remainder below it is repaid as well');

/** Repays the rest too where it would be dust. */
function withoutDust(repayUsd: number, account: AccountView, minimumDebt: number): number {
  return account.pairDebtUsd - repayUsd < minimumDebt ? account.pairDebtUsd : repayUsd;
}

/** r = D: all that is owed in the asset repaid, as far as the collateral seized for it reaches. */
export const wholeDebt = defineModel({
  family: 'size',
  name: 'all',
  title: 'the whole debt',
  params: z.strictObject({}),
  create: (): SizeRule => ({ repayUsd: (account) => account.pairDebtUsd }),
});

/** r = closeFactor · D, or D below the health factor at which everything may go, or where the rest would be dust. */
export const closeFactor = defineModel({
  family: 'size',
  name: 'close-factor',
  title: 'a share of the debt, all of it when health is very low',
  source: 'Aave v3 before 3.3 (0.5; all below 0.95); Compound v2',
  params: z.strictObject({
    closeFactor: zFraction.gt(0).describe('share of the debt that one liquidation may repay'),
    fullBelowHealthFactor: z
      .number()
      .min(0)
      .max(1)
      .default(0.95)
      .describe('all of it may be repaid below this health factor'),
    minimumDebt: zMinimumDebt,
  }),
  create: (p): SizeRule => ({
    repayUsd: (account) =>
      account.healthFactor < p.fullBelowHealthFactor
        ? account.pairDebtUsd
        : withoutDust(p.closeFactor * account.pairDebtUsd, account, p.minimumDebt),
  }),
});

/**
 * Debt to repay so that the health factor becomes h: r = (h D − W) / (h − t (1 + b)), with W the weighted collateral, t
 * the threshold of the collateral seized and b the bonus.
 *
 * @returns Infinity where no repayment gets there (h ≤ t (1 + b): every repayment makes the account worse)
 */
export function repayToRestore(
  target: number,
  account: Pick<AccountView, 'debtUsd' | 'weightedUsd' | 'threshold'>,
  bonus: number,
): number {
  const shortage = target * account.debtUsd - account.weightedUsd;
  const gain = target - account.threshold * (1 + bonus);
  if (shortage <= 0) return 0;
  return gain > 0 ? shortage / gain : Number.POSITIVE_INFINITY;
}

/**
 * Just enough to bring the health factor back to h, within the close factor:
 *
 *   r = (h · D − W) / (h − t · (1 + b)),   0 ≤ r ≤ closeFactor · D
 *
 * with h = `target` (1 to 3), D the debt and W the collateral weighted by its thresholds, both USD, t the liquidation threshold of the
 * collateral seized and b its bonus. Where h ≤ t · (1 + b) no repayment gets there, and the close factor decides. A remainder below
 * `minimumDebt` (USD) is repaid as well.
 */
export const targetHealth = defineModel({
  family: 'size',
  name: 'target-health',
  title: 'just enough to restore a target health factor, within the close factor',
  source: 'closed form; Euler v1 restores 1.25 the same way',
  params: z.strictObject({
    target: z.number().min(1).max(3).describe('health factor to restore, e.g. 1.05'),
    closeFactor: zFraction.gt(0).describe('share of the debt that one liquidation may repay at most'),
    minimumDebt: zMinimumDebt,
  }),
  create: (p): SizeRule => ({
    repayUsd: (account, bonus) => {
      const wanted = repayToRestore(p.target, account, bonus);
      return withoutDust(clamp(wanted, 0, p.closeFactor * account.pairDebtUsd), account, p.minimumDebt);
    },
  }),
});
