/** Options that several commands share, and the readers of their values. */
import { type Command, InvalidArgumentError } from 'commander';
import type { LoadOptions } from '../../scenarios/load.ts';

export const MOST_PATHS = 10_000_000;
export const MOST_WORKERS = 128;

/** Digits, grouped by underscores or not. @throws InvalidArgumentError outside the range */
export function wholeNumber(least: number, most: number, hint = ''): (text: string) => number {
  return (text) => {
    const value = /^\d+(?:_\d+)*$/.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`must be a whole number from ${least} to ${most}${hint}`);
  };
}

function seed(text: string): string {
  if (text === '') throw new InvalidArgumentError('must not be empty');
  return text;
}

function names(text: string): string[] {
  const list = text.split(',').map((name) => name.trim());
  if (list.some((name) => name === '')) throw new InvalidArgumentError('must be names with commas between them');
  return list;
}

export function collect(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), text];
}

/** What can be changed about a scenario from the command line. */
export interface ScenarioFlags {
  readonly paths?: number;
  readonly seed?: string;
  readonly strategies?: string[];
  readonly set?: string[];
  readonly allowPlugins?: true;
}

export function addScenarioOptions(command: Command): Command {
  return command
    .option('-n, --paths <n>', 'number of paths', wholeNumber(1, MOST_PATHS))
    .option('-s, --seed <text>', 'seed; the same seed gives the same paths', seed)
    .option('--strategies <a,b>', 'keep only these strategies', names)
    .option('--set <key=value>', 'replace a value of the scenario (repeatable)', collect)
    .option('--allow-plugins', 'run the code of models that the scenario names by file');
}

export function loadOptions(flags: ScenarioFlags): LoadOptions {
  const { paths, seed, strategies, set, allowPlugins } = flags;
  return { paths, seed, strategies, overrides: set, allowPlugins: allowPlugins === true };
}
