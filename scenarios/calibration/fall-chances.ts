/**
 * How likely a price is to fall so far below where it stood within a day: counted in the history, in closed form where a law has one, and counted in the
 * histories simulated from each law. Days begin at every whole day of the history; a fall is from the price there to any later row of that day that is looked at:
 * every row, or every so many where a day has more than 288.
 */
import { chanceToBeSeenBelow, chanceToFall } from '../../models/prices/first-passage.ts';
import { firstSeenBelow } from '../../models/prices/first-seen.ts';
import { expectedShortfallOf, type JumpDiffusion, logReturn } from '../../models/prices/log-returns.ts';
import type { ModelReference } from '../../models/registry.ts';
import { MILLIS_PER_HOUR, MILLIS_PER_YEAR, type Millis } from '../../sim/units.ts';
import { pricesOf } from './moments.ts';
import type { PriceHistory } from './price-history.ts';

/** Falls that are looked at, as shares of the price at the start. */
export const FALLS = [0.05, 0.1, 0.2, 0.3, 0.5] as const;

const DAY = 24 * MILLIS_PER_HOUR;
/** Of a chance below it the mean depth is mostly rounding error. */
const RARE = 1e-9;

/** Figures in the order of `FALLS`. Undefined where a law has no closed form. */
export interface LawFalls {
  /** Watched all the time. */
  readonly always: readonly number[] | undefined;
  /** Seen at a look: exact, by quadrature. */
  readonly atLooks: readonly number[] | undefined;
  /** Seen at a look: a diffusion with the barrier moved by Broadie, Glasserman and Kou. */
  readonly moved: readonly number[] | undefined;
  /** How far below the level the price lies at the look at which it is first seen there, as a share of the level; null where that is too rare to say. */
  readonly depth: readonly (number | null)[] | undefined;
  /** What a debt of (1 − fall) of the collateral's value is not covered by at the end, if nobody does anything: share of the debt. */
  readonly uncovered: readonly number[] | undefined;
  /** Share of the simulated days, with its standard error over the histories. */
  readonly simulated: readonly { readonly share: number; readonly error: number }[] | undefined;
}

export interface FallChances {
  readonly spanMillis: Millis;
  /** Time between two looks. */
  readonly lookMillis: Millis;
  readonly days: number;
  /** Share of the days of the history. */
  readonly history: readonly number[];
  readonly laws: Readonly<Record<string, LawFalls>>;
}

/** How often a day is looked at, at most: each look costs the quadrature a step. */
const MOST_LOOKS = 288;

/** A day in rows, and the rows from one look to the next. */
export interface Looks {
  readonly rows: number;
  readonly every: number;
}

/** A day, or seven rows where these are a day or more apart. */
export function looksOf(stepMillis: Millis): Looks {
  const rows = stepMillis < DAY && DAY % stepMillis === 0 ? DAY / stepMillis : 7;
  let every = Math.ceil(rows / MOST_LOOKS);
  while (rows % every !== 0) every++;
  return { rows, every };
}

/** Counts days with a fall, history by history. */
export class FallCounter {
  readonly #looks: Looks;
  readonly #shares = new Map<string, number[][]>();

  constructor(looks: Looks) {
    this.#looks = looks;
  }

  add(law: string, prices: Float64Array): void {
    const known = this.#shares.get(law) ?? [];
    this.#shares.set(law, [...known, sharesOf(prices, this.#looks)]);
  }

  /** Mean and standard error over the histories of a law. */
  of(law: string): { share: number; error: number }[] | undefined {
    const rows = this.#shares.get(law);
    return rows && FALLS.map((_, fall) => meanOf(rows.map((shares) => shares[fall])));
  }
}

/** Share of the days in which the price falls so far, by fall. */
export function sharesOf(prices: Float64Array, { rows, every }: Looks): number[] {
  const counts = FALLS.map(() => 0);
  let days = 0;
  for (let from = 0; from + rows < prices.length; from += rows) {
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = from + every; i <= from + rows; i += every) lowest = Math.min(lowest, prices[i]);
    FALLS.forEach((fall, k) => {
      if (lowest <= (1 - fall) * prices[from]) counts[k] += 1;
    });
    days += 1;
  }
  return counts.map((count) => (days > 0 ? count / days : 0));
}

function meanOf(values: readonly number[]): { share: number; error: number } {
  const n = values.length;
  const share = values.reduce((sum, x) => sum + x, 0) / n;
  const squares = values.reduce((sum, x) => sum + (x - share) * (x - share), 0);
  return { share, error: n > 1 ? Math.sqrt(squares / (n - 1) / n) : 0 };
}

export function fallChances(
  { returns, stepMillis }: PriceHistory,
  laws: Readonly<Record<string, ModelReference>>,
  counter: FallCounter,
): FallChances {
  const looks = looksOf(stepMillis);
  const spanMillis = looks.rows * stepMillis;
  const years = spanMillis / MILLIS_PER_YEAR;
  return {
    spanMillis,
    lookMillis: looks.every * stepMillis,
    days: Math.floor(returns.length / looks.rows),
    history: sharesOf(pricesOf(returns), looks),
    laws: Object.fromEntries(
      Object.entries(laws).map(([name, reference]) => [
        name,
        { ...closedForms(jumpDiffusionOf(reference), looks.rows / looks.every, years), simulated: counter.of(name) },
      ]),
    ),
  };
}

/** The law as a (jump) diffusion; undefined where it is another. */
function jumpDiffusionOf({ model, ...parameters }: ModelReference): JumpDiffusion | undefined {
  if (model !== 'gbm' && model !== 'merton') return undefined;
  const at = (name: string) => Number(parameters[name] ?? 0);
  const { drift, volatility } = { drift: at('drift'), volatility: at('volatility') };
  return {
    ...{ drift, volatility, jumpsPerDay: at('jumpsPerDay') },
    ...{ jumpMean: at('jumpMean'), jumpDeviation: at('jumpDeviation') },
  };
}

function closedForms(law: JumpDiffusion | undefined, dates: number, years: number): Omit<LawFalls, 'simulated'> {
  if (law === undefined) {
    return { always: undefined, atLooks: undefined, moved: undefined, depth: undefined, uncovered: undefined };
  }
  const by = <T>(figure: (distance: number, fall: number) => T) =>
    FALLS.map((fall) => figure(-Math.log(1 - fall), fall));
  const between = logReturn(law, years / dates);
  const end = logReturn(law, years);
  const seen = by((distance) => firstSeenBelow({ returns: between, distance, dates }));
  const diffuses = law.jumpsPerDay === 0;
  return {
    always: diffuses ? by((distance) => chanceToFall(law, distance, years)) : undefined,
    atLooks: seen.map(({ chance }) => chance),
    moved: diffuses ? by((distance) => chanceToBeSeenBelow(law, distance, years, dates)) : undefined,
    depth: seen.map(({ chance, meanDepth }) => (chance > RARE ? -Math.expm1(-meanDepth) : null)),
    uncovered: by((_, fall) => expectedShortfallOf(end, 1 - fall) / (1 - fall)),
  };
}
