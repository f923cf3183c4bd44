/**
 * Where a limit stops being kept, as one parameter moves: bisection on common tapes. Values far from the frontier are settled on few
 * paths, and only those next to it get all.
 *
 * An estimate is looked at after 250, 1,000, 4,000 … paths. Before the last look an interval twice as wide must lie on one side of the
 * limit, so that looking several times does not make a lucky start count; the last look takes the interval as it is. A figure that is 0
 * on every path has an interval without width, which says nothing of what was not seen: it gets all paths.
 */
import type { GateOutcome, GateResult } from '../gates.ts';

/** What a limit says at one position after a number of paths. */
export interface Look
  extends Pick<GateResult, 'value' | 'low' | 'high' | 'limit' | 'operator' | 'outcome' | 'unseenShare'> {
  readonly paths: number;
}

export interface Explored extends Look {
  readonly position: number;
}

/** How many times wider an interval must be clear of the limit before the last look. */
const EARLY = 2;
export const FIRST_LOOK = 250;

export type FrontierKind = 'largest' | 'smallest' | 'everywhere' | 'nowhere';

export interface FrontierFound {
  readonly kind: FrontierKind;
  /** Position furthest towards the limit at which the estimate keeps it; undefined where it is kept everywhere or nowhere. */
  readonly estimate: number | undefined;
  /** The same for the whole interval: kept with the stated confidence. */
  readonly kept: number | undefined;
  /** First position beyond the frontier at which the whole interval breaks the limit. */
  readonly broken: number | undefined;
  /** All that was looked at, by position. */
  readonly explored: readonly Explored[];
}

/** Numbers of paths at which an estimate is looked at. */
export function looks(most: number): number[] {
  const steps: number[] = [];
  for (let paths = FIRST_LOOK; paths < most; paths *= 4) steps.push(paths);
  return [...steps, most];
}

/** The outcome at a look, twice as strict before the last one. */
export function judged(look: Look, isLast: boolean): GateOutcome {
  const { value, low, high, limit, operator, outcome } = look;
  if (isLast || outcome === 'undecided' || value === null) return outcome;
  if (look.unseenShare !== undefined) return 'undecided';
  const far = outcome === (operator === '<' ? 'pass' : 'fail') ? high : low;
  if (far === null) return outcome;
  const wide = value + EARLY * (far - value);
  const isClear =
    operator === '<'
      ? outcome === 'pass'
        ? wide < limit
        : wide >= limit
      : outcome === 'pass'
        ? wide > limit
        : wide <= limit;
  return isClear ? outcome : 'undecided';
}

/** Whether the estimate itself keeps the limit; no estimate keeps none. */
export const keeps = ({ value, limit, operator }: Look): boolean =>
  value !== null && (operator === '<' ? value < limit : value > limit);

/**
 * Whatever can be asked for at one time is: `look` is called for all of it before any answer is waited for.
 *
 * @param last positions are 0 … last
 * @param most paths of the last look
 * @param look runs a position up to a number of paths, those of earlier looks included, and judges it
 */
export async function searchFrontier(
  last: number,
  most: number,
  look: (position: number, paths: number) => Promise<Look>,
): Promise<FrontierFound> {
  const known = new Map<number, Explored>();
  const under = new Map<number, Promise<Explored>>();
  const settle = (position: number): Promise<Explored> => {
    const settled = under.get(position) ?? lookUntilSettled(position, most, look);
    under.set(position, settled);
    return settled.then((explored) => {
      known.set(position, explored);
      return explored;
    });
  };
  // The whole interval is looked at before it is halved, or a response that turns round would not be seen.
  const grid = [...new Set([0, 1, 2, 3, 4].map((quarter) => Math.round((last * quarter) / 4)))];
  await Promise.all(grid.map(settle));
  const [first, final] = [known.get(0)!, known.get(last)!];
  const explored = () => [...known.values()].sort((a, b) => a.position - b.position);
  if (keeps(first) === keeps(final)) {
    const kind = keeps(first) ? 'everywhere' : 'nowhere';
    return { kind, estimate: undefined, kept: undefined, broken: undefined, explored: explored() };
  }
  const kind = keeps(first) ? 'largest' : 'smallest';
  // From here on a place is a distance from the end that keeps the limit.
  const at = (place: number): number => (kind === 'largest' ? place : last - place);
  /** The last place before `to` at which something holds that holds at `from`. */
  const edge = async (from: number, to: number, holds: (one: Explored) => boolean): Promise<number> => {
    let [good, bad] = [from, to];
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      if (holds(await settle(at(middle)))) good = middle;
      else bad = middle;
    }
    return good;
  };
  const passes = ({ outcome }: Explored): boolean => outcome === 'pass';
  const open = ({ outcome }: Explored): boolean => outcome !== 'fail';
  const canPass = passes(known.get(at(0))!);
  const canBreak = !open(known.get(at(last))!);
  const [estimate, keptTo, openTo] = await Promise.all([
    edge(0, last, keeps),
    canPass ? edge(0, last, passes) : undefined,
    canBreak ? edge(0, last, open) : undefined,
  ]);
  // A response that turns may have led the three to different crossings: then it is the one of the estimate that counts.
  const kept = keptTo === undefined || keptTo <= estimate ? keptTo : await edge(0, estimate + 1, passes);
  const still = openTo === undefined || openTo >= estimate ? openTo : await edge(estimate, last, open);
  return {
    kind,
    estimate: at(estimate),
    kept: kept === undefined ? undefined : at(kept),
    broken: still === undefined ? undefined : at(still + 1),
    explored: explored(),
  };
}

async function lookUntilSettled(
  position: number,
  most: number,
  look: (position: number, paths: number) => Promise<Look>,
): Promise<Explored> {
  for (const paths of looks(most)) {
    const seen = await look(position, paths);
    const outcome = judged(seen, seen.paths >= most);
    if (outcome !== 'undecided' || paths >= most) return { ...seen, outcome, position };
  }
  throw new RangeError('a frontier needs paths');
}
