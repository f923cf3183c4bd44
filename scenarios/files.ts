/**
 * Reads the files that a scenario names: every `file` key of a model. A path in the scenario is relative to the scenario, one
 * given with an option is relative to the folder in which the user typed it.
 */
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ScenarioDocument } from './document.ts';
import type { Path, Problem } from './problem.ts';

const MAX_BYTES = 200_000_000;

/** A text at a place in the scenario. */
export interface Mention {
  readonly text: string;
  readonly path: Path;
}

/** Every value that `wanted` picks, with its place. `inModel` says whether the key stands in a model reference. */
export function mentions(data: unknown, wanted: (key: string, value: unknown, inModel: boolean) => boolean): Mention[] {
  const found: Mention[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(item, [...path, index]);
    } else if (typeof value === 'object' && value !== null) {
      const inModel = Object.hasOwn(value, 'model');
      for (const [key, item] of Object.entries(value)) {
        if (typeof item === 'string' && wanted(key, item, inModel)) found.push({ text: item, path: [...path, key] });
        walk(item, [...path, key]);
      }
    }
  };
  walk(data, []);
  return found;
}

/** @returns the text, or what is wrong with the file */
async function readText(file: string): Promise<{ text: string } | { message: string; hint?: string }> {
  try {
    const facts = await stat(file);
    if (facts.isDirectory()) return { message: 'is a folder, not a file' };
    if (!facts.isFile()) return { message: 'is not a regular file' };
    if (facts.size > MAX_BYTES) {
      return {
        message: `is ${Math.ceil(facts.size / 1e6)} MB, above the limit of ${MAX_BYTES / 1e6} MB`,
        hint: 'cut it to the rows that are needed',
      };
    }
    return { text: (await readFile(file, 'utf8')).replace(/^\uFEFF/, '') };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    if (code === 'ENOENT') return { message: 'there is no such file', hint: `looked for ${file}` };
    return { message: `cannot be read (${code})`, hint: `looked for ${file}` };
  }
}

/**
 * @param data the scenario as plain data
 * @param folder absolute folder that relative paths start from
 * @returns texts by the path as written, and a problem at every place whose file cannot be read
 */
export async function readFiles(
  data: unknown,
  folder: string,
  document: ScenarioDocument,
): Promise<{ files: Record<string, string>; problems: Problem[] }> {
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  for (const mention of mentions(data, (key, _, inModel) => key === 'file' && inModel)) {
    // What a sweep would put in is read when it does.
    if (texts.has(mention.text) || mention.text === '' || mention.path[0] === 'sweep') continue;
    const read = mention.text.includes('\0')
      ? { message: 'is not a file name' }
      : await readText(document.isFromOption(mention.path) ? resolve(mention.text) : resolve(folder, mention.text));
    if ('text' in read) texts.set(mention.text, read.text);
    else problems.push({ ...document.place(mention.path), value: JSON.stringify(mention.text), ...read });
  }
  return { files: Object.fromEntries(texts), problems };
}
