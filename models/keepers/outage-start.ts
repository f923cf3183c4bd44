/**
 * When a keeper goes down on a path: at a drawn moment, at a stated one, or when the market or the gas price takes it down.
 * Every keeper has two draws of its own (whether, and when), or shares those of its group.
 */
import type { Millis } from '../../sim/units.ts';
import type { Tape } from '../tape/tape.ts';
import type { KeeperGroup, Outage } from './keeper-group.ts';

/**
 * @param rank of the keeper in its group, 0 being the largest @param name of the keeper
 * @returns undefined where it stays up
 */
export function outageStart(group: KeeperGroup, rank: number, name: string, tape: Tape): Millis | undefined {
  const outage = group.outage as Outage;
  if (outage.who === 'largest' && rank > 0) return undefined;
  const draws = tape.draws(outage.who === 'together' ? `outage/group ${group.name}` : `outage/${name}`);
  if (draws.at(0) >= outage.probability) return undefined;
  if (outage.at !== undefined) return outage.at;
  if (outage.trigger === undefined) return draws.at(1) * tape.horizon;
  const column = outage.trigger.measure === 'range' ? tape.range : tape.gas;
  for (let window = 0; (window + 1) * tape.windowMillis <= tape.horizon; window++) {
    if ((column[window] as number) > outage.trigger.above) return (window + 1) * tape.windowMillis;
  }
  return undefined;
}
