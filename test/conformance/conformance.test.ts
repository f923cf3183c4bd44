import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Adapters } from './adapter.ts';
import { ADAPTERS } from './adapters.ts';
import { differences } from './compare.ts';
import { textReport } from './report.ts';
import { check, readListed } from './run.ts';
import { around, Simulated } from './simulated.ts';
import { type Vector, vectorsIn } from './vector.ts';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const OWN = folder('./vectors');
const SHARED = folder('../../../shared/vectors');
const LISTED = readListed(new URL('./listed.json', import.meta.url));

const unmet = (path: string) =>
  vectorsIn(path)
    .map((vector) => check(vector, ADAPTERS, LISTED))
    .filter(({ verdict }) => verdict === 'failed')
    .map(({ id, detail }) => `${id}: ${detail}`);

describe('golden vectors', () => {
  it('those that come with the project are met or listed, none is unsupported', () => {
    const checked = vectorsIn(OWN).map((vector) => check(vector, ADAPTERS, LISTED));
    expect(checked.length).toBeGreaterThan(0);
    expect(checked.filter(({ verdict }) => verdict === 'failed' || verdict === 'unsupported')).toEqual([]);
  });

  it.skipIf(!existsSync(SHARED))(
    'those beside the repository fail nowhere',
    () => {
      expect(unmet(SHARED)).toEqual([]);
    },
    300_000,
  );

  it('every adapter is exercised by a vector that comes with the project', () => {
    const exercised = new Set(vectorsIn(OWN).map(({ mechanism }) => mechanism));
    expect(Object.keys(ADAPTERS).filter((mechanism) => !exercised.has(mechanism))).toEqual([]);
  });
});

describe('the runner', () => {
  const vector = (changes: Partial<Vector>): Vector => ({
    id: 'a.1',
    mechanism: 'a/b',
    params: {},
    inputs: {},
    expected: { amount: '1000000000000000000' },
    tolerance: { type: 'exact' },
    ...changes,
  });
  const answering = (answer: unknown): Adapters => ({ 'a/b': { run: () => answer } });
  const verdict = (changes: Partial<Vector>, adapters: Adapters) => check(vector(changes), adapters, new Map()).verdict;

  it('fails what is off by more than its tolerance', () => {
    expect(verdict({}, answering({ amount: 1.0000000005e18 }))).toBe('passed');
    expect(verdict({}, answering({ amount: 1.000000002e18 }))).toBe('failed');
    expect(verdict({}, answering({}))).toBe('failed');
    expect(verdict({}, answering({ amount: Number.NaN }))).toBe('failed');
  });

  it('takes counts and flags exactly', () => {
    expect(verdict({ expected: { tick: 1_000_000_000 } }, answering({ tick: 1_000_000_001 }))).toBe('failed');
    expect(verdict({ expected: true }, answering(1))).toBe('failed');
    expect(verdict({ expected: null }, answering(undefined))).toBe('failed');
  });

  it('measures an exact amount by the largest that enters, where the adapter names it', () => {
    const adapters = { 'a/b': { run: () => ({ amount: 1e18 + 1e12 }), largestAmount: () => 1e21 } };
    expect(verdict({}, adapters)).toBe('passed');
    expect(verdict({}, answering({ amount: 1e18 + 1e12 }))).toBe('failed');
  });

  it('counts a refusal only when the model refuses, not when it breaks', () => {
    const refusing: Adapters = {
      'a/b': {
        run: () => {
          throw new RangeError('no');
        },
      },
    };
    const broken: Adapters = {
      'a/b': {
        run: () => {
          throw new TypeError('oops');
        },
      },
    };
    expect(verdict({ expected: { error: true } }, refusing)).toBe('passed');
    expect(verdict({ expected: { error: true } }, broken)).toBe('failed');
    expect(verdict({ expected: { error: true } }, answering({}))).toBe('failed');
    expect(verdict({}, refusing)).toBe('failed');
  });

  it('lists what is not met for a written reason, and nothing that is met', () => {
    const listed = new Map([['a.1', 'a reason that a reader accepts']]);
    expect(check(vector({}), answering({ amount: 2e18 }), listed).verdict).toBe('listed');
    expect(check(vector({}), answering({ amount: 1e18 }), listed).verdict).toBe('passed');
  });

  it('takes an interval of a simulation for what it is, and nothing from one that is too wide', () => {
    const between = (low: number, high: number) => answering(new Simulated(low, high));
    expect(verdict({ expected: 2 }, between(1.9, 2.1))).toBe('passed');
    expect(verdict({ expected: '2' }, between(2.01, 2.1))).toBe('failed');
    expect(verdict({ expected: { amount: 2 } }, between(1.9, 2.1))).toBe('failed');
    const paths: Adapters = { 'a/b': { run: () => around(1e-6, 5e-7) } };
    expect(verdict({ expected: 1e-6 }, paths)).toBe('unsupported');
  });

  it('counts what no adapter knows as unsupported', () => {
    const checked = [check(vector({ mechanism: 'toString' }), {}, new Map())];
    expect(textReport(checked)).toBe('toString  1 unsupported\n0 passed, 0 failed, 1 skipped\n');
  });

  it.each([
    [{ type: 'abs', value: 0.5 }, '10', 10.5, 0],
    [{ type: 'abs', value: 0.5 }, '10', 10.6, 1],
    [{ type: 'rel', value: 0.01 }, 200, 201.9, 0],
    [{ type: 'rel', value: 0.01 }, 200, 202.1, 1],
    [{ type: 'sig', digits: 3 }, '0.0123', 0.012349, 0],
    [{ type: 'sig', digits: 3 }, '0.0123', 0.01236, 1],
    [{ type: 'exact' }, { min: 1, max: '3' }, 2, 0],
    [{ type: 'exact' }, { min: 1 }, 0.5, 1],
    [{ type: 'exact' }, [1, 2], [1], 1],
  ] as const)('%j: %j against %j', (tolerance, expected, actual, misses) => {
    expect(differences(expected, actual, { tolerance, largestAmount: 0 })).toHaveLength(misses);
  });
});
