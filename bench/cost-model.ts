/**
 * What a path costs as a sum: t ≈ a·ticks + b·reports + c·liquidations + d·accounts touched. Each coefficient is the slope between two worlds that
 * differ in that alone; a third world that none of them has seen shows how far the sum can be trusted.
 */
import { median } from 'simple-statistics';
import { OUTCOME_INDEX as I } from '../models/outcome.ts';
import { processorTime } from './interleave.ts';
import { type Effort, information, micros, type Row, type Section } from './section.ts';
import { type OpenWorld, openWorld } from './worlds.ts';

const PATHS = 24;
const WARMUPS = 3;
const STRATEGY = 'asynchronous';
const NO_GAIN = ['keepers.0.minProfit=1e12', 'keepers.1.minProfit=1e12'];

/** Of one path, on average. */
interface Cost {
  readonly tapeMillis: number;
  readonly millis: number;
  readonly ticks: number;
  readonly reports: number;
  readonly liquidations: number;
  readonly touched: number;
}

export async function costModel(effort: Effort): Promise<Section> {
  const worlds = {
    idle: await openWorld('reference-crash', undefined, NO_GAIN),
    reports: await openWorld('reference-crash', undefined, [...NO_GAIN, 'oracles.ETH.publish.deviation=0.001']),
    accounts: await openWorld('reference-crash', undefined, [...NO_GAIN, 'protocol.book.accounts=40_000']),
    busy: await openWorld('reference-crash'),
    unseen: await openWorld('reference-crash', undefined, [
      'protocol.book.accounts=25_000',
      'oracles.ETH.publish.deviation=0.003',
    ]),
  };
  const { idle, reports, accounts, busy, unseen } = measureAll(worlds, 5 * effort);
  const a = idle.tapeMillis / idle.ticks;
  const b = (reports.millis - idle.millis) / (reports.reports - idle.reports);
  const d = (accounts.millis - idle.millis) / (accounts.touched - idle.touched);
  const c =
    (busy.millis - idle.millis - b * (busy.reports - idle.reports) - d * (busy.touched - idle.touched)) /
    busy.liquidations;
  const predicted = a * unseen.ticks + b * unseen.reports + c * unseen.liquidations + d * unseen.touched;
  const found = unseen.tapeMillis + unseen.millis;
  return {
    title: 'What a path costs, as a sum',
    how:
      `Processor time of the tape and of \`${STRATEGY}\` on ${PATHS} paths of \`reference-crash\`, in turn. a: the tape by its ticks. b: five times finer reports, where nobody is liquidated. ` +
      'd: four times the accounts, where nobody is liquidated. c: what is left when keepers gain. The last row is a world with 25,000 accounts and finer reports that none of these has seen.',
    rows: [
      row('a, a tick of the tape', a * 1e6, 'ns', `${idle.ticks} ticks`),
      row('b, a report', b * 1e3, 'µs', `${idle.reports.toFixed(0)} and ${reports.reports.toFixed(0)} reports`),
      row('c, a liquidation', c * 1e3, 'µs', `${busy.liquidations.toFixed(0)} liquidations`),
      row(
        'd, an account touched',
        d * 1e3,
        'µs',
        `${idle.touched.toFixed(0)} and ${accounts.touched.toFixed(0)} accounts`,
      ),
      information(
        'the sum for the unseen world',
        `${micros(predicted)}; measured ${micros(found)}: ${(predicted / found).toFixed(2)}×`,
      ),
    ],
  };
}

function row(what: string, value: number, unit: string, from: string): Row {
  return information(what, `${value.toFixed(value < 10 ? 2 : 1)} ${unit}; from ${from}`);
}

function measureAll<K extends string>(worlds: Readonly<Record<K, OpenWorld>>, rounds: number): Record<K, Cost> {
  const names = Object.keys(worlds) as K[];
  const found = new Map<K, Cost[]>(names.map((name) => [name, []]));
  for (let round = -WARMUPS; round < rounds; round++) {
    for (const name of names) {
      const cost = measureOnce(worlds[name]);
      if (round >= 0) found.get(name)!.push(cost);
    }
  }
  const typical = (costs: readonly Cost[]): Cost => ({
    ...costs[0]!,
    tapeMillis: median(costs.map(({ tapeMillis }) => tapeMillis)),
    millis: median(costs.map(({ millis }) => millis)),
  });
  return Object.fromEntries(names.map((name) => [name, typical(found.get(name)!)])) as Record<K, Cost>;
}

function measureOnce({ scenario, world }: OpenWorld): Cost {
  const strategy = world.strategies.find(({ name }) => name === STRATEGY)!;
  const sums = { tapeMillis: 0, millis: 0, ticks: 0, reports: 0, liquidations: 0, touched: 0 };
  for (let path = 0; path < PATHS; path++) {
    const started = processorTime();
    world.write(scenario.run.seed, path);
    const written = processorTime();
    const tally = strategy.run();
    sums.millis += processorTime() - written;
    sums.tapeMillis += written - started;
    sums.ticks += world.tape.grid.ticks;
    sums.reports += tally[I.oracleReports]!;
    sums.liquidations += tally[I.liquidations]!;
    sums.touched += strategy.stage.accounts.slots;
  }
  for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] /= PATHS;
  return sums;
}
