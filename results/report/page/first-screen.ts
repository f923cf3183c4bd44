/** What a reader takes away who reads nothing else: what was asked, the answer, how sure it is, what it depends on. */
import {
  formatCount,
  formatDifference,
  formatFraction,
  formatInterval,
  formatSeconds,
  formatUsd,
} from '../../format.ts';
import type { Comparison, StrategySummary, Summary } from '../../summary.ts';
import { notesOf } from '../../table/notes.ts';
import { countsText } from '../check.ts';
import { gateChecks } from '../gate-checks.ts';
import { html, type Markup } from './markup.ts';
import type { UsedModel } from './used-models.ts';

export function firstScreen(summary: Summary, models: readonly UsedModel[]): Markup {
  const { manifest } = summary;
  const gates = gateChecks(summary.gates ?? [], manifest.scenario.name);
  return html`<section id="answer" aria-labelledby="answer-title"><h2 id="answer-title">In words</h2>
<div class="answer">${answer(summary).map((sentence) => html`<p>${sentence}</p>`)}</div>
<dl class="words"><dt>Asked</dt><dd>${question(summary)}</dd>
<dt>How sure</dt><dd>${sureness(summary)}</dd>
<dt>Depends on</dt><dd>${dependence(models)} <a href="#models">Which, and where they mislead</a>.</dd>
${gates.length > 0 ? html`<dt>Gates</dt><dd>${countsText(gates)}. <a href="#gates">Each of them</a>.</dd>` : undefined}</dl>
${notesOf(summary).warnings.map((warning) => html`<p class="warning">${warning}</p>`)}</section>`;
}

function question({ manifest, strategies }: Summary): string {
  const names = strategies.map(({ strategy }) => strategy);
  const designs = names.length === 1 ? `the design ${names[0]}` : `${names.length} designs (${names.join(', ')})`;
  return `What do ${designs} leave behind in “${manifest.scenario.title}”? ${formatCount(strategies[0]!.paths)} paths of ${formatSeconds(manifest.horizonMillis / 1000)}, every design on the same ones; ${formatCount(manifest.accounts)} accounts that owe ${formatUsd(manifest.initialDebtUsd)} USD against ${formatUsd(manifest.initialCollateralUsd)} USD of collateral.`;
}

/** The least and the most mean bad debt, then every design against the reference. */
export function answer({ strategies, comparisons, manifest }: Summary): string[] {
  const sorted = [...strategies].sort((a, b) => meanOf(a) - meanOf(b));
  const [least, most] = [sorted[0]!, sorted.at(-1)!];
  if (meanOf(most) === 0) return ['No design left any bad debt on any path.'];
  if (least === most) return [`${least.strategy} leaves ${amount(least, manifest.initialDebtUsd)}.`];
  const ties = sorted.filter((one) => meanOf(one) === meanOf(least)).map(({ strategy }) => strategy);
  const first =
    ties.length === sorted.length
      ? `All designs leave the same mean bad debt: ${amount(least, manifest.initialDebtUsd)}.`
      : `The lowest mean bad debt is that of ${ties.join(' and ')}: ${amount(least, manifest.initialDebtUsd)}. The highest is that of ${most.strategy}: ${amount(most, manifest.initialDebtUsd)}.`;
  const pairs = comparisons
    .filter(({ metric }) => metric === 'badDebtUsd')
    .map((one) => pairSentence(one, manifest.reference));
  return [first, ...pairs];
}

const meanOf = ({ metrics }: StrategySummary): number => metrics.badDebtUsd.mean ?? 0;

function amount({ metrics }: StrategySummary, initialDebtUsd: number): string {
  const { mean, meanLow, meanHigh } = metrics.badDebtUsd;
  const interval = formatInterval(meanLow, meanHigh, 'usd');
  const share = initialDebtUsd > 0 ? `, ${formatFraction((mean ?? 0) / initialDebtUsd)} of the debt` : '';
  return `${formatUsd(mean ?? 0)} USD a path ${interval === '' ? '(too few paths carry it for an interval)' : interval}${share}`;
}

function pairSentence({ strategy, difference, low, high, verdict }: Comparison, reference: string): string {
  if (difference === null) return `${strategy} against ${reference}: nothing to compare.`;
  if (verdict === 'identical') return `${strategy} against ${reference}: the same bad debt on every path.`;
  const interval = formatInterval(low, high, 'usd', formatDifference);
  const found = `${formatDifference(difference, 'usd')} USD a path${interval === '' ? '' : ` ${interval}`}`;
  return `${strategy} against ${reference}, path by path: ${found}: ${verdict}.`;
}

function sureness({ manifest, strategies, comparisons }: Summary): string {
  const level = formatFraction(manifest.definitions.confidence);
  const debts = comparisons.filter(({ metric }) => metric === 'badDebtUsd');
  const open = debts.filter(({ verdict }) => verdict === 'no difference shown');
  const decided =
    debts.length === 0
      ? ''
      : open.length === 0
        ? ' Every difference in bad debt is decided at that level.'
        : ` Not decided: ${open.map(({ strategy }) => strategy).join(', ')}${moreOf(open)}.`;
  const tail = strategies.some(({ metrics }) => metrics.badDebtUsd.tailTooFew)
    ? ' The tail (ES 99 %) rests on too few paths to be believed.'
    : '';
  return `Brackets are ${level} intervals: they hold what chance between paths can do, and nothing of what the models leave out.${decided}${tail}`;
}

function moreOf(open: readonly Comparison[]): string {
  const needed = open.flatMap(({ pathsToDecide }) => pathsToDecide ?? []);
  return needed.length === 0 ? '' : ` (about ${formatCount(Number(Math.max(...needed).toPrecision(2)))} paths would)`;
}

function dependence(models: readonly UsedModel[]): string {
  const warned = models.filter(({ misleads }) => misleads !== undefined).length;
  return `${models.length} models of prices, chain, oracles, venues, keepers and the protocol; ${warned} of them say when a result built on them misleads.`;
}
