/** Instants at which something of a strategy changes by itself, whatever lands: the gate opens, thresholds move. */
import type { Millis } from '../../sim/units.ts';
import type { Stage } from './stage.ts';

export function beginAppointments({ gate, tape, thresholds }: Stage): void {
  thresholds?.begin(tape);
  gate.begin(tape);
}

/** The next of them, ms; Infinity when there is none. */
export function nextAppointment({ gate, thresholds }: Stage): Millis {
  return thresholds === undefined ? gate.opensAt : Math.min(gate.opensAt, thresholds.nextAt);
}
