import { formatCount, formatSeconds, formatUsd } from './format.ts';
import type { Summary } from './summary.ts';
import { comparisonTable } from './table/comparison-table.ts';
import { notesOf } from './table/notes.ts';
import { strategyTable } from './table/strategy-table.ts';
import { plain, type Style, type TextRole } from './table/style.ts';

export interface TableOptions {
  /** Columns of the terminal; 100 where it is not known. Blocks get narrower down to about 60. */
  readonly width?: number;
  /** How roles look; without it, plain text. */
  readonly style?: Style;
}

const USUAL_WIDTH = 100;

/**
 * The comparison of a run as text: what was run, the strategies side by side, each against the reference with a verdict in words,
 * and the notes without which the figures mislead. Ends without a line end.
 */
export function renderTable(summary: Summary, options: TableOptions = {}): string {
  const width = options.width ?? USUAL_WIDTH;
  const style = options.style ?? plain;
  const { warnings, definitions } = notesOf(summary);
  const paragraph = (role: TextRole, text: string) =>
    wrap(text, width)
      .map((line) => style(role, line))
      .join('\n');

  const parts = [
    `${paragraph('title', summary.manifest.scenario.title)}\n${paragraph('note', subtitle(summary))}`,
    strategyTable(summary, width, style),
  ];
  if (summary.strategies.length > 1) {
    const heading = `Against ${summary.manifest.reference}, on the same paths`;
    parts.push(`${paragraph('title', heading)}\n${comparisonTable(summary, width, style)}`);
  }
  if (warnings.length > 0) parts.push(warnings.map((text) => paragraph('warning', text)).join('\n'));
  parts.push(definitions.map((text) => paragraph('note', text)).join('\n'));
  return parts.join('\n\n');
}

function subtitle({ manifest, strategies }: Summary): string {
  const { seed, horizonMillis, accounts, initialDebtUsd, initialCollateralUsd } = manifest;
  const paths = formatCount(strategies[0]?.paths ?? 0);
  return `${paths} paths of ${formatSeconds(horizonMillis / 1000)}, seed ${seed} · ${formatCount(accounts)} ${accounts === 1 ? 'account owes' : 'accounts owe'} ${formatUsd(initialDebtUsd)} USD on ${formatUsd(initialCollateralUsd)} USD of collateral`;
}

/** Breaks a text at blanks into lines of at most `width` characters; a longer word stands alone. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
