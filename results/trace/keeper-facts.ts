/** What can be said of the keepers at an instant, read without touching anything that the reaction uses. */
import type { Opportunity } from '../../models/keepers/race.ts';
import type { Stage } from '../../models/world/stage.ts';

/** What a place in the block costs, and the most money that those who have acted have left, where that is less than the outlay. */
export function lackOf({ chain, keepers, time, block }: Stage, { wave, gas, outlayUsd }: Opportunity) {
  const placeGwei = chain.leastBid(gas);
  let most = 0;
  keepers.groups.forEach(({ funding }, group) => {
    if (funding?.flashLoan) most = outlayUsd;
    for (let rank = keepers.acted(wave, group, time) - 1; rank >= 0; rank--)
      most = Math.max(most, keepers.capitalLeft(keepers.keeperAt(wave, group, rank), group, block));
  });
  return { ...(Number.isFinite(placeGwei) && { placeGwei }), ...(most < outlayUsd && { capitalUsd: most }) };
}

const SOON = 60_000;

/** The keeper who acts first on an account, when, and how many act within a minute of now; undefined where nobody reacts. */
export function firstToSee({ keepers, states, time: now }: Stage, slot: number) {
  const wave = states.wave[slot] as number;
  if (wave < 0) return undefined;
  let first: { keeper: number; time: number } | undefined;
  let soon = 0;
  keepers.groups.forEach(({ count }, group) => {
    if (count === 0) return;
    soon += keepers.acted(wave, group, now + SOON);
    const time = keepers.actsAt(wave, group, 0);
    if (Number.isFinite(time) && (first === undefined || time < first.time))
      first = { keeper: keepers.keeperAt(wave, group, 0), time };
  });
  return first && { ...first, soon };
}
