/** The points that axes span: every value of each with every value of the others; keys of one design move together. */
import type { Problem } from '../problem.ts';
import { ScenarioError } from '../problem.ts';
import type { Axis, DesignAxis } from './axis.ts';
import { latinHypercube } from './latin-hypercube.ts';
import { MOST_SOBOL_DIMENSIONS, sobolPoints } from './sobol.ts';

/** Texts by the place of their axis. */
type Texts = ReadonlyMap<Axis, string>;

/** Axes that move as one: a list alone, or all keys of one design. */
type Bundle = readonly Axis[];

function fail(option: string, path: string, message: string, hint: string): never {
  const problem: Problem = { file: option, line: 0, column: 0, path, message, hint };
  throw new ScenarioError([problem]);
}

function bundlesOf(axes: readonly Axis[]): Bundle[] {
  const kinds: string[] = [];
  const bundles: Axis[][] = [];
  for (const axis of axes) {
    const known = axis.kind === 'list' ? -1 : kinds.indexOf(axis.kind);
    if (known >= 0) bundles[known]!.push(axis);
    else {
      kinds.push(axis.kind);
      bundles.push([axis]);
    }
  }
  return bundles;
}

function sizeOf(bundle: Bundle): number {
  const [first] = bundle;
  if (first!.kind === 'list') return first!.texts.length;
  const { count, kind, key } = first!;
  for (const axis of bundle as readonly DesignAxis[]) {
    if (axis.count === count) continue;
    const message = `asks for ${axis.count} points, and ${key} for ${count}: keys of one ${kind} share their points`;
    fail(axis.option, axis.key, message, `give all of them the same number`);
  }
  if (kind === 'sobol' && bundle.length > MOST_SOBOL_DIMENSIONS) {
    fail(
      first!.option,
      key,
      `sobol spans at most ${MOST_SOBOL_DIMENSIONS} keys, not ${bundle.length}`,
      'use lhs for them',
    );
  }
  return count;
}

/** How many points there are, before any is made. @throws ScenarioError when keys of one design disagree */
export function countPoints(axes: readonly Axis[]): number {
  return bundlesOf(axes).reduce((product, bundle) => product * sizeOf(bundle), 1);
}

/**
 * @param seed of the designs that are drawn
 * @returns per point the text of each axis, in the order of the axes; the last axis varies fastest
 */
export function combinations(axes: readonly Axis[], seed: string): string[][] {
  let points: Texts[] = [new Map()];
  for (const bundle of bundlesOf(axes)) {
    const steps = stepsOf(bundle, seed);
    points = points.flatMap((point) => steps.map((step) => new Map([...point, ...step])));
  }
  return points.map((point) => axes.map((axis) => point.get(axis)!));
}

function stepsOf(bundle: Bundle, seed: string): Texts[] {
  const [first] = bundle;
  if (first!.kind === 'list') return first!.texts.map((text) => new Map([[first!, text]]));
  const count = sizeOf(bundle);
  const design = bundle as readonly DesignAxis[];
  const shares =
    first!.kind === 'sobol' ? sobolPoints(count, design.length) : latinHypercube(count, design.length, seed);
  return shares.map((point) => new Map(design.map((axis, index) => [axis, axis.text(point[index]!)])));
}
