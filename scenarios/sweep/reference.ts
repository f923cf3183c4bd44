/** Which point of a sweep the others are compared with. */
import { suggestion } from '../nearest.ts';
import { ScenarioError } from '../problem.ts';
import type { SweepPoint } from './plan.ts';

/**
 * @param text a point's number, or `key=value[,key=value]`: then the first point with these settings; undefined for point 0
 * @throws ScenarioError when there is no such point
 */
export function referencePoint(points: readonly SweepPoint[], text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^\d+$/.test(text.trim())) {
    const point = Number(text);
    if (point < points.length) return point;
    fail(text, `there is no point ${point}`, `points are counted from 0 to ${points.length - 1}`);
  }
  const wanted = text.split(',').map((part) => part.split('=').map((side) => side.trim()) as [string, string?]);
  const keys = Object.keys(points[0]?.settings ?? {});
  for (const [key, value] of wanted) {
    if (value === undefined) fail(text, 'must be the number of a point, or key=value', `points are counted from 0`);
    if (!keys.includes(key)) fail(text, `${key} does not vary`, suggestion(key, keys, 'what varies is'));
  }
  const found = points.find(({ settings }) =>
    wanted.every(([key, value]) => String(settings[key]) === value || settings[key] === Number(value)),
  );
  if (found !== undefined) return found.point;
  const [key] = wanted[0]!;
  const values = [...new Set(points.map(({ settings }) => String(settings[key])))];
  return fail(text, 'no point has these settings', `values of ${key}: ${values.slice(0, 12).join(', ')}`);
}

function fail(text: string, message: string, hint?: string): never {
  throw new ScenarioError([{ file: `--reference ${text}`, line: 0, column: 0, path: '', message, hint }]);
}
