/** The gallery's page: a table of all scenarios, then each with what a short run of it gave. */
import { formatCount, formatDifference, formatInterval, formatSeconds, formatValue } from '../../results/format.ts';
import type { StrategySummary, Summary } from '../../results/summary.ts';
import type { ShippedScenario } from '../../scenarios/shipped.ts';
import { type GalleryEntry, PATHS } from './entry.ts';

const cell = (text: string): string => text.replace(/[|\\]/g, '\\$&');

export interface Shown {
  readonly scenario: ShippedScenario;
  /** How many strategies it has; undefined where it cannot be run as it is shipped. */
  readonly designs: number | undefined;
  /** What is said of it, without its heading. */
  readonly text: string;
}

export function galleryPage(shown: readonly Shown[]): string {
  const rows = shown.map(
    ({ scenario: { name, title, severity = '' }, designs }) =>
      `| [${name}](#${name}) | ${cell(title)} | ${severity} | ${designs ?? '–'} |`,
  );
  return `${[
    '# The shipped scenarios',
    `Written by \`npm run docs:gallery\`: every scenario that comes with Plimsoll, run with ${PATHS} paths. That is enough for a picture and too few for a decision, above all in the tail; each command below, with more paths, gives the whole report. The same scenario and seed give the same figures on any machine.`,
    ['| scenario | what happens | severity | designs |', '| --- | --- | --- | ---: |', ...rows].join('\n'),
    ...shown.map(({ scenario: { name }, text }) => `## ${name}\n\n${text}`),
  ].join('\n\n')}\n`;
}

/** The texts of a page that is there, by scenario. */
export function textsOf(page: string): ReadonlyMap<string, string> {
  const parts = page.split(/^## /m).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n')).trim()]));
}

/** What stands at the end of a text: of which version of the scenario it speaks. */
export const markOf = (hash: string): string => `hash ${hash.slice(0, 12)}`;

export function textOf({ name, title }: ShippedScenario, entry: GalleryEntry | undefined): string {
  if (entry === undefined)
    return `${title}. It wants files of your own, so there is nothing to show here; the head of its [file](../../scenarios/${name}.yaml) says which.`;
  const { summary, words, pictures, hash } = entry;
  const { manifest, strategies } = summary;
  const asked = `${formatCount(strategies[0]!.paths)} paths of ${formatSeconds(manifest.horizonMillis / 1000)}; ${formatCount(manifest.accounts)} accounts owe ${formatValue(manifest.initialDebtUsd, 'usd')} USD.`;
  return [
    `${title}. ${asked} ${words.join(' ')}`,
    table(summary),
    ...pictures.map((picture) => `![${picture.title}. ${picture.summary}](${picture.file})`),
    `\`\`\`sh\nnpx plimsoll run ${name} --paths ${PATHS} --out out/${name}\n\`\`\``,
    `[Its file](../../scenarios/${name}.yaml), ${markOf(hash)}`,
  ].join('\n\n');
}

function table({ strategies, comparisons, manifest }: Summary): string {
  const rows = strategies.map((one) => {
    const against = comparisons.find((pair) => pair.strategy === one.strategy && pair.metric === 'badDebtUsd');
    const verdict =
      one.strategy === manifest.reference
        ? 'reference'
        : against?.verdict === 'identical'
          ? 'the same'
          : `${formatDifference(against?.difference ?? 0, 'usd')}, ${against?.verdict ?? ''}`;
    return `| ${one.strategy} | ${badDebt(one)} | ${formatValue(one.metrics.badDebtUsd.probabilityPositive, 'fraction')} | ${formatValue(one.ratios.slippageBps.value, 'bps')} | ${formatValue(one.metrics.timeToCloseMedianSeconds.mean, 'seconds')} | ${verdict} |`;
  });
  return [
    '| design | bad debt, USD a path | P(bad debt > 0) | slippage by volume | breach to close, median | bad debt against reference |',
    '| --- | ---: | ---: | ---: | ---: | --- |',
    ...rows,
  ].join('\n');
}

function badDebt({ metrics }: StrategySummary): string {
  const { mean, meanLow, meanHigh } = metrics.badDebtUsd;
  const interval = formatInterval(meanLow, meanHigh, 'usd');
  return `${formatValue(mean, 'usd')}${interval === '' ? '' : ` ${interval}`}`;
}
