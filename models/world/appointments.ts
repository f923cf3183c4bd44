/** What happens on a stage whatever the engine does: the gate opens, thresholds move, borrowers and an attacker act. */
import type { Millis } from '../../sim/units.ts';
import type { Discovery } from '../liquidation/discovery.ts';
import type { Stage } from './stage.ts';

export function beginAppointments({ attack, borrowers, gate, tape, thresholds }: Stage): void {
  thresholds?.begin(tape);
  gate.begin(tape);
  borrowers?.begin();
  attack?.begin();
}

/** Those act who act by themselves; returns whether they have moved a market. */
export function actByThemselves({ attack, borrowers, recorder }: Stage, discovery: Discovery): boolean {
  const isPushed = attack?.act() ?? false;
  if (isPushed) recorder?.note({ kind: 'pushed' });
  return (borrowers?.act(discovery) ?? false) || isPushed;
}

/** When something of that comes next, ms (an attacker plans for itself); Infinity when nothing does. */
export function nextAppointment({ borrowers, gate, thresholds }: Stage): Millis {
  let next = gate.opensAt;
  if (thresholds !== undefined) next = Math.min(next, thresholds.nextAt);
  if (borrowers !== undefined) next = Math.min(next, borrowers.nextAt);
  return next;
}
