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
import { checkAxisValues, SectionPlaces } from './check-section.ts';
import { combinations, countPoints } from './combinations.ts';
import { referencePoint } from './reference.ts';
import { loadedSettings, sectionAxes } from './section.ts';
import { tapeKey } from './sharing.ts';

/** Most points where nobody says otherwise. */
export const MOST_POINTS = 1000;

export interface SweepOptions extends LoadOptions {
  /** Most points that the sweep may have. */
  readonly mostPoints?: number | undefined;
  /** Number of the point that the others are compared with, or some of its settings; the first one when left out. */
  readonly reference?: string | undefined;
  /** Told how many points there are, before they are loaded: that takes some milliseconds for each. */
  readonly onCounted?: ((points: number) => void) | undefined;
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
  const { mostPoints = MOST_POINTS, reference, onCounted, ...loading } = options;
  const { base, axes, fixed } = await sweepAxes(name, loading);
  const rest = { ...loading, overrides: fixed };
  const places = await SectionPlaces.of(name, base);
  try {
    checkAxes(axes);
    requirePoints(axes, mostPoints);
  } catch (error) {
    throw places.shown(
      error,
      axes.map(({ key }) => ({ key, text: '0' })),
    );
  }
  onCounted?.(countPoints(axes));
  const points: SweepPoint[] = [];
  for (const texts of combinations(axes, base.scenario.run.seed)) {
    const set = axes.map(({ key }, index) => ({ key, text: texts[index]! }));
    const settings = axes.map(
      ({ key, option }, index) => [key, plainValue(parseValue(option, key, texts[index]!))] as const,
    );
    const { typed, sweepSettings } = loadedSettings(axes, texts);
    const loaded = await loadScenario(name, { ...rest, overrides: [...fixed, ...typed], sweepSettings }).catch(
      (error) => {
        throw places.shown(error, set);
      },
    );
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

/**
 * What varies: by the scenario's own section, and by the settings with several values, which replace what the section says of their key.
 *
 * @returns also the scenario without what varies, and the settings that hold for all points
 */
export async function sweepAxes(name: string, { overrides = [], ...rest }: LoadOptions) {
  const read = overrides.map((text) => ({ text, axis: parseAxis(text) }));
  const fixed = read.filter(({ axis }) => axis === undefined).map(({ text }) => text);
  const base = await loadScenario(name, { ...rest, overrides: fixed });
  const spoken = new Set(overrides.map((text) => plainKey(text.slice(0, text.indexOf('=')).trim())));
  const axes = [
    ...sectionAxes(base.scenario.sweep).filter(({ key }) => !spoken.has(plainKey(key))),
    ...read.flatMap(({ axis }) => axis ?? []),
  ];
  return { base, axes, fixed };
}

function requirePoints(axes: readonly Axis[], most: number): void {
  const count = countPoints(axes);
  if (count <= most) return;
  const sizes = axes.map(
    (axis) => `${axis.key}: ${axis.kind === 'list' ? axis.texts.length : `${axis.kind} ${axis.count}`}`,
  );
  fail(
    'sweep',
    '',
    `has ${count} points, above the limit of ${most} (${sizes.join(', ')})`,
    `vary less, or allow it with --max-points ${count}`,
  );
}

/**
 * Checks the section that a scenario has, as far as can be said without simulating.
 *
 * @returns number of points; 0 where there is no section
 * @throws ScenarioError with every problem, at its place in the file
 */
export async function checkSweepSection(name: string, options: LoadOptions): Promise<number> {
  const { base, axes, fixed } = await sweepAxes(name, options);
  if (axes.length === 0) return 0;
  try {
    checkAxes(axes);
  } catch (error) {
    const places = await SectionPlaces.of(name, base);
    throw places.shown(
      error,
      axes.map(({ key }) => ({ key, text: '0' })),
    );
  }
  await checkAxisValues(name, base, axes, { ...options, overrides: fixed });
  return countPoints(axes);
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
