/** A golden vector: inputs and results out of a real system's tests, or a closed form computed independently. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';

const tolerance = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('exact') }),
  z.looseObject({ type: z.literal('abs'), value: z.coerce.number().nonnegative() }),
  z.looseObject({ type: z.literal('rel'), value: z.coerce.number().nonnegative() }),
  z.looseObject({ type: z.literal('sig'), digits: z.coerce.number().int().positive() }),
]);

const vector = z.looseObject({
  id: z.string().min(1),
  mechanism: z.string().min(1),
  params: z.record(z.string(), z.unknown()).default({}),
  inputs: z.record(z.string(), z.unknown()).default({}),
  expected: z.unknown(),
  tolerance: tolerance.default({ type: 'exact' }),
});

const file = z.union([
  z.array(vector),
  z.looseObject({ vectors: z.array(vector) }).transform((content) => content.vectors),
]);

export type Tolerance = z.output<typeof tolerance>;
export type Vector = z.output<typeof vector>;

/** Names the file and what is wrong with it. */
export class VectorFileError extends Error {}

/**
 * Every vector of every JSON file below a folder, files in the order of their names.
 *
 * @throws VectorFileError when there is no such folder, no vector in it, or a file is not a list of vectors
 */
export function vectorsIn(folder: string): Vector[] {
  let names: string[];
  try {
    if (!statSync(folder).isDirectory()) throw new VectorFileError(`${folder} is not a folder`);
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if (error instanceof VectorFileError) throw error;
    throw new VectorFileError(`cannot read the folder ${folder}: ${(error as Error).message}`);
  }
  const found = names
    .filter((name) => name.endsWith('.json'))
    .sort((a, b) => (a < b ? -1 : 1))
    .flatMap((name) => vectorsOf(join(folder, name), relative('.', join(folder, name))));
  if (found.length === 0) throw new VectorFileError(`there is no vector in ${folder}`);
  return found;
}

function vectorsOf(path: string, name: string): Vector[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new VectorFileError(`${name} is not JSON: ${(error as Error).message}`);
  }
  const parsed = file.safeParse(content);
  if (!parsed.success) throw new VectorFileError(`${name} is not a list of vectors: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
