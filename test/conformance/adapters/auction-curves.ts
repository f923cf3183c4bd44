/** Price curves of other auction houses. */
import { builtIn } from '../../../models/catalogue.ts';
import { halving, halvingCurve } from '../../../models/liquidation/curve/halving.ts';
import { type AuctionOutcome, lossVersusFair } from '../../../models/liquidation/curve/loss-versus-fair.ts';
import { type CurvePoint, valueOnLines } from '../../../models/liquidation/curve/points.ts';
import { WHOLE } from '../../../models/liquidation/whole-units.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';

const HOUR = 3_600_000;
const DAY_SECONDS = 86_400;
const AJNA_BUFFER = 256;
const registry = builtIn();

const ajna = registry.create('curve', { model: 'halving', ...halving.params.parse({}) }, undefined);

/** Whether the amount is what a swapper gives (rounded down) or gets (rounded up). */
const rounded = (side: unknown, amount: number) => (side === 'input' ? WHOLE.down(amount) : WHOLE.up(amount));

export const auctionCurves: Adapters = {
  'ajna/auction-price': {
    run: ({ inputs }) => ({
      price: numberOf(inputs.referencePrice) * AJNA_BUFFER * ajna.share(numberOf(inputs.elapsed) * 1000),
    }),
    // The contract keeps eighteen decimals of the price: far down the curve that is all the resolution there is.
    largestAmount: ({ inputs }) => Math.max(numberOf(inputs.referencePrice) * 1e-9, 1e9),
  },
  'ajna/reserve-auction-price': {
    run({ params, inputs }) {
      const curve = halvingCurve([{ halfLife: HOUR }]);
      const start = (numberOf(params.startNumerator) / numberOf(inputs.lastKickedReserves)) * 1e18;
      return { price: WHOLE.down(start * curve.share(numberOf(inputs.elapsed) * 1000)) };
    },
    largestAmount: ({ inputs }) => Math.max(1e9, 1e27 / numberOf(inputs.lastKickedReserves)),
  },
  'uniswapx/dutch': {
    run({ params, inputs }) {
      const p = numbersOf(params, 'startTime', 'endTime');
      const i = numbersOf(inputs, 'startAmount', 'endAmount', 'now');
      const line: CurvePoint[] = [
        { at: p.startTime, value: i.startAmount },
        { at: p.endTime, value: i.endAmount },
      ];
      if (p.endTime < p.startTime) throw new RangeError('ends before it starts');
      return { amount: valueOnLines(line, i.now) };
    },
  },
  'uniswapx/v3-curve': {
    run({ params, inputs }) {
      const blocks = (params.relativeBlocks as unknown[]).map(numberOf);
      const amounts = (params.relativeAmounts as unknown[]).map(numberOf);
      const start = numberOf(inputs.startAmount);
      const line: CurvePoint[] = [
        { at: 0, value: start },
        ...blocks.map((at, k) => ({ at, value: start - amounts[k]! })),
      ];
      const amount = rounded(params.side, valueOnLines(line, numberOf(inputs.block) - numberOf(params.startBlock)));
      const bound = numberOf(params.bound);
      return { amount: params.side === 'input' ? Math.min(bound, amount) : Math.max(bound, amount) };
    },
  },
  'dutch-auction/seconds-until-auction-price': {
    run({ params }) {
      const p = numbersOf(params, 'buf', 'tau_s');
      const curve = registry.create('curve', { model: 'linear', duration: p.tau_s * 1000 }, undefined);
      return firstAt((t) => p.buf * curve.share(t), 1, curve.reaches(1 / p.buf)) / 1000;
    },
  },
  'dutch-auction/seconds-until-price': { run: ({ params }) => stairSeconds(params, 1 / numberOf(params.buf)) },
  'dutch-auction/seconds-until-reset-by-cusp': {
    run: ({ params }) => stairSeconds(params, numberOf(params.cusp), true),
  },
  'dutch-auction/price-market-at-that-step': {
    run({ params }) {
      const seconds = stairSeconds(params, 1 / numberOf(params.buf));
      return numberOf(params.buf) * stairs(params).share(seconds * 1000);
    },
  },
  'dutch-auction/expected-loss-vs-fair': { run: ({ params }) => fallingAuction(params).loss },
  'dutch-auction/expected-time-to-fill': { run: ({ params }) => fallingAuction(params).fill },
  'dutch-auction/rpow': { run: ({ params }) => rayPower(numberOf(params.cut), numberOf(params.n)) },
};

/** Everything by seconds. */
function fallingAuction(params: Readonly<Record<string, unknown>>): AuctionOutcome {
  const p = numbersOf(params, 'log_start_premium', 'decay_per_s', 'daily_vol', 'mu', 'mean_block_s');
  return lossVersusFair({
    premium: p.log_start_premium,
    decay: p.decay_per_s,
    drift: p.mu,
    volatility: p.daily_vol / Math.sqrt(DAY_SECONDS),
    block: p.mean_block_s,
    blocks: /poisson/i.test(String(params.block_process ?? 'Poisson')) ? 'poisson' : 'slots',
  });
}

const stairs = (params: Readonly<Record<string, unknown>>) =>
  registry.create(
    'curve',
    { model: 'stairstep', cut: numberOf(params.cut), step: numberOf(params.step_s ?? 1) * 1000 },
    undefined,
  );

/** First step at which the share is at most (or below) a level, from the curve's own search. */
function stairSeconds(params: Readonly<Record<string, unknown>>, level: number, strictly = false): number {
  const curve = stairs(params);
  const step = numberOf(params.step_s) * 1000;
  let t = Math.floor(curve.reaches(level) / step) * step;
  while (strictly ? curve.share(t) >= level : curve.share(t) > level * (1 + 1e-12)) t += step;
  return t / 1000;
}

/** The curve's search may be a little early: the exact instant follows within it. */
function firstAt(price: (t: number) => number, level: number, from: number): number {
  let [low, high] = [from, from * (1 + 1e-6) + 1];
  for (let k = 0; k < 100; k++) {
    const middle = (low + high) / 2;
    if (price(middle) > level) low = middle;
    else high = middle;
  }
  return high;
}

const rayPower = (cut: number, n: number) =>
  registry.create('curve', { model: 'stairstep', cut: cut / 1e27, step: 1000 }, undefined).share(n * 1000) * 1e27;
