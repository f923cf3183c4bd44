/** What four strategies cost on top of the tape that they share. */
import { OUTCOME_INDEX } from '../models/outcome.ts';
import { openStream } from '../sim/random/streams.ts';
import { MILLIS_PER_YEAR } from '../sim/units.ts';
import { interleave, processorTime, ratioOf, type Spread, spreadOf } from './interleave.ts';
import { atMost, type Effort, information, micros, type Row, type Section, shown, times } from './section.ts';
import { bareTape, countEvents, type OpenWorld, openWorld } from './worlds.ts';

const PATHS = 24;
/** A run has thousands of paths: the first few hundred, in which V8 still compiles, say little of it. */
const WARMUPS = 12;

export async function pathCost(effort: Effort): Promise<Section> {
  const rows: Row[] = [];
  for (const { name, limit } of [
    { name: 'reference-crash', limit: 5 },
    { name: 'calm-day', limit: 2 },
  ]) {
    rows.push(...(await measure(name, limit, effort)));
  }
  return {
    title: 'A path against its bare tape',
    how:
      `Processor time of both over the same ${PATHS} paths, in turn. The bare tape is prices, ranges, gas and blocks (\`TapeWriter.write\`); the whole path adds the oracle ` +
      'reports that strategies share and all four strategies on 10,000 accounts with 20 keepers. Times are per path. What strategies share and only ask for ' +
      'when they need it (draws of delays, lowest prices so far) is in the time of the first that asks.',
    rows,
  };
}

async function measure(name: string, limit: number, effort: Effort): Promise<Row[]> {
  const open = await openWorld(name);
  const write = bareTape(open);
  const parts = new Parts(open);
  const [price, bare, whole] = (await interleave([priceLaw(open), () => eachPath(write), () => parts.runRound()], {
    clock: processorTime,
    warmups: WARMUPS,
    rounds: 7 * effort,
  })) as [number[], number[], number[]];
  const ticks = Math.round(open.scenario.run.horizon / open.scenario.run.tick);
  const perTick = spreadOf(price.map((value) => (value * 1e6) / PATHS / ticks));
  return [
    atMost(`${name}: whole path ÷ bare tape`, ratioOf(whole, bare), limit, times),
    information(
      `${name}: price law alone, for each tick`,
      shown(perTick, (value) => `${value.toFixed(1)} ns`),
    ),
    information(`${name}: bare tape`, shown(perPath(bare), micros)),
    information(`${name}: whole path`, shown(perPath(whole), micros)),
    ...parts.rows(name),
  ];
}

const perPath = (millis: readonly number[]): Spread => spreadOf(millis.map((value) => value / PATHS));

function eachPath(work: (path: number) => void): void {
  for (let path = 0; path < PATHS; path++) work(path);
}

/** The laws of the assets that move, with their normals: nothing else of the tape. */
function priceLaw({ scenario, registry, files }: OpenWorld): () => void {
  const { horizon, tick, seed } = scenario.run;
  const ticks = Math.round(horizon / tick);
  const grid = { ticks, tickMillis: tick, tickYears: tick / MILLIS_PER_YEAR };
  const out = new Float64Array(ticks + 1);
  const normals = new Float64Array(ticks);
  const laws = Object.entries(scenario.market.assets)
    .map(([name, asset]) => ({ name, model: registry.create('price', asset.price, files) }))
    .filter(({ model }) => model.moves);
  return () =>
    eachPath((path) => {
      for (const { name, model } of laws) {
        if (model.usesNormals) openStream(seed, path, `price/${name}/diffusion`).fillNormals(normals, ticks);
        model.fill(out, grid, normals, (purpose) => openStream(seed, path, `price/${name}/${purpose}`));
      }
    });
}

/** Runs whole paths and keeps account of where their time goes. */
class Parts {
  readonly #open: OpenWorld;
  /** By round: milliseconds of the tape with the shared reports, then of each strategy. */
  readonly #rounds: number[][] = [];

  constructor(open: OpenWorld) {
    this.#open = open;
  }

  runRound(): void {
    const { world, scenario } = this.#open;
    const millis = new Array<number>(world.strategies.length + 1).fill(0);
    let before = processorTime();
    const mark = (part: number) => {
      const now = processorTime();
      millis[part]! += now - before;
      before = now;
    };
    eachPath((path) => {
      world.write(scenario.run.seed, path);
      mark(0);
      world.strategies.forEach((strategy, index) => {
        strategy.run();
        mark(index + 1);
      });
    });
    this.#rounds.push(millis);
  }

  rows(name: string): Row[] {
    const { world, scenario } = this.#open;
    const typical = (part: number) =>
      shown(perPath(this.#rounds.slice(WARMUPS).map((millis) => millis[part]!)), micros);
    return [
      information(`${name}: tape and shared reports`, typical(0)),
      ...world.strategies.map((strategy, index) => {
        let liquidations = 0;
        let events = 0;
        eachPath((path) => {
          world.write(scenario.run.seed, path);
          events += countEvents(() => {
            liquidations += strategy.run()[OUTCOME_INDEX.liquidations]!;
          });
        });
        const did = `${(liquidations / PATHS).toFixed(1)} liquidations, ${(events / PATHS).toFixed(0)} events`;
        return information(`${name}: ${strategy.name}`, `${typical(index + 1)}; ${did}`);
      }),
    ];
  }
}
