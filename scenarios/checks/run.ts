/** The run: a grid that fits, strategies that exist, one chain. */
import { suggestion } from '../nearest.ts';
import type { CheckContext } from './check.ts';

/** One path of this many ticks (or blocks) fills 160 MB with one column of them. */
export const MAX_TICKS = 20_000_000;

/** The horizon is a whole number of ticks, and not too many. */
export function checkGrid({ scenario, report }: CheckContext): void {
  const { horizon, tick } = scenario.run;
  const path = ['run', 'horizon'];
  if (horizon % tick !== 0) {
    const below = Math.floor(horizon / tick) * tick;
    const near = below > 0 ? below : tick;
    const hint = `the nearest that fits: ${near / 1000}s`;
    report({ path, message: `must be a multiple of the tick (${tick / 1000}s)`, value: `${horizon / 1000}s`, hint });
  } else if (horizon / tick > MAX_TICKS) {
    const hint = 'take a longer tick or a shorter horizon';
    report({ path, message: `makes ${horizon / tick} ticks, above the limit of ${MAX_TICKS}`, hint });
  }
}

/** Presets are known, the reference is one of the strategies, and nothing is empty that a run needs. */
export function checkStrategies({ scenario, registry, presets: shipped, report, warn }: CheckContext): void {
  const names = Object.keys(scenario.strategies);
  const presets = [...shipped, ...registry.of('strategy').map((model) => model.name)];
  if (names.length === 0) {
    report({
      path: ['strategies'],
      message: 'must hold at least one strategy',
      hint: `for example { ${presets[0]}: { preset: ${presets[0]} } }`,
    });
  }
  for (const name of names) {
    const { preset } = scenario.strategies[name]!;
    if (presets.includes(preset)) continue;
    const owner = registry.all().find((model) => model.name === preset);
    const hint =
      owner === undefined
        ? suggestion(preset, presets, 'known are')
        : `it is a model of the family ${owner.family}; a strategy belongs here`;
    report({ path: ['strategies', name, 'preset'], message: 'no strategy has this name', value: preset, hint });
  }
  const { reference } = scenario.run;
  if (names.length > 0 && !names.includes(reference)) {
    report({
      path: ['run', 'reference'],
      message: 'must be one of the strategies',
      value: reference,
      hint: suggestion(reference, names, 'there are'),
    });
  }
  if (scenario.keepers.length === 0) warn('there are no keepers: strategies that rely on them liquidate nothing');
}

/** One chain so far; keepers have names of their own. */
export function checkActors({ scenario, report }: CheckContext): void {
  const chains = Object.keys(scenario.chains);
  if (chains.length === 0) report({ path: ['chains'], message: 'must hold a chain' });
  if (chains.length > 1) {
    const hint = `several chains come later; keep ${chains[0]}`;
    report({
      path: ['chains', chains[1]!],
      message: 'is a second chain: exactly one is supported so far',
      hint,
      at: 'key',
    });
  }
  const seen = new Set<string>();
  for (const [index, keeper] of scenario.keepers.entries()) {
    if (seen.has(keeper.name)) {
      const hint = 'give each group a name of its own, or raise count';
      report({
        path: ['keepers', index, 'name'],
        message: 'is the name of an earlier group of keepers',
        value: keeper.name,
        hint,
      });
    }
    seen.add(keeper.name);
  }
}
