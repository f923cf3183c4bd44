/** Perez et al.: how much debt a fall of prices makes liquidable, on the accounts that Aave really had. */
import type { Experiment, Findings, Settings } from './experiment.ts';
import { figures, runScenario } from './run-scenario.ts';

export interface Book {
  readonly name: string;
  readonly file: string;
  readonly overrides: readonly string[];
  /** The v2 file counts in ether, which shares do not mind. */
  readonly usdPerUnit: number;
}

/** Price of ether in the v3 file. */
const ETHER = 1719.9;

const TEN_MILLION = 1e7;

const V2_COLUMNS = ['protocol.book.collateral.0.column=collateral_eth', 'protocol.book.debt.0.column=debt_eth'];

export const BOOKS: readonly Book[] = [
  {
    name: 'Aave v3, wstETH borrowers, all',
    file: 'aave_v3_wsteth_positions_2023-06.csv',
    overrides: [],
    usdPerUnit: 1,
  },
  {
    name: 'Aave v3, without e-mode',
    file: 'aave_v3_wsteth_positions_2023-06.csv',
    overrides: ['protocol.book.where={ column: emode, equals: "0" }'],
    usdPerUnit: 1,
  },
  {
    name: 'Aave v2, stETH borrowers',
    file: 'aave_v2_steth_positions_2023-06.csv',
    overrides: V2_COLUMNS,
    usdPerUnit: ETHER,
  },
];

export interface Liquidable {
  readonly dueUsd: number;
  readonly debtUsd: number;
  readonly accounts: number;
}

/** Debt that is due after a fall, as the simulator finds it. */
export async function liquidable(book: Book, fall: number, data: string): Promise<Liquidable> {
  const results = await runScenario('liquidable-curve.yaml', {
    overrides: [
      `protocol.book.file=${data}${book.file}`,
      `market.assets.C.waypoints.1.price=${1 - fall}`,
      ...book.overrides,
    ],
  });
  const { initialDebtUsd, accounts } = results.manifest;
  return { dueUsd: figures(results, 'nobody-acts', 'unservedDebtUsd')[0]!, debtUsd: initialDebtUsd, accounts };
}

const TABLE_FALLS = [0, 0.03, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5];
const million = (usd: number): string => `${(usd / 1e6).toFixed(1)}m`;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Smallest fall, to a hundredth of a per cent, at which this much is due. */
export async function leastFall(book: Book, due: number, data: string): Promise<number> {
  let [low, high] = [0, 1 << 13];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((await liquidable(book, middle / 1e4, data)).dueUsd >= due) high = middle;
    else low = middle;
  }
  return high / 1e4;
}

async function run({ data, effort }: Settings): Promise<Findings> {
  const step = effort === 1 ? 0.02 : 0.1;
  const falls = [...TABLE_FALLS, ...Array.from({ length: Math.round(0.6 / step) + 1 }, (_, index) => index * step)];
  const curves = await Promise.all(
    BOOKS.map(async (book) => {
      const shares = new Map<number, Liquidable>();
      for (const fall of falls) shares.set(fall, await liquidable(book, fall, data));
      return { book, shares };
    }),
  );
  const rows = TABLE_FALLS.map((fall) => [
    percent(fall),
    ...curves.map(({ shares }) => {
      const { dueUsd, debtUsd } = shares.get(fall)!;
      return percent(dueUsd / debtUsd);
    }),
  ]);
  const notes: string[] = [];
  for (const { book, shares } of curves) {
    const { debtUsd, accounts } = shares.get(0)!;
    const least = await leastFall(book, TEN_MILLION / book.usdPerUnit, data);
    notes.push(
      `${book.name}: ${accounts} accounts owe ${million(debtUsd * book.usdPerUnit)} USD. A fall of 3 % makes ${million(shares.get(0.03)!.dueUsd * book.usdPerUnit)} of it due; 10m are due from a fall of ${percent(least)} on.`,
    );
  }
  return {
    plot: {
      caption: 'Share of debt that is due after all collateral has fallen, three books of June 2023',
      x: { title: 'fall of all collateral', format: '.0%', zero: true },
      y: { title: 'debt due, share of all debt', format: '.0%', zero: true },
      lines: curves.map(({ book, shares }) => ({
        name: book.name,
        points: [...shares]
          .sort(([a], [b]) => a - b)
          .map(([fall, { dueUsd, debtUsd }]) => [fall, dueUsd / debtUsd] as const),
      })),
    },
    tables: [{ header: ['fall', ...BOOKS.map(({ name }) => name)], rows }],
    notes,
  };
}

export const liquidableCurve: Experiment = {
  name: 'liquidable-curve',
  needs: ['aave_v3_wsteth_positions_2023-06.csv', 'aave_v2_steth_positions_2023-06.csv'],
  run,
};
