/**
 * A strategy is a handful of independent choices. A preset names one for each; a scenario may replace any of them.
 */
import type { DiscountRule, SizeRule, SplitRule, Trigger } from '../model.ts';
import type { ModelReference } from '../registry.ts';

/** A choice as a reference to a registered model, or (from a plug-in) the thing itself. */
export type Choice<T> = ModelReference | T;

/** The keys under which a strategy states its choices. */
export const STRATEGY_CHOICES = ['trigger', 'size', 'discount', 'split', 'execution'] as const;

export interface StrategyChoices {
  readonly trigger: Choice<Trigger>;
  readonly size: Choice<SizeRule>;
  readonly discount: Choice<DiscountRule>;
  /** The protocol keeps its fee on the bonus when left out. */
  readonly split?: Choice<SplitRule>;
  readonly execution: ModelReference;
}
