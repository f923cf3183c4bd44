/** The chain: parameters of its models that do not go together, and blocks too many or too rare for the horizon. */
import type { CheckContext } from './check.ts';
import { MAX_TICKS } from './run.ts';

/** Share of paths without any block above which someone should look. */
const NOTABLE = 1e-4;

export function checkChains({ scenario, registry, report, warn }: CheckContext): void {
  // Only what the models say of their parameters is asked for: what they are made of does not matter.
  const delay = () => ({ quantile: () => 0 });
  const blockSpace = () => ({ elasticity: 1, fill: () => {} });
  for (const [name, { blocks, fee }] of Object.entries(scenario.chains)) {
    const made = <T>(part: string, make: () => T): T | undefined => {
      try {
        return make();
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        report({ path: ['chains', name, part], message: error.message, at: 'key' });
        return undefined;
      }
    };
    made('fee', () => registry.create('fee', fee, { blockSpace }));
    const timing = made('blocks', () => registry.create('block-timing', blocks, { delay }));
    const blocksAPath = scenario.run.horizon / (timing?.meanMillis ?? Number.POSITIVE_INFINITY);
    if (blocksAPath > MAX_TICKS) {
      const message = `makes about ${Math.round(blocksAPath)} blocks a path, above the limit of ${MAX_TICKS}`;
      report({ path: ['chains', name, 'blocks'], message, hint: 'take longer times between blocks', at: 'key' });
    }
    const none = timing?.noBlockFor?.(scenario.run.horizon) ?? 0;
    if (none < NOTABLE) continue;
    warn(`chains.${name}: ${(100 * none).toPrecision(2)} % of paths have no block at all; nothing happens on them`);
  }
}
