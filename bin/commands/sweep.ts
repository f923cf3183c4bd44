/** `plimsoll sweep`: many settings of one scenario on the same tapes. */
import type { Command } from 'commander';
import type { PlanDocument, SweepRows, SweepSummary } from '../../results/points/sweep-results.ts';
import type { SweepPlan } from '../../scenarios/sweep/plan.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CommandContext } from '../program.ts';
import { styleFor, type Terminal, widthOf } from '../terminal.ts';
import { withProgress } from '../with-progress.ts';
import { addScenarioOptions, loadOptions, MOST_WORKERS, type ScenarioFlags, wholeNumber } from './options.ts';

interface SweepFlags extends ScenarioFlags {
  readonly workers?: number;
  readonly out?: string;
  readonly csv?: true;
  readonly json?: true;
  readonly quiet?: true;
  readonly plan?: true;
  readonly reference?: string;
  readonly maxPoints?: number;
}

const EXAMPLES = `
--set with several values makes an axis; all combinations are run. Values: a,b,c · range(from,to,step) · log(from,to,n) ·
lhs(from,to,n) and sobol(from,to,n[,log|whole]), which spread all their keys together over n points.
A sweep: section in the scenario names axes too; --set of the same key replaces them.

Examples:
  plimsoll sweep black-thursday --set protocol.collateral.ETH.liquidationThreshold=0.75,0.8,0.85 -n 500
  plimsoll sweep black-thursday --set 'oracles.ETH.publish.deviation=range(0.0025,0.02,0.0025)' --out out/deviation
  plimsoll sweep my.yaml --set 'keepers.0.count=sobol(1,20,16,whole)' --set 'keepers.0.delay.mean=sobol(2s,60s,16,log)'

Points with the same market run on the same tapes, each written once, and are compared path by path with a reference point.`;

export function addSweep(program: Command, context: CommandContext): void {
  const command = program
    .command('sweep')
    .description('run many settings of a scenario on the same tapes')
    .argument('<scenario>', 'a YAML or JSON file, or the name of a shipped scenario');
  addScenarioOptions(command)
    .option('-w, --workers <n>', 'threads (default: one per core, at most 8)', wholeNumber(1, MOST_WORKERS))
    .option('-o, --out <dir>', 'write plan.json, paths.parquet, summary.csv, differences.csv and summary.json there')
    .option('--csv', 'with --out: write the rows as paths.csv too')
    .option('--reference <point>', 'compare with this point: its number, or key=value (default: the first)')
    .option('--max-points <n>', 'most points (default: 1000)', wholeNumber(1, 1_000_000))
    .option('--plan', 'print the plan as JSON and stop')
    .option('--json', 'print one JSON document instead of the table')
    .option('-q, --quiet', 'no progress and no notes')
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, flags: SweepFlags) => {
      context.exitCode = await sweep(scenario, flags, context.terminal);
    });
}

async function sweep(name: string, flags: SweepFlags, terminal: Terminal): Promise<ExitCode> {
  const { planSweep } = await import('../../scenarios/sweep/plan.ts');
  const { reference, maxPoints: mostPoints } = flags;
  const plan = await planSweep(name, { ...loadOptions(flags), reference, mostPoints });
  const document = await planDocument(plan);
  const { jsonText } = await import('../../results/write/json.ts');
  if (flags.plan) {
    terminal.stdout.write(jsonText(document));
    return EXIT.ok;
  }
  const style = styleFor(terminal.stderr, terminal.env);
  const note = (text: string): void => void (flags.quiet ?? terminal.stderr.write(`${text}\n`));
  const warnings = new Set(plan.points.flatMap(({ loaded }) => loaded.warnings));
  for (const warning of warnings) note(style('warning', `warning: ${warning}`));
  if (flags.out !== undefined) {
    await (await import('../output-folder.ts')).requireWritable(flags.out);
    (await import('../../results/points/write-sweep.ts')).writePlan(flags.out, document);
  }
  const { simulatePoints } = await import('../simulate-points.ts');
  const points = plan.points.map(({ loaded }) => loaded);
  const what = `${document.scenario.name}: ${points.length} points × ${document.paths} paths × ${document.strategies.length} strategies`;
  const rows = await withProgress(
    terminal,
    { quiet: flags.quiet === true, what, total: points.length * document.paths },
    (signal, onProgress) => simulatePoints(points, { workers: flags.workers, folder: flags.out, signal, onProgress }),
  );
  try {
    return await publish({ plan: document, partial: rows.partial, read: rows.read }, flags, terminal, note);
  } finally {
    rows.close();
  }
}

async function publish(
  rows: SweepRows,
  flags: SweepFlags,
  terminal: Terminal,
  note: (text: string) => void,
): Promise<ExitCode> {
  const { summariseSweep } = await import('../../results/points/sweep-results.ts');
  const summary = summariseSweep(rows);
  if (flags.out !== undefined) {
    const { writeSweep } = await import('../../results/points/write-sweep.ts');
    note(`wrote ${(await writeSweep(flags.out, rows, summary, flags.csv === true)).join(', ')}`);
  }
  const { stdout, env } = terminal;
  if (flags.json) stdout.write((await import('../../results/write/json.ts')).jsonText(summary));
  else {
    const { sweepTable } = await import('../../results/points/sweep-table.ts');
    stdout.write(`${sweepTable(summary, widthOf(stdout), styleFor(stdout, env))}\n`);
  }
  return exitCode(summary, rows, terminal);
}

async function exitCode(summary: SweepSummary, rows: SweepRows, { stderr, env }: Terminal): Promise<ExitCode> {
  const failed = summary.points.filter(({ failedPaths }) => failedPaths.length > 0);
  if (failed.length > 0) {
    const { failureList } = await import('../failure-list.ts');
    const [{ point }] = failed as [(typeof failed)[number]];
    stderr.write(`${failed.length} of ${summary.points.length} points have paths that failed; point ${point}:\n`);
    stderr.write(`${failureList(rows.read(point))}\n`);
  }
  if (summary.partial) {
    const text = 'interrupted: points and paths that were not finished are missing';
    stderr.write(`${styleFor(stderr, env)('warning', text)}\n`);
    return EXIT.interrupted;
  }
  if (failed.length > 0) return EXIT.pathsFailed;
  const gates = summary.points.flatMap((one) => one.gates ?? []);
  return gates.some(({ outcome }) => outcome === 'fail') ? EXIT.gateFailed : EXIT.ok;
}

async function planDocument(plan: SweepPlan): Promise<PlanDocument> {
  const [{ version }, { mathFingerprint }] = await Promise.all([
    import('../version.ts'),
    import('../../sim/math-fingerprint.ts'),
  ]);
  const { name, title, run, strategies } = plan.base.scenario;
  return {
    plimsoll: version(),
    mathFingerprint: mathFingerprint(),
    scenario: { name, title },
    hash: plan.hash,
    seed: run.seed,
    paths: run.paths,
    horizonMillis: run.horizon,
    strategies: Object.keys(strategies),
    referencePoint: plan.reference,
    tapes: plan.tapes,
    keys: plan.keys,
    points: plan.points.map(({ point, settings, loaded }) => ({ point, settings, hash: loaded.hash })),
  };
}
