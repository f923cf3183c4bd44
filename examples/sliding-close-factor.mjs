/**
 * A liquidation strategy in one file: the close factor slides with health.
 *
 * Just below the threshold a keeper may repay little; the further an account has sunk, the more:
 *
 *   share of the debt = min(1, least + (1 − health factor) / ramp)
 *
 * Everything else is as in the preset `asynchronous`: keepers race for a fixed bonus.
 */
const least = 0.1;
const ramp = 0.1;
const dustUsd = 1000;

/** May answer from the account and the bonus alone: no clock, no chance, no memory of earlier calls. */
const slidingCloseFactor = {
  repayUsd(account, _bonus) {
    const share = Math.min(1, least + (1 - account.healthFactor) / ramp);
    const repay = share * account.pairDebtUsd;
    // A rest too small to be worth anybody's gas would never be repaid.
    return account.pairDebtUsd - repay < dustUsd ? account.pairDebtUsd : repay;
  },
};

export default {
  family: 'strategy',
  name: 'sliding-close-factor',
  title: 'keepers may repay more, the further an account has sunk',
  create: () => ({
    trigger: { model: 'below-threshold', healthFactor: 1 },
    size: slidingCloseFactor,
    discount: { model: 'fixed-bonus' },
    execution: { model: 'keepers', gas: 500_000, revertGas: 100_000, retry: 120_000 },
  }),
};
