import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OUTCOME_KEYS } from '../../models/outcome.ts';
import type { Manifest } from '../../results/manifest.ts';
import type { Results } from '../../results/results.ts';
import { summarise } from '../../results/summarise.ts';
import { writeAtomically } from '../../results/write/atomic-file.ts';
import { type Cell, csvPieces } from '../../results/write/csv.ts';
import { jsonPieces, jsonText } from '../../results/write/json.ts';
import { OutputError } from '../../results/write/output-error.ts';
import { writeResults } from '../../results/write/write-results.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { smallResults } from './small-results.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const text = (name: string) => readFileSync(join(folder, name), 'utf8');
const write = (results: Results, to = folder) => writeResults(to, results, summarise(results));
const results = (manifest: Partial<Manifest> = {}) =>
  smallResults(
    {
      zeta: (path) => ({ badDebtUsd: path / 3, timeToCloseMedianSeconds: path ? 1e-7 : Number.NaN }),
      alpha: (path) => ({ badDebtUsd: -0, keeperProfitUsd: -path * 1e21 }),
    },
    [0, 4, 5],
    { manifest },
  );

describe('paths.csv', () => {
  it('has a row for each strategy and path, strategies as given, and empty cells for absent figures', () => {
    write(results());
    const [header, ...rows] = parse(text('paths.csv')) as string[][];
    expect(header).toEqual(['strategy', 'path', ...OUTCOME_KEYS]);
    expect(rows.map(([strategy, path]) => `${strategy} ${path}`)).toEqual([
      'zeta 0',
      'zeta 4',
      'zeta 5',
      'alpha 0',
      'alpha 4',
      'alpha 5',
    ]);
    const at = (row: number, key: string) => rows[row]![header!.indexOf(key)]!;
    expect(at(0, 'timeToCloseMedianSeconds')).toBe('');
    expect(at(1, 'timeToCloseMedianSeconds')).toBe('1e-7');
    expect(at(1, 'badDebtUsd')).toBe('1.3333333333333333');
    expect(at(4, 'keeperProfitUsd')).toBe('-4e+21');
    expect(at(3, 'badDebtUsd')).toBe('0');
  });

  it('reads back to the same numbers, whatever they are', () => {
    const row = fc.tuple(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null)),
      fc.integer(),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        const csv = [...csvPieces(['name', 'x', 'y'], rows)].join('');
        const [header, ...read] = parse(csv, { relax_column_count: false }) as string[][];
        expect(header).toEqual(['name', 'x', 'y']);
        expect(read.map(([name, x, y]) => [name, x === '' ? null : Number(x), Number(y)])).toEqual(
          rows.map(([name, x, y]) => [name, x === null ? null : x + 0, y]),
        );
      }),
      { seed: 7 },
    );
  });

  it('is the same text in one piece and in many', () => {
    const rows = Array.from({ length: 4567 }, (_, i): Cell[] => [`s${i % 3}`, i]);
    const pieces = [...csvPieces(['strategy', 'path'], rows)];
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join('')).toBe(`strategy,path\n${rows.map((row) => row.join(',')).join('\n')}\n`);
  });

  it('refuses NaN, infinity and rows that do not match the columns', () => {
    expect(() => [...csvPieces(['a'], [[Number.NaN]])]).toThrow('a is NaN');
    expect(() => [...csvPieces(['a', 'b'], [[1]])]).toThrow('1 cells for 2 columns');
  });
});

describe('summary files', () => {
  it('hold the same figures, in long rows and in one document', () => {
    write(results());
    const rows = parse(text('summary.csv'), { columns: true }) as Record<string, string>[];
    const summary = JSON.parse(text('summary.json'));
    const find = (strategy: string, metric: string, statistic: string) =>
      rows.filter((row) => row.strategy === strategy && row.metric === metric && row.statistic === statistic);
    const figures = summary.strategies[0].metrics.badDebtUsd;
    const [mean] = find('zeta', 'badDebtUsd', 'mean');
    expect([mean!.value, mean!.low, mean!.high, mean!.n].map(Number)).toEqual([
      figures.mean,
      figures.meanLow,
      figures.meanHigh,
      3,
    ]);
    expect(find('zeta', 'badDebtUsd', 'es99')[0]).toMatchObject({ low: '', high: '' });
    expect(find('zeta', 'slippageBps', 'ratio')[0]).toMatchObject({ value: '', n: '3' });
    const [difference] = find('alpha', 'badDebtUsd', 'difference');
    expect(Number(difference!.value)).toBe(summary.comparisons[0].difference);
    expect(find('alpha', 'badDebtUsd', 'shareLower')).toHaveLength(1);
    expect(find('alpha', 'slippageBps', 'shareLower')).toHaveLength(0);
    expect(find('zeta', 'badDebtUsd', 'difference')).toHaveLength(0);
  });

  it('are the same bytes wherever and however fast they were made', () => {
    const [here, there] = [join(folder, 'here'), join(folder, 'there')];
    write(results({ environment: { node: 'v20.20.2', platform: 'linux', workers: 1, wallSeconds: 12 } }), here);
    write(results({ environment: { node: 'v24.21.0', platform: 'darwin', workers: 8, wallSeconds: 2 } }), there);
    for (const name of ['paths.csv', 'summary.csv', 'summary.json', 'manifest.json']) {
      expect(readFileSync(join(there, name))).toEqual(readFileSync(join(here, name)));
    }
    expect(JSON.parse(readFileSync(join(there, 'environment.json'), 'utf8'))).toEqual({
      node: 'v24.21.0',
      platform: 'darwin',
      workers: 8,
      wallSeconds: 2,
    });
    write(results(), there);
    expect(existsSync(join(there, 'environment.json'))).toBe(false);
  });

  it('refuse a NaN that JSON would turn into null', () => {
    expect(() => jsonText({ mean: Number.NaN })).toThrow('mean is NaN');
    expect(jsonText({ mean: null })).toBe('{\n  "mean": null\n}\n');
    for (const document of [
      {},
      { a: 1, none: undefined, list: [], text: 'x\ny', nested: { list: [1, { b: null }] } },
      { points: [{ a: [1, 2], s: 'line\nend' }, 3, 'x', [], {}], notes: ['n'], last: false },
    ])
      expect([...jsonPieces(document)].join('')).toBe(jsonText(document));
    expect(() => [...jsonPieces({ list: [{ mean: Number.NaN }] })]).toThrow('mean is NaN');
  });
});

describe('the folder', () => {
  it('is made, and says which files it got', () => {
    const deep = join(folder, 'a', 'b');
    const names = ['paths.csv', 'summary.csv', 'summary.json', 'manifest.json'];
    expect(write(results(), deep)).toEqual(names.map((name) => join(deep, name)));
    expect(readdirSync(deep).sort()).toEqual([...names].sort());
    const manifest = JSON.parse(readFileSync(join(deep, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      seed: 'seven',
      reference: 'zeta',
      definitions: { confidence: 0.95, tailLevel: 0.99, paths: 3 },
    });
  });

  it('lists failures by path, and forgets those of an earlier run', () => {
    const failures = [
      { path: 9, code: 'BUDGET', message: 'too many events, "really"' },
      { path: 2, strategy: 'alpha', code: 'LEDGER', message: 'does not close' },
    ];
    expect(write({ ...results(), failures })).toContain(join(folder, 'failures.csv'));
    expect(parse(text('failures.csv'))).toEqual([
      ['path', 'strategy', 'code', 'message'],
      ['2', 'alpha', 'LEDGER', 'does not close'],
      ['9', '', 'BUDGET', 'too many events, "really"'],
    ]);
    write(results());
    expect(existsSync(join(folder, 'failures.csv'))).toBe(false);
  });

  it('is refused with the code, the place and a way out when a file is in the way', () => {
    const file = join(folder, 'out');
    writeFileSync(file, 'mine');
    const attempt = () => write(results(), join(file, 'deeper'));
    expect(attempt).toThrow(OutputError);
    expect(attempt).toThrow(/out.*a file is in the way of the folder, ENOTDIR.*Choose another output folder/);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('keeps the old file and leaves nothing behind when writing stops half way', () => {
    const path = join(folder, 'x.csv');
    writeFileSync(path, 'old');
    const half = function* () {
      yield 'new';
      throw new Error('stopped');
    };
    expect(() => writeAtomically(path, half())).toThrow('stopped');
    expect(readdirSync(folder)).toEqual(['x.csv']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it('has no manifest while a later run has not finished', () => {
    write(results());
    const broken = summarise(results());
    expect(() => writeResults(folder, results(), { ...broken, failedPaths: [Number.NaN] })).toThrow('NaN');
    expect(existsSync(join(folder, 'manifest.json'))).toBe(false);
  });
});
