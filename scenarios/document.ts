/**
 * A scenario file as a YAML document that remembers where everything stands.
 *
 * YAML 1.2 (so JSON is YAML), plus merge keys (`<<`) and digits grouped by underscores (`10_000_000`).
 */
import type { Document, Node, Pair, ScalarTag, YAMLMap } from 'yaml';
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { type Path, type Problem, pathText, ScenarioError } from './problem.ts';

const MAX_DEPTH = 100;
/** More uses of anchors than any honest scenario has: a file that doubles itself ten times over is refused. */
const MAX_ALIASES = 100;

const groupedNumber: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?\d+(?:_\d+)+(?:\.\d+(?:_\d+)*)?(?:[eE][-+]?\d+)?$/,
  resolve: (text) => Number(text.replaceAll('_', '')),
};

/** YAML text with our reading of numbers, as nodes. */
export function parseYaml(text: string, lines: LineCounter): Document.Parsed {
  return parseDocument(text, {
    lineCounter: lines,
    merge: true,
    customTags: (tags) => [groupedNumber, ...tags],
    prettyErrors: false,
  });
}

/** Whether a key is `<<`, which YAML's reader turns into a symbol. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && (key.value === '<<' || (typeof key.value === 'symbol' && key.value.description === '<<'));
}

/** Whether what follows `<<` is a mapping, an anchor of one, or a list of such. */
function mergesMappings(document: Document, value: unknown): boolean {
  if (isSeq(value)) return value.items.every((item) => !isSeq(item) && mergesMappings(document, item));
  return isMap(isAlias(value) ? value.resolve(document) : value);
}

/** The value under a key of a map, its own or one brought in by a merge key. */
function findPair(document: Document, map: YAMLMap, key: string): Pair | undefined {
  const own = map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
  if (own !== undefined) return own;
  for (const pair of map.items) {
    if (!isMergeKey(pair.key)) continue;
    const sources = isSeq(pair.value) ? pair.value.items : [pair.value];
    for (const source of sources) {
      const merged = isAlias(source) ? source.resolve(document) : source;
      if (!isMap(merged)) continue;
      const found = findPair(document, merged, key);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Where a value came from that does not stand at its place in the file. */
interface Origin {
  readonly path: Path;
  readonly option: string;
  /** Whether the file says it elsewhere: in its sweep. */
  readonly isOfFile: boolean;
}

export class ScenarioDocument {
  /** As the user named it. */
  readonly file: string;
  readonly document: Document.Parsed;
  readonly #lines = new LineCounter();
  /** Where values came from that do not stand in the file. */
  readonly #origins: Origin[] = [];

  /**
   * @throws ScenarioError when the text is not YAML, repeats a key, is not a mapping at the top, is nested too deeply,
   * or expands without end
   */
  constructor(file: string, text: string) {
    this.file = file;
    try {
      this.document = parseYaml(text, this.#lines);
    } catch (error) {
      if (error instanceof RangeError) throw new ScenarioError([this.#at(0, 'is nested too deeply to be a scenario')]);
      throw error;
    }
    const problems = [...this.document.errors, ...this.document.warnings].map((error) =>
      this.#at(error.pos[0], yamlSentence(error.code, error.message)),
    );
    if (problems.length === 0) problems.push(...this.#structure());
    if (problems.length > 0) throw new ScenarioError(problems);
  }

  /** Plain data. @throws ScenarioError when aliases multiply */
  value(): unknown {
    try {
      return this.document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      const hint = 'write the repeated parts out, or use fewer aliases';
      throw new ScenarioError([
        { ...this.#at(0, 'uses anchors and aliases so often that it grows without end'), hint },
      ]);
    }
  }

  /** Notes that what stands at a path came from a setting and not from that place in the file. */
  markOrigin(path: Path, option: string, isOfFile = false): void {
    this.#origins.push({ path, option, isOfFile });
  }

  /** Whether what stands at a path was typed by the user and does not stand in the file, here or elsewhere. */
  isFromOption(path: Path): boolean {
    return this.#originOf(path)?.isOfFile === false;
  }

  #originOf(path: Path): Origin | undefined {
    return this.#origins.findLast((known) => known.path.every((part, index) => String(part) === String(path[index])));
  }

  /** The place of a value (or of its key); of the nearest surrounding value when it is not there itself. */
  place(path: Path, of: 'value' | 'key' = 'value'): Pick<Problem, 'file' | 'line' | 'column' | 'path'> {
    const text = pathText(path);
    const origin = this.#originOf(path);
    if (origin !== undefined) return { file: origin.option, line: 0, column: 0, path: text };
    return { ...this.#position(this.#offset(path, of)), path: text };
  }

  #offset(path: Path, of: 'value' | 'key'): number {
    let node: unknown = this.document.contents;
    let offset = isMap(node) || isSeq(node) ? (node.range?.[0] ?? 0) : 0;
    for (const [depth, part] of path.entries()) {
      const holder: unknown = isAlias(node) ? node.resolve(this.document) : node;
      const isLast = depth === path.length - 1;
      if (isMap(holder)) {
        const pair = findPair(this.document, holder, String(part));
        if (pair === undefined) return offset;
        const key = pair.key as Node;
        node = pair.value;
        const valueOffset = (node as Node | null)?.range?.[0];
        // A block mapping is best shown at the key that opens it.
        const atKey = (isLast && of === 'key') || valueOffset === undefined || isMap(node) || isSeq(node);
        offset = (atKey ? key.range?.[0] : valueOffset) ?? offset;
      } else if (isSeq(holder)) {
        const item = holder.items[Number(part)];
        if (item === undefined || item === null) return offset;
        node = isPair(item) ? item.value : item;
        offset = (node as Node | null)?.range?.[0] ?? offset;
      } else return offset;
    }
    return offset;
  }

  #position(offset: number): { file: string; line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file, line: Math.max(1, line), column: Math.max(1, col) };
  }

  #at(offset: number, message: string): Problem {
    return { ...this.#position(offset), path: '', message };
  }

  /** What YAML allows and a scenario does not. */
  #structure(): Problem[] {
    const problems: Problem[] = [];
    const root = this.document.contents;
    if (!isMap(root)) {
      const found = root === null ? 'is empty' : 'must be a mapping of keys to values at the top';
      problems.push({ ...this.#at(0, found), hint: '`plimsoll init` writes a scenario to start from' });
      return problems;
    }
    visit(this.document, {
      Pair: (_, pair) => {
        const key = pair.key;
        if (!isScalar(key)) {
          const offset = (key as Node | null)?.range?.[0] ?? root.range?.[0] ?? 0;
          problems.push(this.#at(offset, 'a key must be a simple name'));
          return visit.SKIP;
        }
        if (isMergeKey(key) && !mergesMappings(this.document, pair.value)) {
          problems.push(
            this.#at(key.range?.[0] ?? 0, '<< must be followed by an anchor of a mapping, or a list of them'),
          );
        }
        if (key.value === '__proto__') problems.push(this.#at(key.range?.[0] ?? 0, '__proto__ cannot be a key'));
        return undefined;
      },
      Alias: (_, alias, ancestors) => {
        const target = alias.resolve(this.document);
        if (target !== undefined && ancestors.includes(target)) {
          problems.push(this.#at(alias.range?.[0] ?? 0, `*${alias.source} stands inside what it repeats`));
        }
      },
      Node: (_, node, ancestors) => {
        if (ancestors.length <= MAX_DEPTH) return undefined;
        problems.push(this.#at(node.range?.[0] ?? 0, 'is nested too deeply to be a scenario'));
        return visit.BREAK;
      },
    });
    return problems;
  }
}

/** Sentences of our own where the library's are terse. */
function yamlSentence(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key stands twice in the same mapping';
  if (code === 'TAB_AS_INDENT') return 'a tab cannot indent YAML: use spaces';
  if (message.startsWith('Maximum call stack')) return 'is nested too deeply to be a scenario';
  if (code === 'MULTIPLE_DOCS') return 'holds more than one document: keep one scenario a file';
  return `is not valid YAML: ${message.split('\n')[0]!.replace(/\.$/, '')}`;
}
