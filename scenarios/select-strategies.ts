/** Keeps some of a scenario's strategies, for a run that compares fewer. */
import { suggestion } from './nearest.ts';
import { ScenarioError } from './problem.ts';
import type { ResolvedScenario } from './schema.ts';

/**
 * @param names strategies to keep, all when left out; they stay in the scenario's order
 * @throws ScenarioError when a name is not among the scenario's strategies, or none is given
 */
export function selectStrategies(
  scenario: ResolvedScenario,
  names: readonly string[] | undefined,
): { scenario: ResolvedScenario; warnings: string[] } {
  if (names === undefined) return { scenario, warnings: [] };
  const known = Object.keys(scenario.strategies);
  const place = { file: `--strategies ${names.join(',')}`, line: 0, column: 0 };
  const problems = names
    .filter((name) => !known.includes(name))
    .map((name) => ({
      ...place,
      path: name,
      message: 'is not a strategy of this scenario',
      hint: suggestion(name, known, 'there are'),
    }));
  if (names.length === 0)
    problems.push({
      ...place,
      path: '',
      message: 'must name at least one strategy',
      hint: `there are ${known.join(', ')}`,
    });
  if (problems.length > 0) throw new ScenarioError(problems);
  const kept = known.filter((name) => names.includes(name));
  const strategies = Object.fromEntries(kept.map((name) => [name, scenario.strategies[name]!]));
  const stays = kept.includes(scenario.run.reference);
  const reference = stays ? scenario.run.reference : kept[0]!;
  const warnings = stays
    ? []
    : [`the reference ${scenario.run.reference} is not among the strategies kept: compared with ${reference}`];
  return { scenario: { ...scenario, strategies, run: { ...scenario.run, reference } }, warnings };
}
