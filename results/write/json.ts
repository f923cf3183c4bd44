/**
 * JSON text with keys in the order they were made, two spaces of indent, and a line end.
 *
 * @throws RangeError on NaN or infinity, which JSON would quietly turn into null
 */
export function jsonText(document: unknown): string {
  return `${JSON.stringify(document, refuseInfinite, 2)}\n`;
}

/**
 * The same text in pieces, for a document that is longer than a text may be: each entry of a list at its top is one.
 *
 * @throws RangeError on NaN or infinity
 */
export function* jsonPieces(document: object): Generator<string> {
  const shifted = (value: unknown, by: string) => JSON.stringify(value, refuseInfinite, 2).replaceAll('\n', `\n${by}`);
  let before = '{';
  for (const [key, value] of Object.entries(document)) {
    if (value === undefined) continue;
    yield `${before}\n  ${JSON.stringify(key)}: `;
    before = ',';
    if (!Array.isArray(value) || value.length === 0) {
      yield shifted(value, '  ');
      continue;
    }
    for (const [index, item] of value.entries()) yield `${index === 0 ? '[' : ','}\n    ${shifted(item, '    ')}`;
    yield '\n  ]';
  }
  yield before === '{' ? '{}\n' : '\n}\n';
}

function refuseInfinite(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`json: ${key} is ${value}`);
  return value;
}
