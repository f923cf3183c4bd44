/** Options that several commands share, and the readers of their values. */
import { type Command, InvalidArgumentError, Option } from 'commander';
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

export interface RareFlags extends ScenarioFlags {
  readonly rare?: true;
}

export function addRareOption(command: Command): Command {
  return command.option(
    '--rare',
    'draw more paths with many and large jumps, weighted back (run.sampling with its defaults)',
  );
}

/** Settings of the command line come after what `--rare` says. */
export function rareOptions(flags: RareFlags): LoadOptions {
  const options = loadOptions(flags);
  const rare = flags.rare ? ['run.sampling={ model: stratified-jumps }'] : [];
  return { ...options, overrides: [...rare, ...(options.overrides ?? [])] };
}

export function loadOptions(flags: ScenarioFlags): LoadOptions {
  const { paths, seed, strategies, set, allowPlugins } = flags;
  return { paths, seed, strategies, overrides: set, allowPlugins: allowPlugins === true };
}

/** How one path of a run is named: by its number, or by what is to be found. */
export function addPathOptions(command: Command): Command {
  return addScenarioOptions(command)
    .option('--path <n>', 'number of the path, from 0', wholeNumber(0, MOST_PATHS))
    .option('--strategy <name>', 'the strategy to follow')
    .addOption(new Option('--select <which>', 'find the path in a run instead').choices(['worst', 'p99', 'median']))
    .option('--metric <figure>', 'by this figure of paths.csv', 'badDebtUsd')
    .option('-w, --workers <n>', 'threads for that run', wholeNumber(1, MOST_WORKERS));
}
