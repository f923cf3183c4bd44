/** How a run grows: with its horizon, with keepers who could gain nothing, with its paths. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAIN, measured } from './command.ts';
import { interleave, processorTime, ratioOf, spreadOf } from './interleave.ts';
import {
  atMost,
  type Effort,
  information,
  megabytes,
  micros,
  type Row,
  type Section,
  shown,
  times,
} from './section.ts';
import { openWorld, runPath, scenarioFile } from './worlds.ts';

const PATHS = 6;
const DAYS = 30;
/** What a horizon of so many days may cost more than one day. */
const HORIZON_LIMIT = 31;
const FEW = ['keepers.0.count=5', 'keepers.1.count=15'];
const MANY = ['keepers.0.count=500', 'keepers.1.count=1500'];
/** No gain is enough. */
const NO_GAIN = ['keepers.0.minProfit=1e12', 'keepers.1.minProfit=1e12'];
/** Nobody is reached, however long it lasts. */
const OUT_OF_REACH = 'protocol.book.healthFactor.minimum=20';
const MANY_PATHS = 100_000;
const LIMIT_BYTES = 600e6;

export async function growth(effort: Effort): Promise<Section> {
  return {
    title: 'Growth',
    how:
      `Processor time of the same ${PATHS} paths, in turn. The longer horizon is that of \`calm-day\` with accounts that no path reaches, so that equal work is done a day; nobody gains in ` +
      '`reference-crash` where every keeper wants 10¹² USD, and all accounts that are due wait for ever. Memory is the peak resident set of `plimsoll run --out` with rows, ' +
      'statistics and report, on paths of one hour: what a path leaves behind does not depend on its length.',
    rows: [
      ...(await compared(
        `${DAYS} days ÷ one day`,
        'calm-day',
        [OUT_OF_REACH, 'run.horizon=24h'],
        [OUT_OF_REACH, `run.horizon=${DAYS}d`],
        HORIZON_LIMIT,
        effort,
      )),
      ...(await compared(
        '2,000 ÷ 20 keepers who gain nothing',
        'reference-crash',
        [...NO_GAIN, ...FEW],
        [...NO_GAIN, ...MANY],
        1.1,
        effort,
      )),
      await memoryOfPaths(),
    ],
  };
}

async function compared(
  what: string,
  name: string,
  small: string[],
  large: string[],
  limit: number,
  effort: Effort,
): Promise<Row[]> {
  const worlds = [await openWorld(name, undefined, small), await openWorld(name, undefined, large)];
  const pieces = worlds.map((open) => () => {
    for (let path = 0; path < PATHS; path++) runPath(open, path);
  });
  const [one, more] = (await interleave(pieces, { clock: processorTime, warmups: 2, rounds: 4 * effort })) as [
    number[],
    number[],
  ];
  const perPath = spreadOf(one.map((millis) => millis / PATHS));
  return [
    atMost(`${name}: ${what}`, ratioOf(more, one), limit, times),
    information(`${name}: a path of the smaller`, shown(perPath, micros)),
  ];
}

async function memoryOfPaths(): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  try {
    const { peakBytes } = await measured(MAIN, [
      ...['run', scenarioFile('calm-day'), '--set', 'run.horizon=1h', '--paths', String(MANY_PATHS)],
      ...['--workers', '2', '--quiet', '--out', join(folder, 'out')],
    ]);
    const peak = { low: peakBytes, median: peakBytes, high: peakBytes };
    return atMost(`${MANY_PATHS.toLocaleString('en')} paths × 4 strategies, peak`, peak, LIMIT_BYTES, megabytes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
