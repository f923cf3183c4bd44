import { crises } from './crises.ts';
import type { Experiment } from './experiment.ts';
import { liquidableCurve } from './liquidable-curve.ts';
import { lossVersusFair } from './loss-versus-fair.ts';
import { tipAndChip } from './tip-and-chip.ts';
import { toxicSpiral } from './toxic-spiral.ts';
import { twoStepLiquidation } from './two-step-liquidation.ts';
import { volatilityAndVolume } from './volatility-and-volume.ts';

/** Every experiment, in the order of their pages. */
export const ALL: readonly Experiment[] = [
  liquidableCurve,
  toxicSpiral,
  twoStepLiquidation,
  lossVersusFair,
  crises,
  volatilityAndVolume,
  tipAndChip,
];
