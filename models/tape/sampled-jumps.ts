/**
 * Paths drawn so that rare ones are frequent: strata of the number of jumps, with jump sizes tilted, and a weight on every path
 * that makes up for it.
 *
 * N, the number of jumps on a path, is Poisson of mean M. Its values are cut into strata at the smallest counts b with
 * P(N ≥ b) ≤ 0.3, 0.05, 0.005, 0.0005; P_k is the probability of stratum k. Path p belongs to the stratum that a fixed pattern of 40 gives p mod 40:
 * `commonShare` of them to the lowest stratum, the others alike. Within a stratum N has its conditional law.
 * With probability 1 − `untilted`, every normal behind a jump's size is moved by θ = `shift`/N standard deviations. Then the path's
 * likelihood ratio is 1/(ε + (1 − ε)·exp(θ·Σz − Jθ²/2)), with ε = `untilted`, z the J normals as used: never above 1/ε (a defensive mixture).
 * A statistic weighs path i of stratum k by P_k·n/n_k times that ratio.
 *
 * Source: Glasserman, Monte Carlo Methods in Financial Engineering (2004), 4.3 and 4.6; Hesterberg (1995) for the mixture.
 * Misleads when losses come without jumps: the common stratum, where they then are, gets fewer paths than it would have.
 */
import { z } from 'zod';
import { poissonQuantile } from '../../sim/random/distributions.ts';
import { RandomStream } from '../../sim/random/random-stream.ts';
import { openStream, streamName } from '../../sim/random/streams.ts';
import { zName } from '../parameters.ts';

export const samplingSchema = z
  .strictObject({
    model: z.literal('stratified-jumps').describe('strata of the number of jumps, with jump sizes tilted'),
    jumps: zName
      .optional()
      .describe('asset whose own jumps are sampled, or name of a common jump process; the only one when left out'),
    shift: z
      .number()
      .min(-8)
      .max(8)
      .default(-2.5)
      .describe('how far the jump of a path with one is moved, in standard deviations; below 0 towards crashes'),
    untilted: z
      .number()
      .min(0.05)
      .max(1)
      .default(0.25)
      .describe('share of the paths whose sizes stay as they are, 0.05 to 1; no likelihood ratio exceeds one over it'),
    commonShare: z
      .number()
      .min(0.1)
      .max(0.9)
      .default(0.2)
      .describe('share of the paths for the most common numbers of jumps, 0.1 to 0.9'),
  })
  .describe('draws more paths where jumps are many and large, and weighs them back: for rare bad debt');

export type SamplingSpec = z.output<typeof samplingSchema>;

/** Length of the pattern by which path numbers take turns over the strata. */
export const PATTERN = 40;
const TAILS = [0.3, 0.05, 0.005, 0.0005];
/** A stratum less likely than this is left in the one below it. */
const NEGLIGIBLE = 1e-8;
/** Larger means are drawn in parts, which no strata can be laid over. */
const LARGEST_MEAN = 500;

interface Stratum {
  /** Smallest number of jumps. */
  readonly from: number;
  /** P(N < from). */
  readonly below: number;
  readonly probability: number;
}

/** Cuts the counts of a Poisson variable of this mean into strata, the last one open. */
export function countStrata(mean: number): Stratum[] {
  const starts = [0];
  let mass = Math.exp(-mean);
  let below = mass;
  for (let count = 1, tail = 0; tail < TAILS.length && below < 1; count++) {
    if (1 - below <= (TAILS[tail] as number) && count > (starts.at(-1) as number)) {
      if (1 - below < NEGLIGIBLE) break;
      starts.push(count);
      tail++;
    }
    mass *= mean / count;
    below += mass;
  }
  const under = starts.map((from) => probabilityBelow(from, mean));
  return starts.map((from, k) => ({
    from,
    below: under[k] as number,
    probability: (under[k + 1] ?? 1) - (under[k] as number),
  }));
}

function probabilityBelow(count: number, mean: number): number {
  let sum = 0;
  let mass = Math.exp(-mean);
  for (let k = 0; k < count; k++) {
    sum += mass;
    mass *= mean / (k + 1);
  }
  return sum;
}

/** Which stratum each of `PATTERN` path numbers belongs to, turns spread evenly. */
export function turns(strata: number, commonShare: number): number[] {
  if (strata === 1) return new Array<number>(PATTERN).fill(0);
  const common = Math.min(PATTERN - 2 * (strata - 1), Math.max(2, Math.round(commonShare * PATTERN)));
  const counts = [common];
  for (let k = 1, left = PATTERN - common; k < strata; k++) {
    const count = Math.round(left / (strata - k));
    counts.push(count);
    left -= count;
  }
  const places = counts.flatMap((count, stratum) =>
    Array.from({ length: count }, (_, i) => ({ stratum, at: (i + 0.5) / count })),
  );
  return places.sort((a, b) => a.at - b.at || a.stratum - b.stratum).map(({ stratum }) => stratum);
}

/** Draws the jumps of one process in strata. One of these belongs to one tape writer. */
export class SampledJumps {
  readonly #spec: SamplingSpec;
  readonly #owners = new Set<string>();
  #mean = Number.NaN;
  #strata: Stratum[] = [];
  #turns: number[] = [];
  #path = 0;
  #isTilted = false;
  #isCounted = false;
  #shift = 0;
  #exponent = 0;
  /** Of the path written last: its stratum. */
  stratum = 0;

  constructor(spec: SamplingSpec) {
    this.#spec = spec;
  }

  /** Probability of each stratum; known once a path has been written. */
  get probabilities(): number[] {
    return this.#strata.map(({ probability }) => probability);
  }

  /** Of the path written last: its likelihood ratio within its stratum. */
  get likelihood(): number {
    const { untilted } = this.#spec;
    return 1 / (untilted + (1 - untilted) * Math.exp(this.#exponent));
  }

  begin(seed: string, path: number): void {
    this.#path = path;
    this.#isCounted = false;
    this.#isTilted = openStream(seed, path, 'sampling').uniform() >= this.#spec.untilted;
    this.#shift = 0;
    this.#exponent = 0;
  }

  /** The stream of a process of jumps, sampled if it is the one that is. @param owner asset or name of a common process */
  open(seed: string, path: number, purpose: string, owner: string): RandomStream {
    const wanted = this.#spec.jumps;
    if (wanted !== undefined && wanted !== owner) return openStream(seed, path, purpose);
    return new SampledStream(streamName(seed, path, purpose), this, owner);
  }

  /** @throws RangeError when no jumps were counted, so that there is nothing to sample */
  end(): void {
    if (this.#isCounted) return;
    const { jumps: owner } = this.#spec;
    const where = owner === undefined ? 'no asset has' : `${owner} has not`;
    throw new RangeError(
      `run.sampling: ${where} a law that counts its jumps first (merton, kou, bates or a common jump process does); leave sampling out`,
    );
  }

  /** The number of jumps from one uniform. */
  count(u: number, mean: number, owner: string): number {
    this.#owners.add(owner);
    if (this.#owners.size > 1) {
      const names = [...this.#owners].join(', ');
      throw new RangeError(`run.sampling: several processes jump (${names}); name one of them in run.sampling.jumps`);
    }
    if (this.#isCounted || mean > LARGEST_MEAN) {
      throw new RangeError(
        `run.sampling: more than ${LARGEST_MEAN} jumps a path cannot be laid in strata; leave sampling out`,
      );
    }
    if (mean !== this.#mean) this.#lay(mean);
    this.#isCounted = true;
    this.stratum = this.#turns[this.#path % PATTERN] as number;
    const { from, below, probability } = this.#strata[this.stratum] as Stratum;
    const until = this.#strata[this.stratum + 1]?.from ?? Number.POSITIVE_INFINITY;
    const within = Math.min(below + u * probability, 1 - Number.EPSILON);
    const count = Math.max(from, Math.min(until - 1, poissonQuantile(within, mean)));
    this.#shift = count === 0 ? 0 : this.#spec.shift / count;
    return count;
  }

  /** A normal behind a jump's size, moved where the path is tilted. */
  size(normal: number): number {
    const shift = this.#shift;
    const used = this.#isTilted ? normal + shift : normal;
    this.#exponent += shift * used - 0.5 * shift * shift;
    return used;
  }

  #lay(mean: number): void {
    if (!Number.isNaN(this.#mean))
      throw new RangeError('run.sampling: the expected number of jumps changes from path to path');
    this.#mean = mean;
    this.#strata = countStrata(mean);
    this.#turns = turns(this.#strata.length, this.#spec.commonShare);
  }
}

/** A stream whose count falls into the path's stratum and whose normals, from then on, are moved. */
class SampledStream extends RandomStream {
  readonly #sampled: SampledJumps;
  readonly #owner: string;
  #isCounted = false;

  constructor(text: string, sampled: SampledJumps, owner: string) {
    super(text);
    this.#sampled = sampled;
    this.#owner = owner;
  }

  override poisson(mean: number): number {
    this.#isCounted = true;
    return this.#sampled.count(this.uniform(), mean, this.#owner);
  }

  override normal(): number {
    return this.#isCounted ? this.#sampled.size(super.normal()) : super.normal();
  }
}
