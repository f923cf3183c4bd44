/** What a reader of a sweep takes away who reads nothing else. */
import { CONFIDENCE } from '../../definitions.ts';
import {
  formatCount,
  formatDifference,
  formatFraction,
  formatInterval,
  formatNumber,
  formatSeconds,
  formatUsd,
} from '../../format.ts';
import type { PointSummary, SweepSummary } from '../../points/sweep-results.ts';
import { html, type Markup } from '../page/markup.ts';
import { section } from '../page/page-text.ts';
import type { UsedModel } from '../page/used-models.ts';
import {
  judgementAt,
  MEAN_BAD_DEBT,
  type SweptKey,
  settingValue,
  strategiesOf,
  strategyAt,
  sweptKeys,
} from './sweep-figures.ts';

export function sweepAnswer(summary: SweepSummary, models: readonly UsedModel[]): Markup {
  const warned = models.filter(({ misleads }) => misleads !== undefined).length;
  return section(
    'answer',
    'In words',
    html`<div class="answer">${answer(summary).map((sentence) => html`<p>${sentence}</p>`)}</div>
<dl class="words"><dt>Asked</dt><dd>${question(summary)}</dd>
<dt>How sure</dt><dd>${sureness(summary)}</dd>
<dt>Depends on</dt><dd>${models.length} models of prices, chain, oracles, venues, keepers and the protocol; ${warned} of them say when a result built on them misleads. <a href="#models">Which, and where they mislead</a>.</dd>
${gatesWords(summary)}</dl>
${warnings(summary).map((warning) => html`<p class="warning">${warning}</p>`)}`,
  );
}

function question(summary: SweepSummary): string {
  const { plan, points } = summary;
  const keys = sweptKeys(summary).map(({ key, isNumber, values }) =>
    values.length > 1 && isNumber
      ? `${key} from ${formatNumber(Number(values[0]))} to ${formatNumber(Number(values.at(-1)))} (${formatCount(values.length)} values)`
      : `${key} (${values.slice(0, 6).join(', ')}${values.length > 6 ? ', …' : ''})`,
  );
  return `What do settings of “${plan.scenario.title}” do to what ${plan.strategies.length === 1 ? `the design ${plan.strategies[0]!} leaves` : `${plan.strategies.length} designs (${plan.strategies.join(', ')}) leave`} behind? ${keys.join('; ')}: ${formatCount(points.length)} points, each on ${formatCount(plan.paths)} paths of ${formatSeconds(plan.horizonMillis / 1000)}${plan.tapes === 1 ? ', all on the same ones' : ''}.`;
}

/** For each strategy the best and the worst point, and the best against the reference. */
function answer(summary: SweepSummary): string[] {
  const keys = sweptKeys(summary);
  return strategiesOf(summary).map((strategy) => {
    const known = summary.points.flatMap((point) => {
      const own = strategyAt(point, strategy);
      const found = own === undefined ? undefined : MEAN_BAD_DEBT.of(own);
      return found?.value == null ? [] : [{ point, ...found, value: found.value }];
    });
    if (known.length === 0) return `${strategy}: no path finished.`;
    const low = known.reduce((a, b) => (b.value < a.value ? b : a));
    const high = known.reduce((a, b) => (b.value > a.value ? b : a));
    if (high.value === 0) return `${strategy}: no bad debt at any point.`;
    if (high.value === low.value)
      return `${strategy}: the same mean bad debt at all points, ${formatUsd(low.value)} USD a path.`;
    const interval = (one: typeof low) => formatInterval(one.low, one.high, 'usd');
    return `${strategy}: mean bad debt from ${formatUsd(low.value)} USD a path ${interval(low)} at ${placeOf(low.point, keys)} to ${formatUsd(high.value)} ${interval(high)} at ${placeOf(high.point, keys)}${against(summary, low.point, strategy)}.`;
  });
}

function against({ differences, plan }: SweepSummary, { point }: PointSummary, strategy: string): string {
  if (point === plan.referencePoint) return '; the lowest is the reference';
  const found = differences.find(
    (one) => one.point === point && one.strategy === strategy && one.figure === MEAN_BAD_DEBT.name,
  );
  if (found === undefined || found.difference === null) return '';
  const stands = found.adjustedPValue !== null && found.adjustedPValue <= 1 - CONFIDENCE;
  const words =
    found.verdict === 'identical'
      ? 'the same on every path'
      : `${formatDifference(found.difference, 'usd')} USD, ${found.verdict}${stands ? ', also after counting all comparisons' : ''}`;
  return `; the lowest against point ${plan.referencePoint}: ${words}`;
}

function placeOf({ point, settings }: PointSummary, keys: readonly SweptKey[]): string {
  const words = keys.map(({ key, short }) => {
    const value = settingValue(settings[key]);
    return `${short} ${typeof value === 'number' ? formatNumber(value) : value}`;
  });
  return `point ${point} (${words.join(', ')})`;
}

function sureness({ differences }: SweepSummary): string {
  const level = formatFraction(CONFIDENCE);
  const tested = differences.filter(({ adjustedPValue }) => adjustedPValue !== null);
  const stand = tested.filter(({ adjustedPValue }) => adjustedPValue! <= 1 - CONFIDENCE).length;
  return `Brackets are ${level} intervals of each point on its own: they hold what chance between paths can do, and nothing of what the models leave out. Of ${formatCount(tested.length)} differences from the reference ${formatCount(stand)} stand after Holm's correction for all of them. The best of many points looks better than it is: run it again with another seed before acting on it.`;
}

function gatesWords(summary: SweepSummary): Markup | undefined {
  const judged = strategiesOf(summary).flatMap((strategy) => {
    const outcomes = summary.points.flatMap((point) => judgementAt(point, strategy) ?? []);
    if (outcomes.length === 0) return [];
    const count = (outcome: string) => outcomes.filter((one) => one === outcome).length;
    return [
      `${strategy}: ${count('pass')} of ${outcomes.length} points keep all gates, ${count('fail')} fail one, ${count('undecided')} are not decided`,
    ];
  });
  return judged.length === 0
    ? undefined
    : html`<dt>Gates</dt><dd>${judged.join('; ')}. <a href="#gates">Each of them</a>.</dd>`;
}

function warnings({ partial, points, notes, plan }: SweepSummary): string[] {
  const failed = points.filter(({ failedPaths }) => failedPaths.length > 0);
  return [
    ...(partial ? ['Partial: the sweep was stopped; points and paths that were not finished are missing.'] : []),
    ...(failed.length > 0
      ? [
          `Paths failed at ${failed.length} of ${points.length} points and are in no figure there: point ${failed
            .slice(0, 8)
            .map(({ point }) => point)
            .join(', ')}${failed.length > 8 ? ', …' : ''}. What remains may be too kind.`,
        ]
      : []),
    ...(plan.tapes > 1
      ? [
          `The settings change the market itself: there are ${plan.tapes} different sets of tapes, and points on different ones do not meet the same worlds.`,
        ]
      : []),
    ...notes,
  ];
}
