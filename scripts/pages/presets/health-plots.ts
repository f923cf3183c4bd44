/** What one call may repay and what it pays, against the health factor. */
import { backedShare } from '../../../models/liquidation/houses/take-over.ts';
import type { DiscountRule, SizeRule, SplitRule } from '../../../models/model.ts';
import { accountAt } from '../liquidation-plots.ts';
import { PERCENT, type Plot } from '../plot.ts';

interface Terms {
  readonly threshold: number;
  readonly bonus: number;
  /** Health factor from which an account is due. */
  readonly highest: number;
}

const LOWEST = 0.75;
const POINTS = 300;
const DEBTS = [100_000, 1500];

/** From the lowest to where accounts are due, that excluded. */
const healthsBelow = (highest: number): number[] =>
  Array.from({ length: POINTS }, (_, i) => LOWEST + ((highest - LOWEST) * (i + 0.5)) / POINTS);

const HEALTH = { title: 'health factor' } as const;
const inUsd = (usd: number): string => `debt of ${usd.toLocaleString('en-US')} USD`;

/** One line where the debt is no matter. */
export function repaidPlot(size: SizeRule, discount: DiscountRule, { threshold, bonus, highest }: Terms): Plot {
  const lines = DEBTS.map((debtUsd) => ({
    name: inUsd(debtUsd),
    points: healthsBelow(highest).map((health) => {
      const account = accountAt(health, { debtUsd, threshold, bonus });
      return [health, Math.min(1, size.repayUsd(account, discount.bonus(account)) / debtUsd)] as const;
    }),
  }));
  const [large, small] = lines as [(typeof lines)[0], (typeof lines)[0]];
  const differ = large.points.some(([, share], i) => Math.abs(share - (small.points[i]?.[1] as number)) > 1e-9);
  return {
    caption: 'Share of the debt that one call may repay, by health factor',
    x: HEALTH,
    y: { title: 'share of debt repaid', zero: true, format: PERCENT },
    lines: differ ? lines : [large],
  };
}

/** @param split what the protocol keeps; its fee on the bonus when undefined */
export function paidPlot(
  discount: DiscountRule,
  split: SplitRule | undefined,
  { threshold, bonus, highest, fee }: Terms & { readonly fee: number },
): Plot {
  const rows = healthsBelow(highest).map((health) => {
    const given = discount.bonus(accountAt(health, { debtUsd: DEBTS[0] as number, threshold, bonus }));
    const kept = split?.protocolShare(given, fee) ?? (fee * given) / (1 + given);
    return { health, given, left: (1 + given) * (1 - kept) - 1 };
  });
  const liquidator = { name: 'to the liquidator', points: rows.map(({ health, left }) => [health, left] as const) };
  const borrower = { name: 'from the borrower', points: rows.map(({ health, given }) => [health, given] as const) };
  const differ = rows.some(({ given, left }) => Math.abs(given - left) > 1e-9);
  return {
    caption: 'Collateral paid beyond the debt repaid, by health factor',
    x: HEALTH,
    y: { title: 'collateral beyond the debt', zero: true, format: PERCENT },
    lines: differ ? [borrower, liquidator] : [liquidator],
  };
}

/** Own money that a liquidator needs for debt which it takes over and does not unwind at once. */
export function backingPlot(
  discount: DiscountRule,
  { threshold, bonus, highest, borrowGap }: Terms & { readonly borrowGap: number },
): Plot {
  // More than any money backs, so that the money decides.
  const debtUsd = 1e9;
  const points = healthsBelow(highest).map((health) => {
    const given = discount.bonus(accountAt(health, { debtUsd: DEBTS[0] as number, threshold, bonus }));
    const sold = { soldCollateralUsd: 0, soldUsd: 0 };
    const offer = { debtUsd, collateralUsd: debtUsd * (1 + given), ...sold, borrowLtv: threshold - borrowGap };
    const share = backedShare(offer, 1);
    return [health, share === 1 ? 0 : 1 / (share * debtUsd)] as const;
  });
  return {
    caption: 'Own money that debt taken over and kept needs, by the health factor of the account it comes from',
    x: HEALTH,
    y: { title: 'own money per debt kept', zero: true, format: PERCENT },
    lines: [{ name: 'own money', points }],
  };
}
