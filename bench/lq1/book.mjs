/** Book of LQ-1: one ETH loan an account, drawn by counter. */
import { holdings } from './holdings.mjs';

export default ({ z, defineModel, BookBuilder }) =>
  defineModel({
    family: 'book',
    name: 'lq1-book',
    title: 'accounts of LQ-1',
    params: z.strictObject({ seed: z.number().int().min(0), accounts: z.number().int().min(1) }),
    create: ({ seed, accounts }) => ({
      build({ prices, thresholds, borrowable }) {
        const asset = thresholds.findIndex((threshold) => threshold !== undefined);
        const owed = borrowable.indexOf(true);
        const { collateral, debt } = holdings(seed, accounts, prices[asset]);
        const book = new BookBuilder();
        for (let i = 0; i < accounts; i++) {
          book.addCollateral(asset, collateral[i], thresholds[asset]);
          book.addDebt(owed, debt[i]);
          book.endAccount();
        }
        return book.build();
      },
    }),
  });
