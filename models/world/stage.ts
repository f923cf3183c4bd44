/** Everything that the parts of one reaction share. Data only: what happens is in the parts themselves. */
import type { Millis, Usd } from '../../sim/units.ts';
import type { PriceAttack } from '../attack/price-attack.ts';
import type { Accounts } from '../book/accounts.ts';
import type { Margin } from '../book/margin.ts';
import type { CategoryBonuses } from '../book/tiers.ts';
import type { Watch } from '../book/watch.ts';
import type { Borrowers } from '../borrowers/borrowers.ts';
import type { Chain } from '../chain/chain.ts';
import type { FrontRunner } from '../keepers/front-runner.ts';
import type { Keepers } from '../keepers/keepers.ts';
import type { Ordering } from '../keepers/ordering.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { AccountStates } from '../liquidation/account-states.ts';
import type { DueSet } from '../liquidation/due-set.ts';
import type { Healing } from '../liquidation/healing.ts';
import type { Settlement } from '../liquidation/settlement.ts';
import type { MovingThresholds } from '../liquidation/thresholds/moving-thresholds.ts';
import type { Waterfall } from '../liquidation/waterfall.ts';
import type { DiscountRule, SizeRule, SplitRule } from '../model.ts';
import type { LiquidationGate } from '../oracles/guard/liquidation-gate.ts';
import type { Tape } from '../tape/tape.ts';
import type { Route } from '../venues/route.ts';
import type { Closings } from './closings.ts';
import type { Recorder } from './recorder.ts';

export interface Stage {
  tape: Tape;
  /** Instant and block being processed. */
  time: Millis;
  block: number;
  /** What the protocol believes, USD per unit, by asset. */
  readonly prices: Float64Array;
  readonly accounts: Accounts;
  readonly margin: Margin;
  readonly watch: Watch;
  readonly due: DueSet;
  readonly healing: Healing;
  readonly states: AccountStates;
  readonly chain: Chain;
  readonly keepers: Keepers;
  /** Who of several keepers gets an opportunity; undefined for the plain rule of the highest tip. */
  readonly ordering: Ordering | undefined;
  /** Trades around liquidations that others can see; undefined when nobody does. */
  readonly frontRunner: FrontRunner | undefined;
  /** By asset; undefined where the asset is no collateral. */
  readonly routes: readonly (Route | undefined)[];
  readonly ledger: Ledger;
  readonly waterfall: Waterfall;
  readonly closings: Closings;
  readonly settlement: Settlement;
  /** Told of everything that happens; undefined unless the path is written down. */
  readonly recorder: Recorder | undefined;
  /** Somebody who pushes a pool that an oracle reads; undefined in peace. */
  readonly attack: PriceAttack | undefined;
  /** Whether liquidations are allowed. */
  readonly gate: LiquidationGate;
  /** Borrowers who act of their own accord; undefined where they only wait. */
  readonly borrowers: Borrowers | undefined;
  /** Liquidation thresholds that move; undefined where they stay. */
  readonly thresholds: MovingThresholds | undefined;
  /** By asset: its place in the order in which collateral is seized; undefined where the largest goes first. */
  readonly collateralRanks: Float64Array | undefined;
  /** Bonuses of accounts in categories; undefined where there are none. */
  readonly categories: CategoryBonuses | undefined;
  /** Bonus and protocol fee by asset. */
  readonly bonuses: Float64Array;
  readonly protocolFees: Float64Array;
  size: SizeRule;
  discount: DiscountRule;
  split: SplitRule;
  /** Figures of this path, in the order of `OUTCOME_KEYS`. */
  readonly tally: Float64Array;
  /** Asset in which gas is paid, −1 when gas is free. */
  readonly gasAsset: number;
  gasAssetUsd(time: Millis): Usd;
}
