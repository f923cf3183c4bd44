/** A close factor that stops where a liquidation would make the account worse: at a loan-to-value of 1/(1 + bonus). */
export default ({ z, defineModel, parameters }) =>
  defineModel({
    family: 'size',
    name: 'halt-above-frontier',
    title: 'a share of the debt, nothing where each liquidation would raise the loan-to-value',
    source: 'Warmuz, Chaudhary, Pinna (2022), arXiv 2212.07306',
    params: z.strictObject({ closeFactor: parameters.zFraction.gt(0) }),
    create: ({ closeFactor }) => ({
      repayUsd: (account, bonus) =>
        account.debtUsd * (1 + bonus) > account.collateralUsd ? 0 : closeFactor * account.pairDebtUsd,
    }),
  });
