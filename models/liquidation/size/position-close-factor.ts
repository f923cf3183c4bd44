import { z } from 'zod';
import type { SizeRule } from '../../model.ts';
import { zFraction, zUsd } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';

/** Remainders below this share of what was there are rounding. */
const ROUNDING = 1e-12;

/**
 * The close factor of a position, as Aave v3 has had it since version 3.3.
 *
 * The whole debt D of the reserve may be repaid, unless the account is only a little below its threshold and large:
 * where collateral and debt of the pair are each worth `fullBelowUsd` or more, the health factor is above
 * `fullBelowHealthFactor`, and D is more than closeFactor · (total debt), at most closeFactor · (total debt).
 *
 * A repayment that leaves both debt and collateral of the pair must leave each worth `leastLeftoverUsd` or more; one that
 * would leave less is refused, and the largest that is allowed below it is taken instead: the smaller of
 * D − leastLeftoverUsd and (C − leastLeftoverUsd) / (1 + bonus), C the pair's collateral in USD.
 *
 * Source: aave-v3-origin, `LiquidationLogic` and docs/3.3. Misleads with markets older than version 3.3: those take
 * `close-factor`.
 */
export const positionCloseFactor = defineModel({
  family: 'size',
  name: 'position-close-factor',
  title: 'half of the account’s debt while it is large and little below its threshold, else all of the reserve’s',
  source: 'Aave v3.3 and later, LiquidationLogic',
  misleads: 'with markets older than version 3.3, which sized by reserve (close-factor)',
  params: z.strictObject({
    closeFactor: zFraction.gt(0).default(0.5).describe('share of the total debt that one liquidation may repay'),
    fullBelowHealthFactor: zFraction.default(0.95).describe('at or below this health factor everything may be repaid'),
    fullBelowUsd: zUsd.default(2000).describe('USD; pairs with less collateral or debt may be repaid in full'),
    leastLeftoverUsd: zUsd.default(1000).describe('USD; a partial repayment leaves this much of both or is refused'),
  }),
  create: (p): SizeRule => ({
    repayUsd: (account) => {
      const large = account.pairCollateralUsd >= p.fullBelowUsd && account.pairDebtUsd >= p.fullBelowUsd;
      if (!large || account.healthFactor <= p.fullBelowHealthFactor) return account.pairDebtUsd;
      return Math.min(account.pairDebtUsd, p.closeFactor * account.debtUsd);
    },
    admissible: (repayUsd, account, bonus) => {
      const debtLeft = account.pairDebtUsd - repayUsd;
      const collateralLeft = account.pairCollateralUsd - repayUsd * (1 + bonus);
      const all = debtLeft <= ROUNDING * account.pairDebtUsd || collateralLeft <= ROUNDING * account.pairCollateralUsd;
      if (all) return repayUsd;
      if (debtLeft >= p.leastLeftoverUsd && collateralLeft >= p.leastLeftoverUsd) return repayUsd;
      const least = Math.min(
        account.pairDebtUsd - p.leastLeftoverUsd,
        (account.pairCollateralUsd - p.leastLeftoverUsd) / (1 + bonus),
      );
      return Math.max(0, Math.min(repayUsd, least));
    },
  }),
});
