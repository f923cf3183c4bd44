/**
 * JSON text with keys in the order they were made, two spaces of indent, and a line end.
 *
 * @throws RangeError on NaN or infinity, which JSON would quietly turn into null
 */
export function jsonText(document: unknown): string {
  const check = (key: string, value: unknown): unknown => {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`json: ${key} is ${value}`);
    return value;
  };
  return `${JSON.stringify(document, check, 2)}\n`;
}
