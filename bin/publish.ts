/** Shows what a run says: the table or one JSON document, the list of gates, and the reports for a CI service. */
import type { Summary } from '../results/summary.ts';
import { exitCodeOf, type ReportFlags, writeReports } from './check-reports.ts';
import type { ExitCode } from './exit-codes.ts';
import { styleFor, type Terminal, widthOf } from './terminal.ts';

export interface PublishFlags extends ReportFlags {
  readonly json?: true;
  readonly quiet?: true;
}

/** @returns what the gates say */
export async function publish(summary: Summary, flags: PublishFlags, terminal: Terminal): Promise<ExitCode> {
  if (flags.json) terminal.stdout.write(await json(summary));
  else if (summary.strategies.some(({ paths }) => paths > 0)) terminal.stdout.write(await table(summary, terminal));
  return publishGates(summary, flags, terminal);
}

/** The list of gates goes after the table; with --json it is in the document, and the list on stderr. */
async function publishGates(summary: Summary, flags: PublishFlags, terminal: Terminal): Promise<ExitCode> {
  const [{ gateChecks }, { checkList }] = await Promise.all([
    import('../results/report/gate-checks.ts'),
    import('../results/report/check-list.ts'),
  ]);
  const { name } = summary.manifest.scenario;
  const checks = gateChecks(summary.gates ?? [], name);
  const stream = flags.json ? terminal.stderr : terminal.stdout;
  if (checks.length > 0 && !(flags.json && flags.quiet)) {
    const list = checkList('Gates', checks, styleFor(stream, terminal.env));
    stream.write(flags.json ? `${list}\n` : `\n${list}\n`);
  }
  await writeReports(`${name}: gates`, checks, flags);
  return exitCodeOf(checks, flags);
}

async function json(summary: Summary): Promise<string> {
  return (await import('../results/write/json.ts')).jsonText(summary);
}

async function table(summary: Summary, { stdout, env }: Terminal): Promise<string> {
  const { renderTable } = await import('../results/table.ts');
  return `${renderTable(summary, { width: widthOf(stdout), style: styleFor(stdout, env) })}\n`;
}
