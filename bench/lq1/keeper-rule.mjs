/**
 * Keepers of LQ-1: in every block at most K = max(20, accounts / 50) attempts on the accounts that are due, highest liquidation price first.
 *
 *   r = 1 or ½ (health factor below 0.95 or not) of the debt d; all of it where less than `dust` would be left
 *   r = min(r, c O / (1 + bonus), slice X O / (1 + bonus)),   s = r (1 + bonus) / O
 *   proceeds q = venue's for s;   q − r − gas < 0: skipped, counted as a failed transaction;   else repaid, seized and sold
 *
 * Money in USD. What is left at the end is valued at the venue's price M.
 */
const FULL_BELOW = 0.95;

class KeeperRule {
  engagedUsd = 0;
  usesKeepers = false;
  #stage;
  #p;
  #index;
  #holder;
  #attempts;
  #round;
  #venue;
  #route;
  #asset;
  #debtAsset;

  constructor(stage, p, { OUTCOME_INDEX, HOLDER_INDEX }) {
    this.#stage = stage;
    this.#p = p;
    this.#index = OUTCOME_INDEX;
    this.#holder = HOLDER_INDEX;
    this.#attempts = Math.max(20, Math.floor(stage.accounts.book.accounts / 50));
    this.#round = new Int32Array(this.#attempts);
    this.#route = stage.routes.find((route) => route !== undefined);
    this.#asset = this.#route.asset;
    this.#venue = this.#route.venues[0];
    this.#debtAsset = this.#venue.quote;
  }

  begin() {}
  pricesLanded() {}
  accountDue() {}
  end() {}

  /** The candidates are fixed before anybody acts, so none is tried twice in a block. */
  act() {
    const { due, time } = this.#stage;
    if (due.size === 0) return;
    this.#route.settle(time);
    const count = Math.min(this.#attempts, due.size);
    for (let i = 0; i < count; i++) this.#round[i] = due.at(i);
    for (let i = 0; i < count; i++) this.#attempt(this.#round[i]);
  }

  #attempt(slot) {
    const { accounts, prices, bonuses, tally } = this.#stage;
    const { dust, slice, gasUsd } = this.#p;
    const price = prices[this.#asset];
    const factor = 1 + bonuses[this.#asset];
    const held = accounts.collateral(slot, 0);
    const debt = accounts.debt(slot, 0);
    const health = (price * accounts.collateralThreshold(slot, 0) * held) / debt;
    let repay = (health < FULL_BELOW ? 1 : 0.5) * debt;
    if (debt - repay < dust) repay = debt;
    repay = Math.min(repay, (held * price) / factor, (slice * this.#venue.depth * price) / factor);
    const seized = (repay * factor) / price;
    if (this.#route.proceedsUsd(seized) - repay - gasUsd < 0) tally[this.#index.failedTransactions] += 1;
    else this.#execute(slot, repay, seized, factor - 1);
  }

  #execute(slot, repay, seized, bonus) {
    const { ledger, settlement, tally } = this.#stage;
    const { keepers, chain } = this.#holder;
    const { gasUsd } = this.#p;
    settlement.look(slot);
    settlement.count(slot, repay, bonus);
    settlement.repay(slot, keepers, repay);
    settlement.seize(slot, keepers, seized, 0);
    const proceeds = settlement.sell(keepers, seized, repay);
    ledger.move(this.#debtAsset, keepers, chain, gasUsd);
    tally[this.#index.keeperGasUsd] += gasUsd;
    tally[this.#index.keeperProfitUsd] += proceeds - repay - gasUsd;
    settlement.finish(slot);
  }

  nextBlock(after) {
    return this.#stage.due.size > 0 ? after + 1 : Number.POSITIVE_INFINITY;
  }

  closingPrices(prices) {
    prices[this.#asset] *= 1 + this.#venue.displacement(this.#stage.time);
  }
}

export default (kit) => {
  const { z, defineModel, parameters } = kit;
  return defineModel({
    family: 'execution',
    name: 'lq1-keepers',
    title: 'at most K attempts a block, worst first',
    params: z.strictObject({
      dust: parameters.zUsd,
      slice: parameters.zFraction.describe('most that is sold at once, of the reserve'),
      gasUsd: parameters.zUsd,
    }),
    create: (p) => ({
      executor: (stage) => new KeeperRule(stage, p, kit),
      /** Price at which the account would be at its limit. */
      priority: (slot, { accounts }) =>
        accounts.debt(slot, 0) / (accounts.collateralThreshold(slot, 0) * accounts.collateral(slot, 0)),
    }),
  });
};
