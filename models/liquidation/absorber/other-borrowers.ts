import { z } from 'zod';
import type { Usd } from '../../../sim/units.ts';
import { BORROWERS, PROTOCOL } from '../../ledger/ledger.ts';
import { defineModel } from '../../registry.ts';
import type { Stage } from '../../world/stage.ts';
import { IN_AUCTION, WRITTEN_OFF } from '../account-states.ts';
import type { Discovery } from '../discovery.ts';
import type { LossAbsorber } from '../waterfall.ts';
import type { Loss, LossBearer } from './bearer.ts';

class OtherBorrowers implements LossBearer {
  readonly side = 'borrowers';
  #stage: Stage | undefined;
  /** By asset: units of debt that wait for the end of the block, and what they were counted at, USD. */
  #units = new Float64Array(0);
  #usd = new Float64Array(0);

  begin(stage: Stage): void {
    this.#stage = stage;
    if (this.#units.length !== stage.prices.length) {
      this.#units = new Float64Array(stage.prices.length);
      this.#usd = new Float64Array(stage.prices.length);
    }
    this.#units.fill(0);
    this.#usd.fill(0);
  }

  take({ usd, asset, price }: Loss): Usd {
    if (!this.#hasTaker(asset)) return 0;
    this.#units[asset]! += usd / price;
    this.#usd[asset]! += usd;
    return usd;
  }

  /** Debt is laid on the others once everybody has acted: nobody's account changes under a keeper's hands. */
  settle(discovery: Discovery): Usd {
    let nobodys = 0;
    for (let asset = 0; asset < this.#units.length; asset++) {
      const units = this.#units[asset] as number;
      if (units === 0) continue;
      if (!this.#spread(asset, units, discovery)) nobodys += this.#usd[asset] as number;
      this.#units[asset] = 0;
      this.#usd[asset] = 0;
    }
    return nobodys;
  }

  #spread(asset: number, units: number, discovery: Discovery): boolean {
    const { accounts, ledger, states } = this.#stage as Stage;
    let total = 0;
    for (let account = 0; account < accounts.book.accounts; account++) {
      const known = accounts.slots;
      const slot = accounts.touch(account);
      if (slot === known) states.open(slot);
      total += this.#owed(slot, asset);
    }
    if (total === 0) return false;
    ledger.moveClaim(asset, BORROWERS, PROTOCOL, units);
    for (let slot = 0; slot < accounts.slots; slot++) {
      if (this.#owed(slot, asset) > 0) {
        for (let entry = accounts.debtEntries(slot) - 1; entry >= 0; entry--) {
          if (accounts.debtAsset(slot, entry) !== asset) continue;
          const owed = accounts.debt(slot, entry);
          accounts.setDebt(slot, entry, owed + (units * owed) / total);
        }
      }
      // Those who take nothing are looked at too: they have been touched, and are watched through their slot from now on.
      discovery.lookAgain(slot, 'redistribution');
    }
    return true;
  }

  /** Units that an account owes, and can take more of: it has collateral, and is not being auctioned or given up. */
  #owed(slot: number, asset: number): number {
    const { accounts, states } = this.#stage as Stage;
    const status = states.status[slot];
    if (status === WRITTEN_OFF || status === IN_AUCTION) return 0;
    let held = 0;
    for (let entry = accounts.collateralEntries(slot) - 1; entry >= 0; entry--)
      held += accounts.collateral(slot, entry);
    if (held === 0) return 0;
    let owed = 0;
    for (let entry = accounts.debtEntries(slot) - 1; entry >= 0; entry--) {
      if (accounts.debtAsset(slot, entry) === asset) owed += accounts.debt(slot, entry);
    }
    return owed;
  }

  #hasTaker(asset: number): boolean {
    const { accounts } = this.#stage as Stage;
    const { debtAsset, debtFirst, collateralFirst } = accounts.book;
    for (let account = 0; account < accounts.book.accounts; account++) {
      const slot = accounts.slotOf[account] as number;
      if (slot >= 0) {
        if (this.#owed(slot, asset) > 0) return true;
        continue;
      }
      if (collateralFirst[account] === collateralFirst[account + 1]) continue;
      for (let i = debtFirst[account] as number; i < (debtFirst[account + 1] as number); i++) {
        if (debtAsset[i] === asset) return true;
      }
    }
    return false;
  }
}

/**
 * The other borrowers of the asset take the debt over, each in proportion to what it owes of it:
 *
 *   debt_i rises by lost × debt_i / Σ debt,   at the end of the block in which the loss arose
 *
 * lost and debt in units of the asset. Accounts without collateral, in auction or written off take nothing; where nobody is left the loss goes to the
 * next step. Health factors fall with it, and an account that becomes unhealthy is due: losses can spread. Reported as socialised loss, USD. It has
 * no parameters. Source: Liquity v1 (`redistributeDebtAndColl`), here for debt whose collateral has been sold.
 */
export const redistribution = defineModel({
  family: 'absorber',
  name: 'redistribution',
  title: 'the other borrowers of the asset take the debt over, in proportion to what they owe',
  source: 'Liquity v1, TroveManager._redistributeDebtAndColl',
  misleads:
    'when added to other losses: debt that was redistributed and is lost again is counted again, as bad debt and as socialised',
  params: z.strictObject({}),
  create: (): LossAbsorber => ({ kind: 'bearer', bearer: () => new OtherBorrowers() }),
});
