/** Writes what was judged where a CI service looks for it. */
import { appendFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { Check } from '../results/report/check.ts';
import { junitXml } from '../results/report/junit.ts';
import { markdownChecks } from '../results/report/markdown.ts';
import { writeAtomically } from '../results/write/atomic-file.ts';
import { OutputError } from '../results/write/output-error.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

export interface ReportFlags {
  readonly junit?: string;
  readonly markdown?: string;
  readonly strict?: true;
}

function file(text: string): string {
  if (text === '') throw new InvalidArgumentError('must not be empty');
  return text;
}

export function addReportOptions(command: Command): Command {
  return command
    .option('--junit <file>', 'write what was judged as JUnit XML', file)
    .option('--markdown <file>', 'append it as a Markdown table, e.g. to "$GITHUB_STEP_SUMMARY"', file)
    .option('--strict', 'what is not decided fails too');
}

/** @throws OutputError when a file cannot be written */
export async function writeReports(title: string, checks: readonly Check[], flags: ReportFlags): Promise<void> {
  if (flags.junit !== undefined) writeAtomically(flags.junit, [junitXml(title, checks)]);
  if (flags.markdown === undefined) return;
  try {
    await appendFile(flags.markdown, `${markdownChecks(title, checks)}\n`);
  } catch (error) {
    throw new OutputError('append to the file', flags.markdown, error);
  }
}

export function exitCodeOf(checks: readonly Check[], { strict }: ReportFlags): ExitCode {
  const fails = checks.some(({ outcome }) => outcome === 'fail' || (strict === true && outcome === 'undecided'));
  return fails ? EXIT.gateFailed : EXIT.ok;
}
