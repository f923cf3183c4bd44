/** What the program's exit code says. "The answer is no" and "it broke" are different codes. */
export const EXIT = {
  ok: 0,
  /** A gate failed, or a baseline got worse. */
  gateFailed: 1,
  /** Wrong usage, or a scenario or data file that cannot be used. Nothing was simulated. */
  usage: 2,
  /** Some paths failed; results of the others are there. */
  pathsFailed: 3,
  /** A fault in Plimsoll itself. */
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
