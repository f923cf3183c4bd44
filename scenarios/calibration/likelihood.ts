/**
 * Fits parameters by maximum likelihood, with standard errors from the observed information.
 *
 * Every parameter has a range and is moved along it by a logistic curve, so nothing can leave it. The search runs over several
 * starts on a condensed sample; Newton steps then go to the maximum, and the last ones on all returns. A parameter that ends on
 * the border of its range is left there and has no standard error.
 */
import { cholesky } from '../../sim/math.ts';
import { maximise } from './nelder-mead.ts';

/** A parameter in the units of the likelihood, with the range in which it is looked for. */
export interface Coordinate {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** Whether steps along the range are equal in size or in ratio. */
  readonly scale: 'linear' | 'log';
}

export interface LikelihoodProblem {
  readonly coordinates: readonly Coordinate[];
  /** Log-likelihood to search by. */
  readonly coarse: (values: readonly number[]) => number;
  /** Log-likelihood of all returns. */
  readonly fine: (values: readonly number[]) => number;
}

export type Border = 'low' | 'high' | undefined;

export interface LikelihoodFit {
  readonly values: readonly number[];
  readonly borders: readonly Border[];
  readonly logLikelihood: number;
  /** Standard error of a figure that follows from the values; undefined where the likelihood does not decide it. */
  standardError(figure: (values: readonly number[]) => number): number | undefined;
}

/** In logistic units: the last 0.1 % of a range is its border. */
const BORDER = 7;
const STEP = 1e-3;
const MOST_STEPS = 12;
const CLOSE_ENOUGH = 1e-7;

type Point = number[];

/** @param starts values from which the search sets out; the best end wins, the first of equals */
export function fitByLikelihood(problem: LikelihoodProblem, starts: readonly (readonly number[])[]): LikelihoodFit {
  const { coordinates, coarse, fine } = problem;
  const values = (point: readonly number[]) => point.map((x, i) => fromLogistic(coordinates[i], x));
  const searched = starts.map((start) => {
    const point = start.map((value, i) => toLogistic(coordinates[i], value));
    return maximise((x) => coarse(values(x)), point, 0.5, 1e-3, 1_500);
  });
  const best = searched.reduce((a, b) => (b.value > a.value ? b : a));
  const found = maximise((x) => coarse(values(x)), best.at, 0.1, 1e-6).at;
  const borders = found.map((x): Border => (x < -BORDER ? 'low' : x > BORDER ? 'high' : undefined));
  const start = found.map((x, i) => (borders[i] === 'low' ? -40 : borders[i] === 'high' ? 40 : x));
  const free = start.map((_, i) => i).filter((i) => borders[i] === undefined);
  const climbed = climb((x) => coarse(values(x)), start, free);
  const point =
    climbed.inverse === undefined ? start : finish((x) => fine(values(x)), climbed.point, free, climbed.inverse);
  return {
    values: values(point),
    borders,
    logLikelihood: fine(values(point)),
    standardError: (figure) => deltaError((x) => figure(values(x)), point, free, climbed.inverse),
  };
}

function fromLogistic({ low, high, scale }: Coordinate, x: number): number {
  const share = 1 / (1 + Math.exp(-x));
  return scale === 'log' ? low * Math.exp(share * Math.log(high / low)) : low + share * (high - low);
}

function toLogistic({ low, high, scale }: Coordinate, value: number): number {
  const share = scale === 'log' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  const inside = Math.min(0.999, Math.max(0.001, share));
  return Math.log(inside / (1 - inside));
}

function moved(point: Point, ...steps: readonly (readonly [axis: number, step: number])[]): Point {
  const copy = [...point];
  for (const [axis, step] of steps) copy[axis] += step;
  return copy;
}

function gradient(f: (x: Point) => number, at: Point, free: readonly number[]): number[] {
  return free.map((i) => (f(moved(at, [i, STEP])) - f(moved(at, [i, -STEP]))) / (2 * STEP));
}

/** Minus the matrix of second derivatives, by central differences. */
function information(f: (x: Point) => number, at: Point, free: readonly number[]): number[][] {
  const matrix = free.map(() => new Array<number>(free.length).fill(0));
  const middle = f(at);
  free.forEach((i, row) => {
    matrix[row][row] = -(f(moved(at, [i, STEP])) - 2 * middle + f(moved(at, [i, -STEP]))) / (STEP * STEP);
    for (let column = 0; column < row; column++) {
      const j = free[column];
      const corner = (a: number, b: number) => f(moved(at, [i, a * STEP], [j, b * STEP]));
      const value = -(corner(1, 1) - corner(1, -1) - corner(-1, 1) + corner(-1, -1)) / (4 * STEP * STEP);
      matrix[row][column] = value;
      matrix[column][row] = value;
    }
  });
  return matrix;
}

/** Inverse of a positive definite matrix, or undefined when it is none. */
function inverseOf(matrix: readonly (readonly number[])[]): number[][] | undefined {
  let lower: number[][];
  try {
    lower = cholesky(matrix);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const size = matrix.length;
  const columns = matrix.map((_, column) => {
    const x = new Array<number>(size).fill(0);
    for (let i = 0; i < size; i++) {
      let rest = i === column ? 1 : 0;
      for (let k = 0; k < i; k++) rest -= lower[i][k] * x[k];
      x[i] = rest / lower[i][i];
    }
    for (let i = size - 1; i >= 0; i--) {
      for (let k = i + 1; k < size; k++) x[i] -= lower[k][i] * x[k];
      x[i] /= lower[i][i];
    }
    return x;
  });
  return columns;
}

const times = (matrix: readonly (readonly number[])[], vector: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, x, i) => sum + x * vector[i], 0));

/** One step along a direction, halved until it climbs; the point itself when it never does. */
function stepAlong(f: (x: Point) => number, at: Point, free: readonly number[], direction: readonly number[]): Point {
  const before = f(at);
  for (let share = 1; share > 1e-3; share /= 2) {
    const next = moved(at, ...free.map((i, k) => [i, share * direction[k]] as const));
    if (f(next) > before) return next;
  }
  return at;
}

/** Newton's method to the maximum; no inverse where the likelihood is not curved there. */
function climb(f: (x: Point) => number, start: Point, free: readonly number[]) {
  let point = start;
  for (let round = 0; round < MOST_STEPS; round++) {
    const inverse = inverseOf(information(f, point, free));
    if (inverse === undefined) return { point, inverse };
    const slope = gradient(f, point, free);
    const direction = times(inverse, slope);
    const gain = slope.reduce((sum, g, i) => sum + g * direction[i], 0) / 2;
    const next = gain < CLOSE_ENOUGH ? point : stepAlong(f, point, free, direction);
    if (next === point) return { point, inverse };
    point = next;
  }
  return { point, inverse: inverseOf(information(f, point, free)) };
}

/** The last way on all returns: the curvature is that of the condensed sample, the slope is exact. */
function finish(f: (x: Point) => number, start: Point, free: readonly number[], inverse: number[][]): Point {
  let point = start;
  for (let round = 0; round < MOST_STEPS; round++) {
    const slope = gradient(f, point, free);
    const direction = times(inverse, slope);
    if (slope.reduce((sum, g, i) => sum + g * direction[i], 0) / 2 < CLOSE_ENOUGH) return point;
    const next = stepAlong(f, point, free, direction);
    if (next === point) return point;
    point = next;
  }
  return point;
}

function deltaError(
  figure: (x: Point) => number,
  at: Point,
  free: readonly number[],
  inverse: number[][] | undefined,
): number | undefined {
  if (inverse === undefined) return undefined;
  const slope = gradient(figure, at, free);
  const variance = slope.reduce((sum, g, i) => sum + g * times(inverse, slope)[i], 0);
  return variance > 0 ? Math.sqrt(variance) : undefined;
}
