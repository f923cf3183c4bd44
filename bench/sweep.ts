/** What a sweep of a protocol parameter costs: one tape for all its points, and a reaction for each. */

import { buildSharedBook, World } from '../models/world/world.ts';
import { openPoints, preparePoints } from '../results/points/points-job.ts';
import { planSweep } from '../scenarios/sweep/plan.ts';
import { interleave, processorTime, ratioOf, spreadOf } from './interleave.ts';
import { atMost, type Effort, information, micros, type Section, shown, times } from './section.ts';
import { scenarioFile } from './worlds.ts';

const POINTS = 100;
const PATHS = 4;
const LIMIT = 1.1;
const NAME = 'reference-crash';
const NO_FILES = {
  text(file: string): string {
    throw new RangeError(`${NAME} names no files, but ${file} was asked for`);
  },
};

export async function sweep(effort: Effort): Promise<Section> {
  const plan = await planSweep(scenarioFile(NAME), {
    overrides: [`protocol.collateral.ETH.liquidationThreshold=sobol(0.75,0.85,${POINTS})`],
  });
  const points = plan.points.map(({ loaded }) => loaded);
  const together = await openPoints(preparePoints(points));
  const worlds = points.map(({ scenario, registry }) => {
    const book = buildSharedBook(scenario, scenario.run, scenario.run.seed, registry, NO_FILES);
    return new World(scenario, scenario.run, registry, NO_FILES, book);
  });
  const { seed } = points[0]!.scenario.run;
  const alone: { tape: number; reactions: number; all: number }[] = [];
  const [whole] = (await interleave(
    [
      () => together.run({ index: 0, from: 0, count: PATHS }),
      () => {
        const spent = { tape: 0, reactions: 0, all: 0 };
        for (let path = 0; path < PATHS; path++) {
          worlds.forEach((world, place) => {
            const started = processorTime();
            world.write(seed, path);
            const written = processorTime();
            for (const strategy of world.strategies) strategy.run();
            const reacted = processorTime();
            if (place === 0) spent.tape += written - started;
            spent.reactions += reacted - written;
            spent.all += reacted - started;
          });
        }
        alone.push(spent);
      },
    ],
    { clock: processorTime, warmups: 1, rounds: 3 * effort },
  )) as [number[], number[]];
  const counted = alone.slice(1);
  const due = counted.map(({ tape, reactions }) => tape + reactions);
  const perPath = (millis: readonly number[]) => shown(spreadOf(millis.map((value) => value / PATHS)), micros);
  return {
    title: `A sweep of ${POINTS} protocol settings`,
    how:
      `Processor time of the same ${PATHS} paths of \`${NAME}\` under ${POINTS} liquidation thresholds, four strategies each: together as \`plimsoll sweep\` runs them, and as ` +
      `${POINTS} worlds of their own. What a sweep should cost is one tape with its reports plus all reactions, both measured in those worlds.`,
    rows: [
      atMost('sweep ÷ (one tape + all reactions)', ratioOf(whole, due), LIMIT, times),
      information(
        'the same settings one by one ÷ sweep',
        shown(
          ratioOf(
            counted.map(({ all }) => all),
            whole,
          ),
          times,
        ),
      ),
      information('one path of the sweep, all settings', perPath(whole)),
      information('one tape and its reports', perPath(counted.map(({ tape }) => tape))),
    ],
  };
}
