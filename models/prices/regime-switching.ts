/**
 * Markov regime switching: in regime i, dS/S = μ_i dt + σ_i dW, for an exponential time of mean `meanDuration`; then the next
 * regime is drawn with probabilities in proportion to `next` (every other regime alike where it is left out).
 *
 *   generator q_ij = p_ij / d_i,   E[S_t] = S_0 · sum over j of (initial e^{t (Q + diag μ)})_j
 *
 * `volatility` σ_i is per square root of a year of 365 days, `drift` μ_i per year, `meanDuration` d_i a length of time. The first regime is
 * `initial`, or drawn from the stationary law (share of regime i ∝ ν_i d_i, ν that of the chain of visits). A switch falls on the first
 * tick at or after its moment; regimes left before that tick are passed over, so `meanDuration` should be well above the tick.
 * Two uniforms a visit from a stream of its own; one normal a tick, correlated like every diffusion.
 *
 * Source: Hamilton, Econometrica 57 (1989); in continuous time, Hardy, North American Actuarial Journal 5 (2001), and Buffington and
 * Elliott, International Journal of Theoretical and Applied Finance 5 (2002). Misleads at the moment of a switch: the price itself does not jump.
 */
import { z } from 'zod';
import { exponentialQuantile } from '../../sim/random/distributions.ts';
import type { RandomStream } from '../../sim/random/random-stream.ts';
import type { Grid, PriceModel } from '../model.ts';
import { zDrift, zName, zNonNegative, zPrice, zSpan, zVolatility } from '../parameters.ts';
import { defineModel } from '../registry.ts';

interface Regime {
  name: string;
  volatility: number;
  drift: number;
  meanDuration: number;
  next?: Readonly<Record<string, number>> | undefined;
}

/** Rows of probabilities of the next regime. @throws RangeError for a name that is not there, or a regime that leads nowhere */
function transitionRows(regimes: readonly Regime[]): number[][] {
  const names = regimes.map(({ name }) => name);
  if (new Set(names).size < names.length)
    throw new RangeError('two regimes have the same name: give each one of its own');
  return regimes.map(({ name, next }, row) => {
    for (const target of Object.keys(next ?? {})) {
      if (!names.includes(target) || target === name) {
        throw new RangeError(`regime ${name}: next names ${target}, which is not another regime (${names.join(', ')})`);
      }
    }
    const weights = names.map((target, column) => (column === row ? 0 : next === undefined ? 1 : (next[target] ?? 0)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (!(total > 0)) throw new RangeError(`regime ${name}: next must give another regime a weight above 0`);
    return weights.map((weight) => weight / total);
  });
}

/**
 * Long-run shares of visits, by elimination of one state after the other without a subtraction (Grassmann, Taksar and Heyman 1985).
 *
 * @throws RangeError when some regime can never be left for another part of the chain
 */
function visitShares(rows: readonly (readonly number[])[]): number[] {
  const p = rows.map((row) => [...row]);
  const at = (i: number, j: number) => (p[i] as number[])[j] as number;
  for (let n = p.length - 1; n > 0; n--) {
    let out = 0;
    for (let j = 0; j < n; j++) out += at(n, j);
    if (!(out > 0)) throw new RangeError('some regimes never lead to the others: name the initial one, or add to next');
    for (let i = 0; i < n; i++) {
      (p[i] as number[])[n] = at(i, n) / out;
      for (let j = 0; j < n; j++) (p[i] as number[])[j] = at(i, j) + at(i, n) * at(n, j);
    }
  }
  const shares = [1];
  for (let n = 1; n < p.length; n++) {
    let share = 0;
    for (let i = 0; i < n; i++) share += (shares[i] as number) * at(i, n);
    shares.push(share);
  }
  return shares;
}

/** The index at which the running sum of the weights passes `u` times their total. */
function pick(weights: readonly number[], u: number): number {
  let left = u * weights.reduce((sum, weight) => sum + weight, 0);
  let last = 0;
  for (const [index, weight] of weights.entries()) {
    if (weight === 0) continue;
    last = index;
    left -= weight;
    if (left < 0) return index;
  }
  return last;
}

interface SwitchingParameters {
  start: number;
  regimes: readonly Regime[];
  initial?: string | undefined;
}

function switchingModel({ start, regimes, initial }: SwitchingParameters): PriceModel {
  const rows = transitionRows(regimes);
  const first = initial === undefined ? undefined : regimes.findIndex(({ name }) => name === initial);
  if (first === -1) throw new RangeError(`initial: there is no regime ${initial}`);
  const stationary =
    first === undefined ? visitShares(rows).map((share, i) => share * (regimes[i] as Regime).meanDuration) : undefined;

  function begin(stream: RandomStream): number {
    const u = stream.uniform();
    return first ?? pick(stationary as number[], u);
  }

  function fill(out: Float64Array, grid: Grid, normals: Float64Array | undefined, stream: RandomStream): void {
    const draws = normals as Float64Array;
    let index = begin(stream);
    let clock = 0;
    let tick = 0;
    let price = +start;
    out[0] = price;
    while (tick < grid.ticks) {
      const { volatility, drift, meanDuration } = regimes[index] as Regime;
      clock += exponentialQuantile(stream.uniform(), meanDuration);
      const end = Math.min(Math.ceil(clock / grid.tickMillis), grid.ticks);
      const step = (drift - 0.5 * volatility * volatility) * grid.tickYears;
      const scale = volatility * Math.sqrt(grid.tickYears);
      for (; tick < end; tick++) {
        price *= Math.exp(step + scale * (draws[tick] as number));
        out[tick + 1] = price;
      }
      index = pick(rows[index] as number[], stream.uniform());
    }
  }

  return {
    start,
    usesNormals: true,
    moves: true,
    fill: (out, grid, normals, streams) => fill(out, grid, normals, streams('regimes')),
  };
}

export const regimeSwitching = defineModel({
  family: 'price',
  name: 'regime-switching',
  title: 'a diffusion whose volatility and drift follow a Markov chain of regimes',
  source: 'Hamilton (1989), Econometrica 57; Hardy (2001), North American Actuarial Journal 5',
  misleads: 'at the moment of a switch: the price itself does not jump',
  params: z.strictObject({
    start: zPrice,
    regimes: z
      .array(
        z.strictObject({
          name: zName,
          volatility: zVolatility,
          drift: zDrift,
          meanDuration: zSpan.describe('average length of a visit, e.g. 6h; well above the tick'),
          next: z
            .record(zName, zNonNegative)
            .optional()
            .describe('weights of the regimes that may follow; all others alike when left out'),
        }),
      )
      .min(2)
      .max(20)
      .describe('two to twenty regimes'),
    initial: zName.optional().describe('the regime at the start; drawn from the long-run shares of time when left out'),
  }),
  create: switchingModel,
});
