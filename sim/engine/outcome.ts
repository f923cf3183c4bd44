import type { Batch } from '../sweep/batches.ts';

/** What went wrong, as plain data that survives the way between threads. `path` names the one to replay, if known. */
export interface Failure {
  code: string;
  message: string;
  path?: number;
}

/** How a batch ended: with a result, with a failure of its own, or not at all because the run was stopped. */
export type BatchOutcome<R> =
  | { status: 'succeeded'; batch: Batch; result: R }
  | { status: 'failed'; batch: Batch; failure: Failure }
  | { status: 'aborted'; batch: Batch };

/**
 * The failure record of anything that was thrown. `code` is the error's own text code or else its name (`RangeError`);
 * `path` is kept when the error carries a whole number under that key.
 */
export function failureOf(error: unknown): Failure {
  const { code, name, message, path } = (typeof error === 'object' && error !== null ? error : {}) as {
    [key: string]: unknown;
  };
  const failure: Failure = {
    code: firstText(code, name) ?? 'Error',
    message: typeof message === 'string' ? message : String(error),
  };
  if (typeof path === 'number' && Number.isInteger(path)) failure.path = path;
  return failure;
}

function firstText(...candidates: unknown[]): string | undefined {
  return candidates.find((candidate): candidate is string => typeof candidate === 'string' && candidate !== '');
}
