/** The interface of an engine that carries liquidations out. One is made per strategy and reused for every path. */
export interface Executor {
  /** Whether keepers react to landed prices; without them no reaction is drawn. */
  readonly usesKeepers: boolean;
  begin(): void;
  /** Prices landed in the block being processed: what was hopeless may pay now. */
  pricesLanded(): void;
  /** An account became due in the block being processed. */
  accountDue(slot: number): void;
  /** Acts in the block being processed, after its reports have landed. */
  act(): void;
  /**
   * First block after `after` in which it wants to act if nothing else happens before `limit` (ms); Infinity when none.
   * It is asked again after every event, so it may look no further than `limit`.
   */
  nextBlock(after: number, limit: number): number;
  /** The path is over. */
  end(): void;
  /** Debt that is being dealt with outside the due set, USD. */
  readonly engagedUsd: number;
  /**
   * Replaces the outside prices at which positions left at the end of a path are valued (USD per unit, by asset): latent bad debt is counted
   * at them. Outside prices when left out.
   */
  closingPrices?(prices: Float64Array): void;
}
