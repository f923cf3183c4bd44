/** The page that a run of the benchmark leaves behind. */
import type { Row, Section } from './section.ts';

export interface Circumstances {
  /** As passed in; the benchmark asks no clock for it. */
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly node: string;
  readonly platform: string;
  /** Load average over one minute before the first measurement and after the last. */
  readonly load: readonly [before: number, after: number];
  /** Whether this was the short form, with a third of the rounds. */
  readonly quick: boolean;
}

/** Bars that were missed. */
export function missed(sections: readonly Section[]): Row[] {
  return sections.flatMap(({ rows }) => rows.filter(({ met }) => met === false));
}

export function resultsPage(sections: readonly Section[], on: Circumstances): string {
  const bars = sections.flatMap(({ rows }) => rows.filter(({ met }) => met !== undefined));
  const misses = missed(sections);
  const verdict =
    misses.length === 0 ? `All ${bars.length} bars are met.` : `${misses.length} of ${bars.length} bars are missed:`;
  return [
    '# What the benchmark found',
    '',
    'Written by `npm run bench`; what is measured and why is in [docs/performance.md](../docs/performance.md). Figures are medians over rounds, with the lowest and highest',
    'round in brackets; ratios are taken round by round. A bar is held against the median.',
    '',
    `- Date: ${on.date}`,
    `- Machine: ${on.cores} × ${on.cpu}, ${(on.memoryBytes / 1e9).toFixed(1)} GB, ${on.platform}`,
    `- Node ${on.node}`,
    `- Load average over a minute: ${on.load[0].toFixed(2)} before, ${on.load[1].toFixed(2)} after. Before a fair run it is near 0.`,
    ...(on.quick ? ['- Short form (`--quick`): a third of the rounds'] : []),
    '',
    `**${verdict}**`,
    '',
    ...misses.flatMap(({ what, figure, bar }) => [`- ${what}: ${figure}, bar ${bar}`]),
    ...(misses.length > 0 ? [''] : []),
    ...sections.flatMap(sectionLines),
  ].join('\n');
}

function sectionLines({ title, how, rows }: Section): string[] {
  return [
    `## ${title}`,
    '',
    how,
    '',
    '| what | measured | bar | |',
    '| --- | --- | --- | --- |',
    ...rows.map(({ what, figure, bar, met }) => `| ${what} | ${figure} | ${bar} | ${verdictOf(met)} |`),
    '',
  ];
}

function verdictOf(met: boolean | undefined): string {
  if (met === undefined) return '';
  return met ? 'met' : '**missed**';
}
