/** What borrowers do of their own accord when their health falls. */
import type { Fraction } from '../../sim/units.ts';
import type { Delay } from '../model.ts';
import type { BorrowerAct } from '../world/recorder.ts';
import type { Stage } from '../world/stage.ts';

export interface Behaviour {
  /** Names its draws: who reacts, and how quickly, is the same under every strategy. */
  readonly name: string;
  /** Health factor below which (strictly) a borrower is alarmed; that of the trigger when left out. */
  readonly at?: number;
  /** Share of borrowers who react at all. */
  readonly probability: Fraction;
  /** From the landed price to the transaction in a block. */
  readonly reaction: Delay;
  /** Acts on an account that `stage.settlement` has just looked at; returns USD of collateral that was put in or sold. */
  act(stage: Stage, slot: number): Act;
}

export interface Act {
  readonly what: BorrowerAct;
  readonly usd: number;
}
