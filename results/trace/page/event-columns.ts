/**
 * The events of a trace as columns that a page can hold by the hundred thousand: names once, instants as steps, and texts as
 * templates with the numbers that fill them.
 */
import { EVENT_KINDS, type EventKind, type TraceEvent } from '../trace-event.ts';
import { cellsOf } from '../trace-text.ts';
import { LANE_OF } from './lanes.ts';

export interface EventColumns {
  /** Kinds that occur: word, lane of the timeline (−1 for none), and how many. */
  readonly kinds: readonly (readonly [word: string, lane: number, count: number])[];
  readonly keepers: readonly string[];
  /** Texts between the numbers. */
  readonly templates: readonly (readonly string[])[];
  /** Per event: number and instant as steps from the one before; block, account and keeper −1 where there is none. */
  readonly sequence: readonly number[];
  readonly millis: readonly number[];
  readonly block: readonly number[];
  readonly kind: readonly number[];
  readonly account: readonly number[];
  readonly keeper: readonly number[];
  /** Debt repaid of a liquidation, USD of three digits; 0 for any other event. */
  readonly usd: readonly number[];
  /** A line for each event: template of what happened, template of its effect, and the numbers of both, with tabs between. */
  readonly texts: string;
}

/** Numbers, instants, and amounts with their suffix. */
const NUMBER = /[-+]?\d[\d.,:]*(?:tn|bn|[mk])?/g;

export function eventColumns(events: readonly TraceEvent[]): EventColumns {
  const kinds = new Numbering<EventKind>();
  const counts: number[] = [];
  const keepers = new Numbering<string>();
  const templates = new Numbering<string>();
  const columns = {
    ...{ sequence: [] as number[], millis: [] as number[], block: [] as number[], kind: [] as number[] },
    ...{ account: [] as number[], keeper: [] as number[], usd: [] as number[] },
  };
  const lines: string[] = [];
  let [sequence, millis] = [0, 0];
  for (const event of events) {
    const [, , , , , what = '', effect = ''] = cellsOf(event);
    const time = Math.round(event.timeMillis);
    const kind = kinds.of(event.kind);
    counts[kind] = (counts[kind] ?? 0) + 1;
    columns.sequence.push(event.sequence - sequence);
    columns.millis.push(time - millis);
    [sequence, millis] = [event.sequence, time];
    columns.block.push(event.block ?? -1);
    columns.kind.push(kind);
    columns.account.push(event.account ?? -1);
    columns.keeper.push(event.keeper === undefined ? -1 : keepers.of(event.keeper));
    columns.usd.push(event.kind === 'liquidated' ? Number((event.details.usd ?? 0).toPrecision(3)) : 0);
    const numbers = [...(what.match(NUMBER) ?? []), ...(effect.match(NUMBER) ?? [])];
    lines.push([templates.of(templateOf(what)), templates.of(templateOf(effect)), ...numbers].join('\t'));
  }
  return {
    kinds: kinds.all.map((kind, index) => [EVENT_KINDS[kind], LANE_OF[kind], counts[index] ?? 0] as const),
    keepers: keepers.all,
    templates: templates.all.map((template) => JSON.parse(template) as string[]),
    ...columns,
    texts: lines.join('\n'),
  };
}

const templateOf = (text: string): string => JSON.stringify(text.split(NUMBER));

/** Numbers for names, in the order in which they come. */
class Numbering<T> {
  readonly all: T[] = [];
  readonly #known = new Map<T, number>();

  of(name: T): number {
    let number = this.#known.get(name);
    if (number === undefined) {
      number = this.all.push(name) - 1;
      this.#known.set(name, number);
    }
    return number;
  }
}
