/** A recorded crisis: what was recorded of it, and how it is replayed. */
import type { OutcomeKey, Results } from '../../../index.ts';

export type Columns = (key: OutcomeKey) => Float64Array;

export interface Figure {
  readonly what: string;
  readonly short: string;
  readonly recorded: string;
  readonly of: (columns: Columns, results: Results) => ArrayLike<number>;
  readonly show: (value: number) => string;
  /** The scenario's scale was set so that this agrees. */
  readonly isFitted?: boolean;
}

export interface Variant {
  readonly name: string;
  readonly set: readonly string[];
  readonly strategy?: string;
  /** Other data files than the crisis takes, by key. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Crisis {
  readonly scenario: string;
  readonly title: string;
  readonly strategy: string;
  /** Keys of the scenario and the data files that they take. */
  readonly files: Readonly<Record<string, string>>;
  readonly figures: readonly Figure[];
  /** The same with other assumptions: what is changed, and by which settings. */
  readonly variants: readonly Variant[];
}
