/**
 * Oval's lock: a round may be read from the moment it is unlocked, or once it is `lockWindow` old. In between only
 * whoever unlocks it (the winner of an auction) reads it, and liquidates against it.
 *
 *     readable = newest round with stamp ≤ max(lastUnlock, now − lockWindow), at most `maxTraversal` rounds back
 *     none within reach, or the one found older than `maxAge`: what the search ends on, or the latest round
 *
 * Source: UMAprotocol/oval-contracts, Oval.sol and ChainlinkSourceAdapter.sol.
 */
export interface LockParameters {
  readonly lockWindow: number;
  readonly maxTraversal: number;
  /** Rounds not newer than this are not looked for; the latest is given instead. */
  readonly maxAge: number;
}

/** Up to which instant rounds may be read. */
export function readableUntil(lastUnlock: number, now: number, lockWindow: number): number {
  return Math.max(lastUnlock, now - lockWindow);
}

/**
 * Position of the round that is read.
 *
 * @param stamps times of the rounds, oldest first
 * @param count how many of them there are, at least 1
 */
export function readableRound(
  stamps: ArrayLike<number>,
  count: number,
  lastUnlock: number,
  now: number,
  { lockWindow, maxTraversal, maxAge }: LockParameters,
): number {
  const latest = count - 1;
  const until = readableUntil(lastUnlock, now, lockWindow);
  if ((stamps[latest] as number) <= until) return latest;
  const last = Math.max(0, latest - maxTraversal);
  let at = latest;
  while (at > last) {
    at--;
    if ((stamps[at] as number) <= until) break;
  }
  // Without a round before the latest the search comes back empty-handed.
  return at < latest && (stamps[at] as number) > now - maxAge ? at : latest;
}
