/** `plimsoll sweep`: many settings of one scenario on the same tapes. */
import type { Command } from 'commander';
import type { SweepFolder } from '../../results/points/sweep-folder.ts';
import type { PlanDocument } from '../../results/points/sweep-results.ts';
import type { Shard } from '../../results/store/plan.ts';
import type { SweepPlan } from '../../scenarios/sweep/plan.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CommandContext } from '../program.ts';
import { pathsOfShard } from '../shard.ts';
import { addStoreOptions, beginningOf, type StoreFlags, shardOf } from '../store-options.ts';
import { styleFor, type Terminal } from '../terminal.ts';
import { withProgress } from '../with-progress.ts';
import {
  addRareOption,
  addScenarioOptions,
  MOST_WORKERS,
  type RareFlags,
  rareOptions,
  wholeNumber,
} from './options.ts';

interface SweepFlags extends RareFlags, StoreFlags {
  readonly workers?: number;
  readonly csv?: true;
  /** False with --no-report. */
  readonly report: boolean;
  readonly plan?: true;
  readonly reference?: string;
  readonly maxPoints?: number;
}

/** Points whose reading takes so long that it is said. */
const MANY_POINTS = 100;

const EXAMPLES = `
--set with several values makes an axis; all combinations are run. Values: a,b,c · range(from,to,step) · log(from,to,n) ·
lhs(from,to,n) and sobol(from,to,n[,log|whole]), which spread all their keys together over n points.
A sweep: section in the scenario names axes too; --set of the same key replaces them.

Examples:
  plimsoll sweep black-thursday --set protocol.collateral.ETH.liquidationThreshold=0.75,0.8,0.85 -n 500
  plimsoll sweep black-thursday --set 'oracles.ETH.publish.deviation=range(0.0025,0.02,0.0025)' --out out/deviation
  plimsoll sweep my.yaml --set 'keepers.0.count=sobol(1,20,16,whole)' --set 'keepers.0.delay.mean=sobol(2s,60s,16,log)'
  plimsoll sweep my.yaml --paths 100000 --out out/sweep --resume
  plimsoll sweep my.yaml --paths 100000 --shard 3/8 --out out/part-3

Points with the same market run on the same tapes, each written once, and are compared path by path with a reference point.`;

export function addSweep(program: Command, context: CommandContext): void {
  const command = program
    .command('sweep')
    .description('run many settings of a scenario on the same tapes')
    .argument('<scenario>', 'a YAML or JSON file, or the name of a shipped scenario');
  addScenarioOptions(command)
    .option('-w, --workers <n>', 'threads (default: one per core, at most 8)', wholeNumber(1, MOST_WORKERS))
    .option(
      '-o, --out <dir>',
      'write plan.json, paths.parquet, summary.csv, differences.csv, summary.json and report.html there',
    )
    .option('--no-report', 'leave report.html out')
    .option('--csv', 'with --out: write the rows as paths.csv too')
    .option('--reference <point>', 'compare with this point: its number, or key=value (default: the first)')
    .option('--max-points <n>', 'most points (default: 1000)', wholeNumber(1, 1_000_000))
    .option('--plan', 'print the plan as JSON and stop')
    .option('--json', 'print one JSON document instead of the table')
    .option('-q, --quiet', 'no progress and no notes');
  addRareOption(command);
  addStoreOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, flags: SweepFlags) => {
      context.exitCode = await sweep(scenario, flags, context.terminal);
    });
}

async function sweep(name: string, flags: SweepFlags, terminal: Terminal): Promise<ExitCode> {
  const shard = shardOf(flags, terminal);
  const { planSweep } = await import('../../scenarios/sweep/plan.ts');
  const { reference, maxPoints: mostPoints } = flags;
  const note = (text: string): void => void (flags.quiet ?? terminal.stderr.write(`${text}\n`));
  const onCounted = (points: number): void =>
    void (points > MANY_POINTS && note(`reading and checking ${points} points`));
  const plan = await planSweep(name, { ...rareOptions(flags), reference, mostPoints, onCounted });
  const document = await planDocument(plan);
  const { jsonText } = await import('../../results/write/json.ts');
  if (flags.plan) {
    terminal.stdout.write(jsonText(document));
    return EXIT.ok;
  }
  const style = styleFor(terminal.stderr, terminal.env);
  const warnings = new Set(plan.points.flatMap(({ loaded }) => loaded.warnings));
  for (const warning of warnings) note(style('warning', `warning: ${warning}`));
  const store = await sweepStore(document, flags, shard);
  try {
    const finished = shard
      ? undefined
      : store?.finishedSummary(flags.csv ? ['paths.parquet', 'paths.csv'] : ['paths.parquet']);
    if (finished !== undefined) {
      note(`${flags.out} holds this sweep, finished: nothing was simulated`);
      return await (await import('../publish-sweep.ts')).publishFinished(finished, flags, terminal);
    }
    const code = await simulateAndPublish(plan, document, flags, store, terminal, note);
    if (code === EXIT.interrupted) {
      const goOn = store === undefined ? '' : '; --resume goes on from there';
      note(style('warning', `interrupted: points and paths that were not finished are missing${goOn}`));
    }
    return code;
  } catch (error) {
    if (store?.hasRows && (error as Error).name === 'OutputError')
      note(`The rows finished so far are kept in ${store.folder}: --resume goes on with them.`);
    throw error;
  } finally {
    store?.close();
  }
}

/** The folder of `--out`, locked. */
async function sweepStore(
  plan: PlanDocument,
  flags: SweepFlags,
  shard: Shard | undefined,
): Promise<SweepFolder | undefined> {
  if (flags.out === undefined) return undefined;
  const { SweepFolder } = await import('../../results/points/sweep-folder.ts');
  return SweepFolder.open(flags.out, beginningOf(flags), plan, shard);
}

async function simulateAndPublish(
  { points }: SweepPlan,
  plan: PlanDocument,
  flags: SweepFlags,
  store: SweepFolder | undefined,
  terminal: Terminal,
  note: (text: string) => void,
): Promise<ExitCode> {
  const { simulatePoints } = await import('../simulate-points.ts');
  const { name } = plan.scenario;
  const paths = pathsOfShard(plan.paths, store?.shard);
  const what = `${name}: ${points.length} points × ${paths} paths × ${plan.strategies.length} strategies`;
  const loaded = points.map((point) => point.loaded);
  const results = await withProgress(
    terminal,
    { quiet: flags.quiet === true, what, total: points.length * paths },
    (signal, onProgress) => simulatePoints(loaded, { workers: flags.workers, store, signal, onProgress }),
  );
  try {
    if (store?.shard !== undefined) return closeShard(results.partial, store.shard, paths, store, note);
    const isSampled = loaded.some(({ scenario }) => scenario.run.sampling !== undefined);
    const { publishSweep } = await import('../publish-sweep.ts');
    const { partial, read, borrowingPower } = results;
    const code = await publishSweep({ plan, isSampled, partial, read, borrowingPower }, flags, terminal, note);
    if (!results.partial) store?.finish();
    return code;
  } finally {
    results.close();
  }
}

/** A shard has rows and no figures: those are made of all shards together. */
function closeShard(
  isPartial: boolean,
  { index, count }: Shard,
  paths: number,
  store: SweepFolder,
  note: (text: string) => void,
): ExitCode {
  if (isPartial) return EXIT.interrupted;
  store.finish();
  note(
    `shard ${index}/${count}: its ${paths} paths of each point are in ${store.folder}; plimsoll merge joins the shards`,
  );
  return store.hasLost ? EXIT.pathsFailed : EXIT.ok;
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
    resolved: plan.points[plan.reference]!.loaded.scenario,
    keys: plan.keys,
    points: plan.points.map(({ point, settings, loaded }) => ({ point, settings, hash: loaded.hash })),
  };
}
