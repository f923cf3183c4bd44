/**
 * Recovery mode in the manner of Liquity v1: while the ratio of all collateral to all debt is below a critical one, whoever is below the
 * ratio of the system is due. As a threshold, which falls from LT as far as
 *
 *   LT · factor = 1 / TCR      within 1 / critical ratio and LT
 *
 * TCR: total collateral over total debt, at the protocol's prices. Source: Liquity v1, `TroveManager.sol` (liquity/dev @ 39f1f7f).
 */
import { clamp } from '../../../sim/math.ts';
import type { Fraction } from '../../../sim/units.ts';
import { SystemRatio } from '../stability-pool/system-ratio.ts';
import type { ThresholdRule } from './threshold-rule.ts';

interface Recovery {
  readonly criticalRatio: number;
  /** Liquidation threshold of an asset; undefined where it is no collateral. */
  threshold(asset: number): Fraction | undefined;
  /** Whether anybody can take the debt of those who are due by it alone; at the start of a path somebody can. */
  canTake(): boolean;
}

export function recoveryMode({ criticalRatio, threshold, canTake }: Recovery): ThresholdRule {
  const least = (asset: number): Fraction => {
    const initial = threshold(asset);
    return initial === undefined ? 1 : Math.min(1, 1 / (initial * criticalRatio));
  };
  const next = () => Number.POSITIVE_INFINITY;
  return {
    least,
    factor: () => 1,
    next,
    on: (stage) => {
      const system = new SystemRatio(stage);
      return {
        least,
        next,
        factor: (asset, time) => {
          const initial = threshold(asset);
          if (initial === undefined || (time > 0 && !canTake())) return 1;
          const ratio = system.now();
          return ratio >= criticalRatio ? 1 : clamp(1 / (initial * ratio), least(asset), 1);
        },
      };
    },
  };
}
