/** The version in package.json, beside the code wherever it runs. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export function version(): string {
  const text = readFileSync(fileURLToPath(import.meta.resolve('#package')), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
