/** Oracles: what sends transactions says how, and what names an asset or a pool names one that there is. */
import { suggestion } from '../nearest.ts';
import type { Path } from '../problem.ts';
import type { CheckContext } from './check.ts';

/** Ways of publishing that send nothing, so that nothing has to land. */
const WITHOUT_REPORTS = ['every-block', 'pull', 'time-weighted-mean', 'fixed'];

const WHERE_REPORTS_ARE_SENT = [
  ['delay', 'say how late they reach the mempool, such as 20s'],
  ['transaction', 'say what they use and bid, { gas, bid }'],
] as const;

type Parameters = Readonly<Record<string, unknown>>;

/** Every mean of a pool that an oracle reads: the place, and the parameters that stand there. */
function meansOf(name: string, { publish, guards }: CheckContext['scenario']['oracles'][string]) {
  const found: { path: Path; mean: Parameters }[] = [];
  const base = ['oracles', name];
  if (publish.model === 'time-weighted-mean') found.push({ path: [...base, 'publish'], mean: publish });
  for (const [index, guard] of (guards ?? []).entries()) {
    const path = [...base, 'guards', index, 'mean'];
    const isRead = guard.model === 'anchor' || guard.otherwise === 'mean';
    if (isRead && typeof guard.mean === 'object') found.push({ path, mean: guard.mean as Parameters });
  }
  return found;
}

export function checkOracles({ scenario, report, warn }: CheckContext): void {
  for (const [name, oracle] of Object.entries(scenario.oracles)) {
    const base: Path = ['oracles', name];
    const { publish } = oracle;
    for (const [key, hint] of WHERE_REPORTS_ARE_SENT) {
      if (oracle[key] !== undefined || WITHOUT_REPORTS.includes(publish.model)) continue;
      report({ path: [...base, key], message: 'is missing', hint: `${publish.model} sends reports: ${hint}` });
    }
    const assets = Object.keys(scenario.market.assets);
    if (publish.model === 'fixed' && typeof publish.of === 'string' && !assets.includes(publish.of)) {
      const hint = suggestion(publish.of, assets, 'market.assets has');
      report({ path: [...base, 'publish', 'of'], message: `${publish.of} is not among market.assets`, hint });
    }
    const pools = Object.keys(scenario.venues).filter((pool) => scenario.venues[pool]!.base === name);
    for (const { path, mean } of meansOf(name, oracle)) {
      const { venue } = mean;
      if (typeof venue === 'string' ? pools.includes(venue) : pools.length > 0) continue;
      const at = typeof venue === 'string' ? [...path, 'venue'] : path;
      const hint =
        pools.length === 0 ? `add a venue with base: ${name}` : suggestion(String(venue), pools, 'there are');
      report({ path: at, message: `a mean reads a pool that sells ${name}, and this names none`, hint });
    }
    const quorum = Number((oracle.aggregate as Parameters | undefined)?.minimum ?? 0);
    const sources = (oracle.sources ?? []).reduce((sum, { count }) => sum + count, 0) || 1;
    if (quorum > sources) {
      const message = `asks for ${quorum} sources, but there ${sources === 1 ? 'is 1' : `are ${sources}`}`;
      report({ path: [...base, 'aggregate', 'minimum'], message, value: quorum });
    }
    if (oracle.aggregate?.model === 'three-votes' && !(oracle.sources ?? []).some(({ confidence }) => confidence > 0)) {
      warn(`oracles.${name}: three-votes needs sources with a confidence above 0; as it stands there is never a price`);
    }
  }
}

/** An attack pushes a venue that sells a collateral of the scenario, and may borrow what can be borrowed. */
export function checkAttack({ scenario, report, warn }: CheckContext): void {
  const { attack, venues, protocol, run } = scenario;
  if (attack === undefined) return;
  const { asset, venue } = attack;
  if (!Object.hasOwn(protocol.collateral, asset) || !Object.hasOwn(scenario.oracles, asset)) {
    const hint = suggestion(asset, Object.keys(protocol.collateral), 'collateral is');
    report({ path: ['attack', 'asset'], message: `${asset} must be a collateral that has an oracle`, hint });
  } else if (venue !== undefined && venues[venue]?.base !== asset) {
    const pools = Object.keys(venues).filter((pool) => venues[pool]!.base === asset);
    report({
      path: ['attack', 'venue'],
      message: `no venue of that name sells ${asset}`,
      hint: suggestion(venue, pools, 'there are'),
    });
  }
  if (attack.at + attack.hold >= run.horizon) {
    warn('attack: it is not over when the path ends, so that nothing is borrowed');
  }
  if (attack.loan !== undefined && !protocol.debt.includes(asset)) {
    const message = `${asset} cannot be borrowed`;
    report({
      path: ['attack', 'loan'],
      message,
      hint: `add ${asset} to protocol.debt, or leave the loan out`,
      at: 'key',
    });
  }
}
