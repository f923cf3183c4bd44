/** The families of models: what an instance of each answers, and what it is handed when it is made. */
import type { Behaviour } from './borrowers/behaviour.ts';
import type { Ordering } from './keepers/ordering.ts';
import type { StrategyChoices } from './liquidation/choices.ts';
import type { Safeguard } from './liquidation/safeguard/safeguard.ts';
import type { ThresholdRule } from './liquidation/thresholds/threshold-rule.ts';
import type { LossAbsorber } from './liquidation/waterfall.ts';
import type {
  BidRule,
  BlockSpaceModel,
  BlockTiming,
  BookModel,
  Delay,
  DepthModel,
  DiscountRule,
  Execution,
  FeeMarket,
  FileTexts,
  PriceCurve,
  SizeRule,
  SplitRule,
  Trigger,
} from './model.ts';
import type { AccessRule, AggregateRule, Fault, Guard, Publication } from './oracles/stages.ts';
import type { PriceContext, PriceModel } from './prices/price-model.ts';
import type { LiquidityProfile } from './venues/concentrated/placed-range.ts';
import type { Recovery, RecoveryContext } from './venues/recovery/recovery.ts';
import type { Venue } from './venues/venue.ts';

export interface FamilyInstance {
  price: PriceModel;
  'block-timing': BlockTiming;
  'block-space': BlockSpaceModel;
  fee: FeeMarket;
  publish: Publication;
  fault: Fault;
  aggregate: AggregateRule;
  access: AccessRule;
  guard: Guard;
  delay: Delay;
  bid: BidRule;
  ordering: Ordering;
  depth: DepthModel;
  liquidity: LiquidityProfile;
  recovery: Recovery;
  venue: Venue;
  book: BookModel;
  trigger: Trigger;
  size: SizeRule;
  discount: DiscountRule;
  split: SplitRule;
  curve: PriceCurve;
  execution: Execution;
  absorber: LossAbsorber;
  safeguard: Safeguard;
  borrower: Behaviour;
  thresholds: ThresholdRule;
  strategy: StrategyChoices;
}

/** What a delay may need: the files of the scenario, and delays that it is made of. */
export interface DelayContext extends FileTexts {
  delay(reference: { readonly model: string }): Delay;
}

interface VenueContext {
  /** Index of a named asset. */
  asset(name: string): number;
  /** Price at time 0 of a named asset, USD. */
  startPrice(name: string): number;
  depth(reference: { readonly model: string }): DepthModel;
  liquidity(reference: { readonly model: string }): LiquidityProfile;
  recovery(reference: { readonly model: string }): Recovery;
}

export interface FamilyContext {
  price: PriceContext;
  'block-timing': { delay(reference: { readonly model: string }): Delay };
  'block-space': FileTexts;
  fee: { blockSpace(reference: { readonly model: string }): BlockSpaceModel };
  publish: undefined;
  fault: undefined;
  aggregate: undefined;
  access: undefined;
  guard: undefined;
  delay: DelayContext | undefined;
  bid: undefined;
  ordering: undefined;
  depth: FileTexts | undefined;
  liquidity: FileTexts;
  recovery: RecoveryContext;
  venue: VenueContext;
  book: FileTexts;
  trigger: undefined;
  size: undefined;
  discount: undefined;
  split: undefined;
  curve: undefined;
  execution: { curve(reference: { readonly model: string }): PriceCurve };
  /** Index of a named asset. */
  absorber: { asset(name: string): number };
  safeguard: undefined;
  borrower: { delay(reference: { readonly model: string }): Delay };
  /** Names of assets, and their liquidation thresholds by index; undefined where an asset is no collateral. */
  thresholds: { readonly names: readonly string[]; threshold(asset: number): number | undefined };
  strategy: undefined;
}
