/** What is wrong with a file of the user's: shown with its place, never with a stack trace. */
export class DataError extends Error {
  readonly file: string;
  /** Line in the file, from 1; the header is line 1. */
  readonly line: number;

  constructor(file: string, line: number, message: string) {
    super(message);
    this.name = 'DataError';
    this.file = file;
    this.line = line;
  }
}
