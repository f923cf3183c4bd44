/** Reads back what `run --out` wrote. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { OUTCOME_INDEX, OUTCOME_KEYS, type OutcomeKey } from '../models/outcome.ts';
import type { Manifest } from './manifest.ts';
import { checkResults, type PathFailure, type Results, type Sampling } from './results.ts';
import { stratumProbability } from './stratum-probability.ts';
import { pathsCsv } from './write/paths-csv.ts';

/** A folder holds no results, or not whole ones. */
export class ResultsError extends Error {
  override readonly name = 'UsageError';
}

const manifestFile = z.looseObject({
  plimsoll: z.string(),
  scenario: z.looseObject({ name: z.string(), title: z.string(), hash: z.string() }),
  seed: z.string(),
  paths: z.number(),
  horizonMillis: z.number(),
  reference: z.string(),
  strategies: z.array(z.string()).min(1),
  definitions: z.looseObject({ confidence: z.number(), tailLevel: z.number() }),
  mathFingerprint: z.string(),
  initialDebtUsd: z.number(),
  resolved: z.unknown(),
});

/**
 * @param folder of a run that was written as a whole: it holds a `manifest.json`
 * @throws ResultsError when files are missing or do not hold together
 */
export function readResults(folder: string): Results {
  const fail = (what: string): never => {
    throw new ResultsError(`${folder}: ${what}. A folder of results is written by plimsoll run --out <dir>.`);
  };
  const text = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch (error) {
      return fail(`${name} cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
  };
  const parsed = manifestFile.safeParse(
    attempt(
      () => JSON.parse(text('manifest.json')),
      () => fail('manifest.json is not JSON'),
    ),
  );
  if (!parsed.success) return fail(`manifest.json is not a manifest: ${z.prettifyError(parsed.error).split('\n')[0]}`);
  const manifest = parsed.data as unknown as Manifest;
  const [header = [], ...rows] = attempt(
    () => parse(text('paths.csv')) as string[][],
    () => fail('paths.csv is not CSV'),
  );
  const results = {
    manifest,
    failures: failuresIn(folder, fail),
    partial: manifest.partial === true,
    ...columnsOf(header, rows, manifest, fail),
  };
  try {
    checkResults(results);
  } catch (error) {
    return fail(`paths.csv does not hold together (${(error as Error).message})`);
  }
  return results;
}

function attempt<T>(action: () => T, otherwise: () => never): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof ResultsError) throw error;
    return otherwise();
  }
}

/** A run whose paths all went through has no such file. */
function failuresIn(folder: string, fail: (what: string) => never): PathFailure[] {
  const file = join(folder, 'failures.csv');
  if (!existsSync(file)) return [];
  const rows = attempt(
    () => parse(readFileSync(file, 'utf8'), { columns: true }) as Record<string, string>[],
    () => fail('failures.csv cannot be read'),
  );
  return rows.map(({ path, strategy, code = '', message = '' }) => ({
    path: Number(path),
    ...(strategy === undefined || strategy === '' ? {} : { strategy }),
    code,
    message,
  }));
}

function columnsOf(
  header: readonly string[],
  rows: readonly string[][],
  { strategies }: Manifest,
  fail: (what: string) => never,
): Pick<Results, 'strategies' | 'sampling'> {
  if (!header.includes('strategy') || !header.includes('path'))
    return fail('paths.csv has no columns strategy and path');
  const [named, numbered] = [header.indexOf('strategy'), header.indexOf('path')];
  const at = (row: readonly string[], name: string) => {
    const cell = row[header.indexOf(name)];
    return cell === undefined || cell === '' ? Number.NaN : Number(cell);
  };
  const found = strategies.map((strategy) => {
    const own = rows.filter((row) => row[named] === strategy);
    const columns = new Float64Array(own.length * OUTCOME_KEYS.length).fill(Number.NaN);
    own.forEach((row, index) => {
      // A figure that this version does not know is left out; one that the file does not have is absent.
      header.forEach((name, column) => {
        const place = OUTCOME_INDEX[name as OutcomeKey];
        if (place !== undefined && row[column] !== '')
          columns[index * OUTCOME_KEYS.length + place] = Number(row[column]);
      });
    });
    return { strategy, paths: Int32Array.from(own, (row) => Number(row[numbered])), columns };
  });
  if (!header.includes('likelihood')) return { strategies: found };
  const first = rows.filter((row) => row[named] === strategies[0]);
  return { strategies: found, sampling: samplingOf(first, at) };
}

/** Probabilities of the strata follow from the weights: those of a stratum add up to n times its probability. */
function samplingOf(rows: readonly string[][], at: (row: readonly string[], name: string) => number): Sampling {
  const strata = Uint8Array.from(rows, (row) => at(row, 'stratum'));
  const likelihoods = Float64Array.from(rows, (row) => at(row, 'likelihood'));
  const weights = Float64Array.from(rows, (row) => at(row, 'weight'));
  const probabilities = Array.from(
    { length: strata.reduce((most, stratum) => Math.max(most, stratum), 0) + 1 },
    (_, stratum) => {
      const own = (values: Float64Array) => Array.from(values).filter((_value, row) => strata[row] === stratum);
      return stratumProbability(own(likelihoods), own(weights), rows.length);
    },
  );
  return { strata, likelihoods, probabilities };
}

/** SHA-256 (hex) over every figure of every path: two results with the same one are the same to the bit. */
export function rowsDigest(results: Results): string {
  const hash = createHash('sha256');
  for (const piece of pathsCsv(results)) hash.update(piece);
  return hash.digest('hex');
}
