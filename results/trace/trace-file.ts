/** A trace as a file: CSV for spreadsheets and notebooks, JSON lines for programs, one JSON document for a pipe. */
import { OUTCOME_KEYS, type OutcomeKey } from '../../models/outcome.ts';
import { type Cell, csvPieces } from '../write/csv.ts';
import { jsonText } from '../write/json.ts';
import { DETAILS, type TraceEvent } from './trace-event.ts';
import type { Trace } from './trace-path.ts';

const COLUMNS = [
  ...['sequence', 'timeMillis', 'rank', 'block', 'kind', 'account', 'keeper', 'asset', 'party', 'purpose', 'reason'],
  ...DETAILS,
  ...OUTCOME_KEYS.map((key) => `change.${key}`),
];

/**
 * `change.*` columns say what the event did to each figure of the path, empty where nothing. The last row, of kind `total`, holds
 * the figures themselves: the row of the path in `paths.csv`.
 */
export function traceCsv(trace: Trace, events: readonly TraceEvent[]): Generator<string> {
  return csvPieces(COLUMNS, rows(trace, events));
}

function* rows({ totals, horizonMillis }: Trace, events: readonly TraceEvent[]): Generator<Cell[]> {
  for (const event of events) {
    const { sequence, timeMillis, rank, block, kind, account, keeper, asset, party, purpose, reason, details } = event;
    const changes = new Map<OutcomeKey, number | null>(event.changes.map(({ figure, change }) => [figure, change]));
    yield [
      ...[sequence, timeMillis, rank, block, kind, account ?? null, keeper ?? null, asset ?? null],
      ...[party ?? null, purpose ?? null, reason ?? null],
      ...DETAILS.map((name) => finite(details[name])),
      ...OUTCOME_KEYS.map((key) => changes.get(key) ?? null),
    ];
  }
  if (totals === undefined) return;
  const none = new Array<Cell>(6 + DETAILS.length).fill(null);
  yield [null, horizonMillis, 'end', null, 'total', ...none, ...OUTCOME_KEYS.map((key) => totals[key])];
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

/** One event a line; the last line, of kind `total`, names the path and holds its figures. */
export function* traceJsonLines(trace: Trace, events: readonly TraceEvent[]): Generator<string> {
  for (const event of events) yield `${JSON.stringify(plain(event))}\n`;
  yield `${JSON.stringify({ kind: 'total', ...nameOf(trace), totals: trace.totals ?? null, ...failureOf(trace) })}\n`;
}

export function traceJson(trace: Trace, events: readonly TraceEvent[]): string {
  return jsonText({
    ...nameOf(trace),
    totals: trace.totals ?? null,
    ...failureOf(trace),
    ...(trace.account && { account: trace.account }),
    events: events.map(plain),
  });
}

function nameOf({ scenario, seed, path, strategy }: Trace) {
  return { scenario, seed, path, strategy };
}

const failureOf = ({ failure }: Trace) => (failure === undefined ? {} : { failure });

/** Numbers that are not finite have no place in JSON: they are left out. */
function plain(event: TraceEvent) {
  const details = Object.fromEntries(Object.entries(event.details).filter(([, value]) => Number.isFinite(value)));
  return { ...event, details };
}
