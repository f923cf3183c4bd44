/** The piece of a scenario to paste: one law switched on, the others beside it as comments. */
import type { ModelReference } from '../../models/registry.ts';
import type { Fit } from './fit.ts';
import type { PriceHistory } from './price-history.ts';
import { instantText, spanText } from './span-text.ts';
import type { StressJumps } from './stress-jumps.ts';
import { missedText, type TailVerdict } from './tail.ts';

/** Digits of a fitted value: standard errors leave no room for more. */
const DIGITS = 5;

export function fragmentOf(
  history: PriceHistory,
  fits: readonly Fit[],
  stress: StressJumps,
  tails: Readonly<Record<string, TailVerdict>>,
  chosen: string,
  asset: string,
): string {
  const { returns, stepMillis, firstInstant, lastInstant, file } = history;
  const period = `${instantText(firstInstant)} to ${instantText(lastInstant)}`;
  const laws = [
    ...fits.map((fit) => ({ name: fit.model, what: `${fit.model}, fitted`, law: lawText(shortened(fit)) })),
    { name: 'stress', what: 'stress: rare crash jumps, not a fit', law: lawText(stress.reference) },
    {
      name: '',
      what: 'stress day: the same jumps on the volatility of the worst 1 % of steps',
      law: lawText(stress.stressDay),
    },
  ];
  const lines = laws.map(({ name, what, law }) => {
    const verdict = name === '' ? '' : tailText(tails[name]);
    return `      # ${what}${verdict}\n      ${name === chosen ? '' : '# '}price: ${law}\n`;
  });
  const source = `${file.split(/[\\/]/).at(-1)}, ${returns.length} returns of ${spanText(stepMillis)}, ${period}`;
  return `market:\n  assets:\n    # ${source.replace(/[^\x20-\x7e]/g, '?')}\n    ${asset}:\n${lines.join('')}`;
}

function tailText(tail: TailVerdict): string {
  if (tail.misses) return `; misses the tail (${missedText(tail)})`;
  return tail.volatility === 'above' ? '; holds the tail, on too much volatility' : '; holds the tail of this history';
}

/** Without a drift that cannot be told from 0. */
function shortened({ reference, parameters }: Fit): ModelReference {
  const drift = parameters.find(({ name }) => name === 'drift');
  if (drift?.standardError === undefined || Math.abs(drift.value) >= 2 * drift.standardError) return reference;
  const { drift: _, ...rest } = reference;
  return rest as ModelReference;
}

/** One line of YAML. */
function lawText(reference: ModelReference): string {
  const entries = Object.entries(reference).map(([key, value]) => `${key}: ${valueText(key, value)}`);
  return `{ ${entries.join(', ')} }`;
}

function valueText(key: string, value: unknown): string {
  if (typeof value !== 'number') return String(value);
  return String(key === 'start' ? value : Number(value.toPrecision(DIGITS)));
}
