/** Where the program writes and what it may draw there. Handed in, so that tests see every byte. */
import { styleText } from 'node:util';
import type { Style, TextRole } from '../results/table/style.ts';

/** The part of a stream that is used. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface Terminal {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Calls `handler` at each Ctrl-C, and where a scheduler asks the process to end, until the returned function is called. */
  onInterrupt(handler: () => void): () => void;
  /** Leaves at once, for a second Ctrl-C. */
  exitNow(code: number): void;
}

const USUAL_WIDTH = 120;
const LEAST_WIDTH = 60;
const MOST_WIDTH = 140;

export function processTerminal(): Terminal {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    onInterrupt(handler) {
      const signals = ['SIGINT', 'SIGTERM'] as const;
      for (const signal of signals) process.on(signal, handler);
      return () => signals.forEach((signal) => void process.off(signal, handler));
    },
    exitNow: (code) => process.exit(code),
  };
}

/** Columns to lay text out in: those of the terminal within reason, 120 for a pipe or a file. */
export function widthOf(stream: TextStream): number {
  if (!stream.isTTY || !stream.columns) return USUAL_WIDTH;
  return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, stream.columns));
}

/** Colour needs a terminal; `NO_COLOR` forbids it, `FORCE_COLOR` asks for it without one. */
export function hasColour(stream: TextStream, env: Terminal['env']): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return env.FORCE_COLOR !== '0';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

type Format = Parameters<typeof styleText>[0];

const FORMATS: Readonly<Record<TextRole, Format>> = {
  title: 'bold',
  section: 'bold',
  strategy: 'cyan',
  interval: 'dim',
  worse: 'red',
  better: 'green',
  note: 'dim',
  warning: 'yellow',
};

/** How roles of text look on a stream. */
export function styleFor(stream: TextStream, env: Terminal['env']): Style {
  if (!hasColour(stream, env)) return (_role, text) => text;
  return (role, text) => styleText(FORMATS[role], text, { validateStream: false });
}
