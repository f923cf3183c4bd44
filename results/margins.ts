import { figureText, parseFigure } from '../scenarios/statistic.ts';
import type { Margin } from './compare-results.ts';

const MARGIN = /^\s*(\S+?)\s*=\s*([\d_]*\.?\d+(?:e[-+]?\d+)?)\s*(%?)\s*$/i;

/**
 * Margins and tolerances as people write them: `badDebtUsd.mean=5000`, `badDebtUsd.p99=2%`.
 *
 * @returns by the figure's one name
 * @throws RangeError where one cannot be read
 */
export function marginsOf(texts: readonly string[]): Map<string, Margin> {
  const margins = new Map<string, Margin>();
  for (const text of texts) {
    const [, name, number, percent] = MARGIN.exec(text) ?? [];
    if (name === undefined)
      throw new RangeError(`"${text}" must be <figure>=<size>, such as badDebtUsd.mean=5000 or badDebtUsd.p99=2%`);
    const figure = parseFigure(name);
    if (typeof figure === 'string') throw new RangeError(`"${text}": ${figure}`);
    const size = Number(number!.replaceAll('_', ''));
    margins.set(
      figureText(figure),
      percent === '%' ? { kind: 'relative', size: size / 100 } : { kind: 'absolute', size },
    );
  }
  return margins;
}
