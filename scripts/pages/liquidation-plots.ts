/** Pictures of what a liquidation takes, gives, and how an auction falls. */
import { isDue } from '../../models/book/margin.ts';
import type { AccountView, DiscountRule, PriceCurve, SizeRule, SplitRule, Trigger } from '../../models/model.ts';
import { PERCENT, type Plot } from './plot.ts';

const DEBT = 10_000;
const THRESHOLD = 0.8;
const BONUS = 0.05;

export interface AccountTerms {
  readonly debtUsd: number;
  readonly threshold: number;
  readonly bonus: number;
}

/** An account with one collateral and one debt. */
export function accountAt(healthFactor: number, { debtUsd, threshold, bonus }: AccountTerms): AccountView {
  const weightedUsd = healthFactor * debtUsd;
  const collateralUsd = weightedUsd / threshold;
  return {
    ...{ debtUsd, collateralUsd, weightedUsd, healthFactor },
    ...{ pairDebtUsd: debtUsd, pairCollateralUsd: collateralUsd, threshold, assetBonus: bonus },
  };
}

const account = (healthFactor: number): AccountView =>
  accountAt(healthFactor, { debtUsd: DEBT, threshold: THRESHOLD, bonus: BONUS });

const HEALTH = { title: 'health factor' } as const;
const healths = Array.from({ length: 176 }, (_, i) => 0.75 + i * 0.002);

export function sizePlot(size: SizeRule): Plot {
  return {
    caption:
      'Share of the debt repaid in one liquidation, by health factor (one collateral, threshold 0.8, bonus 5 %).',
    x: HEALTH,
    y: { title: 'share of debt repaid', zero: true, format: PERCENT },
    lines: [{ name: 'repaid', points: healths.map((h) => [h, size.repayUsd(account(h), BONUS) / DEBT] as const) }],
  };
}

export function discountPlot(discount: DiscountRule): Plot {
  return {
    caption: 'Bonus on the collateral handed over, by health factor.',
    x: HEALTH,
    y: { title: 'bonus', zero: true, format: PERCENT },
    lines: [{ name: 'bonus', points: healths.map((h) => [h, discount.bonus(account(h))] as const) }],
  };
}

/** Of a rule that looks at the collateral's threshold alone. */
export function incentivePlot(discount: DiscountRule): Plot {
  const thresholds = Array.from({ length: 101 }, (_, i) => 0.5 + i / 200);
  const bonus = (threshold: number) => discount.bonus(accountAt(0.99, { debtUsd: DEBT, threshold, bonus: BONUS }));
  return {
    caption: 'Bonus on the collateral handed over, by its liquidation threshold.',
    x: { title: 'liquidation threshold', format: PERCENT },
    y: { title: 'bonus', zero: true, format: PERCENT },
    lines: [{ name: 'bonus', points: thresholds.map((threshold) => [threshold, bonus(threshold)] as const) }],
  };
}

/** An account's health factor, minute by minute: it falls, stands at exactly 1 for a while, and comes back. */
const HOUR_OF_HEALTH = Array.from({ length: 61 }, (_, minute) => {
  if (minute < 20) return 1.1 - minute / 200;
  if (minute <= 30) return 1;
  return 1 - (minute <= 45 ? minute - 30 : 60 - minute) / 200;
});

export function triggerPlot({ healthFactor }: Trigger): Plot {
  const dots = (due: boolean) =>
    HOUR_OF_HEALTH.flatMap((health, minute) =>
      isDue(health * DEBT, DEBT, healthFactor) === due ? [[minute, health] as const] : [],
    );
  return {
    caption: 'An account whose health factor falls, stands at exactly 1 for ten minutes, and falls on: when it is due.',
    x: { title: 'minutes' },
    y: { title: 'health factor' },
    lines: [
      { name: 'not due', as: 'dots', points: dots(false) },
      { name: 'due', as: 'dots', points: dots(true) },
    ],
  };
}

const ASSET_FEE = 0.1;

export function splitPlot(split: SplitRule): Plot {
  const bonuses = Array.from({ length: 151 }, (_, i) => i / 1000);
  const line = (name: string, value: (bonus: number) => number) => ({
    name,
    points: bonuses.map((bonus) => [bonus, value(bonus)] as const),
  });
  const kept = (bonus: number) => split.protocolShare(bonus, ASSET_FEE);
  return {
    caption: `What each gets beyond the debt that is repaid, as a share of it, by the bonus (the collateral’s protocolFee is ${ASSET_FEE}).`,
    x: { title: 'bonus', format: PERCENT },
    y: { title: 'share of the debt repaid', zero: true, format: PERCENT },
    lines: [
      line('liquidator', (bonus) => (1 + bonus) * (1 - kept(bonus)) - 1),
      line('protocol', (bonus) => (1 + bonus) * kept(bonus)),
    ],
  };
}

/** Until a twentieth of the price is left, or two hours. */
export function curvePlot(curve: PriceCurve): Plot {
  const end = Math.min(curve.reaches(0.05), 7_200_000);
  const points = Array.from(
    { length: 301 },
    (_, i) => [((i / 300) * end) / 60_000, curve.share((i / 300) * end)] as const,
  );
  return {
    caption: 'Share of the starting price over time.',
    x: { title: 'minutes' },
    y: { title: 'share of the starting price', zero: true, format: PERCENT },
    lines: [{ name: 'share', points }],
  };
}
