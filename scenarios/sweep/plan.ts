/**
 * A sweep, resolved before anything is simulated: every point loaded and checked, counted, grouped by the tapes that they can
 * share, and named by a hash.
 */
import { canonicalJson, sha256 } from '../canonical.ts';
import { type LoadOptions, loadScenario } from '../load.ts';
import type { LoadedScenario } from '../loaded-scenario.ts';
import { parseValue } from '../override.ts';
import { type Problem, ScenarioError } from '../problem.ts';
import { type Axis, parseAxis } from './axis.ts';
import { combinations, countPoints } from './combinations.ts';
import { referencePoint } from './reference.ts';
import { sectionAxes } from './section.ts';
import { tapeKey } from './sharing.ts';

/** Most points where nobody says otherwise. */
export const MOST_POINTS = 1000;

export interface SweepOptions extends LoadOptions {
  /** Most points that the sweep may have. */
  readonly mostPoints?: number | undefined;
  /** Number of the point that the others are compared with, or some of its settings; the first one when left out. */
  readonly reference?: string | undefined;
}

/** What a key is set to: plain where it has a word in a table, else as text. */
export type SettingValue = number | string | boolean;

export interface SweepPoint {
  /** From 0. */
  readonly point: number;
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly loaded: LoadedScenario;
}

export interface SweepPlan {
  /** The scenario without what varies. */
  readonly base: LoadedScenario;
  /** Keys that vary, in order. */
  readonly keys: readonly string[];
  readonly points: readonly SweepPoint[];
  readonly reference: number;
  /** How many different tapes each path number needs. */
  readonly tapes: number;
  /** Names the plan: points, settings, number of paths. */
  readonly hash: string;
}

const NOT_SWEPT: Readonly<Record<string, string>> = {
  'run.paths': 'every point runs the same paths; use --paths',
  'run.seed': 'points are compared path by path on one seed; use --seed',
  'run.reference': 'it changes no path',
};

function fail(option: string, path: string, message: string, hint?: string): never {
  const problem: Problem = { file: option, line: 0, column: 0, path, message, hint };
  throw new ScenarioError([problem]);
}

/** `keepers[0].count` and `keepers.0.count` are one key. */
const plainKey = (key: string): string => key.replaceAll(/\[(\d+)\]/g, '.$1');

/**
 * @param name file or name of the scenario; settings with several values become axes, the others hold for all points
 * @throws ScenarioError when a point is no valid scenario, nothing varies, or there are too many points
 */
export async function planSweep(name: string, options: SweepOptions): Promise<SweepPlan> {
  const { mostPoints = MOST_POINTS, reference, overrides = [], ...rest } = options;
  const read = overrides.map((text) => ({ text, axis: parseAxis(text) }));
  const fixed = read.filter(({ axis }) => axis === undefined).map(({ text }) => text);
  const base = await loadScenario(name, { ...rest, overrides: fixed });
  const spoken = new Set(overrides.map((text) => plainKey(text.slice(0, text.indexOf('=')).trim())));
  const axes = [
    // What the command line says of a key replaces what the scenario's section says.
    ...sectionAxes(base.scenario.sweep).filter(({ key }) => !spoken.has(plainKey(key))),
    ...read.flatMap(({ axis }) => axis ?? []),
  ];
  checkAxes(axes);
  const count = countPoints(axes);
  if (count > mostPoints) {
    const sizes = axes.map(
      (axis) => `${axis.key}: ${axis.kind === 'list' ? axis.texts.length : `${axis.kind} ${axis.count}`}`,
    );
    fail(
      'sweep',
      '',
      `has ${count} points, above the limit of ${mostPoints} (${sizes.join(', ')})`,
      `vary less, or allow it with --max-points ${count}`,
    );
  }
  const points: SweepPoint[] = [];
  for (const texts of combinations(axes, base.scenario.run.seed)) {
    const set = axes.map(({ key }, index) => `${key}=${texts[index]}`);
    const settings = axes.map(
      ({ key, option }, index) => [key, plainValue(parseValue(option, key, texts[index]!))] as const,
    );
    const loaded = await loadScenario(name, { ...rest, overrides: [...fixed, ...set] });
    points.push({ point: points.length, settings: Object.fromEntries(settings), loaded });
  }
  return {
    base,
    keys: axes.map(({ key }) => key),
    points,
    reference: referencePoint(points, reference),
    tapes: new Set(points.map(({ loaded }) => tapeKey(loaded))).size,
    hash: sha256(
      canonicalJson({
        paths: base.scenario.run.paths,
        points: points.map(({ settings, loaded }) => ({ settings, hash: loaded.hash })),
      }),
    ),
  };
}

function checkAxes(axes: readonly Axis[]): void {
  if (axes.length === 0) {
    fail(
      'sweep',
      '',
      'varies nothing',
      "name several values: --set 'protocol.collateral.ETH.liquidationThreshold=0.75,0.8'",
    );
  }
  const keys = axes.map(({ key }) => plainKey(key));
  axes.forEach(({ key, option }, index) => {
    const reason = NOT_SWEPT[keys[index]!];
    if (reason !== undefined) fail(option, key, 'cannot vary in a sweep', reason);
    if (keys.indexOf(keys[index]!) !== index) fail(option, key, 'varies twice', 'name all its values in one setting');
    const holder = keys.find((other) => keys[index]!.startsWith(`${other}.`));
    if (holder !== undefined) fail(option, key, `lies within ${holder}, which varies too`, 'vary one of them');
  });
}

function plainValue(value: unknown): SettingValue {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  return canonicalJson(value);
}
