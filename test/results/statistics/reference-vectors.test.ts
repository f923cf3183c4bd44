import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalDensity } from '../../../results/statistics/normal.ts';
import { clopperPearson, wilson } from '../../../results/statistics/proportion.ts';
import { quantileRanks } from '../../../results/statistics/quantile.ts';
import { monteCarloSampleSize, wilksSampleSize } from '../../../results/statistics/sample-size.ts';
import { studentDensity, studentQuantile } from '../../../results/statistics/student-t.ts';
import { normalQuantile } from '../../../sim/random/distributions.ts';

const FILE = new URL('../../../../shared/vectors/stats/risk_measures_and_ci.json', import.meta.url);

interface Vector {
  readonly id: string;
  readonly quantity: string;
  readonly mechanism: string;
  readonly params: Readonly<Record<string, number>> & { readonly dist?: string };
  readonly expected:
    | number
    | readonly number[]
    | { readonly l: number; readonly u: number | null; readonly coverage: number };
  readonly tolerance: { readonly type: 'exact' | 'abs' | 'rel'; readonly value?: number };
}

type Answer = (params: Readonly<Record<string, number>>) => number | readonly number[];

const valueAtRisk: Readonly<Record<string, Answer>> = {
  N: ({ mu, sd, alpha }) => mu! + sd! * normalQuantile(alpha!),
  LN: ({ mu, sd, alpha }) => Math.exp(mu! + sd! * normalQuantile(alpha!)),
};

const shortfall: Readonly<Record<string, Answer>> = {
  N: ({ mu, sd, alpha }) => mu! + (sd! * normalDensity(normalQuantile(alpha!))) / (1 - alpha!),
  LN: ({ mu, sd, alpha }) => (Math.exp(mu! + (sd! * sd!) / 2) * normalCdf(sd! - normalQuantile(alpha!))) / (1 - alpha!),
  t: ({ nu, alpha }) => {
    const q = studentQuantile(alpha!, nu!);
    return ((studentDensity(q, nu!) / (1 - alpha!)) * (nu! + q * q)) / (nu! - 1);
  },
};

const bounds = ({ low, high }: { low: number; high: number }) => [low, high];

const answers: Readonly<Record<string, (vector: Vector) => number | readonly number[]>> = {
  'var-a': ({ params }) => valueAtRisk[params.dist!]!(params),
  'es-a': ({ params }) => shortfall[params.dist!]!(params),
  'smallest-n-so-the-sample-max-is-an-upper-c-confi': ({ params }) => wilksSampleSize(params.p!, params.conf!),
  'exact-two-sided-binomial-ci-for-a-probability': ({ params }) =>
    bounds(clopperPearson(params.k!, params.n!, params.conf!)),
  'two-sided-ci': ({ params }) => bounds(wilson(params.k!, params.n!, params.conf!)),
  'crude-mc-sample-size-for-relative-half-width-rel': ({ params }) =>
    monteCarloSampleSize(params.p!, params.rel!, params.conf!),
  'quantile-asymptotic-sd-sqrt': ({ params }) =>
    Math.sqrt(params.alpha! * (1 - params.alpha!)) / normalDensity(normalQuantile(params.alpha!)),
};

/** Peaks over threshold is no statistic of ours. */
const LEFT_OUT = ['es-a-pot'];

describe.skipIf(!existsSync(FILE))('reference vectors: risk measures and intervals', () => {
  const vectors: readonly Vector[] = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : [];
  const kind = (vector: Vector) => vector.mechanism.replace(/^.*\//, '');

  it('knows every kind of vector', () => {
    const known = [...Object.keys(answers), ...LEFT_OUT, 'ranks-l-u'];
    expect(vectors.map(kind).filter((name) => !known.includes(name))).toEqual([]);
    expect(vectors.length).toBeGreaterThan(30);
  });

  it.each(vectors.filter((vector) => kind(vector) === 'ranks-l-u'))(
    '$id $params.n $params.p',
    ({ params, expected }) => {
      const { l, u, coverage } = expected as { l: number; u: number | null; coverage: number };
      const ranks = quantileRanks(params.n!, params.p!, params.conf!);
      expect(ranks).toMatchObject({ lower: l, upper: u });
      expect(Math.abs(ranks.coverage - coverage)).toBeLessThan(1e-9);
    },
  );

  it.each(vectors.filter((vector) => kind(vector) in answers))('$id $quantity', (vector) => {
    const got = [answers[kind(vector)]!(vector)].flat();
    const due = [vector.expected as number | number[]].flat();
    const { type, value = 0 } = vector.tolerance;
    due.forEach((expected, index) => {
      const allowed = type === 'rel' ? value * Math.abs(expected) : value;
      expect(Math.abs(got[index]! - expected), `${got[index]} for ${expected}`).toBeLessThanOrEqual(allowed);
    });
  });
});
