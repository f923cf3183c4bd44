import { z } from 'zod';
import { defineModel } from '../../registry.ts';
import type { LossAbsorber } from '../waterfall.ts';

/**
 * Names the loss and leaves it where it is: no step after it is asked. It is reported as parked bad debt, USD, and borne by nobody
 * during the path: lenders cannot withdraw all that they are owed until somebody pays. The same happens to what no step takes.
 * Source: Aave v3.3 (`deficit` of a reserve, paid later by `eliminateReserveDeficit`), Maker's `sin`.
 */
export const park = defineModel({
  family: 'absorber',
  name: 'park',
  title: 'the loss is recorded and waits; nobody bears it during the path',
  source: 'Aave v3.3, reserve deficit; MakerDAO Vow (sin)',
  params: z.strictObject({}),
  create: (): LossAbsorber => ({
    kind: 'bearer',
    bearer: () => ({ side: 'nobody', begin() {}, take: ({ usd }) => usd }),
  }),
});
