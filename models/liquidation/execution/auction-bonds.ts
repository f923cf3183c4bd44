/**
 * Bonds of those who start auctions. The starter posts a share of the debt. With every take it gains when the price is below the neutral
 * price of the account, and loses of its bond when it is above; the account is credited less than takers pay, which pays for it.
 */
import type { Fraction, Usd } from '../../../sim/units.ts';
import { KEEPERS, PROTOCOL } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Stage } from '../../world/stage.ts';
import { bondFactor, bondReward, creditedShare } from '../houses/bonded-auction.ts';
import type { Lot } from './auctions.ts';

export interface BondTerms {
  /** Neutral price over the account's debt per unit of collateral when its auction starts. */
  readonly neutral: number;
}

interface Bond {
  usd: Usd;
  readonly neutralUsd: Usd;
}

export class AuctionBonds {
  readonly #stage: Stage;
  readonly #neutral: number;
  readonly #factor: Fraction;
  /** By slot: what is posted for the auction of an account. */
  readonly #bonds = new Map<number, Bond>();

  constructor(stage: Stage, { neutral }: BondTerms) {
    this.#stage = stage;
    this.#neutral = neutral;
    this.#factor = bondFactor(neutral);
  }

  begin(): void {
    this.#bonds.clear();
  }

  /** USD to be posted for an auction of so much debt. */
  amountFor(debtUsd: Usd): Usd {
    return this.#factor * debtUsd;
  }

  neutralOf(debtUsd: Usd, units: number): Usd {
    return (this.#neutral * debtUsd) / units;
  }

  /** USD that the starter gains if all of the debt is raised at the market's price; below 0 when it would lose. */
  expected(debtUsd: Usd, units: number, marketUsd: Usd): Usd {
    return bondReward(this.#factor, this.neutralOf(debtUsd, units), debtUsd / units, marketUsd) * debtUsd;
  }

  /** The starter posts its bond. */
  post({ slot, debtAsset, debtUsd, units }: Pick<Lot, 'slot' | 'debtAsset' | 'debtUsd' | 'units'>): void {
    const usd = this.amountFor(debtUsd);
    this.#bonds.set(slot, { usd, neutralUsd: this.neutralOf(debtUsd, units) });
    this.#stage.ledger.move(debtAsset, KEEPERS, PROTOCOL, usd / this.#priceOf(debtAsset));
  }

  /** Share of what a taker pays that the account is credited. */
  creditedAt(lot: Lot, ask: Usd): Fraction {
    return creditedShare(this.#factor, this.#rewardAt(lot, ask));
  }

  #rewardAt({ slot, debtUsd, units }: Lot, ask: Usd): Fraction {
    const { neutralUsd } = this.#bonds.get(slot) as Bond;
    return bondReward(this.#factor, neutralUsd, debtUsd / units, ask);
  }

  /** A taker has paid `paidUsd` at a price: the starter gains, or loses of its bond. Asked before the lot is changed. */
  reward(lot: Lot, ask: Usd, paidUsd: Usd): void {
    const { settlement, tally } = this.#stage;
    const bond = this.#bonds.get(lot.slot) as Bond;
    const usd = Math.max(-bond.usd, this.#rewardAt(lot, ask) * paidUsd);
    if (usd > 0) settlement.payIncentive(usd);
    if (usd >= 0) return;
    bond.usd += usd;
    tally[I.keeperProfitUsd]! += usd;
    settlement.payPenalty(PROTOCOL, -usd);
  }

  /** The auction is over: what is left of the bond goes back. */
  release({ slot, debtAsset }: Lot): void {
    const { usd } = this.#bonds.get(slot) as Bond;
    this.#bonds.delete(slot);
    this.#stage.ledger.move(debtAsset, PROTOCOL, KEEPERS, usd / this.#priceOf(debtAsset));
  }

  #priceOf(asset: number): Usd {
    return this.#stage.prices[asset] as number;
  }
}
