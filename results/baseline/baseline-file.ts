import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { describedMetric } from '../figure-estimate.ts';
import { formatInterval, formatValue } from '../format.ts';
import { ResultsError } from '../read-results.ts';
import { type Baseline, type PinnedFigure, pinnedFigure } from './baseline.ts';

const HEAD = `# A Plimsoll baseline: figures that a change must not make worse. Written by plimsoll baseline write; held
# against a new run of the same paths by plimsoll baseline check.
`;

/** The baseline as YAML: sorted, a line for each figure, so that a diff shows which ones moved. */
export function baselineText(baseline: Baseline): string {
  const { figures, ...run } = baseline;
  const settings = Object.entries({ format: 1, ...run }).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return [
    `${HEAD}${settings.join('\n')}`,
    `figures:\n${figures.map(figureLine).join('\n')}`,
    `# Against these values the batches below are measured: each figure's own quantile or ratio.\nanchors:\n${figures
      .filter(({ anchor }) => anchor !== 0)
      .map((pinned) => `  ${nameOf(pinned)}: ${pinned.anchor}`)
      .join('\n')}`.replace(/anchors:\n$/, 'anchors: {}'),
    `# One number for each batch of paths: what a new run is compared with, pair by pair.\nbatches:\n${figures
      .map((pinned) => `  ${nameOf(pinned)}: [${pinned.batches.join(', ')}]`)
      .join('\n')}`,
    '',
  ].join('\n');
}

const nameOf = ({ strategy, figure }: PinnedFigure): string => `${strategy} ${figure}`;

function figureLine(pinned: PinnedFigure): string {
  const { value, low, high, figure } = pinned;
  const { metric, statistic } = pinnedFigure(figure);
  const unit = statistic.kind === 'probability' ? 'fraction' : describedMetric(metric).unit;
  const shown =
    value === null ? 'no such figure' : `${formatValue(value, unit)} ${formatInterval(low, high, unit)}`.trim();
  return `  ${nameOf(pinned)}: { value: ${value}, low: ${low}, high: ${high} } # ${shown}`;
}

const nullable = z.number().nullable();
const file = z.strictObject({
  format: z.literal(1),
  scenario: z.string().min(1),
  set: z.array(z.string()),
  hash: z.string(),
  seed: z.string().min(1),
  paths: z.number().int().min(1),
  horizonMillis: z.number(),
  plimsoll: z.string(),
  mathFingerprint: z.string(),
  confidence: z.number(),
  rows: z.string(),
  figures: z.record(z.string(), z.strictObject({ value: nullable, low: nullable, high: nullable })),
  anchors: z.record(z.string(), z.number()),
  batches: z.record(z.string(), z.array(z.number())),
});

/** @param name of the file, for messages @throws ResultsError when the text is no baseline */
export function parseBaseline(text: string, name: string): Baseline {
  const fail = (what: string): never => {
    throw new ResultsError(`${name}: ${what}; write it anew with plimsoll baseline write`);
  };
  let data: unknown;
  try {
    data = parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    return fail(`is not a baseline (${error.message.split('\n')[0]})`);
  }
  const parsed = file.safeParse(data);
  if (!parsed.success)
    return fail(`is not a baseline (${z.prettifyError(parsed.error).split('\n').slice(0, 2).join(' ').trim()})`);
  const { figures, anchors, batches, format: _, ...run } = parsed.data;
  const pinned = Object.entries(figures).map(([key, estimate]): PinnedFigure => {
    const [strategy, figure] = key.split(' ');
    if (strategy === undefined || figure === undefined)
      return fail(`${JSON.stringify(key)} is not a strategy and a figure`);
    const own = batches[key];
    if (own === undefined) return fail(`${key} has no batches`);
    return { strategy, figure, ...estimate, anchor: anchors[key] ?? 0, batches: own };
  });
  return { ...run, figures: pinned };
}
