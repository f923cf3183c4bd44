/** The ring of observations of a Uniswap v3 pool. */
import { ObservationRing } from '../../../models/oracles/mean/observation-ring.ts';
import { type Adapters, numberOf } from '../adapter.ts';

interface Operation {
  readonly grow?: number;
  readonly advanceTime?: number;
  readonly advanceTimeBy?: number;
  readonly tick?: number;
  readonly liquidity?: string;
}

/** The sums wrap at 2^160, so a small one may be the difference of two large ones. */
const SUM_MODULUS = 2 ** 160;

export const uniswapV3Oracle: Adapters = {
  'univ3/oracle-observe': {
    run({ inputs }) {
      const { liquidity, tick, time } = inputs.initialize as { liquidity: string; tick: number; time: number };
      const state = { liquidity: numberOf(liquidity), tick: numberOf(tick), time: numberOf(time) };
      const ring = new ObservationRing();
      ring.initialize(state.time);
      for (const operation of inputs.ops as Operation[]) {
        if (operation.grow !== undefined) ring.grow(operation.grow);
        state.time += numberOf(operation.advanceTime ?? operation.advanceTimeBy ?? 0);
        if (operation.tick === undefined && operation.liquidity === undefined) continue;
        ring.write(state.time, state.tick, state.liquidity);
        if (operation.tick !== undefined) state.tick = numberOf(operation.tick);
        if (operation.liquidity !== undefined) state.liquidity = numberOf(operation.liquidity);
      }
      const found = { tickCumulative: 0, secondsPerLiquidity: 0 };
      ring.observe(state.time, numberOf(inputs.secondsAgo), state.tick, state.liquidity, found);
      return { tickCumulative: found.tickCumulative, secondsPerLiquidityCumulativeX128: found.secondsPerLiquidity };
    },
    largestAmount: ({ inputs }) => ((inputs.ops as Operation[]).some(wraps) ? SUM_MODULUS : 0),
  },
};

const wraps = ({ advanceTime = 0, advanceTimeBy = 0 }: Operation) => Math.max(advanceTime, advanceTimeBy) > 2 ** 31;
