/** One parameter that a frontier varies: `key=from..to`, or a key alone for half to twice the value that it has. */
import { type LoadOptions, loadScenario } from '../load.ts';
import type { LoadedScenario } from '../loaded-scenario.ts';
import { type Problem, ScenarioError } from '../problem.ts';

export interface Vary {
  readonly key: string;
  /** Last position; positions are whole numbers from 0. */
  readonly last: number;
  /** The value at a position, as it would be written. */
  text(position: number): string;
}

/** Steps into which an interval is cut: a frontier is found to within one of them. */
export const STEPS = 128;

function fail(text: string, message: string, hint: string): never {
  const problem: Problem = { file: `--vary ${text}`, line: 0, column: 0, path: '', message, hint };
  throw new ScenarioError([problem]);
}

const RANGE = /^(.+?)=([-+]?[\d_.]+(?:e[-+]?\d+)?)([a-z]*)\.\.([-+]?[\d_.]+(?:e[-+]?\d+)?)([a-z]*)$/i;
const HINT = 'for example protocol.collateral.ETH.liquidationThreshold=0.6..0.9';

/**
 * Both ends, and a point between them, are loaded here, so that a value that the scenario refuses is said at once.
 *
 * @param load the scenario with these settings on top
 * @throws ScenarioError when it cannot be read, or an end is no valid value
 */
export async function parseVary(text: string, name: string, options: LoadOptions): Promise<Vary> {
  const load = (key: string, value: string): Promise<LoadedScenario> =>
    loadScenario(name, { ...options, overrides: [...(options.overrides ?? []), `${key}=${value}`] });
  if (!text.includes('=')) return around(text.trim(), load, await loadScenario(name, options));
  const [, key, low, unit = '', high, otherUnit] = RANGE.exec(text.replaceAll(' ', '')) ?? [];
  if (key === undefined) fail(text, 'must be key=from..to', HINT);
  const [from, to] = [low!, high!].map((part) => Number(part.replaceAll('_', ''))) as [number, number];
  if (unit !== otherUnit) fail(text, 'has two units', 'write both ends in the same one');
  if (!(from < to)) fail(text, `must rise from ${low} to ${high}`, HINT);
  for (const end of [from, to]) await load(key, `${end}${unit}`);
  return (await takesFractions(key, from, to, unit, load)) ? evenly(key, from, to, unit) : byOne(key, from, to, unit);
}

/** A number of keepers has no half: then the positions are the whole numbers. */
async function takesFractions(
  key: string,
  from: number,
  to: number,
  unit: string,
  load: (key: string, value: string) => Promise<LoadedScenario>,
): Promise<boolean> {
  if (!Number.isInteger(from) || !Number.isInteger(to)) return true;
  try {
    await load(key, `${from + 0.5}${unit}`);
    return true;
  } catch (error) {
    if (error instanceof ScenarioError) return false;
    throw error;
  }
}

function evenly(key: string, from: number, to: number, unit: string): Vary {
  const size = (position: number) => Number((from + ((to - from) * position) / STEPS).toPrecision(12));
  return { key, last: STEPS, text: (position) => `${size(position)}${unit}` };
}

function byOne(key: string, from: number, to: number, unit: string): Vary {
  return { key, last: to - from, text: (position) => `${from + position}${unit}` };
}

async function around(
  key: string,
  load: (key: string, value: string) => Promise<LoadedScenario>,
  base: LoadedScenario,
): Promise<Vary> {
  const now = valueAt(base.scenario, key);
  if (typeof now !== 'number' || !(now > 0)) {
    fail(
      key,
      now === undefined ? 'has no value to start from' : `is ${JSON.stringify(now)}, no number above 0`,
      `say from where to where: --vary ${key}=from..to`,
    );
  }
  const isValid = async (value: number): Promise<boolean> => {
    try {
      await load(key, String(value));
      return true;
    } catch (error) {
      if (error instanceof ScenarioError) return false;
      throw error;
    }
  };
  if (!(await isValid(now))) fail(key, 'carries a unit', `say from where to where: --vary ${key}=from..to`);
  const end = async (wanted: number): Promise<number> => {
    if (await isValid(wanted)) return wanted;
    let [good, bad] = [now, wanted];
    for (let step = 0; step < 8; step++) {
      const middle = Number(((good + bad) / 2).toPrecision(3));
      if (await isValid(middle)) good = middle;
      else bad = middle;
    }
    return good;
  };
  const whole = Number.isInteger(now) && !(await isValid(now + 0.5));
  const [from, to] = [await end(whole ? Math.ceil(now / 2) : now / 2), await end(2 * now)];
  if (!(from < to)) fail(key, 'has no room around its value', `say from where to where: --vary ${key}=from..to`);
  return whole ? byOne(key, from, to, '') : evenly(key, from, to, '');
}

/** What stands at a dotted key of the resolved scenario; entries of lists by number or name. */
function valueAt(scenario: unknown, key: string): unknown {
  let value = scenario;
  for (const part of key.replaceAll(/\[(\d+)\]/g, '.$1').split('.')) {
    if (Array.isArray(value)) {
      value = /^\d+$/.test(part)
        ? value[Number(part)]
        : value.find((entry) => (entry as { name?: unknown }).name === part);
    } else value = (value as Readonly<Record<string, unknown>> | undefined)?.[part];
  }
  return value;
}
