/** What an execution needs of the rest of the scenario, where its absence would only show in silence. */
import type { CheckContext } from './check.ts';

/** Threshold × (1 + penalty) from which whoever takes debt over is as healthy as before, within rounding of published figures. */
const HEALTHY = 0.995;

export function checkExecutions({ scenario, report, warn }: CheckContext): void {
  const { keepers, protocol, strategies } = scenario;
  for (const [name, { execution }] of Object.entries(strategies)) {
    const path = ['strategies', name, 'execution'];
    if (
      execution?.model === 'english-auction' &&
      keepers.length > 0 &&
      keepers.every((one) => (one.flashLoanFee ?? 0) > 0)
    ) {
      const message = 'nobody could bid: a bid locks a keeper’s own money, and every group of keepers borrows';
      report({ path, message, hint: 'give a group of keepers capital of its own, and no flashLoanFee', at: 'key' });
    }
    if (execution?.model !== 'penalty-pool') continue;
    const penalty = Number(execution.redistributionPenalty);
    for (const [asset, { liquidationThreshold }] of Object.entries(protocol.collateral)) {
      if (liquidationThreshold * (1 + penalty) >= HEALTHY) continue;
      const least = Math.ceil(100 * (1 / liquidationThreshold - 1)) / 100;
      warn(
        `strategies.${name}: redistributionPenalty ${penalty} is below 1 / threshold − 1 of ${asset}: accounts that take debt over fall below the threshold too; ${least} would do`,
      );
    }
  }
}
