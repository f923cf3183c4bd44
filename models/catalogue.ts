/** Every model that comes with Plimsoll. A new one is a file, and a line here. */
import { csvBook } from './book/from-csv.ts';
import { generatedBook } from './book/generated.ts';
import { deleverage, selfLiquidation, topUp } from './borrowers/behaviours.ts';
import { constantGas } from './chain/block-space.ts';
import { crisisDayGas } from './chain/crisis-day.ts';
import { eip1559, firstPrice, noFee } from './chain/fees.ts';
import { poissonBlocks } from './chain/poisson-blocks.ts';
import { replayedGas } from './chain/replayed-gas.ts';
import { rollup } from './chain/rollup.ts';
import { sequencer } from './chain/sequencer.ts';
import { slots } from './chain/slots.ts';
import { volatilityCoupledGas } from './chain/volatility-coupled-gas.ts';
import { constantDelay, exponentialDelay, lognormalDelay } from './delays/delays.ts';
import { empiricalDelay } from './delays/empirical.ts';
import { gammaDelay, weibullDelay } from './delays/gamma-weibull.ts';
import { mixtureDelay } from './delays/mixture.ts';
import { adaptiveBid, fixedGasPrice, marketMultiple, profitShare } from './keepers/bids.ts';
import { firstCome, highestTip, priorityGas, sealedBundles } from './keepers/orderings.ts';
import { debtAuction } from './liquidation/absorber/debt-auctions.ts';
import { insuranceFund, socialise, stakedBackstop } from './liquidation/absorber/funds.ts';
import { redistribution } from './liquidation/absorber/other-borrowers.ts';
import { park } from './liquidation/absorber/park.ts';
import { reserves } from './liquidation/absorber/reserves.ts';
import { sharedBackstop } from './liquidation/absorber/shared-backstop.ts';
import { supplyIndex } from './liquidation/absorber/supply-index.ts';
import { exponentialCurve, linearCurve, stairstepCurve } from './liquidation/curve/curves.ts';
import { halving } from './liquidation/curve/halving.ts';
import { increasingDiscount } from './liquidation/curve/increasing-discount.ts';
import { points } from './liquidation/curve/points.ts';
import { fixedBonus, noDiscount } from './liquidation/discount/discounts.ts';
import { boostedShortfall, shortfall } from './liquidation/discount/health-discounts.ts';
import { thresholdIncentive } from './liquidation/discount/threshold-incentive.ts';
import { tiered } from './liquidation/discount/tiers.ts';
import { batchAuction } from './liquidation/execution/batch-auction.ts';
import { debtTakeOver } from './liquidation/execution/debt-take-over.ts';
import { englishAuction } from './liquidation/execution/english-auction.ts';
import { auctionExecution, keeperExecution, synchronousExecution } from './liquidation/execution/executions.ts';
import { internalPool } from './liquidation/execution/internal-pool.ts';
import { pooledLiquidation } from './liquidation/execution/pooled-liquidation.ts';
import { softLiquidation } from './liquidation/execution/soft-liquidation.ts';
import { penaltyPool, stabilityPool } from './liquidation/execution/stability-pools.ts';
import { storefront } from './liquidation/execution/storefront.ts';
import { preLiquidationDiscount, preLiquidationSize } from './liquidation/pre-liquidation.ts';
import { circuitBreaker } from './liquidation/safeguard/circuit-breaker.ts';
import { flagThenExecute } from './liquidation/safeguard/flagging.ts';
import { coolOff, gracePeriod, randomOrder, randomStart } from './liquidation/safeguard/waiting.ts';
import { positionCloseFactor } from './liquidation/size/position-close-factor.ts';
import { closeFactor, targetHealth, wholeDebt } from './liquidation/size/sizes.ts';
import { incremental, optimalSchedule } from './liquidation/size/slices.ts';
import { bonusShare, seizedShare, wholeToLiquidator } from './liquidation/split/splits.ts';
import { congestionAdjusted, volatilityAdjusted } from './liquidation/thresholds/adjusted.ts';
import { ramp } from './liquidation/thresholds/ramp.ts';
import { atThreshold, belowThreshold } from './liquidation/trigger.ts';
import { oevLock, openAccess, privateFirst } from './oracles/access/accesses.ts';
import { boundedUnion } from './oracles/aggregate/bounded-union.ts';
import { medianOfMiddleTwo, singleSource, trimmedMean, upperMedianOfSources } from './oracles/aggregate/medians.ts';
import { threeVotes } from './oracles/aggregate/three-votes.ts';
import { anchor, confidence, jump, sequencerGrace, staleness } from './oracles/guard/guards.ts';
import { bounds, freeze, outlier, silence } from './oracles/observe/faults.ts';
import { delayedModule, everyBlock, fixedRatio, pull, timeWeightedMean } from './oracles/publish/readings.ts';
import { deviationHeartbeat, interval } from './oracles/publish.ts';
import { bates } from './prices/bates.ts';
import { bootstrap } from './prices/bootstrap.ts';
import { constantPrice } from './prices/constant.ts';
import { garch } from './prices/garch.ts';
import { gbm } from './prices/gbm.ts';
import { hawkes } from './prices/hawkes.ts';
import { heston } from './prices/heston.ts';
import { kou } from './prices/kou.ts';
import { liquidStaking } from './prices/liquid-staking.ts';
import { merton } from './prices/merton.ts';
import { ouPeg } from './prices/ou-peg.ts';
import { regimeSwitching } from './prices/regime-switching.ts';
import { replay } from './prices/replay.ts';
import { severity } from './prices/severity.ts';
import { type ModelDefinition, Registry } from './registry.ts';
import { concentrated } from './venues/concentrated.ts';
import { constantProduct } from './venues/constant-product.ts';
import { hysteresisDepth, steadyDepth, volatilityCoupledDepth } from './venues/depth.ts';
import { frictionless } from './venues/frictionless.ts';
import { linearImpact, squareRootImpact } from './venues/impact.ts';
import { bands } from './venues/liquidity/bands.ts';
import { ranges } from './venues/liquidity/ranges.ts';
import { tickMap } from './venues/liquidity/tick-map.ts';
import { oraclePool } from './venues/oracle-pool.ts';
import { orderBook } from './venues/order-book.ts';
import { arbitrageRecovery, halfLifeRecovery } from './venues/recovery/recoveries.ts';
import { replayedDepth } from './venues/replayed-depth.ts';
import { skewedOracle } from './venues/skewed-oracle.ts';
import { stableSwap } from './venues/stableswap.ts';
import { weightedPool } from './venues/weighted.ts';

const BUILT_IN: readonly ModelDefinition[] = [
  ...[constantPrice, gbm, merton, replay],
  ...[kou, heston, bates, garch, regimeSwitching, hawkes, bootstrap, severity],
  ...[ouPeg, liquidStaking],
  ...[slots, poissonBlocks, sequencer],
  ...[constantGas, volatilityCoupledGas, crisisDayGas, replayedGas],
  ...[firstPrice, eip1559, noFee, rollup],
  ...[deviationHeartbeat, interval, delayedModule, everyBlock, pull, timeWeightedMean, fixedRatio],
  ...[freeze, silence, outlier, bounds],
  ...[singleSource, upperMedianOfSources, medianOfMiddleTwo, trimmedMean, threeVotes, boundedUnion],
  ...[openAccess, oevLock, privateFirst],
  ...[staleness, jump, anchor, confidence, sequencerGrace],
  ...[constantDelay, exponentialDelay, lognormalDelay],
  ...[gammaDelay, weibullDelay, empiricalDelay, mixtureDelay],
  ...[marketMultiple, profitShare, fixedGasPrice, adaptiveBid],
  ...[highestTip, priorityGas, sealedBundles, firstCome],
  ...[constantProduct, concentrated, frictionless],
  ...[stableSwap, weightedPool, orderBook, squareRootImpact, linearImpact, skewedOracle, oraclePool],
  ...[steadyDepth, volatilityCoupledDepth, hysteresisDepth, replayedDepth],
  ...[bands, ranges, tickMap],
  ...[halfLifeRecovery, arbitrageRecovery],
  ...[generatedBook, csvBook],
  ...[belowThreshold, atThreshold],
  ...[volatilityAdjusted, congestionAdjusted, ramp],
  ...[topUp, deleverage, selfLiquidation],
  ...[gracePeriod, coolOff, flagThenExecute, circuitBreaker, randomStart, randomOrder],
  ...[wholeDebt, closeFactor, targetHealth, positionCloseFactor, preLiquidationSize],
  ...[incremental, optimalSchedule],
  tiered,
  ...[noDiscount, fixedBonus, shortfall, boostedShortfall, thresholdIncentive, preLiquidationDiscount],
  ...[bonusShare, seizedShare, wholeToLiquidator],
  ...[linearCurve, stairstepCurve, exponentialCurve, halving, increasingDiscount, points],
  ...[synchronousExecution, keeperExecution, auctionExecution, debtTakeOver],
  ...[stabilityPool, penaltyPool, englishAuction],
  ...[storefront, internalPool, batchAuction, pooledLiquidation, softLiquidation],
  ...[insuranceFund, socialise, stakedBackstop],
  ...[reserves, sharedBackstop, debtAuction, redistribution, supplyIndex, park],
];

/** A registry of every model that comes with Plimsoll. */
export function builtIn(): Registry {
  return new Registry(BUILT_IN);
}
