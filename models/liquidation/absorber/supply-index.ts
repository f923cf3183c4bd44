import { z } from 'zod';
import type { Fraction, Usd } from '../../../sim/units.ts';
import { zFraction } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { Stage } from '../../world/stage.ts';
import type { LossAbsorber } from '../waterfall.ts';
import type { Loss, LossBearer } from './bearer.ts';

/** What lenders of one asset have, after a loss: their index falls to this share of itself, at the least to 0. */
export function indexAfter(index: Fraction, supplyUnits: number, lostUnits: number): Fraction {
  return supplyUnits > 0 ? Math.max(0, index - lostUnits / supplyUnits) : 0;
}

export class SupplyIndex implements LossBearer {
  readonly side = 'lenders';
  readonly #utilisation: Fraction;
  /** Units lent at the start, by asset; worked out once: the book does not change. */
  #supply: Float64Array | undefined;
  /** By asset: what a unit lent at the start is worth now, in units. */
  index = new Float64Array(0);

  constructor(utilisation: Fraction) {
    this.#utilisation = utilisation;
  }

  begin({ accounts, prices }: Stage): void {
    if (this.#supply === undefined) {
      this.#supply = new Float64Array(prices.length);
      const { debtAsset, debtAmount } = accounts.book;
      for (let i = 0; i < debtAsset.length; i++) {
        this.#supply[debtAsset[i] as number]! += (debtAmount[i] as number) / this.#utilisation;
      }
      this.index = new Float64Array(prices.length);
    }
    this.index.fill(1);
  }

  take({ usd, asset, price }: Loss): Usd {
    const supply = (this.#supply as Float64Array)[asset] as number;
    const before = this.index[asset] as number;
    const after = indexAfter(before, supply, usd / price);
    this.index[asset] = after;
    return after > 0 ? usd : Math.min(usd, before * supply * price);
  }
}

/**
 * Those who lent the asset that was owed bear the loss at once, through the index that says what their shares are worth:
 *
 *   index' = index − lost / supply,   not below 0;   supply = debt of the book in that asset / utilisation
 *
 * lost and supply in units of the asset. Lenders of other assets bear nothing. `utilisation`: share of the supply that is lent out, a fraction above 0;
 * lower, and there is more to share the loss. What is beyond all that was lent goes to the next step. Reported as socialised loss, USD. Source: Morpho
 * Blue (`totalSupplyAssets -= badDebtAssets`), Euler v2 (debt socialisation lowers the exchange rate).
 */
export const supplyIndex = defineModel({
  family: 'absorber',
  name: 'supply-index',
  title: 'lenders of the same asset bear the loss through their index, up to all they lent',
  source: 'Morpho Blue, Morpho.sol liquidate; Euler v2 (EVK), debt socialisation',
  misleads: 'where lenders can leave before the index falls: all of them are taken to stay',
  params: z.strictObject({
    utilisation: zFraction.gt(0).default(1).describe('share of what was lent that is borrowed, e.g. 0.8'),
  }),
  create: ({ utilisation }): LossAbsorber => ({ kind: 'bearer', bearer: () => new SupplyIndex(utilisation) }),
});
