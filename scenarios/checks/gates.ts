/** What a scenario asks of its own results, and how it draws them, fits the scenario. */
import { PATTERN } from '../../models/tape/sampled-jumps.ts';
import { gatesOf } from '../gates.ts';
import { suggestion } from '../nearest.ts';
import type { CheckContext } from './check.ts';

/** Gates name strategies that exist. */
export function checkGates({ scenario, report }: CheckContext): void {
  const known = Object.keys(scenario.strategies);
  const places = new Map<string, number>();
  for (const { metric, text, strategies } of gatesOf(scenario.gates)) {
    const index = places.get(metric) ?? 0;
    places.set(metric, index + 1);
    for (const name of strategies) {
      if (known.includes(name)) continue;
      const hint = suggestion(name, known, 'there are');
      report({ path: ['gates', metric, index], message: `no strategy is called ${name}`, value: text, hint });
    }
  }
}

/** Strata need a few paths each. */
export function checkSampling({ scenario, report }: CheckContext): void {
  const { sampling, paths } = scenario.run;
  if (sampling === undefined || paths >= 2 * PATTERN) return;
  const hint = 'sampling spreads paths over strata of the number of jumps; some thousands are usual';
  report({ path: ['run', 'paths'], message: `must be at least ${2 * PATTERN} with run.sampling`, value: paths, hint });
}
