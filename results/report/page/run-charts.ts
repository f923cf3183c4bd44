/** The charts of a run's report, section by section: the page and `report --chart` draw the same. */
import type { OutcomeKey } from '../../../models/outcome.ts';
import type { Anatomy } from '../../anatomy/anatomy.ts';
import type { BookFacts } from '../../book-facts.ts';
import type { Results } from '../../results.ts';
import type { Summary } from '../../summary.ts';
import { anatomyCharts } from './anatomy-charts.ts';
import { bookCharts } from './book-charts.ts';
import type { Chart } from './chart.ts';
import { cumulativeChart, exceedanceChart, samplesOf } from './distribution-charts.ts';
import { flowChart, sankeyChart } from './money-flow.ts';

export const DISTRIBUTIONS: readonly OutcomeKey[] = ['badDebtUsd', 'slippageUsd'];

export interface ReportInput {
  readonly results: Results;
  /** As `summarise` makes it of the results. */
  readonly summary: Summary;
  /** Left out, the page says that there is none. */
  readonly book?: BookFacts | undefined;
  /** What happened on single paths; left out, the page names the paths only. */
  readonly anatomy?: Anatomy | undefined;
}

type Charts = (Chart | undefined)[];

export function distributionCharts(results: Results, key: OutcomeKey): Charts {
  const samples = samplesOf(results, key);
  return [cumulativeChart(key, samples), exceedanceChart(key, samples)];
}

export function moneyCharts(summary: Summary): Charts {
  const both = [flowChart(summary, 'collateral taken'), flowChart(summary, 'bad debt')];
  return [...both, ...summary.strategies.map(sankeyChart)];
}

export function runCharts({ results, summary, book, anatomy }: ReportInput): Charts {
  return [
    ...DISTRIBUTIONS.flatMap((key) => distributionCharts(results, key)),
    ...(anatomy === undefined ? [] : anatomyCharts(anatomy)),
    ...moneyCharts(summary),
    ...(book === undefined ? [] : bookCharts(book)),
  ];
}
