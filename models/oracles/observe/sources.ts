/** The sources of one oracle on a path: what each says at a tick, given how far our own sales have moved the pools. */
import { openStream } from '../../../sim/random/streams.ts';
import type { Fraction, Millis } from '../../../sim/units.ts';
import type { Tape } from '../../tape/tape.ts';
import { addQuote, type Quotes } from '../aggregate/quotes.ts';
import type { Fault } from '../stages.ts';

export interface SourceParameters {
  /** Standard deviation of the logarithm of its error, drawn anew at every tick. */
  readonly noise: Fraction;
  readonly lag: Millis;
  /** Half-width of the interval that it states, as a share of its price. */
  readonly confidence: Fraction;
  /** Share of the displacement of the pools that it sees. */
  readonly sees: Fraction;
  readonly faults: readonly Fault[];
}

/** Ticks of a fault on this path, the second excluded; both Infinity when it does not happen. */
interface Spell {
  from: number;
  until: number;
}

export class Source {
  readonly #p: SourceParameters;
  readonly #asset: number;
  readonly #index: number;
  readonly #purpose: string;
  readonly #spells: Spell[];
  #prices: Float64Array = new Float64Array(0);
  #errors: Float64Array | undefined;
  #lagTicks = 0;
  #tickMillis = 1;

  constructor(parameters: SourceParameters, asset: number, index: number, purpose: string) {
    this.#p = parameters;
    this.#asset = asset;
    this.#index = index;
    this.#purpose = purpose;
    this.#spells = parameters.faults.map(() => ({ from: 0, until: 0 }));
  }

  begin(tape: Tape): void {
    const { noise, lag } = this.#p;
    this.#prices = tape.prices[this.#asset] as Float64Array;
    this.#tickMillis = tape.grid.tickMillis;
    this.#lagTicks = Math.ceil(lag / tape.grid.tickMillis);
    this.#errors =
      noise === 0
        ? undefined
        : tape.derived(`${this.#purpose}/noise`, (out) => {
            openStream(tape.seed, tape.path, `${this.#purpose}/noise`).fillNormals(out, out.length);
            for (let tick = 0; tick < out.length; tick++) out[tick] = Math.exp(noise * (out[tick] as number));
          });
    this.#p.faults.forEach((fault, number) => {
      this.#drawSpell(fault, this.#spells[number] as Spell, tape, `${this.#purpose}/fault-${number}`);
    });
  }

  /** Two uniforms a fault and path: whether it happens, and when. */
  #drawSpell(fault: Fault, spell: Spell, tape: Tape, purpose: string): void {
    const draws = tape.draws(purpose);
    const happens = draws.at(0) < fault.probability;
    const at = fault.at ?? draws.at(1) * tape.horizon;
    spell.from = happens ? Math.ceil(at / this.#tickMillis) : Number.POSITIVE_INFINITY;
    spell.until = happens ? Math.ceil((at + fault.duration) / this.#tickMillis) : Number.POSITIVE_INFINITY;
  }

  /** Adds what it says at a tick, unless it is silent. @param factor what our sales do to the price of the pools */
  quote(tick: number, factor: number, into: Quotes): void {
    const { faults, sees, lag, confidence } = this.#p;
    let seen = tick;
    let moved = factor === 1 ? 1 : 1 + sees * (factor - 1);
    let scale = 1;
    let least = 0;
    let most = Number.POSITIVE_INFINITY;
    let age = lag;
    for (let i = 0; i < faults.length; i++) {
      const fault = faults[i] as Fault;
      const { from, until } = this.#spells[i] as Spell;
      if (tick < from || tick >= until) continue;
      if (fault.kind === 'silent') return;
      if (fault.kind === 'frozen') {
        seen = Math.min(seen, from);
        moved = 1;
        if (fault.shows) age = Math.max(age, lag + (tick - from) * this.#tickMillis);
      } else if (fault.kind === 'multiplied') scale *= fault.factor;
      else {
        least = Math.max(least, fault.least);
        most = Math.min(most, fault.most);
      }
    }
    const error = this.#errors === undefined ? 1 : (this.#errors[seen] as number);
    const outside = this.#prices[Math.max(0, seen - this.#lagTicks)] as number;
    const price = Math.min(most, Math.max(least, outside * error * moved * scale));
    addQuote(into, price, confidence * price, age, this.#index);
  }
}
