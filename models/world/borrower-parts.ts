/** Borrowers of a strategy who act of their own accord, made from its section of the scenario. */
import type { Behaviour } from '../borrowers/behaviour.ts';
import { Borrowers } from '../borrowers/borrowers.ts';
import { buildDelay, type Plan } from './parts.ts';
import type { WorldSpec } from './spec.ts';
import type { Stage } from './stage.ts';
import { isSameIndex, type SharedIndex } from './threshold-parts.ts';

type StrategySpec = WorldSpec['strategies'][string];

interface Parts extends Plan {
  readonly name: string;
  readonly strategy: StrategySpec;
  readonly book: { readonly indices: readonly SharedIndex[] };
}

/** Health factors at which borrowers are alarmed: each needs a crossing index of its own. */
export function alarmsOf(strategy: StrategySpec, trigger: number): number[] {
  return (strategy.borrowers ?? []).map(({ at }) => (typeof at === 'number' ? at : trigger));
}

/** @throws RangeError where borrowers would be alarmed only once they are due */
export function buildBorrowers(
  parts: Parts,
  stage: Stage,
  moving: readonly boolean[],
  least: Float64Array | undefined,
): Borrowers | undefined {
  const { name, strategy, registry, book } = parts;
  if (strategy.borrowers === undefined || strategy.borrowers.length === 0) return undefined;
  const { trigger } = stage.margin;
  const behaviours = strategy.borrowers.map(
    (one): Behaviour =>
      registry.create('borrower', one, {
        delay: (reference) => buildDelay(reference as Parameters<typeof buildDelay>[0], parts),
      }),
  );
  const indices = behaviours.map(({ at = trigger }) => {
    if (at < trigger) {
      throw new RangeError(
        `strategy ${name}: borrowers are alarmed at a health factor of ${at}, but their accounts are due below ${trigger}; raise at to ${trigger} or more`,
      );
    }
    return (book.indices.find((entry) => isSameIndex(entry, at, least)) as SharedIndex).index;
  });
  // They look at prices before any account is due.
  stage.gate.remembers = true;
  return new Borrowers(stage, moving, behaviours, indices);
}
