/** What is wrong with a scenario, where, and what to do about it. */

/** One key or list index after the other, from the top of the file. */
export type Path = readonly (string | number)[];

export interface Problem {
  /** File as named by the user, or the option (`--set run.paths=0`) that brought the value in. */
  readonly file: string;
  /** From 1; 0 when there is no line, as for an option. */
  readonly line: number;
  /** From 1; 0 when unknown. */
  readonly column: number;
  /** `protocol.collateral.ETH`; empty for the file as a whole. */
  readonly path: string;
  /** The rule that is broken. */
  readonly message: string;
  /** The offending value as text, shortened. */
  readonly value?: string | undefined;
  /** The way out. */
  readonly hint?: string | undefined;
}

const MAX_SHOWN = 20;
const MAX_VALUE = 60;

/** `['keepers', 0, 'count']` as `keepers[0].count`. */
export function pathText(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? part : `.${part}`;
  }
  return text;
}

/** A value as one short line. */
export function valueText(value: unknown): string {
  let text: string;
  if (typeof value === 'string') text = JSON.stringify(value);
  else if (value === undefined) text = 'nothing';
  else if (typeof value === 'number') text = String(value);
  else if (typeof value === 'object' && value !== null) text = JSON.stringify(value) ?? 'an object';
  else text = String(value);
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE - 1)}…`;
}

/** `file:line:column  path  rule (got value)`, and the way out on the next line. */
export function formatProblem(problem: Problem): string {
  const place = [problem.file, problem.line || undefined, problem.column || undefined].filter(
    (part) => part !== undefined,
  );
  const parts = [place.join(':'), problem.path, problem.message].filter((part) => part !== '');
  const got = problem.value === undefined ? '' : ` (got ${problem.value})`;
  const hint = problem.hint === undefined ? '' : `\n    ${problem.hint.replaceAll('\n', '\n    ')}`;
  return `${parts.join('  ')}${got}${hint}`;
}

/** By file in the order of first mention, then by place. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  return [...problems].sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}

/** Everything that is wrong with a scenario, in the order of the file. */
export class ScenarioError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = inOrder(problems);
    const shown = sorted.slice(0, MAX_SHOWN).map(formatProblem);
    const more = sorted.length - shown.length;
    super(more > 0 ? `${shown.join('\n')}\n… and ${more} more` : shown.join('\n'));
    this.name = 'ScenarioError';
    this.problems = sorted;
  }
}
