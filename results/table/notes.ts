import { formatCount, formatFraction, formatSeconds } from '../format.ts';
import { FEWEST_TAIL_PATHS } from '../statistics/expected-shortfall.ts';
import { FEWEST_EFFECTIVE_TAIL } from '../statistics/weighted.ts';
import type { MetricSummary, Summary } from '../summary.ts';
import { isDoubtful } from './strategy-table.ts';

const MOST_FAILED_SHOWN = 8;

/** With fewer paths that have bad debt, the interval of its mean was seen to hold the truth in less than nine of ten runs. */
const FEWEST_HITS = 20;

/** What a reader must know before believing a figure: warnings first, then the definitions. */
export function notesOf(summary: Summary): { warnings: string[]; definitions: string[] } {
  const { manifest, strategies, failedPaths } = summary;
  const finished = strategies[0]?.paths ?? 0;
  const warnings: string[] = [];

  if (manifest.partial) {
    warnings.push(
      `Partial: the run was stopped after ${formatCount(finished)} of ${formatCount(manifest.paths)} paths. All figures are of those.`,
    );
  }
  if (failedPaths.length > 0) {
    const shown = failedPaths.slice(0, MOST_FAILED_SHOWN).join(', ');
    const more = failedPaths.length > MOST_FAILED_SHOWN ? ', …' : '';
    warnings.push(
      `${plural(failedPaths.length, 'path')} failed and ${failedPaths.length === 1 ? 'is' : 'are'} in no figure: ${shown}${more}. What remains may be too kind, if it was the hard paths that failed.`,
    );
  }
  const weighted = isWeighted(summary);
  if (weighted) warnings.push(samplingNote(summary));
  const doubtful = strategies.filter(({ metrics }) => isDoubtful(metrics.badDebtUsd));
  if (doubtful.length > 0) {
    const counts = doubtful
      .map(({ strategy, metrics }) => `${strategy} ${formatCount(Math.round(metrics.badDebtUsd.tailPaths))}`)
      .join(', ');
    const few = weighted ? `${FEWEST_EFFECTIVE_TAIL} effective` : String(FEWEST_TAIL_PATHS);
    warnings.push(
      `* Fewer than ${few} paths lie beyond the 99th percentile (${counts}): too few to believe ES 99 %. Run more paths.`,
    );
  }
  for (const { strategy, metrics } of strategies) {
    const rare = weighted ? null : rareNote(metrics.badDebtUsd);
    if (rare !== null) warnings.push(`${strategy}: ${rare}`);
  }
  return { warnings, definitions: definitionsText(summary, finished) };
}

const isWeighted = ({ strategies }: Summary): boolean =>
  strategies.some(({ metrics }) => metrics.badDebtUsd.effectivePaths < metrics.badDebtUsd.n);

function samplingNote({ strategies }: Summary): string {
  const { n, effectivePaths } = strategies[0]!.metrics.badDebtUsd;
  return `Paths are drawn in strata of their jumps, with jumps tilted, and weighted back (run.sampling): of the ${formatCount(n)} paths, the usual day is known as from ${formatCount(Math.round(effectivePaths))} plain ones, the tail much better. Largest values and single paths are not typical.`;
}

/** What none or few hits allow all the same. With few, the t interval of the mean falls short above (docs/statistics.md). */
function rareNote({ n, probabilityPositive, probabilityPositiveHigh }: MetricSummary): string | null {
  if (probabilityPositive === null || probabilityPositiveHigh === null) return null;
  const hits = Math.round(probabilityPositive * n);
  if (hits >= FEWEST_HITS) return null;
  if (hits > 0)
    return `bad debt on only ${formatCount(hits)} of ${plural(n, 'path')}; its mean may well lie above its interval.`;
  const most = formatFraction(probabilityPositiveHigh);
  return `no bad debt on any of ${plural(n, 'path')}; its probability may still be up to ${most}.`;
}

function definitionsText({ manifest }: Summary, finished: number): string[] {
  const { confidence, horizonMillis } = manifest.definitions;
  return [
    `${plural(finished, 'path')} of ${formatSeconds(horizonMillis / 1000)} each; brackets are ${formatFraction(confidence)} intervals. Percentiles are observed values; ES 99 % is the mean of the worst 1 % of the paths. Times to close: the median (p95) account of a path, averaged over the paths that closed something. Of twenty verdicts, one may be luck.`,
  ];
}

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
