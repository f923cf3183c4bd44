/** A trace for the terminal: a line for each event, in columns, then the figures of the path. */
import { OUTCOME_KEYS } from '../../models/outcome.ts';
import { formatDifference, formatValue } from '../format.ts';
import { METRICS } from '../metrics.ts';
import type { Style } from '../table/style.ts';
import { clock } from './clock.ts';
import { describeEvent } from './describe-event.ts';
import { EVENT_KINDS, type FigureChange, type TraceEvent } from './trace-event.ts';
import type { Trace } from './trace-path.ts';

/** Which events to show; all where nothing is said. */
export interface TraceFilter {
  readonly account?: number | undefined;
  /** A group of keepers, or one of them (`professional 2`). */
  readonly keeper?: string | undefined;
}

export function filtered(events: readonly TraceEvent[], { account, keeper }: TraceFilter): readonly TraceEvent[] {
  if (account === undefined && keeper === undefined) return events;
  const isOf = (name: string | undefined) => name === keeper || name?.replace(/ \d+$/, '') === keeper;
  return events.filter(
    (event) => (account === undefined || event.account === account) && (keeper === undefined || isOf(event.keeper)),
  );
}

const HEAD = ['time', 'block', 'event', 'account', 'keeper', 'what', 'effect'] as const;

/** @param events those of the trace to show */
export function* traceText(trace: Trace, events: readonly TraceEvent[], style: Style): Generator<string> {
  yield `${style('title', traceTitle(trace))}\n`;
  const rows = events.map(cellsOf);
  const widths = HEAD.map((head, column) =>
    rows.reduce((width, cells) => Math.max(width, (cells[column] as string).length), head.length),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 1 || i === 3 ? cell.padStart(widths[i] as number) : cell.padEnd(widths[i] as number)))
      .join('  ')
      .trimEnd();
  yield `${style('section', line(HEAD))}\n`;
  for (const row of rows) yield `${line(row)}\n`;
  yield `\n${totalsText(trace, style)}`;
}

export function traceTitle({ scenario, seed, path, strategy, events }: Trace): string {
  return `${scenario.title} · path ${path} of seed ${seed} · ${strategy} · ${events.length} events`;
}

/** Time, block, kind, account, keeper, what happened, and what it did to the figures. */
export function cellsOf(event: TraceEvent): string[] {
  const { timeMillis, block, kind, account, keeper, changes } = event;
  return [
    clock(timeMillis),
    block === null ? '' : String(block),
    EVENT_KINDS[kind],
    account === undefined ? '' : String(account),
    keeper ?? '',
    describeEvent(event),
    kind === 'path-ended' ? '' : changes.map(effect).join('; '),
  ];
}

function effect({ figure, change }: FigureChange): string {
  const { title, unit } = METRICS[figure];
  return `${title} ${formatDifference(change, unit)}`;
}

function totalsText({ totals, failure }: Trace, style: Style): string {
  if (totals === undefined)
    return `${style('warning', `The path failed: ${failure?.message ?? ''} (${failure?.code ?? ''})`)}\n`;
  const lines = OUTCOME_KEYS.map((key) => {
    const { title, unit } = METRICS[key];
    const exact = totals[key] === null ? '' : String(totals[key]);
    return `  ${title.padEnd(26)}${formatValue(totals[key], unit).padStart(10)}   ${style('note', `${key} ${exact}`)}`;
  });
  return `${style('section', 'Figures of the path, as in paths.csv')}\n${lines.join('\n')}\n`;
}
