/** How long there may be no block, and where base fees go. */
import { nextBaseFee } from '../../../models/chain/base-fee.ts';
import { poissonTiming } from '../../../models/chain/poisson-blocks.ts';
import { slotTiming } from '../../../models/chain/slots.ts';
import { type Adapters, numbersOf } from '../adapter.ts';

const SLOT = 12_000;
const FEE = { hasBaseFee: true, target: 0.5, maxStep: 0.125 };

export const blocks: Adapters = {
  'vol-hawkes-blocks/p-no-block-for-t-seconds-poisson-blocks': {
    run({ params }) {
      const { mean_block_s, t } = numbersOf(params, 'mean_block_s', 't');
      return poissonTiming(1000 * mean_block_s).noBlockFor(1000 * t);
    },
  },
  'vol-hawkes-blocks/p-k-consecutive-missed-slots-starting-at-a-given': {
    run({ params }) {
      const { p_missed, k } = numbersOf(params, 'p_missed', 'k');
      return slotTiming(SLOT, p_missed).noBlockFor(k * SLOT);
    },
  },
  'vol-hawkes-blocks/base-fee-after-n-blocks-at-constant-fullness': {
    run({ params }) {
      const {
        base_fee,
        gas_used_over_limit,
        blocks: count,
      } = numbersOf(params, 'base_fee', 'gas_used_over_limit', 'blocks');
      let fee = base_fee;
      for (let block = 0; block < count; block++) fee = nextBaseFee(fee, gas_used_over_limit, FEE);
      return fee;
    },
  },
};
