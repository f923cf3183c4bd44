/** Who may read an oracle when, and when a protocol believes it: locks, anchors, sequencers, fixed prices. */
import { readableRound, readableUntil } from '../../../models/oracles/access/oev-lock.ts';
import { anchoredPrice, isWithinAnchor } from '../../../models/oracles/guard/anchored-view.ts';
import { isUpAndSettled, mayLiquidate } from '../../../models/oracles/guard/sequencer-status.ts';
import { arithmeticMean, CumulativePrice } from '../../../models/oracles/mean/cumulative-price.ts';
import { fixedPrice } from '../../../models/oracles/publish/fixed-price.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';

const MANTISSA = 1e18;
/** Prices of the view have six decimals. */
const ETH_UNIT = 1e18;

interface Round {
  readonly answer: string;
  readonly timestamp: number;
}

/** Mean price of a pair whose reserves stay as they are, read at both ends of the window. */
function meanOfPair(reserve0: number, reserve1: number, reversed: unknown, elapsed: number): number {
  const sum = new CumulativePrice(0, reversed === true ? reserve0 / reserve1 : reserve1 / reserve0);
  return arithmeticMean(sum.at(0), sum.at(elapsed), elapsed);
}

export const oracleAccess: Adapters = {
  'oracle/oev-lock': {
    run({ params, inputs }) {
      const rounds = inputs.rounds as Round[];
      const { now, lastUnlockTime } = numbersOf(inputs, 'now', 'lastUnlockTime');
      const stamps = rounds.map(({ timestamp }) => timestamp);
      const at = readableRound(stamps, rounds.length, lastUnlockTime, now, {
        lockWindow: numberOf(params.lockWindow),
        maxTraversal: numberOf(params.maxTraversal),
        maxAge: numberOf(params.maxAge ?? 86_400),
      });
      return { ...rounds[at], roundId: at + 1 };
    },
  },
  'oracle/oev-lock-round': {
    run({ params, inputs }) {
      const { answer, timestamp } = inputs.round as Round;
      const { now, lastUnlockTime } = numbersOf(inputs, 'now', 'lastUnlockTime');
      const isReadable = timestamp <= readableUntil(lastUnlockTime, now, numberOf(params.lockWindow));
      return isReadable ? { answer, timestamp } : { answer: 0, timestamp: 0 };
    },
  },
  'oracle/anchor-bound': {
    run({ params, inputs }) {
      const { reporterPrice, anchorPrice } = numbersOf(inputs, 'reporterPrice', 'anchorPrice');
      const tolerance = numberOf(params.toleranceMantissa) / MANTISSA;
      const invalidated = inputs.reporterInvalidated === true;
      const accepted = invalidated || isWithinAnchor(reporterPrice, anchorPrice, tolerance);
      return { accepted, price: anchoredPrice(reporterPrice, anchorPrice, tolerance, 0, invalidated) };
    },
  },
  'oracle/v2-twap-anchor': {
    run({ params, inputs }) {
      const { reserve0, reserve1, ethReserve0, ethReserve1 } = numbersOf(
        inputs,
        ...(['reserve0', 'reserve1', 'ethReserve0', 'ethReserve1'] as const),
      );
      const { elapsed, reporterPrice, baseUnit } = numbersOf(inputs, 'elapsed', 'reporterPrice', 'baseUnit');
      if (elapsed < numberOf(params.anchorPeriod)) throw new RangeError('the window is shorter than the anchor period');
      // ETH is priced against a six-decimal dollar, everything else against ETH.
      const eth = meanOfPair(ethReserve0, ethReserve1, true, elapsed) * ETH_UNIT;
      const mean = (meanOfPair(reserve0, reserve1, inputs.reversed, elapsed) * eth * baseUnit) / ETH_UNIT;
      const tolerance = numberOf(params.toleranceMantissa) / MANTISSA;
      const anchor = inputs.symbol === 'ETH' ? eth : mean;
      const accepted = isWithinAnchor(reporterPrice, anchor, tolerance);
      return { accepted, price: anchoredPrice(reporterPrice, anchor, tolerance, 0, false) };
    },
  },
  'oracle/fixed-eth-price': {
    run({ inputs }) {
      const { ethPrice, fixedPrice: ratio } = numbersOf(inputs, 'ethPrice', 'fixedPrice');
      return { price: fixedPrice(ethPrice, ratio / MANTISSA, 1) };
    },
  },
  'l2/sequencer-gate': {
    run({ params, inputs }) {
      const { lastStatusChange, now } = numbersOf(inputs, 'lastStatusChange', 'now');
      const grace = numberOf(params.gracePeriod);
      const down = inputs.down === true;
      if (inputs.action !== 'liquidate') return { allowed: isUpAndSettled(down, lastStatusChange, now, grace) };
      return { allowed: mayLiquidate(down, lastStatusChange, now, grace, inputs.hfBelowThreshold === true) };
    },
  },
};
