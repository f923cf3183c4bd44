/** Closed-form vectors that lie beside the repository where it is developed; users do not have them. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Vector {
  readonly id: string;
  readonly mechanism: string;
  readonly params: Readonly<Record<string, number | string>>;
  readonly expected: number | string;
  readonly tolerance: { readonly type: string; readonly value?: number };
}

const FOLDER = fileURLToPath(new URL('../../../../shared/vectors/stats/', import.meta.url));

export const NO_VECTORS = !existsSync(FOLDER);

export function vectorsOf(file: string): Vector[] {
  const content = JSON.parse(readFileSync(`${FOLDER}${file}.json`, 'utf8'));
  return content.vectors ?? content;
}

/** The vectors of one mechanism, whose name the file repeats before a slash. */
export function vectorsFor(file: string, mechanism: string): Vector[] {
  return vectorsOf(file).filter((vector) => vector.mechanism.endsWith(`/${mechanism}`));
}

/** Those literals of a test that are not what the file of vectors says, by id. */
export function differing(file: string, literals: Readonly<Record<string, number>>): string[] {
  const known = new Map(vectorsOf(file).map((vector) => [vector.id, vector]));
  return Object.entries(literals)
    .filter(([id, literal]) => {
      const vector = known.get(id);
      return vector === undefined || Math.abs(Number(vector.expected) - literal) > 1e-12 * Math.abs(literal);
    })
    .map(([id, literal]) => `${id}: ${literal}, the file says ${known.get(id)?.expected}`);
}
