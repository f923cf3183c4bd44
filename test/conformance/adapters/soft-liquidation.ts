/** Liquidations without an account's own event: crvUSD's bands and parts of positions, Fluid's ticks. */

import { bandEdge, bandMarketPrices, liquidatePart } from '../../../models/liquidation/houses/bands.ts';
import { liquidatableDebt, ratioAtTick } from '../../../models/liquidation/houses/pooled.ts';
import { WHOLE } from '../../../models/liquidation/whole-units.ts';
import { powInt } from '../../../sim/math.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';

/** Ratios are kept with 96 bits after the point. */
const FIXED_POINT = powInt(2, 96);

export const softLiquidation: Adapters = {
  'crvusd/band-prices': {
    run({ params, inputs }) {
      const { A, basePrice } = numbersOf(params, 'A', 'basePrice');
      const { n, pOracle } = numbersOf(inputs, 'n', 'pOracle');
      const { up, down } = bandMarketPrices(basePrice, A, n, pOracle);
      return {
        pOracleUp: bandEdge(basePrice, A, n),
        pOracleDown: bandEdge(basePrice, A, n + 1),
        pCurrentUp: up,
        pCurrentDown: down,
      };
    },
  },
  'crvusd/fractional-liquidation': {
    run({ params, inputs }) {
      const { frac, ratio } = numbersOf(params, 'frac', 'ratio');
      const i = numbersOf(inputs, 'collateral', 'stablecoin', 'debt', 'spotPrice');
      const position = { collateral: i.collateral, converted: i.stablecoin, debt: i.debt };
      const { left, surplus, price, gain } = liquidatePart(position, frac, ratio, i.spotPrice);
      return {
        totalSurplus: surplus,
        fracPrice: price,
        liquidatorProfit: gain,
        collateralAfter: left.collateral,
        stablecoinAfter: left.converted,
        debtAfter: left.debt,
      };
    },
  },
  'fluid/ratio-at-tick': {
    run: ({ params, inputs }) => ({
      ratioX96: WHOLE.down(ratioAtTick(numberOf(params.tickSpacing), numberOf(inputs.tick)) * FIXED_POINT),
    }),
  },
  'fluid/pooled-liquidation': {
    run({ params, inputs }) {
      const p = numbersOf(params, 'tickSpacing', 'liquidationThreshold', 'liquidationPenalty');
      const positions = (inputs.positions as Record<string, unknown>[]).map((one) =>
        numbersOf(one, 'collateral', 'debt'),
      );
      const { tickSpacing: spacing, liquidationThreshold: threshold, liquidationPenalty: penalty } = p;
      const terms = { spacing, threshold, penalty, price: numberOf(inputs.price) };
      return { liquidatableDebt: liquidatableDebt(positions, terms) };
    },
  },
};
