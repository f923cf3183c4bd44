/** Base fees of blocks and of blobs. */
import { nextBaseFee } from '../../../models/chain/base-fee.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';

const GWEI = 1e9;

export const chainFees: Adapters = {
  'eip1559/next-base-fee': {
    run({ params, inputs }) {
      const { baseFeeMaxChangeDenominator } = numbersOf(params, 'baseFeeMaxChangeDenominator');
      const { parentBaseFee, parentGasUsed } = numbersOf(inputs, 'parentBaseFee', 'parentGasUsed');
      const elasticity = numberOf(params.elasticityMultiplier ?? 2);
      const limit = numberOf(inputs.parentGasLimit ?? elasticity * numberOf(inputs.parentGasTarget));
      const fee = { hasBaseFee: true, target: 1 / elasticity, maxStep: 1 / baseFeeMaxChangeDenominator };
      return { baseFee: nextBaseFee(parentBaseFee / GWEI, parentGasUsed / limit, fee) * GWEI };
    },
  },
};
