/** One strategy of a scenario, wired to a stage of its own. Stages share the tape and the book, nothing else. */
import type { PriceAttack } from '../attack/price-attack.ts';
import type { Accounts } from '../book/accounts.ts';
import { Margin } from '../book/margin.ts';
import { ScaledAccounts } from '../book/scaled-accounts.ts';
import { Watch } from '../book/watch.ts';
import type { Borrowers } from '../borrowers/borrowers.ts';
import { FrontRunner } from '../keepers/front-runner.ts';
import type { ReactionDelays } from '../keepers/reaction-delays.ts';
import { Ledger } from '../ledger/ledger.ts';
import { AccountStates } from '../liquidation/account-states.ts';
import type { Choice, StrategyChoices } from '../liquidation/choices.ts';
import { collateralRanks } from '../liquidation/collateral-order.ts';
import { DueSet } from '../liquidation/due-set.ts';
import { Healing } from '../liquidation/healing.ts';
import { RecordedSettlement, RecordedWaterfall } from '../liquidation/recorded-settlement.ts';
import type { Safeguard } from '../liquidation/safeguard/safeguard.ts';
import { Settlement } from '../liquidation/settlement.ts';
import { MovingThresholds } from '../liquidation/thresholds/moving-thresholds.ts';
import { Waterfall } from '../liquidation/waterfall.ts';
import type { Execution, FamilyInstance } from '../model.ts';
import type { LiquidationGate } from '../oracles/guard/liquidation-gate.ts';
import { OUTCOME_KEYS } from '../outcome.ts';
import type { ModelReference, Registry } from '../registry.ts';
import type { Tape } from '../tape/tape.ts';
import { buildBorrowers } from './borrower-parts.ts';
import { Closings } from './closings.ts';
import { buildAttack, buildGate, buildOracles } from './oracle-parts.ts';
import type { Overture } from './overture.ts';
import { buildChain, buildKeepers, buildRoute, buildVenues, makeKeepers, type Plan } from './parts.ts';
import { Reaction } from './reaction.ts';
import type { WorldSpec } from './spec.ts';
import type { Stage } from './stage.ts';
import { buildThresholdRules, isSameIndex, leastOf } from './threshold-parts.ts';
import { buildCategoryBonuses } from './tier-parts.ts';
import type { SharedBook } from './world.ts';

type StrategySpec = WorldSpec['strategies'][string];

export interface Strategy {
  readonly name: string;
  /** Runs the strategy on the tape and returns its figures in the order of `OUTCOME_KEYS` (reused by the next run). */
  run(): Float64Array;
  readonly stage: Stage;
}

interface Parts extends Plan {
  readonly name: string;
  readonly strategy: StrategySpec;
  readonly tape: Tape;
  readonly book: SharedBook;
  /** Reset when a run begins; what it says afterwards holds until the next strategy runs. */
  readonly accounts: Accounts;
  readonly overture: Overture;
  readonly delays: ReactionDelays;
}

const BONUS_SHARE: ModelReference = { model: 'bonus-share' };

/** The choices of a strategy: those of a preset stand in the scenario once it is loaded, a plug-in brings its own. */
function choicesOf(strategy: StrategySpec, registry: Registry): Required<StrategyChoices> {
  const { trigger, size, discount, execution, split = BONUS_SHARE } = strategy;
  if (trigger && size && discount && execution) return { trigger, size, discount, split, execution };
  const plugin = registry.create('strategy', { model: strategy.preset }, undefined);
  return {
    trigger: trigger ?? plugin.trigger,
    size: size ?? plugin.size,
    discount: discount ?? plugin.discount,
    split: strategy.split ?? plugin.split ?? BONUS_SHARE,
    execution: execution ?? plugin.execution,
  };
}

function made<F extends 'trigger' | 'size' | 'discount' | 'split'>(
  family: F,
  choice: Choice<FamilyInstance[F]>,
  registry: Registry,
): FamilyInstance[F] {
  if (!('model' in choice)) return choice;
  return registry.create(family, choice as ModelReference, undefined);
}

/** Health factor below which the strategy counts an account as due. */
export function triggerOf(strategy: StrategySpec, registry: Registry): number {
  return made('trigger', choicesOf(strategy, registry).trigger, registry).healthFactor;
}

export function executionOf(strategy: StrategySpec, registry: Registry): Execution {
  return registry.create('execution', choicesOf(strategy, registry).execution, {
    curve: (reference) => registry.create('curve', reference, undefined),
  });
}

/** Events of one reaction beyond which something must be wrong: many times what a busy path needs. */
function eventBudget(tape: Tape, accounts: number): number {
  return 1_000_000 + 20 * tape.grid.ticks + 10 * accounts;
}

/** Order of due accounts: that of the execution, or of a safeguard; largest debt first where nobody gives one. */
function priorityOf(
  name: string,
  execution: Execution,
  safeguards: readonly Safeguard[],
): ((slot: number, stage: Stage) => number) | undefined {
  const orders = [execution, ...safeguards].filter((one) => one.priority !== undefined);
  if (orders.length > 1) {
    throw new RangeError(`strategy ${name}: two of its choices give the order of due accounts; leave one of them out`);
  }
  const [order] = orders;
  return order && ((slot, stage) => order.priority?.(slot, stage) as number);
}

export function buildStrategy(parts: Parts): Strategy {
  const { name, strategy, spec, registry, writer, tape, book, recorder } = parts;
  const names = writer.assetNames;
  const moving = names.map((_, asset) => writer.moving.includes(asset));
  const choices = choicesOf(strategy, registry);
  const trigger = made('trigger', choices.trigger, registry);
  if (!(trigger.healthFactor >= 1)) {
    throw new RangeError(
      `strategy ${name}: a trigger's health factor must be 1 or above (got ${trigger.healthFactor})`,
    );
  }
  const execution = executionOf(strategy, registry);
  const rules = buildThresholdRules(strategy, spec, registry, names, execution);
  const least = leastOf(rules, names.length);
  const index = book.indices.find((entry) => isSameIndex(entry, trigger.healthFactor, least))?.index;
  if (index === undefined) throw new RangeError(`no crossing index for trigger ${trigger.healthFactor}`);
  const venues = buildVenues(parts);
  const chainSpec = Object.values(spec.chains)[0] as WorldSpec['chains'][string];
  const isFree = chainSpec.gasAsset === undefined || writer.fee.isFree === true;
  const gasAsset = isFree ? -1 : names.indexOf(chainSpec.gasAsset as string);
  const factors = new Float64Array(names.length).fill(1);
  const scaled = least && new ScaledAccounts(book.columns, factors);
  const accounts = scaled ?? parts.accounts;
  const margin = new Margin(accounts, moving);
  margin.trigger = trigger.healthFactor;
  const routing = strategy.routing ?? spec.protocol.routing;
  const assetIndex = (wanted: string) => names.indexOf(wanted);
  const absorbers = spec.protocol.waterfall.map((step) => registry.create('absorber', step, { asset: assetIndex }));
  const collateralOf = (asset: number) => spec.protocol.collateral[names[asset] as string];
  const safeguards = (strategy.safeguards ?? []).map((one) => registry.create('safeguard', one, undefined));
  const priority = priorityOf(name, execution, safeguards);
  const bonuses = Float64Array.from(names, (_, asset) => collateralOf(asset)?.liquidationBonus ?? 0);
  const stage: Stage = {
    tape,
    time: 0,
    block: -1,
    prices: Float64Array.from(names, (_, asset) => writer.startPrice(asset)),
    accounts,
    margin,
    watch: new Watch(accounts, margin, moving, index),
    due: new DueSet(priority && ((slot: number) => priority(slot, stage))),
    healing: new Healing(margin, names.length),
    states: new AccountStates(),
    chain: buildChain(parts),
    keepers: (execution.keepers ?? makeKeepers)(
      parts.delays,
      spec.keepers.map((group) => buildKeepers(group, parts)),
    ),
    routes: names.map((_, asset) => {
      const own = venues.filter((venue) => venue.base === asset);
      return collateralOf(asset) && own.length > 0 ? buildRoute(asset, own, routing) : undefined;
    }),
    ledger: new Ledger(names.length),
    waterfall: recorder ? new RecordedWaterfall(absorbers, recorder) : new Waterfall(absorbers),
    closings: new Closings(),
    categories: buildCategoryBonuses(spec, book.columns, names, bonuses),
    bonuses,
    protocolFees: Float64Array.from(names, (_, asset) => collateralOf(asset)?.protocolFee ?? 0),
    size: made('size', choices.size, registry),
    discount: made('discount', choices.discount, registry),
    split: made('split', choices.split, registry),
    collateralRanks: strategy.collateralOrder && collateralRanks(strategy.collateralOrder, names),
    thresholds: scaled && new MovingThresholds(rules, scaled, factors),
    tally: new Float64Array(OUTCOME_KEYS.length),
    ordering: chainSpec.ordering === undefined ? undefined : registry.create('ordering', chainSpec.ordering, undefined),
    recorder,
    gasAsset,
    gasAssetUsd: (time: number) => (gasAsset < 0 ? 0 : tape.priceAt(gasAsset, time)),
  } as unknown as Stage;
  (stage as { settlement: Settlement }).settlement =
    recorder === undefined ? new Settlement(stage) : new RecordedSettlement(stage, recorder);
  if (spec.frontRunner !== undefined)
    (stage as { frontRunner: FrontRunner | undefined }).frontRunner = new FrontRunner(stage, spec.frontRunner);
  stage.thresholds?.bind(stage);
  const refusal = execution.refusal?.(Math.min(chainSpec.gasLimit, chainSpec.gasLimitVote ?? chainSpec.gasLimit));
  if (refusal !== undefined) throw new RangeError(`strategy ${name}: ${refusal}`);
  const feeds = buildOracles(parts, venues);
  stage.size = stage.size.on?.(stage) ?? stage.size;
  const holds = [
    ...safeguards.flatMap((one) => one.hold?.(stage) ?? []),
    ...(stage.size.hold ? [stage.size.hold] : []),
  ];
  (stage as { gate: LiquidationGate }).gate = buildGate(parts, feeds, stage, holds);
  (stage as { attack: PriceAttack | undefined }).attack = buildAttack(parts, feeds, venues, stage);
  (stage as { borrowers: Borrowers | undefined }).borrowers = buildBorrowers(parts, stage, moving, least);
  const reaction = new Reaction(
    stage,
    feeds,
    parts.overture,
    holds.reduce((inner, hold) => hold.before?.(inner) ?? inner, execution.executor(stage)),
    eventBudget(tape, book.columns.accounts),
  );
  return {
    name,
    stage,
    run() {
      accounts.reset();
      stage.watch.reset(index);
      stage.due.clear();
      stage.healing.clear();
      stage.ledger.reset();
      stage.closings.reset();
      for (const venue of venues) venue.reset();
      for (let asset = 0; asset < names.length; asset++) stage.prices[asset] = tape.priceAt(asset, 0);
      stage.waterfall.reset(stage);
      reaction.run();
      return stage.tally;
    },
  };
}
