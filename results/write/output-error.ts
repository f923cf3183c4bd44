/** A file or folder of results could not be written. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  /** The system's code, such as EACCES, ENOSPC or ENOTDIR. */
  readonly code: string;
  readonly path: string;

  constructor(action: string, path: string, cause: unknown) {
    const { code = 'UNKNOWN', message = String(cause) } = (cause ?? {}) as { code?: string; message?: string };
    super(`${path}: cannot ${action} (${REASONS[code] ?? message}, ${code}). ${WAYS_OUT[code] ?? OTHER_WAY_OUT}`, {
      cause,
    });
    this.code = code;
    this.path = path;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than this process may write',
  ENOTDIR: 'a file is in the way of the folder',
  EEXIST: 'a file is in the way of the folder',
  EISDIR: 'a folder is in the way of the file',
  ENAMETOOLONG: 'the name is too long',
};

const OTHER_WAY_OUT = 'Choose another output folder, or make this one writable.';

const WAYS_OUT: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space, or choose an output folder on another disk.',
  EDQUOT: 'Free some space, or choose an output folder on another disk.',
  EFBIG: 'Raise the limit (ulimit -f), or choose fewer paths.',
  ENOTDIR: 'Choose another output folder, or move that file.',
  EEXIST: 'Choose another output folder, or move that file.',
  EISDIR: 'Choose another output folder, or move that one.',
};
