/** What an experiment is: a claim of a paper, held against the simulator by a script. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plot } from '../pages/plot.ts';

export interface Settings {
  /** Folder with the recorded data that some experiments read. */
  readonly data: string;
  /** Share of the paths to run: 1 is what the page shows, less is for a quick look. */
  readonly effort: number;
}

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Figures stand on the right, but for the first column; texts on the left. */
  readonly align?: 'left';
}

export interface Findings {
  readonly tables: readonly Table[];
  readonly plot?: Plot;
  /** What was found, in sentences with figures in them. */
  readonly notes?: readonly string[];
}

export interface Experiment {
  /** What it is called by. */
  readonly name: string;
  /** Its page under docs/; experiments/<name>.md when left out. */
  readonly page?: string;
  /** Files of the data folder that it cannot do without. */
  readonly needs?: readonly string[];
  run(settings: Settings): Promise<Findings>;
}

/** Recorded data are not part of this repository: a folder beside it holds them, or `--data` names another. */
export const DATA_FOLDER = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** Files that an experiment needs and the folder lacks. */
export function missingFiles({ needs = [] }: Pick<Experiment, 'needs'>, data: string): string[] {
  return needs.filter((file) => !existsSync(`${data}${file}`));
}

/** Number of paths at an effort, never below `least`. */
export function pathsAt(full: number, effort: number, least = 1): number {
  return Math.max(least, Math.round(full * effort));
}
