import { formatInterval, formatNumber, formatValue } from '../format.ts';
import type { GateResult } from '../gates.ts';
import { unseenText } from '../unseen-text.ts';
import type { Check } from './check.ts';

/** Gates of a run as checks. @param scenario its name */
export function gateChecks(gates: readonly GateResult[], scenario: string): Check[] {
  return gates.map((gate) => ({
    group: `${scenario} ${gate.strategy}`,
    name: `${gate.figure.split('.')[0]}: ${gate.gate}`,
    outcome: gate.outcome,
    detail: detailOf(gate),
  }));
}

function detailOf({
  value,
  low,
  high,
  n,
  unit,
  operator,
  limit,
  outcome,
  pathsToDecide,
  figure,
  strategy,
  unseenShare,
}: GateResult): string {
  const what = `${strategy}  ${figure}`;
  const asked = `${operator} ${formatValue(limit, unit)}`;
  if (value === null) {
    return `${what} ${asked}: ${n === 0 ? 'no path has this figure' : 'too few effective paths to believe the figure'}`;
  }
  const interval = formatInterval(low, high, unit);
  const found = `${formatValue(value, unit)}${interval === '' ? '' : ` ${interval}`}`;
  const unseen = unseenShare === undefined ? '' : ` (${unseenText(unseenShare, n)})`;
  if (outcome !== 'undecided') return `${what} ${asked}: ${found}${unseen}`;
  const more = pathsToDecide === null ? '' : `, needs ~${formatNumber(Number(pathsToDecide.toPrecision(2)))} paths`;
  return `${what} ${asked}: ${found}, not decided${more}${unseen}`;
}
