import type { FigureComparison, ResultsComparison } from '../compare-results.ts';
import { drawGrid } from '../table/grid.ts';
import type { Style } from '../table/style.ts';
import { cellsOf, footnotes, HEAD, moneySentences, settingLines } from './comparison-words.ts';
import { cellText, markdownTable } from './markdown.ts';

const ALIGNS = ['left', 'right', 'right', 'right', 'left', 'left'] as const;

/** Two results against each other for a terminal: what differs between them first. Ends without a line end. */
export function comparisonText(comparison: ResultsComparison, style: Style): string {
  const [names, ...settings] = settingLines(comparison);
  const rows = strategiesOf(comparison).flatMap((strategy) => [
    { section: style('strategy', strategy) },
    ...figuresOf(comparison, strategy).map((one) => {
      const [figure, before, after, difference, interval, verdict] = cellsOf(one);
      return {
        cells: [`  ${figure}`, before, after, difference, style('interval', interval), coloured(one, verdict, style)],
      };
    }),
  ]);
  return [
    [style('title', names!), ...settings.map((line) => `  ${line}`)].join('\n'),
    drawGrid({ head: [...HEAD], aligns: [...ALIGNS], rows }),
    moneySentences(comparison).join('\n'),
    footnotes(comparison)
      .map((line) => style(line.startsWith('Note:') ? 'warning' : 'note', line))
      .join('\n'),
  ].join('\n\n');
}

/** The same as Markdown. */
export function comparisonMarkdown(comparison: ResultsComparison): string {
  const [names, ...settings] = settingLines(comparison);
  const tables = strategiesOf(comparison).map(
    (strategy) =>
      `#### ${strategy}\n\n${markdownTable([...HEAD], [...ALIGNS], figuresOf(comparison, strategy).map(cellsOf))}`,
  );
  const parts = [
    `### ${cellText(names!)}`,
    ...(settings.length > 0 ? [settings.map((line) => `- \`${line}\``).join('\n')] : []),
    ...tables,
    moneySentences(comparison)
      .map((line) => `- ${cellText(line)}`)
      .join('\n'),
    footnotes(comparison).map(cellText).join('\n\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function coloured({ verdict }: FigureComparison, text: string, style: Style): string {
  return verdict === 'worse' || verdict === 'better' ? style(verdict, text) : text;
}

const strategiesOf = ({ figures }: ResultsComparison): string[] => [
  ...new Set(figures.map(({ strategy }) => strategy)),
];

const figuresOf = ({ figures }: ResultsComparison, strategy: string): FigureComparison[] =>
  figures.filter((one) => one.strategy === strategy);
