/** Finds the doc comment of every model: above its `export const … = defineModel({`, or at the head of its file. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface ModelSource {
  /** From the root of the project, e.g. `models/prices/gbm.ts`. */
  readonly file: string;
  /** Text of the comment without its stars; empty where there is none. */
  readonly comment: string;
}

const DEFINITION = /export const \w+(?::[^=]+)? = defineModel(?:<[^(]*>)?\(\{\s*family: '([^']+)',\s*name: '([^']+)'/g;
const ENDS_WITH_COMMENT = /\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*$/;
const HEAD = /^\s*\/\*\*((?:[^*]|\*(?!\/))*)\*\//;

/** By `family/name`. */
export function modelSources(): Map<string, ModelSource> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const files = readdirSync(`${root}models`, { recursive: true, encoding: 'utf8' })
    .map((file) => `models/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts'))
    .sort();
  const sources = new Map<string, ModelSource>();
  for (const file of files) {
    const text = readFileSync(`${root}${file}`, 'utf8');
    for (const match of text.matchAll(DEFINITION)) {
      const above = ENDS_WITH_COMMENT.exec(text.slice(0, match.index));
      const comment = plainText((above ?? HEAD.exec(text))?.[1] ?? '');
      sources.set(`${match[1]}/${match[2]}`, { file, comment });
    }
  }
  return sources;
}

function plainText(comment: string): string {
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
}

/** As Markdown: paragraphs flow, what is indented by two or more is a formula or a table and stays as it is. */
export function commentMarkdown(comment: string): string {
  const blocks = comment.split(/\n\s*\n/).flatMap(splitAtIndent);
  return blocks.map((lines) => (isIndented(lines[0]) ? fenced(lines) : prose(lines))).join('\n\n');
}

const isIndented = (line: string): boolean => /^ {2,}\S/.test(line);

/** A paragraph and the formula right below it are two blocks; a list keeps its continuation lines. */
function splitAtIndent(block: string): string[][] {
  const lines = block.split('\n');
  if (lines.some((line) => /^\s*[-*] /.test(line))) return [lines.map((line) => line.trimStart())];
  const parts: string[][] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (last !== undefined && isIndented(last[0]) === isIndented(line)) last.push(line);
    else parts.push([line]);
  }
  return parts;
}

function fenced(lines: readonly string[]): string {
  const indent = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return ['```text', ...lines.map((line) => line.slice(indent)), '```'].join('\n');
}

function prose(lines: readonly string[]): string {
  const text = lines.map((line) => (/^[-*] /.test(line) ? `\n- ${line.slice(2)}` : line)).join(' ');
  return escaped(
    text
      .replaceAll(' \n', '\n')
      .replace(/@(throws|param|returns)\b/g, '\n\n$1')
      .trim(),
  );
}

/** Outside of `code`, what Markdown would take for markup. */
export function escaped(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replace(/[*_<|\\]/g, '\\$&')))
    .join('');
}
