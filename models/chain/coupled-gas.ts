/**
 * The walk behind demand that follows volatility: per window
 *   d_t = phi d_{t-1} + (1 - phi) b ln(range_t / reference) + s e_t,   gas_t = level_t · exp(d_t),
 * d bounded to within a factor of fifty of the level.
 */
import { clamp } from '../../sim/math.ts';
import type { Streams } from '../model.ts';
import type { BlockSpaceTape } from '../tape/tape.ts';

const LARGEST_DEVIATION = Math.log(50);
/** A window in which nothing moved counts as this range, so that its logarithm exists. */
const SMALLEST_RANGE = 1e-4;

export interface CoupledGas {
  /** phi: share of a deviation that is left after one window. */
  readonly persistence: number;
  /** b: exponent of volatility. */
  readonly coupling: number;
  /** ln(high/low) of a window that leaves the level as it is. */
  readonly reference: number;
  /** s: standard deviation of the noise in ln gas per window. */
  readonly noise: number;
}

/** Writes the gas price per window. @param before deviation before the first window @param levels gwei per window */
export function fillCoupledGas(
  tape: BlockSpaceTape,
  p: CoupledGas,
  levels: Float64Array,
  streams: Streams,
  before = 0,
): void {
  const stream = streams('noise');
  let deviation = before;
  for (let window = 0; window < tape.windows; window++) {
    const range = Math.max(tape.range[window] as number, SMALLEST_RANGE);
    const pull = p.coupling * Math.log(range / p.reference);
    const noise = p.noise * stream.normal();
    deviation = p.persistence * deviation + (1 - p.persistence) * pull + noise;
    deviation = clamp(deviation, -LARGEST_DEVIATION, LARGEST_DEVIATION);
    tape.gas[window] = (levels[window] as number) * Math.exp(deviation);
  }
}
