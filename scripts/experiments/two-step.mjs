/**
 * Qin et al.'s optimal strategy under a close factor: a first repayment that leaves the account due by a hair, then the close factor
 * of what is left. First repayment (D − LT C)/(1 − LT (1 + b)), which is what brings the health factor to 1.
 */
const HAIR = 1e-9;

export default ({ z, defineModel, parameters }) =>
  defineModel({
    family: 'size',
    name: 'two-step',
    title: 'first as much as leaves the account due, then the close factor of the rest',
    source: 'Qin et al., An Empirical Study of DeFi Liquidations, IMC 2021, section 5',
    params: z.strictObject({ closeFactor: parameters.zFraction.gt(0) }),
    create: ({ closeFactor }) => ({
      repayUsd: (account, bonus) => {
        const most = closeFactor * account.pairDebtUsd;
        const target = 1 - HAIR;
        if (account.healthFactor >= target - HAIR) return most;
        const first = (target * account.debtUsd - account.weightedUsd) / (target - account.threshold * (1 + bonus));
        return first > 0 && first < most ? first : most;
      },
    }),
  });
