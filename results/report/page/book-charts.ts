import type { BookFacts } from '../../book-facts.ts';
import { formatCount, formatFraction, formatUsd } from '../../format.ts';
import type { Chart } from './chart.ts';
import { DASHES, SERIES } from './colours.ts';
import { AMOUNT_TICKS } from './draw.ts';

export function bookCharts(book: BookFacts): Chart[] {
  return book.debtUsd > 0 ? [healthChart(book), fallChart(book), concentrationChart(book)] : [];
}

function healthChart({ health, debtUsd }: BookFacts): Chart {
  const shown = health.filter((bin) => bin.from >= 1 || bin.debtUsd > 0);
  const rows = shown.map(({ from, to, accounts, debtUsd: debt }) => ({
    band: to === null ? `${from} and more` : `${from}–${to}`,
    share: debt / debtUsd,
    debt,
    accounts,
  }));
  const near = health.filter(({ to }) => to !== null && to <= 1.1).reduce((sum, bin) => sum + bin.debtUsd, 0);
  return {
    id: 'book-health',
    title: 'Health factor, weighted by debt',
    summary: `Share of the debt by health factor of its account at the start. ${formatFraction(near / debtUsd)} of the debt starts below 1.1.`,
    spec: {
      data: { values: rows },
      mark: { type: 'bar', color: SERIES[0] },
      encoding: {
        x: { field: 'band', type: 'ordinal', sort: null, title: 'health factor', axis: { labelAngle: -50 } },
        y: { field: 'share', type: 'quantitative', title: 'share of the debt', axis: { format: '%', tickCount: 5 } },
      },
    },
    columns: [
      { name: 'health factor' },
      { name: 'accounts', format: formatCount },
      { name: 'debt, USD', format: formatUsd },
      { name: 'share of debt', format: formatFraction },
    ],
    rows: rows.map(({ band, accounts, debt, share }) => [band, accounts, debt, share]),
  };
}

function fallChart({ falls, debtUsd, assets }: BookFacts): Chart {
  const kinds = ['liquidable', 'beyond its collateral'];
  const at = (fall: number) => falls.find((one) => one.fall === fall)!;
  const falling = assets.filter((one) => one.falls && one.collateralUsd > 0).map(({ asset }) => asset);
  return {
    id: 'book-fall',
    title: 'Liquidable debt against a fall in price',
    summary: `If ${falling.join(', ') || 'nothing'} fell at once, and all that can be borrowed kept its price, with no liquidation in between: at −20 %, ${formatUsd(at(0.2).liquidableUsd)} USD (${formatFraction(at(0.2).liquidableUsd / debtUsd)}) would be liquidable (health factor below 1); at −40 %, ${formatUsd(at(0.4).liquidableUsd)} USD, of which ${formatUsd(at(0.4).uncoveredUsd)} USD beyond its collateral.`,
    spec: {
      data: {
        values: falls.flatMap(({ fall, liquidableUsd, uncoveredUsd }) => [
          { fall, kind: kinds[0], usd: liquidableUsd },
          { fall, kind: kinds[1], usd: uncoveredUsd },
        ]),
      },
      mark: { type: 'line' },
      encoding: {
        x: { field: 'fall', type: 'quantitative', title: 'fall of the collateral', axis: { format: '%' } },
        y: { field: 'usd', type: 'quantitative', title: 'debt, USD', axis: AMOUNT_TICKS },
        color: { field: 'kind', type: 'nominal', scale: { domain: kinds, range: SERIES.slice(0, 2) } },
        strokeDash: { field: 'kind', type: 'nominal', scale: { domain: kinds, range: DASHES.slice(0, 2) } },
      },
    },
    columns: [
      { name: 'fall', format: formatFraction },
      { name: 'liquidable debt, USD', format: formatUsd },
      { name: 'debt beyond its collateral, USD', format: formatUsd },
    ],
    rows: falls.map(({ fall, liquidableUsd, uncoveredUsd }) => [fall, liquidableUsd, uncoveredUsd]),
  };
}

function concentrationChart({ largest, accounts, debtUsd }: BookFacts): Chart {
  const rows = largest.map((one) => ({ ...one, who: `${formatCount(one.accounts)}`, share: one.debtUsd / debtUsd }));
  const ten = rows.find((one) => one.accounts === 10) ?? rows.at(-1);
  return {
    id: 'book-concentration',
    title: 'Concentration',
    summary: `Share of the debt that the largest debtors owe together, of ${formatCount(accounts)} accounts.${
      ten === undefined ? '' : ` The largest ${ten.who}: ${formatFraction(ten.share)}.`
    }`,
    spec: {
      data: { values: rows },
      mark: { type: 'bar', color: SERIES[0] },
      encoding: {
        x: { field: 'who', type: 'ordinal', sort: null, title: 'largest debtors', axis: { labelAngle: 0 } },
        y: { field: 'share', type: 'quantitative', title: 'share of the debt', axis: { format: '.2~%', tickCount: 5 } },
      },
    },
    columns: [
      { name: 'largest debtors', format: formatCount },
      { name: 'debt, USD', format: formatUsd },
      { name: 'share of debt', format: formatFraction },
    ],
    rows: rows.map((one) => [one.accounts, one.debtUsd, one.share]),
  };
}
