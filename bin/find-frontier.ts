/** What `plimsoll frontier` does: one parameter by bisection, two as a grid. */
import { CONFIDENCE } from '../results/definitions.ts';
import { type GateResult, judgeGates } from '../results/gates.ts';
import { type FrontierReport, frontierText, type StrategyFrontier } from '../results/points/frontier-report.ts';
import { type FrontierFound, searchFrontier } from '../results/points/frontier-search.ts';
import { reversals } from '../results/points/monotone.ts';
import { efficient, type ParetoReport, paretoText } from '../results/points/pareto.ts';
import { jsonText } from '../results/write/json.ts';
import { type LoadOptions, loadScenario } from '../scenarios/load.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import { figureText } from '../scenarios/statistic.ts';
import { parseVary, type Vary } from '../scenarios/sweep/vary.ts';
import { mathFingerprint } from '../sim/math-fingerprint.ts';
import type { FrontierFlags } from './commands/frontier.ts';
import { loadOptions } from './commands/options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { Explorer } from './explorer.ts';
import { UsageError } from './report-error.ts';
import { simulatePoints } from './simulate-points.ts';
import { styleFor, type Terminal, widthOf } from './terminal.ts';
import { version } from './version.ts';
import { withProgress } from './with-progress.ts';

interface Asked {
  readonly base: LoadedScenario;
  readonly options: LoadOptions;
  readonly strategies: readonly string[];
}

/** The scenario, with the strategies that the limit is about and no others. */
async function asked(name: string, flags: FrontierFlags): Promise<Asked> {
  const options = loadOptions(flags);
  const base = await loadScenario(name, options);
  const all = Object.keys(base.scenario.strategies);
  const { limit } = flags;
  const unknown = limit.strategies.find((strategy) => !all.includes(strategy));
  if (unknown !== undefined)
    throw new UsageError(`--limit: there is no strategy ${unknown}; there are ${all.join(', ')}`);
  const strategies = limit.strategies.length > 0 ? all.filter((one) => limit.strategies.includes(one)) : all;
  return { base, options: { ...options, strategies }, strategies };
}

const head = ({ base }: Asked, flags: FrontierFlags) => {
  const { name, title, run } = base.scenario;
  return {
    plimsoll: version(),
    mathFingerprint: mathFingerprint(),
    scenario: { name, title, hash: base.hash },
    seed: run.seed,
    limit: `${flags.limit.metric}.${flags.limit.text}`,
    confidence: CONFIDENCE,
    paths: run.paths,
  };
};

const withSettings = (options: LoadOptions, settings: readonly string[]): LoadOptions => ({
  ...options,
  overrides: [...(options.overrides ?? []), ...settings],
});

/** Positions at which a search usually spends all of its paths, for the progress bar. */
const USUAL_POSITIONS = 12;

export async function findFrontier(name: string, flags: FrontierFlags, terminal: Terminal): Promise<ExitCode> {
  const ask = await asked(name, flags);
  const vary = await parseVary(flags.vary[0]!, name, ask.options);
  const most = ask.base.scenario.run.paths;
  const { limit, quiet, workers } = flags;
  const load = (position: number) =>
    loadScenario(name, withSettings(ask.options, [`${vary.key}=${vary.text(position)}`]));
  const what = `${ask.base.scenario.name}: ${vary.key} from ${vary.text(0)} to ${vary.text(vary.last)}, at most ${most} paths a value`;
  const total = most * USUAL_POSITIONS * ask.strategies.length;
  const { explorer, found } = await withProgress(
    terminal,
    { quiet: quiet === true, what, total },
    async (signal, onProgress) => {
      const explorer = new Explorer(load, {
        workers,
        signal,
        onPaths: (done) => onProgress({ done: Math.min(done, total), total }),
      });
      try {
        // All strategies search at the same time: what they ask for meanwhile is simulated on the same tapes.
        const search = async (strategy: string): Promise<[string, FrontierFound]> => {
          const gate = { ...limit, strategies: [strategy] };
          const look = async (position: number, paths: number) => {
            const results = await explorer.upTo(position, strategy, paths);
            return { ...judgeGates(results, [gate])[0]!, paths: results.manifest.paths };
          };
          return [strategy, await searchFrontier(vary.last, most, look)];
        };
        return { explorer, found: await Promise.all(ask.strategies.map(search)) };
      } finally {
        await explorer.close();
      }
    },
  );
  const [{ unit }] = judgeGates(explorer.at(0, ask.strategies[0]!), [limit]) as [GateResult];
  const report: FrontierReport = {
    ...head(ask, flags),
    key: vary.key,
    from: vary.text(0),
    to: vary.text(vary.last),
    unit,
    pathsRun: explorer.paths,
    frontiers: found.map(([strategy, frontier]) => described(strategy, frontier, vary, flags, explorer)),
  };
  const { stdout, env } = terminal;
  stdout.write(flags.json ? jsonText(report) : `${frontierText(report, widthOf(stdout), styleFor(stdout, env))}\n`);
  return failed(explorer.failures.length, terminal);
}

function described(
  strategy: string,
  { kind, estimate, kept, broken, explored }: FrontierFound,
  vary: Vary,
  { limit }: FrontierFlags,
  explorer: Explorer,
): StrategyFrontier {
  const at = (position: number | undefined) => (position === undefined ? null : vary.text(position));
  const turned = reversals(explored, kind, limit, strategy, (position) => explorer.at(position, strategy));
  // Away from the end that keeps the limit, it is first kept, then not decided, then broken.
  const course = (kind === 'smallest' ? explored.toReversed() : explored).map(({ outcome }) => outcome);
  const crossedAgain = course.lastIndexOf('pass') > course.indexOf('fail') && course.includes('fail');
  return {
    strategy,
    kind,
    estimate: at(estimate),
    kept: at(kept),
    broken: at(broken),
    isMonotone: turned.length === 0 && !crossedAgain,
    reversals: turned.map(({ from, to, difference }) => ({ from: vary.text(from), to: vary.text(to), difference })),
    explored: explored.map(({ position, paths, value, low, high, outcome, unseenShare }) => ({
      ...{ at: vary.text(position), paths, value, low, high, outcome },
      ...(unseenShare !== undefined && { unseenShare }),
    })),
  };
}

const DEFAULT_GRID = 5;

export async function findPareto(name: string, flags: FrontierFlags, terminal: Terminal): Promise<ExitCode> {
  const ask = await asked(name, flags);
  const grid = flags.grid ?? DEFAULT_GRID;
  const varies = [
    await parseVary(flags.vary[0]!, name, ask.options),
    await parseVary(flags.vary[1]!, name, ask.options),
  ];
  if (varies[0]!.key === varies[1]!.key) throw new UsageError(`--vary names ${varies[0]!.key} twice`);
  const values = varies.map((vary) => [
    ...new Set(Array.from({ length: grid }, (_, step) => vary.text(Math.round((vary.last * step) / (grid - 1))))),
  ]);
  const pairs = values[0]!.flatMap((one) => values[1]!.map((other) => [one, other]));
  const points = await Promise.all(
    pairs.map((pair) =>
      loadScenario(
        name,
        withSettings(
          ask.options,
          pair.map((text, i) => `${varies[i]!.key}=${text}`),
        ),
      ),
    ),
  );
  const most = ask.base.scenario.run.paths;
  const what = `${ask.base.scenario.name}: ${points.length} settings × ${most} paths`;
  const rows = await withProgress(
    terminal,
    { quiet: flags.quiet === true, what, total: points.length * most },
    (signal, onProgress) => simulatePoints(points, { workers: flags.workers, signal, onProgress }),
  );
  let failures = 0;
  try {
    if (rows.partial) {
      terminal.stderr.write('interrupted: there is no answer yet\n');
      return EXIT.interrupted;
    }
    const all = pairs.flatMap((pair, place) => {
      const results = rows.read(place);
      failures += results.failures.length;
      const settings = Object.fromEntries(pair.map((text, i) => [varies[i]!.key, plainNumber(text)]));
      return judgeGates(results, [flags.limit]).map(
        ({ strategy, value, low, high, outcome, unit, operator, unseenShare }) => ({
          ...{ settings, strategy, borrowingPower: rows.borrowingPower(place) },
          figure: { value, low, high, outcome, unit, operator, ...(unseenShare !== undefined && { unseenShare }) },
        }),
      );
    });
    const keys = varies.map(({ key }) => key);
    const report: ParetoReport = { ...head(ask, flags), keys, figure: figureText(flags.limit), points: efficient(all) };
    const { stdout, env } = terminal;
    stdout.write(flags.json ? jsonText(report) : `${paretoText(report, widthOf(stdout), styleFor(stdout, env))}\n`);
  } finally {
    rows.close();
  }
  return failed(failures, terminal);
}

const plainNumber = (text: string): number | string => (Number.isNaN(Number(text)) ? text : Number(text));

function failed(failures: number, { stderr }: Terminal): ExitCode {
  if (failures === 0) return EXIT.ok;
  stderr.write(`${failures} reactions failed; their paths are left out. plimsoll run at such a value says which.\n`);
  return EXIT.pathsFailed;
}
