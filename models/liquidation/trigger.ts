/** When an account is due: its health factor, at the protocol's prices, is strictly below a limit. */
import { z } from 'zod';
import { defineModel } from '../registry.ts';

export const belowThreshold = defineModel({
  family: 'trigger',
  name: 'below-threshold',
  title: 'due when the health factor is below a limit',
  source: 'Aave v3: liquidatable when HF < 1, not at equality',
  params: z.strictObject({
    healthFactor: z.number().min(1).max(2).default(1).describe('due strictly below it; 1 is the field’s usual limit'),
  }),
  create: ({ healthFactor }) => ({ healthFactor }),
});
