/** What keepers pay a chain beside the gas of a transaction, and what of their payments comes back to the protocol. */
import type { Gas, Gwei, Millis, Usd } from '../../sim/units.ts';
import { CHAIN, KEEPERS, PROTOCOL } from '../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../outcome.ts';
import type { Stage } from '../world/stage.ts';

/** Keepers pay the chain's operator an amount in its gas asset. */
export function payChain({ ledger, tally, gasAsset, gasAssetUsd }: Stage, usd: Usd, time: Millis): void {
  ledger.move(gasAsset, KEEPERS, CHAIN, usd / gasAssetUsd(time));
  tally[I.keeperGasUsd]! += usd;
  tally[I.keeperProfitUsd]! -= usd;
}

/** The block producer hands `price` per unit of gas on to the protocol, which counts it as a fee. */
export function refundToProtocol(stage: Stage, gas: Gas, price: Gwei, time: Millis): void {
  const units = gas * price * 1e-9;
  const usd = units * stage.gasAssetUsd(time);
  stage.ledger.move(stage.gasAsset, CHAIN, PROTOCOL, units);
  stage.tally[I.protocolFeeUsd]! += usd;
  stage.waterfall.feed(usd);
}
