/** Accounts with the columns that files of recorded books have, drawn by the generated book of the scenario black-thursday. */
import { builtIn } from '../../models/catalogue.ts';
import { openStream } from '../../sim/random/streams.ts';

const THRESHOLDS = [0.75, 0.8, 0.83] as const;

export function accounts(seed = 'example accounts'): string {
  const registry = builtIn();
  const book = registry.create(
    'book',
    registry.schema('book').parse({
      ...{ model: 'generated', accounts: 400, debt: { median: 15_000, spread: 1.6 } },
      healthFactor: { minimum: 1.02, medianSlack: 0.5, spread: 0.9 },
      collateral: { A: 1, B: 2, C: 1 },
      borrowed: { USD: 1 },
    }),
    { text: () => '' },
  );
  const columns = book.build({
    assetNames: ['A', 'B', 'C', 'USD'],
    prices: [1, 1, 1, 1],
    thresholds: [...THRESHOLDS, undefined],
    borrowable: [false, false, false, true],
    stream: (purpose) => openStream(seed, 0, purpose),
  });
  const rows = Array.from({ length: columns.accounts }, (_, account) => {
    const held = columns.collateralFirst[account] as number;
    const owed = columns.debtFirst[account] as number;
    const usd = [columns.collateralAmount[held], columns.debtAmount[owed]].map((amount) =>
      (amount as number).toFixed(2),
    );
    return [account, ...usd, Math.round(10_000 * (columns.collateralThreshold[held] as number)), 0].join(',');
  });
  return ['id,collateral_usd,debt_usd,liq_threshold_bps,emode', ...rows, ''].join('\n');
}
