/** Writes a path down: a recorder that turns the notes of a reaction into events. */
import { WON } from '../../models/keepers/race.ts';
import type { Note, Recorder } from '../../models/world/recorder.ts';
import type { Stage } from '../../models/world/stage.ts';
import { eventOf, type Names, type PlainNote } from './event-of-note.ts';
import { RunningTotals } from './running-totals.ts';
import type { EventContent, FigureChange, TraceEvent } from './trace-event.ts';

export class TraceLog implements Recorder {
  readonly events: TraceEvent[] = [];
  readonly #names: Names;
  readonly #totals = new RunningTotals();
  #stage: Stage | undefined;
  /** Account dealt with last. */
  #slot = -1;
  #winner: string | undefined;
  #late: string | undefined;
  /** Accounts with a health factor below this may be liquidated. */
  #below = Number.POSITIVE_INFINITY;
  /** By asset: the report told last to have found no room. */
  readonly #waiting = new Map<number, string>();

  constructor(assets: readonly string[]) {
    this.#names = { assets, keeper: (keeper) => this.#keeperName(keeper) };
  }

  /** The figures as they stand: at the end, the row of the path. */
  get totals(): Float64Array {
    return this.#totals.values;
  }

  begin(stage: Stage): void {
    this.#stage = stage;
    this.events.length = 0;
    this.#totals.begin();
    this.#slot = -1;
    this.#winner = undefined;
    this.#late = undefined;
    this.#below = Number.POSITIVE_INFINITY;
    this.#waiting.clear();
  }

  note(note: Note): void {
    if (note.kind === 'gate') this.#gate();
    else if (note.kind === 'block-done') this.#endBlock();
    else if (note.kind === 'late')
      this.#late = note.keeper === undefined ? this.#groupName(note.group) : this.#keeperName(note.keeper);
    else if (!this.#isRepeated(note)) this.#tell(note);
  }

  #tell(note: PlainNote): void {
    const stage = this.#stage as Stage;
    if ('slot' in note) this.#slot = note.slot;
    if (note.kind === 'raced') {
      this.#slot = note.opportunity.slot;
      this.#winner = note.result === WON ? this.#keeperName(note.race.keeper) : undefined;
    }
    if (
      (note.kind === 'bid-placed' || note.kind === 'auction-taken' || note.kind === 'unwound') &&
      note.keeper !== undefined
    )
      this.#winner = this.#keeperName(note.keeper);
    // Losers of the race that the last winner won; those mined in vain later have no account left.
    const late = note.kind === 'reverted' ? this.#late : undefined;
    const content = eventOf(note, stage, this.#names, { slot: this.#slot, winner: this.#winner, late });
    this.#add(content, note.kind === 'report-sent' ? 'market' : note.kind === 'path-ended' ? 'end' : 'block');
    if (note.kind === 'settled') this.#winner = undefined;
  }

  #add(content: EventContent, rank: TraceEvent['rank'], known?: FigureChange[]): void {
    const { time, block } = this.#stage as Stage;
    const isStart = rank === 'block' && block < 0;
    this.events.push({
      sequence: this.events.length,
      timeMillis: time,
      rank: isStart ? 'start' : rank,
      block: rank === 'block' && block >= 0 ? block : null,
      ...content,
      details: content.details ?? {},
      changes: known ?? this.#totals.changes(this.#stage as Stage, rank === 'end'),
    });
  }

  /** A report that waits is told once for each bid, not for each block. */
  #isRepeated(note: Note): boolean {
    if (note.kind !== 'report-refused' || note.why !== 'no-room') return false;
    const report = `${note.flight.tick}/${note.flight.bid}`;
    if (this.#waiting.get(note.asset) === report) return true;
    this.#waiting.set(note.asset, report);
    return false;
  }

  #gate(): void {
    const { gate } = this.#stage as Stage;
    if (gate.below === this.#below) return;
    this.#below = gate.below;
    if (gate.isShut) this.#add({ kind: 'liquidations-stopped' }, 'block');
    else if (gate.below === Number.POSITIVE_INFINITY) this.#add({ kind: 'liquidations-allowed' }, 'block');
    else this.#add({ kind: 'liquidations-limited', details: { healthFactor: gate.below } }, 'block');
  }

  /** What changed without an event of its own: traders wait, or wait no longer. */
  #endBlock(): void {
    const changes = this.#totals.changes(this.#stage as Stage, false);
    if (changes.length > 0) this.#add({ kind: 'block-ended' }, 'block', changes);
    this.#winner = undefined;
    this.#late = undefined;
  }

  #groupName(group: number): string {
    return (this.#stage as Stage).keepers.groups[group]?.name ?? '';
  }

  /** `professional 2`, or the name alone where the group has one keeper. */
  #keeperName(keeper: number): string {
    let first = 0;
    for (const { name, count } of (this.#stage as Stage).keepers.groups) {
      if (keeper < first + count) return count === 1 ? name : `${name} ${keeper - first + 1}`;
      first += count;
    }
    return '';
  }
}
