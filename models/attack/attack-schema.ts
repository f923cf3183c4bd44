/** How an attack is written in a scenario. */
import { z } from 'zod';
import { zDuration, zFraction, zGas, zName, zProperFraction, zSpan, zUsd } from '../parameters.ts';

export const attackSchema = z
  .strictObject({
    asset: zName.describe('collateral whose pool is pushed down, so that its oracle reads too little'),
    venue: zName.optional().describe('the pool; the first that sells the asset when left out'),
    at: zDuration.describe('time from the start at which it begins'),
    hold: zSpan.describe('how long the price of the pool is held, sold down again in every block'),
    displacement: z
      .number()
      .gt(-1)
      .lt(0)
      .describe('price of the pool against the outside price, minus one; −0.3 is 30 % below'),
    loan: z
      .strictObject({
        available: zUsd.describe('USD, at the outside price, of the asset that can be borrowed'),
        loanToValue: zProperFraction
          .gt(0)
          .describe('most that can be borrowed on a dollar of collateral, at the protocol’s prices'),
      })
      .optional()
      .describe('borrows the asset at the end against collateral at its right price; no loan when left out'),
    keeperShare: zFraction.default(0).describe('share of what keepers earn while it lasts that is the attacker’s own'),
    gas: zGas.default(150_000).describe('gas of each sale'),
  })
  .describe('somebody who pushes a pool that an oracle reads');

export type AttackSpec = z.output<typeof attackSchema>;
