/** Markets that fill at an oracle's price moved by how lopsided they are: GMX v2, Synthetix. */
import { applyImpactFactor } from '../../../models/venues/oracle-pool/impact.ts';
import { skewFillPnl } from '../../../models/venues/profile/skew.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';

const UNIT = 1e18;
/** GMX counts USD in 1e-30. */
const USD = 1e30;

export const oracleMarkets: Adapters = {
  'gmx/v2-apply-impact-factor': {
    run({ inputs }) {
      const { diffUsd, exponent, factor } = numbersOf(inputs, 'diffUsd', 'exponent', 'factor');
      return { out: applyImpactFactor(diffUsd, exponent, factor) * USD };
    },
  },
  'synthetix/skew-fill-pnl': {
    run({ params, inputs }) {
      const { skew, size, entryPrice, markPrice } = numbersOf(inputs, 'skew', 'size', 'entryPrice', 'markPrice');
      const scale = numberOf(params.skewScale) / UNIT;
      return { pnl: skewFillPnl(skew / UNIT, size / UNIT, entryPrice / UNIT, markPrice / UNIT, scale) * UNIT };
    },
    largestAmount: ({ inputs }) => Math.abs((numberOf(inputs.size) / UNIT) * numberOf(inputs.entryPrice)),
  },
};
