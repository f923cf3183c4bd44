/** Turns whatever was thrown into a message for the user and an exit code. Stack traces are for bugs, and on request. */
import { EXIT, type ExitCode } from './exit-codes.ts';
import { styleFor, type Terminal } from './terminal.ts';

/** Fields that our errors may carry. Recognised by name, so that nothing heavy is imported to report an error. */
interface Known {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
  readonly problems?: readonly unknown[];
  readonly file?: unknown;
  readonly line?: unknown;
}

/** Writes to stderr; returns the code to leave with. */
export function reportError(error: unknown, terminal: Terminal): ExitCode {
  const { stderr, env } = terminal;
  const style = styleFor(stderr, env);
  const known = (typeof error === 'object' && error !== null ? error : {}) as Known;
  const message = typeof known.message === 'string' ? known.message : String(error);
  if (known.name === 'ScenarioError') {
    const count = known.problems?.length ?? 1;
    if (env.GITHUB_ACTIONS === 'true') stderr.write(annotations(known.problems ?? []));
    stderr.write(
      `${message}\n${style('warning', `${count} ${count === 1 ? 'problem' : 'problems'}. Nothing was run.`)}\n`,
    );
    return EXIT.usage;
  }
  if (known.name === 'DataError') {
    const place = Number(known.line) > 0 ? `${String(known.file)}:${String(known.line)}` : String(known.file);
    if (env.GITHUB_ACTIONS === 'true') stderr.write(annotations([{ ...known, path: '' }]));
    stderr.write(`${place}  ${message}\n${style('warning', '1 problem. Nothing was run.')}\n`);
    return EXIT.usage;
  }
  if (known.name === 'OutputError' || known.name === 'UsageError') {
    stderr.write(`error: ${message}\n`);
    return EXIT.usage;
  }
  stderr.write(`error: ${message.split('\n')[0]}\n`);
  const isDebug = env.PLIMSOLL_DEBUG !== undefined && env.PLIMSOLL_DEBUG !== '';
  const hint = isDebug ? String(known.stack ?? '') : 'Set PLIMSOLL_DEBUG=1 to see where.';
  stderr.write(`This is a bug in Plimsoll or in a plug-in, not in your scenario. ${hint}\n`);
  return EXIT.bug;
}

interface Place {
  readonly file?: unknown;
  readonly line?: unknown;
  readonly column?: unknown;
  readonly path?: unknown;
  readonly message?: unknown;
}

/** Problems as workflow commands of GitHub Actions, which shows them beside the lines of the file. */
function annotations(problems: readonly unknown[]): string {
  const data = (text: unknown) => String(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text: unknown) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const lines = (problems as readonly Place[]).map(({ file, line, column, path, message }) => {
    // A value from the command line has no place in a file.
    const place = String(file).startsWith('--') ? [] : [`file=${property(file)}`];
    if (Number(line) > 0) place.push(`line=${property(line)}`);
    if (Number(column) > 0) place.push(`col=${property(column)}`);
    return `::error${place.length > 0 ? ` ${place.join(',')}` : ''}::${data(path === '' ? message : `${String(path)} ${String(message)}`)}\n`;
  });
  return lines.join('');
}

/** What the user asked for cannot be done; the message says what can. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
