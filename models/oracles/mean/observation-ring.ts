/**
 * The ring of observations of a Uniswap v3 pool. Each holds, at the time of a block, the running sums
 *
 *     tickCumulative = Σ tick · seconds        secondsPerLiquidity = Σ (2^128 · seconds) / max(1, L)
 *
 * as they stand at the end of the block before. At most one is written a block; when the ring is full the oldest is
 * overwritten. `observe` gives both sums at any instant the ring still reaches, interpolating between two observations.
 *
 * Times are seconds modulo 2^32, ticks whole numbers; sums are doubles, `secondsPerLiquidity` modulo 2^160.
 * Source: Uniswap/v3-core, contracts/libraries/Oracle.sol.
 */

const TIME_MODULUS = 4_294_967_296;
const SCALE = TIME_MODULUS * TIME_MODULUS * TIME_MODULUS * TIME_MODULUS;
const LIQUIDITY_MODULUS = SCALE * TIME_MODULUS;
/** Largest number of observations of a pool. */
const MOST = 65_535;

export interface Observation {
  tickCumulative: number;
  secondsPerLiquidity: number;
}

/** Seconds from `earlier` to `later` on a clock that starts again after 2^32. */
function elapsed(earlier: number, later: number): number {
  const difference = later - earlier;
  return difference < 0 ? difference + TIME_MODULUS : difference;
}

function wrapped(sum: number): number {
  return sum >= LIQUIDITY_MODULUS ? sum - LIQUIDITY_MODULUS * Math.floor(sum / LIQUIDITY_MODULUS) : sum;
}

/** What one stretch adds to the sum of seconds per liquidity: a whole number, rounded down. */
function perLiquidity(seconds: number, liquidity: number): number {
  return Math.floor((seconds * SCALE) / Math.max(1, liquidity));
}

export class ObservationRing {
  #times = new Float64Array(1);
  #ticks = new Float64Array(1);
  #seconds = new Float64Array(1);
  /** Position of the newest. */
  #index = 0;
  /** Positions that have been written so far: the first so many. */
  #written = 0;
  /** Places in use, and places there will be once the newest reaches the end. */
  #cardinality = 0;
  #cardinalityNext = 0;

  get cardinality(): number {
    return this.#cardinality;
  }

  /** The first observation, at a time in seconds; forgets all before. */
  initialize(time: number): void {
    this.#index = 0;
    this.#written = 1;
    this.#cardinality = 1;
    this.#cardinalityNext = 1;
    this.#times[0] = time % TIME_MODULUS;
    this.#ticks[0] = 0;
    this.#seconds[0] = 0;
  }

  /** Makes room for `cardinality` observations, 65,535 at most; the places come into use one by one. */
  grow(cardinality: number): void {
    if (this.#cardinality === 0) throw new RangeError('the ring of observations has not been initialised');
    const wanted = Math.min(MOST, cardinality);
    if (wanted <= this.#cardinalityNext) return;
    this.#cardinalityNext = wanted;
    if (wanted <= this.#times.length) return;
    this.#times = lengthened(this.#times, wanted);
    this.#ticks = lengthened(this.#ticks, wanted);
    this.#seconds = lengthened(this.#seconds, wanted);
  }

  /**
   * Notes a block: `tick` and `liquidity` are those in force since the last observation. A second call within the same
   * second changes nothing.
   */
  write(time: number, tick: number, liquidity: number): void {
    const now = time % TIME_MODULUS;
    const last = this.#index;
    if (this.#times[last] === now) return;
    if (this.#cardinalityNext > this.#cardinality && last === this.#cardinality - 1)
      this.#cardinality = this.#cardinalityNext;
    const index = (last + 1) % this.#cardinality;
    const seconds = elapsed(this.#times[last] as number, now);
    const tickCumulative = (this.#ticks[last] as number) + tick * seconds;
    const sum = wrapped((this.#seconds[last] as number) + perLiquidity(seconds, liquidity));
    this.#times[index] = now;
    this.#ticks[index] = tickCumulative;
    this.#seconds[index] = sum;
    this.#index = index;
    if (index >= this.#written) this.#written = index + 1;
  }

  get #oldest(): number {
    const next = (this.#index + 1) % this.#cardinality;
    return next < this.#written ? next : 0;
  }

  /** Whether `observe` would answer for an instant `secondsAgo` before `time`. */
  reaches(time: number, secondsAgo: number): boolean {
    if (this.#cardinality === 0) return false;
    const now = time % TIME_MODULUS;
    return isNotAfter(now, this.#times[this.#oldest] as number, elapsed(secondsAgo, now));
  }

  /**
   * Both sums `secondsAgo` before `time`, with `tick` and `liquidity` in force since the newest observation.
   *
   * @throws RangeError when the ring does not reach so far back, or has not been initialised
   */
  observe(time: number, secondsAgo: number, tick: number, liquidity: number, into: Observation): void {
    if (this.#cardinality === 0) throw new RangeError('the ring of observations has not been initialised');
    const now = time % TIME_MODULUS;
    const target = elapsed(secondsAgo, now);
    const newest = this.#index;
    if (isNotAfter(now, this.#times[newest] as number, target)) {
      this.#extend(newest, target, tick, liquidity, into);
      return;
    }
    const oldest = this.#oldest;
    if (!isNotAfter(now, this.#times[oldest] as number, target)) {
      throw new RangeError(`the ring of ${this.#cardinality} observations does not reach ${secondsAgo} s back`);
    }
    this.#interpolate(this.#before(oldest, newest, now, target), target, into);
  }

  /** The sums of one observation carried on to a later instant. */
  #extend(index: number, target: number, tick: number, liquidity: number, into: Observation): void {
    const seconds = elapsed(this.#times[index] as number, target);
    into.tickCumulative = (this.#ticks[index] as number) + tick * seconds;
    into.secondsPerLiquidity = wrapped((this.#seconds[index] as number) + perLiquidity(seconds, liquidity));
  }

  /** Position of the last observation at or before `target`, which lies between the oldest and the newest. */
  #before(oldest: number, newest: number, now: number, target: number): number {
    const places = newest >= oldest ? this.#written : this.#cardinality;
    let low = 0;
    let high = (newest - oldest + places) % places;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (isNotAfter(now, this.#times[(oldest + middle) % places] as number, target)) low = middle;
      else high = middle - 1;
    }
    return (oldest + low) % places;
  }

  #interpolate(before: number, target: number, into: Observation): void {
    const after = (before + 1) % this.#cardinality;
    const start = this.#times[before] as number;
    const between = elapsed(start, this.#times[after] as number);
    const part = elapsed(start, target);
    const ticks = (this.#ticks[after] as number) - (this.#ticks[before] as number);
    let sum = (this.#seconds[after] as number) - (this.#seconds[before] as number);
    if (sum < 0) sum += LIQUIDITY_MODULUS;
    // The contract divides first, towards zero: the mean tick of the stretch is a whole number.
    into.tickCumulative = (this.#ticks[before] as number) + Math.trunc(ticks / between) * part;
    into.secondsPerLiquidity = wrapped((this.#seconds[before] as number) + Math.floor((sum / between) * part));
  }
}

/** Whether `a` is not after `b`, both not after `now`, on a clock that starts again after 2^32. */
function isNotAfter(now: number, a: number, b: number): boolean {
  return (a > now ? a - TIME_MODULUS : a) <= (b > now ? b - TIME_MODULUS : b);
}

function lengthened(column: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  larger.set(column);
  return larger;
}
