/** Assets: every one that is named exists, and what the protocol lends against can be priced and sold. */
import { suggestion } from '../nearest.ts';
import type { Path } from '../problem.ts';
import type { CheckContext } from './check.ts';

/** Every place that names an asset. */
function namings({ scenario }: CheckContext): { name: string; path: Path; at: 'key' | 'value' }[] {
  const { market, oracles, venues, chains, protocol, strategies } = scenario;
  const found: { name: string; path: Path; at: 'key' | 'value' }[] = [];
  for (const name of Object.keys(protocol.collateral))
    found.push({ name, path: ['protocol', 'collateral', name], at: 'key' });
  for (const [index, name] of protocol.debt.entries())
    found.push({ name, path: ['protocol', 'debt', index], at: 'value' });
  for (const [strategy, { collateralOrder }] of Object.entries(strategies)) {
    for (const [index, name] of (collateralOrder ?? []).entries()) {
      found.push({ name, path: ['strategies', strategy, 'collateralOrder', index], at: 'value' });
    }
  }
  for (const [category, sides] of Object.entries(protocol.categories ?? {})) {
    for (const side of ['collateral', 'debt'] as const) {
      for (const [index, name] of sides[side].entries()) {
        found.push({ name, path: ['protocol', 'categories', category, side, index], at: 'value' });
      }
    }
  }
  for (const [index, step] of protocol.waterfall.entries()) {
    if (typeof step.asset === 'string') {
      found.push({ name: step.asset, path: ['protocol', 'waterfall', index, 'asset'], at: 'value' });
    }
  }
  for (const name of Object.keys(oracles)) found.push({ name, path: ['oracles', name], at: 'key' });
  for (const [venue, model] of Object.entries(venues)) {
    for (const side of ['base', 'quote']) {
      const name = model[side];
      if (typeof name === 'string') found.push({ name, path: ['venues', venue, side], at: 'value' });
    }
  }
  for (const [chain, { gasAsset }] of Object.entries(chains)) {
    if (gasAsset !== undefined) found.push({ name: gasAsset, path: ['chains', chain, 'gasAsset'], at: 'value' });
  }
  for (const [index, { between }] of (market.correlations ?? []).entries()) {
    for (const side of [0, 1] as const) {
      found.push({ name: between[side], path: ['market', 'correlations', index, 'between', side], at: 'value' });
    }
  }
  for (const [index, { loadings }] of (market.commonJumps ?? []).entries()) {
    for (const name of Object.keys(loadings)) {
      found.push({ name, path: ['market', 'commonJumps', index, 'loadings', name], at: 'key' });
    }
  }
  return found;
}

/** Names that are used are declared under `market.assets`. */
export function checkAssetNames(context: CheckContext): void {
  const assets = Object.keys(context.scenario.market.assets);
  if (assets.length === 0) context.report({ path: ['market', 'assets'], message: 'must hold at least one asset' });
  for (const { name, path, at } of namings(context)) {
    if (assets.includes(name)) continue;
    const hint = suggestion(name, assets, 'market.assets has');
    context.report({ path, message: `${name} is not among market.assets`, hint, at });
  }
}

/** A moving asset that backs or is owed needs an oracle; every collateral needs somewhere to be sold. */
export function checkCoverage({ scenario, report, warn }: CheckContext): void {
  const { market, oracles, venues, protocol } = scenario;
  const collateral = Object.keys(protocol.collateral);
  if (collateral.length === 0)
    report({ path: ['protocol', 'collateral'], message: 'must hold at least one collateral' });
  const used = new Map<string, { path: Path; at: 'key' | 'value' }>();
  for (const [index, name] of protocol.debt.entries())
    used.set(name, { path: ['protocol', 'debt', index], at: 'value' });
  for (const name of collateral) used.set(name, { path: ['protocol', 'collateral', name], at: 'key' });
  for (const [name, place] of used) {
    if (!Object.hasOwn(market.assets, name)) continue;
    const asset = market.assets[name]!;
    const jumps = (market.commonJumps ?? []).some(({ loadings }) => (loadings[name] ?? 0) !== 0);
    const moves = asset.price.model !== 'constant' || asset.waypoints !== undefined || jumps;
    if (!moves || Object.hasOwn(oracles, name)) continue;
    report({ ...place, message: `the price of ${name} moves, so it needs an oracle`, hint: `add oracles.${name}` });
  }
  for (const name of collateral) {
    const path = ['protocol', 'collateral', name];
    if (!Object.values(venues).some((venue) => venue.base === name)) {
      report({
        path,
        message: `${name} has no venue to be sold on`,
        hint: `add a venue with base: ${name}`,
        at: 'key',
      });
    }
    const { liquidationThreshold, liquidationBonus } = protocol.collateral[name]!;
    if (liquidationThreshold * (1 + liquidationBonus) > 1) {
      warn(
        `protocol.collateral.${name}: threshold × (1 + bonus) is above 1: every liquidation there leaves the account worse than before`,
      );
    }
  }
  for (const [name, venue] of Object.entries(venues)) {
    if (typeof venue.base === 'string' && venue.base === venue.quote) {
      report({ path: ['venues', name, 'quote'], message: 'must differ from base', value: venue.quote });
    }
  }
  const doubled = protocol.debt.findIndex((name, index) => protocol.debt.indexOf(name) < index);
  if (doubled >= 0)
    report({ path: ['protocol', 'debt', doubled], message: 'stands twice in the list', value: protocol.debt[doubled] });
}

/** Scripted prices come in the order of time. */
export function checkWaypoints({ scenario, report }: CheckContext): void {
  for (const [name, { waypoints }] of Object.entries(scenario.market.assets)) {
    for (const [index, waypoint] of (waypoints ?? []).entries()) {
      const before = index === 0 ? undefined : waypoints![index - 1]!.at;
      if (before === undefined || waypoint.at > before) continue;
      const path = ['market', 'assets', name, 'waypoints', index, 'at'];
      report({
        path,
        message: 'must be later than the waypoint before it',
        value: `${waypoint.at / 1000}s after ${before / 1000}s`,
      });
    }
  }
}

/** Names of assets in a mapping of names, or in a list of entries with an `asset` each. */
function assetsIn(value: unknown): { name: string; tail: Path; at: 'key' | 'value' }[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry: { asset?: unknown } | null, index) => {
      return typeof entry?.asset === 'string'
        ? [{ name: entry.asset, tail: [index, 'asset'], at: 'value' as const }]
        : [];
    });
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).map((name) => ({ name, tail: [name], at: 'key' as const }));
}

/** A book that names assets names those that the protocol lists. Models that name them otherwise check for themselves. */
export function checkBook({ scenario, report }: CheckContext): void {
  const { book, collateral, debt } = scenario.protocol;
  const listed = { collateral: Object.keys(collateral), borrowed: debt, ...(Array.isArray(book.debt) ? { debt } : {}) };
  for (const [key, known] of Object.entries(listed)) {
    for (const { name, tail, at } of assetsIn(book[key])) {
      if (known.includes(name)) continue;
      const where = key === 'collateral' ? 'protocol.collateral' : 'protocol.debt';
      const path = ['protocol', 'book', key, ...tail];
      report({ path, message: `${name} is not in ${where}`, hint: suggestion(name, known, 'it has'), at });
    }
  }
}
