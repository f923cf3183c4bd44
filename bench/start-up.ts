/** How long a user waits for the smallest answers. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { interleave, ratioOf, spreadOf, wallTime } from './interleave.ts';
import { type Effort, information, milliseconds, type Section, shown, times } from './section.ts';
import { scenarioFile } from './worlds.ts';

const MAIN = fileURLToPath(new URL('../../bench-dist/bin/main.js', import.meta.url));
const run = promisify(execFile);

export async function startUp(effort: Effort): Promise<Section> {
  const commands: [string, string[]][] = [
    ['node alone', ['-e', '0']],
    ['plimsoll --help', [MAIN, '--help']],
    ['plimsoll validate', [MAIN, 'validate', scenarioFile('calm-day')]],
    ['plimsoll run, one path', [MAIN, 'run', scenarioFile('calm-day'), '--paths', '1', '--quiet']],
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
    rows: commands.map(([name], place) => {
      const measured = shown(spreadOf(millis[place]!), milliseconds);
      const ratio = shown(ratioOf(millis[place]!, millis[0]!), times);
      return information(name, place === 0 ? measured : `${measured}; ${ratio} of node alone`);
    }),
  };
}
