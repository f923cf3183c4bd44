/** What a second worker thread gains on a whole run. */
import { ratioOf, spreadOf } from './interleave.ts';
import { type ProbeFindings, probe } from './probe.ts';
import { atLeast, type Effort, information, mustHold, type Section, seconds, shown, times } from './section.ts';

/** The flagship at its own length: short runs are mostly start-up and compilation, which every thread pays for itself. */
const SCENARIO = 'black-thursday';
const PATHS = 1000;

export async function workers(effort: Effort): Promise<Section> {
  const request = { file: SCENARIO, paths: PATHS };
  const one: ProbeFindings[] = [];
  const two: ProbeFindings[] = [];
  const beside: number[] = [];
  for (let round = 0; round < effort; round++) {
    // Forth in one round and back in the next, so that a machine that slows down favours neither.
    const turns = [
      async () => void one.push(await probe({ ...request, workers: 1 })),
      async () => void two.push(await probe({ ...request, workers: 2 })),
      async () => void beside.push(await slowerOfTwo(request)),
    ];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  const wall = (findings: readonly ProbeFindings[]) => findings.map(({ millis }) => millis);
  const processor = (findings: readonly ProbeFindings[]) => findings.map(({ cpuMillis }) => cpuMillis);
  const gain = ratioOf(wall(one), wall(two));
  const ceiling = ratioOf(
    wall(one).map((millis) => 2 * millis),
    beside,
  );
  return {
    title: 'One worker against two',
    how:
      `\`simulate()\` of ${PATHS} paths of \`${SCENARIO}\` in a fresh process, book and threads included. The ceiling is what this machine gives two programs that share ` +
      'nothing: twice the time of one such process, divided by the time of the slower of two that run at once. ' +
      'On a machine that is not quiet, or whose two processors share a core, both are lower; processor time (of the whole process, start included) hardly is.',
    rows: [
      atLeast('one worker ÷ two workers', gain, 1.85, times),
      information('ceiling of this machine', shown(ceiling, times)),
      information('share of the ceiling', (gain.median / ceiling.median).toFixed(2)),
      information(
        'one worker',
        `${shown(spreadOf(wall(one)), seconds)}; processor time ${shown(spreadOf(processor(one)), seconds)}`,
      ),
      information(
        'two workers',
        `${shown(spreadOf(wall(two)), seconds)}; processor time ${shown(spreadOf(processor(two)), seconds)}`,
      ),
      mustHold(
        'same figures',
        [...one, ...two].every(({ fingerprint }) => fingerprint === one[0]!.fingerprint),
      ),
    ],
  };
}

async function slowerOfTwo(request: { file: string; paths: number }): Promise<number> {
  const both = await Promise.all([probe({ ...request, workers: 1 }), probe({ ...request, workers: 1 })]);
  return Math.max(...both.map(({ millis }) => millis));
}
