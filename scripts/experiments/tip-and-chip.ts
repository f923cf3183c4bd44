/** StableSims: whether a dollar more of the flat incentive (tip) buys more time than one of the proportional incentive (chip). */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { normalQuantile } from '../../sim/random/distributions.ts';
import { RandomStream } from '../../sim/random/random-stream.ts';
import { type Experiment, type Findings, pathsAt, type Settings } from './experiment.ts';
import { figures, runScenario } from './run-scenario.ts';

/** Days with gas on record; the first rows of September 2020 have no price. */
export const DAYS = ['2020-03-12', '2020-09-05', '2021-01-11', '2021-01-21', '2021-05-19', '2021-06-21'] as const;
type Day = (typeof DAYS)[number];

const PENALTY = 1.13;
/** Settings of both, as StableSims states them. */
const BASE = { tip: 100, chip: 0.001 };

export interface Incentive {
  readonly tip: number;
  readonly chip: number;
}

export interface Outcome extends Incentive {
  /** Mean time from unsafe to liquidated, over the vaults that were. */
  readonly seconds: number;
  readonly incentiveUsd: number;
  readonly liquidated: number;
  readonly unserved: number;
}

const fileOf = (day: Day): string => `eth_usd_10m_gas_${day}.csv`;

/** First row with a price: its time and opening price. */
function start(day: Day, data: string): { from: string; price: number } {
  const rows = readFileSync(`${data}${fileOf(day)}`, 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const [time, , open] = rows.map((row) => row.split(',')).find((row) => row[2] !== '')!;
  return { from: time!, price: Number(open) };
}

/**
 * Vaults of StableSims: 50 owners with about 10 ETH, 5 with 25 and 10 with 100 (who are keepers beside), each with as much debt as
 * a share of what is allowed, N(12/14, 0.216); above 1 none can be opened, and they draw again.
 */
export function vaults(price: number, book: number): string {
  const stream = new RandomStream(`tip and chip ${book}`);
  const normal = (mean: number, deviation: number) => mean + deviation * normalQuantile(stream.uniform());
  const lines = ['eth,dai'];
  for (const [count, mean, deviation] of [
    [50, 10, 2.155],
    [5, 25, 6.466],
    [10, 100, 2.155],
  ] as const) {
    for (let owner = 0; owner < count; owner++) {
      const eth = Math.max(1, normal(mean, deviation));
      let share = 2;
      while (share > 0.999 || share < 0.05) share = normal(12 / 14, 0.216);
      lines.push(`${eth},${((eth * price) / 1.5) * share}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

export interface Surroundings {
  readonly data: string;
  readonly books: number;
  readonly paths: number;
  readonly gas?: string;
}

/** One day under many incentives, which share vaults and paths. */
export async function incentives(
  day: Day,
  list: readonly Incentive[],
  { data, books, paths, gas = 'gas_p60_gwei' }: Surroundings,
): Promise<Outcome[]> {
  const { from, price } = start(day, data);
  const folder = mkdtempSync(join(tmpdir(), 'tip-and-chip-'));
  const sums = list.map((one) => ({ ...one, seconds: 0, incentiveUsd: 0, liquidated: 0, unserved: 0 }));
  const name = (index: number): string => `s${index}`;
  try {
    for (let book = 0; book < books; book++) {
      const file = join(folder, 'vaults.csv');
      writeFileSync(file, vaults(price, book));
      const results = await runScenario('tip-and-chip.yaml', {
        overrides: [
          `market.assets.ETH.price.file=${data}${fileOf(day)}`,
          `market.assets.ETH.price.from="${from}"`,
          `market.blockSpace.file=${data}${fileOf(day)}`,
          `market.blockSpace.from="${from}"`,
          `market.blockSpace.column=${gas}`,
          `protocol.book.file=${file}`,
          ...list.map(
            ({ tip, chip }, index) =>
              `strategies.${name(index)}={ preset: maker-clip, execution: { curve: { model: linear, duration: 12h }, buffer: 0.98, penalty: 0, tail: 12h, cusp: 0.5, tip: ${tip}, chip: ${chip * PENALTY}, dust: 0, hole: 15_000_000, retry: 1m, kickGas: 300_000, takeGas: 0, revertGas: 0 } }`,
          ),
        ],
        paths,
        seed: `tip-and-chip ${book}`,
      });
      for (const [index, sum] of sums.entries()) {
        const of = (key: Parameters<typeof figures>[2]) => figures(results, name(index), key);
        const parts = (['oracleSeconds', 'detectionSeconds', 'inclusionSeconds', 'executionSeconds'] as const).map(of);
        const [closed, fees, unserved] = [of('accountsLiquidated'), of('protocolFeeUsd'), of('unservedDebtUsd')];
        for (let path = 0; path < paths; path++) {
          // A mean over vaults: paths count by how many were liquidated.
          sum.seconds +=
            closed[path]! === 0 ? 0 : closed[path]! * parts.reduce((total, part) => total + part[path]!, 0);
          sum.liquidated += closed[path]!;
          // Without a penalty what the protocol takes is what it pays.
          sum.incentiveUsd -= fees[path]!;
          sum.unserved += unserved[path]!;
        }
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const runs = books * paths;
  return sums.map(({ seconds, liquidated, incentiveUsd, unserved, ...incentive }) => ({
    ...incentive,
    seconds: seconds / liquidated,
    liquidated: liquidated / runs,
    incentiveUsd: incentiveUsd / runs,
    unserved: unserved / runs,
  }));
}

const TIPS: readonly Incentive[] = [110, 125, 150, 175, 200, 300].map((tip) => ({ ...BASE, tip }));
const CHIPS: readonly Incentive[] = [0.0015, 0.002, 0.003, 0.004, 0.005, 0.01].map((chip) => ({ ...BASE, chip }));
export const SETTINGS: readonly Incentive[] = [BASE, ...TIPS, ...CHIPS];

/** Additional USD at which the time has fallen by a share, along a line of settings; undefined where none of them gets there. */
function costOf(share: number, base: Outcome, line: readonly Outcome[]): number | undefined {
  let before = { cost: 0, cut: 0 };
  for (const one of line) {
    const here = { cost: one.incentiveUsd - base.incentiveUsd, cut: 1 - one.seconds / base.seconds };
    if (here.cut >= share)
      return before.cost + ((here.cost - before.cost) * (share - before.cut)) / (here.cut - before.cut);
    if (here.cut > before.cut) before = here;
  }
  return undefined;
}

/** What the proportional incentive costs over what the flat one does, for the same cut of the time; above 1 the tip is cheaper. */
export function advantageOfTip(outcomes: readonly Outcome[], share: number) {
  const [base, ...rest] = outcomes as [Outcome, ...Outcome[]];
  const tip = costOf(share, base, rest.slice(0, TIPS.length));
  const chip = costOf(share, base, rest.slice(TIPS.length));
  return { tip, chip, ratio: tip === undefined || chip === undefined ? undefined : chip / tip };
}

/** All days together: times count by vaults. */
export function pooled(days: readonly (readonly Outcome[])[]): Outcome[] {
  return SETTINGS.map((incentive, index) => {
    const of = days.map((outcomes) => outcomes[index]!);
    const sum = (figure: (one: Outcome) => number): number => of.reduce((total, one) => total + figure(one), 0);
    const liquidated = sum((one) => one.liquidated);
    return {
      ...incentive,
      liquidated,
      seconds: sum((one) => one.seconds * one.liquidated) / liquidated,
      incentiveUsd: sum((one) => one.incentiveUsd),
      unserved: sum((one) => one.unserved),
    };
  });
}

const minutes = (seconds: number): string => (seconds / 60).toFixed(1);
const usd = (amount: number | undefined): string => (amount === undefined ? '–' : amount.toFixed(0));

async function run({ data, effort }: Settings): Promise<Findings> {
  const around = { data, books: pathsAt(12, effort, 2), paths: 2 };
  const [rows, costs]: string[][][] = [[], []];
  for (const gas of ['gas_p35_gwei', 'gas_p60_gwei', 'gas_p90_gwei']) {
    const days: Outcome[][] = [];
    for (const day of DAYS) days.push(await incentives(day, SETTINGS, { ...around, gas }));
    const whole = pooled(days);
    const worst = days[DAYS.indexOf('2021-05-19')]!;
    for (const [name, outcomes] of [
      ['19 May 2021', worst],
      ['six days', whole],
    ] as const) {
      for (const share of [0.5, 0.75, 0.9]) {
        const { tip, chip, ratio } = advantageOfTip(outcomes, share);
        costs!.push([
          name,
          gas.slice(4, 7),
          `${100 * share} %`,
          usd(tip),
          usd(chip),
          ratio === undefined ? '–' : ratio.toFixed(2),
        ]);
      }
    }
    if (gas !== 'gas_p60_gwei') continue;
    for (const [index, day] of DAYS.entries()) {
      const [base, ...others] = days[index]! as [Outcome, ...Outcome[]];
      const at = (tip: number, chip: number) => others.find((one) => one.tip === tip && one.chip === chip)!;
      rows!.push([
        day,
        base.liquidated.toFixed(0),
        usd(base.incentiveUsd),
        ...[base, at(125, 0.001), at(200, 0.001), at(100, 0.002), at(100, 0.005)].map(({ seconds }) =>
          minutes(seconds),
        ),
      ]);
    }
  }
  return {
    tables: [
      {
        header: [
          'day, gas at p60',
          'vaults liquidated',
          'incentives, USD',
          'minutes at 100 / 0.001',
          '125 / 0.001',
          '200 / 0.001',
          '100 / 0.002',
          '100 / 0.005',
        ],
        rows: rows!,
      },
      {
        header: ['days', 'gas', 'time cut by', 'more tip, USD', 'more chip, USD', 'chip over tip'],
        rows: costs!,
      },
    ],
  };
}

export const tipAndChip: Experiment = {
  name: 'tip-and-chip',
  needs: DAYS.map(fileOf),
  run,
};
