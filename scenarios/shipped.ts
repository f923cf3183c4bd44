/** The scenarios that come with Plimsoll, found beside the code from source, from `dist` and when installed. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isMap, LineCounter } from 'yaml';
import { parseYaml } from './document.ts';

export interface ShippedScenario {
  /** What `plimsoll run <name>` takes. */
  readonly name: string;
  readonly title: string;
  readonly severity: string | undefined;
  /** Absolute path. */
  readonly path: string;
}

/** Folder of the shipped scenarios and of `scenario.schema.json`, absolute, with a slash at the end. */
export function shippedFolder(): string {
  const schema = fileURLToPath(import.meta.resolve('#scenarios/scenario.schema.json'));
  return schema.slice(0, -'scenario.schema.json'.length);
}

/** Names in alphabetical order. */
export async function shippedNames(): Promise<string[]> {
  const files = await readdir(shippedFolder());
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

export async function shippedScenarios(): Promise<ShippedScenario[]> {
  const scenarios: ShippedScenario[] = [];
  for (const name of await shippedNames()) {
    const path = `${shippedFolder()}${name}.yaml`;
    const root = parseYaml(await readFile(path, 'utf8'), new LineCounter()).contents;
    const text = (key: string): string | undefined =>
      isMap(root) && root.has(key) ? String(root.get(key)) : undefined;
    scenarios.push({ name, title: text('title') ?? '', severity: text('severity'), path });
  }
  return scenarios;
}
