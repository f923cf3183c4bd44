/** What a path costs as the book grows from a thousand accounts to a million while the same accounts are liquidated. */
import { OUTCOME_INDEX } from '../models/outcome.ts';
import { loadScenario } from '../scenarios/load.ts';
import { interleave, processorTime, ratioOf, spreadOf } from './interleave.ts';
import { paddedBook } from './padded-book.ts';
import { atMost, type Effort, information, micros, mustHold, type Row, type Section, shown, times } from './section.ts';
import { bareTape, type OpenWorld, openWorld, runPath, scenarioFile } from './worlds.ts';

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const PATHS = 12;
const LIMIT = 1.5;

export async function bookSize(effort: Effort): Promise<Section> {
  const rows: Row[] = [];
  for (const name of ['thin-book', 'two-collaterals']) rows.push(...(await measure(name, effort)));
  return {
    title: 'A path as the book grows',
    how:
      `Processor time. A generated book of 1,000 accounts, of which about as many are liquidated as of the 10,000 in the reference crash, among 0 to 999,000 healthy accounts ` +
      'that no path reaches: twins of those accounts with a health factor of 4 to 10, in the index like all others. The 1,000 are spread evenly over the whole book. All ' +
      `sizes run the same ${PATHS} paths in turn, tape and four strategies; figures of every strategy and path must come out the same to the last bit. \`thin-book\` has one collateral, in ` +
      '`two-collaterals` half of the accounts hold two that move. The reaction alone is the path less the bare tape of the same round.',
    rows,
  };
}

async function measure(name: string, effort: Effort): Promise<Row[]> {
  const { scenario } = await loadScenario(scenarioFile(name));
  const worlds: OpenWorld[] = [];
  for (const size of SIZES) worlds.push(await openWorld(name, paddedBook(scenario.protocol.book, size)));
  const write = bareTape(worlds[0]!);
  const [bare, ...whole] = (await interleave(
    [() => eachPath(write), ...worlds.map((open) => () => eachPath((path) => runPath(open, path)))],
    { clock: processorTime, warmups: 3, rounds: 7 * effort },
  )) as [number[], ...number[][]];
  const reaction = whole.map((millis) => millis.map((value, round) => value - bare[round]!));
  const figures = worlds.map(figuresOf);
  const same = figures.every((of) => of.every((value, place) => Object.is(value, figures[0]![place])));
  const perPath = spreadOf(whole[0]!.map((millis) => millis / PATHS));
  const rows = [
    information(`${name}: 1,000 accounts`, `${shown(perPath, micros)}, ${liquidations(worlds[0]!)}`),
    mustHold(`${name}: same figures at every size`, same),
  ];
  for (let place = 1; place < SIZES.length; place++) {
    const size = SIZES[place]!.toLocaleString('en-US');
    const alone = shown(ratioOf(reaction[place]!, reaction[0]!), times);
    const row = atMost(`${name}: ${size} ÷ 1,000 accounts`, ratioOf(whole[place]!, whole[0]!), LIMIT, times);
    rows.push({ ...row, figure: `${row.figure}; reaction alone ${alone}` });
  }
  return rows;
}

function eachPath(work: (path: number) => void): void {
  for (let path = 0; path < PATHS; path++) work(path);
}

/** Every figure of every strategy on every path. */
function figuresOf({ scenario, world }: OpenWorld): number[] {
  const figures: number[] = [];
  eachPath((path) => {
    world.write(scenario.run.seed, path);
    for (const strategy of world.strategies) figures.push(...strategy.run());
  });
  return figures;
}

function liquidations({ scenario, world }: OpenWorld): string {
  const counts = world.strategies.map(() => 0);
  eachPath((path) => {
    world.write(scenario.run.seed, path);
    world.strategies.forEach((strategy, index) => {
      counts[index]! += strategy.run()[OUTCOME_INDEX.accountsLiquidated]! / PATHS;
    });
  });
  return `${counts.map((count) => count.toFixed(0)).join(' / ')} accounts liquidated`;
}
