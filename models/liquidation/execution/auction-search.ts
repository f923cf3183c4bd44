/** Looks ahead on the tape for the block in which an auction asks less than its venue pays, so that waiting costs no events. */
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import type { Auctions } from './auctions.ts';
import { highestUntil } from './search.ts';

export class AuctionSearch {
  readonly #stage: Stage;
  readonly #auctions: Auctions;
  /** The highest price last asked for, and what was asked. */
  #highestAsset = -1;
  #highestFrom = -1;
  #highestLimit = -1;
  #highest = 0;

  constructor(stage: Stage, auctions: Auctions) {
    this.#stage = stage;
    this.#auctions = auctions;
  }

  /** Forgets the path before. */
  begin(): void {
    this.#highestAsset = -1;
  }

  /** First block after `after`, not after `limit` (ms), in which some auction asks less than its venue pays; else `before`. */
  nextTake(after: number, limit: number, before: number): number {
    const { tape, time, routes } = this.#stage;
    const { times } = tape.blocks;
    let found = before;
    for (const cohort of this.#auctions.cohorts) {
      const highest = this.#highestPrice(cohort.asset, time, limit);
      const earliest = Math.max(this.#auctions.reaches(cohort, highest), cohort.waitUntil);
      if (earliest > limit) continue;
      const route = routes[cohort.asset] as Route;
      for (let b = Math.max(after + 1, tape.blockFrom(earliest)); b < tape.blockCount && b < found; b++) {
        const at = times[b] as number;
        if (at > limit) break;
        if (this.#auctions.askOf(cohort, at) < route.bidUsdAt(at)) found = b;
      }
    }
    return found;
  }

  #highestPrice(asset: number, from: number, limit: number): number {
    if (this.#highestAsset !== asset || this.#highestFrom !== from || this.#highestLimit !== limit) {
      this.#highestAsset = asset;
      this.#highestFrom = from;
      this.#highestLimit = limit;
      this.#highest = highestUntil(this.#stage, asset, from, limit);
    }
    return this.#highest;
  }
}
