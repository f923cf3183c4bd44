/** The paths worth a look, by number; charts of what happened on them where a trace of them is handed in. */
import type { Anatomy } from '../../anatomy/anatomy.ts';
import { formatUsd } from '../../format.ts';
import { column, type Results } from '../../results.ts';
import { anatomyCharts } from './anatomy-charts.ts';
import { figure } from './chart.ts';
import { samplesOf } from './distribution-charts.ts';
import { html, type Markup } from './markup.ts';
import { type Cell, dataTable } from './tables.ts';

const KINDS = ['median', 'p99', 'worst'] as const;

/** @param anatomy of some of those paths */
export async function anatomySection(results: Results, anatomy: Anatomy | undefined): Promise<Markup> {
  const drawn: Markup[] = [];
  for (const chart of anatomy === undefined ? [] : anatomyCharts(anatomy)) drawn.push(await figure(chart));
  const rows = samplesOf(results, 'badDebtUsd').map(({ strategy, sample }): Cell[] => {
    const values = [sample.quantile(0.5).value, sample.quantile(0.99).value, sample.sorted.at(-1)!];
    return [
      strategy,
      ...values.map((value) => ({ text: pathWith(results, strategy, value), below: `${formatUsd(value)} USD` })),
    ];
  });
  return html`<section id="anatomy" aria-labelledby="anatomy-title"><h2 id="anatomy-title">Anatomy of a crash</h2>
<p>Number of a path with that bad debt; the first where several have it. A path is the same in every run of the same scenario and seed.</p>
${dataTable({ caption: 'Path with the bad debt named', head: ['strategy', ...KINDS], rows })}
${drawn.length > 0 ? html`<p>The worst, the 99 % and the median path under ${anatomy!.strategy}, drawn again for every design: all met the same market, chain and keepers. Of paths with the same bad debt, the one with more slippage and more debt repaid counts as worse.</p><div class="charts">${drawn}</div>` : undefined}</section>`;
}

function pathWith(results: Results, strategy: string, value: number): string {
  const columns = results.strategies.find((one) => one.strategy === strategy)!;
  return String(columns.paths[column(columns, 'badDebtUsd').indexOf(value)]);
}
