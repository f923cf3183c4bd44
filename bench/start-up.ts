/** How long a user waits for the smallest answers. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MAIN } from './command.ts';
import { interleave, ratioOf, spreadOf, wallTime } from './interleave.ts';
import { atMost, type Effort, information, milliseconds, type Section, shown, times } from './section.ts';
import { scenarioFile } from './worlds.ts';

const run = promisify(execFile);

export async function startUp(effort: Effort): Promise<Section> {
  const calm = scenarioFile('calm-day');
  const commands: [name: string, args: string[], limit?: number][] = [
    ['node alone', ['-e', '0']],
    ['plimsoll --help', [MAIN, '--help'], 150],
    ['plimsoll validate', [MAIN, 'validate', calm]],
    ['plimsoll run, one path', [MAIN, 'run', calm, '--paths', '1', '--quiet'], 500],
  ];
  const pieces = commands.map(
    ([, args]) =>
      () =>
        run(process.execPath, args),
  );
  const millis = await interleave(pieces, { clock: wallTime, warmups: 1, rounds: 3 * effort + 2 });
  return {
    title: 'Start-up',
    how: 'Whole processes, one after the other. The one path is that of the calm day with 10,000 accounts and all four strategies.',
    rows: commands.flatMap(([name, , limit], place) => {
      const spread = spreadOf(millis[place]!);
      const time =
        limit === undefined
          ? information(name, shown(spread, milliseconds))
          : atMost(name, spread, limit, milliseconds);
      if (place === 0) return [time];
      return [time, information(`${name} ÷ node alone`, shown(ratioOf(millis[place]!, millis[0]!), times))];
    }),
  };
}
