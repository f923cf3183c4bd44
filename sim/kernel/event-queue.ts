/** Ranks and sequence share one key, exactly: `rank * 2^40 + sequence` stays below 2^53. */
const SEQUENCE_SPAN = 1_099_511_627_776;
const RANK_SPAN = 8_192;
/** Slots in use at once, at most: an id is `generation * 2^22 + slot`. */
const SLOT_SPAN = 4_194_304;
const GENERATION_SPAN = 2_147_483_647;
const FIRST_CAPACITY = 64;

/**
 * Pending events in one total order: time, then rank, then the order of scheduling; the lower comes first.
 *
 * A binary heap whose keys lie in typed arrays beside it; each event owns a slot that knows its place in the heap, so
 * that any event can be cancelled in O(log n). Nothing is allocated per event; arrays double when full.
 *
 * `schedule` returns an id. It names that event only: once the event has happened, was cancelled or the queue was
 * cleared, the id is dead for ever (2^31 reuses of its slot). Ids say nothing about order.
 */
export class EventQueue {
  /** Of the event that `next` took last. */
  time = 0;
  rank = 0;
  kind = 0;
  subject = 0;
  id = -1;
  /** Scheduling before this instant is refused. 0 at first; whoever runs the clock moves it along. */
  earliest = 0;

  private count = 0;
  private sequence = 0;
  private capacity = FIRST_CAPACITY;
  /** By place in the heap. */
  private times = new Float64Array(FIRST_CAPACITY);
  private orders = new Float64Array(FIRST_CAPACITY);
  /** `slots[0 … count)` are taken, by place in the heap; the rest are free. All of 0 … capacity-1 occur once. */
  private slots = Int32Array.from({ length: FIRST_CAPACITY }, (_, slot) => slot);
  /** By slot. The place is -1 when the slot is free. */
  private places = new Int32Array(FIRST_CAPACITY).fill(-1);
  private generations = new Int32Array(FIRST_CAPACITY);
  private kinds = new Int32Array(FIRST_CAPACITY);
  private subjects = new Float64Array(FIRST_CAPACITY);

  /** Number of pending events. */
  get size(): number {
    return this.count;
  }

  /** Time of the earliest pending event; Infinity if there is none. */
  peekTime(): number {
    return this.count > 0 ? (this.times[0] as number) : Number.POSITIVE_INFINITY;
  }

  /**
   * Adds an event and returns its id.
   *
   * @param time not before `earliest`; Infinity is a time that never comes.
   * @param rank whole number from 0 to 8191: the order at one instant.
   * @param kind 32-bit whole number for the handler, as is `subject`, which may be any number.
   * @throws RangeError when a time is NaN, negative or in the past, or a rank is out of range.
   */
  schedule(time: number, rank: number, kind: number, subject = 0): number {
    if (!(time >= this.earliest)) refuseTime(time, this.earliest);
    if (!(rank >= 0 && rank < RANK_SPAN && rank === Math.floor(rank))) refuseRank(rank);
    if (this.count === this.capacity) this.grow();
    const place = this.count;
    const slot = this.slots[place] as number;
    this.count = place + 1;
    this.kinds[slot] = kind;
    this.subjects[slot] = subject;
    const order = rank * SEQUENCE_SPAN + this.sequence;
    this.sequence += 1;
    this.siftUp(place, time, order, slot);
    return (this.generations[slot] as number) * SLOT_SPAN + slot;
  }

  /** Takes back a pending event; `false` if it has happened, was cancelled before, or was never scheduled. */
  cancel(id: number): boolean {
    if (!(id >= 0)) return false;
    const slot = id % SLOT_SPAN;
    if (slot >= this.capacity || this.generations[slot] !== (id - slot) / SLOT_SPAN) return false;
    const place = this.places[slot] as number;
    if (place < 0) return false;
    this.remove(place, slot);
    return true;
  }

  /** Takes the earliest event: its time, rank, kind, subject and id can then be read here. `false` if there is none. */
  next(): boolean {
    if (this.count === 0) return false;
    const slot = this.slots[0] as number;
    this.time = this.times[0] as number;
    this.rank = Math.floor((this.orders[0] as number) / SEQUENCE_SPAN);
    this.kind = this.kinds[slot] as number;
    this.subject = this.subjects[slot] as number;
    this.id = (this.generations[slot] as number) * SLOT_SPAN + slot;
    this.remove(0, slot);
    return true;
  }

  /** Empties the queue and restarts the order of scheduling, so that it behaves like a new one; memory is kept. */
  clear(): void {
    for (let place = 0; place < this.count; place++) this.release(this.slots[place] as number);
    this.count = 0;
    this.sequence = 0;
    this.earliest = 0;
    this.time = 0;
    this.rank = 0;
    this.kind = 0;
    this.subject = 0;
    this.id = -1;
  }

  /** Takes the event at `place` out: the last one fills the hole and finds its level, the slot becomes free. */
  private remove(place: number, slot: number): void {
    const last = this.count - 1;
    this.count = last;
    this.release(slot);
    const moved = this.slots[last] as number;
    this.slots[last] = slot;
    if (place === last) return;
    const time = this.times[last] as number;
    const order = this.orders[last] as number;
    const parent = (place - 1) >> 1;
    if (place > 0 && this.isBefore(time, order, parent)) this.siftUp(place, time, order, moved);
    else this.siftDown(place, time, order, moved);
  }

  private release(slot: number): void {
    const generation = this.generations[slot] as number;
    this.generations[slot] = generation === GENERATION_SPAN ? 0 : generation + 1;
    this.places[slot] = -1;
  }

  private isBefore(time: number, order: number, place: number): boolean {
    const other = this.times[place] as number;
    return time < other || (time === other && order < (this.orders[place] as number));
  }

  /** Puts an event at `place` or above, moving later events down. */
  private siftUp(start: number, time: number, order: number, slot: number): void {
    const { times, orders, slots, places } = this;
    let place = start;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const other = times[parent] as number;
      if (other < time || (other === time && (orders[parent] as number) < order)) break;
      const moved = slots[parent] as number;
      times[place] = other;
      orders[place] = orders[parent] as number;
      slots[place] = moved;
      places[moved] = place;
      place = parent;
    }
    times[place] = time;
    orders[place] = order;
    slots[place] = slot;
    places[slot] = place;
  }

  /** Puts an event at `place` or below, moving earlier events up. */
  private siftDown(start: number, time: number, order: number, slot: number): void {
    const { times, orders, slots, places, count } = this;
    let place = start;
    for (let child = 2 * place + 1; child < count; child = 2 * place + 1) {
      const right = child + 1;
      let early = times[child] as number;
      if (right < count) {
        const other = times[right] as number;
        if (other < early || (other === early && (orders[right] as number) < (orders[child] as number))) {
          child = right;
          early = other;
        }
      }
      if (time < early || (time === early && order < (orders[child] as number))) break;
      const moved = slots[child] as number;
      times[place] = early;
      orders[place] = orders[child] as number;
      slots[place] = moved;
      places[moved] = place;
      place = child;
    }
    times[place] = time;
    orders[place] = order;
    slots[place] = slot;
    places[slot] = place;
  }

  private grow(): void {
    const old = this.capacity;
    const capacity = 2 * old;
    if (capacity > SLOT_SPAN) throw new RangeError(`EventQueue: more than ${SLOT_SPAN} pending events`);
    this.times = widen(new Float64Array(capacity), this.times);
    this.orders = widen(new Float64Array(capacity), this.orders);
    this.slots = widen(new Int32Array(capacity), this.slots);
    this.places = widen(new Int32Array(capacity).fill(-1), this.places);
    this.generations = widen(new Int32Array(capacity), this.generations);
    this.kinds = widen(new Int32Array(capacity), this.kinds);
    this.subjects = widen(new Float64Array(capacity), this.subjects);
    for (let slot = old; slot < capacity; slot++) this.slots[slot] = slot;
    this.capacity = capacity;
  }
}

function widen<T extends Float64Array | Int32Array>(larger: T, old: T): T {
  larger.set(old);
  return larger;
}

function refuseTime(time: number, earliest: number): never {
  throw new RangeError(`EventQueue: cannot schedule at ${time}, the earliest possible time is ${earliest}`);
}

function refuseRank(rank: number): never {
  throw new RangeError(`EventQueue: a rank is a whole number from 0 to ${RANK_SPAN - 1}, got ${rank}`);
}
