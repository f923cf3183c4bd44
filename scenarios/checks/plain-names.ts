/** Names and numbers that would go wrong later however sensible the rest is. */
import type { Path } from '../problem.ts';
import type { CheckContext } from './check.ts';

/** Names of assets and strategies become keys: one that every object has already (`constructor`) is refused. */
export function checkReservedNames({ scenario, report }: CheckContext): void {
  const { market, chains, oracles, venues, protocol, strategies } = scenario;
  const records: [Path, object][] = [
    [['market', 'assets'], market.assets],
    [['chains'], chains],
    [['oracles'], oracles],
    [['venues'], venues],
    [['protocol', 'collateral'], protocol.collateral],
    [['strategies'], strategies],
  ];
  for (const [path, record] of records) {
    for (const name of Object.keys(record)) {
      if (name in Object.prototype)
        report({ path: [...path, name], message: 'is a reserved word: take another name', at: 'key' });
    }
  }
}

/** A duration with a few hundred digits is a number without end by now. */
export function checkFinite({ scenario, report }: CheckContext): void {
  const walk = (value: unknown, path: Path): void => {
    if (typeof value === 'number' && !Number.isFinite(value)) report({ path, message: 'is too large' });
    if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, [...path, index]);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) walk(item, [...path, key]);
    }
  };
  walk(scenario, []);
}
