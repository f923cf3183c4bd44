/** Recorded crises, replayed by the shipped scenarios and held against what was recorded. */
import { CRISES } from './crises/all-crises.ts';
import { replayed } from './crises/replay.ts';
import { type Experiment, type Findings, pathsAt, type Settings } from './experiment.ts';

/** Mean, and what nine of ten paths lie between. */
function spread(values: ArrayLike<number>, show: (value: number) => string): string {
  const sorted = Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  if (sorted.length === 0) return '–';
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const at = (share: number) => show(sorted[Math.round(share * (sorted.length - 1))]!);
  return at(0.05) === at(0.95) ? show(mean) : `${show(mean)} (${at(0.05)} to ${at(0.95)})`;
}

async function run({ data, effort }: Settings): Promise<Findings> {
  const [rows, other]: string[][][] = [[], []];
  for (const crisis of CRISES) {
    const { values } = await replayed(crisis, data, pathsAt(200, effort, 5));
    for (const [index, figure] of crisis.figures.entries()) {
      rows!.push([
        index === 0 ? `**${crisis.title}**` : '',
        figure.what,
        figure.recorded,
        `${spread(values[index]!, figure.show)}${figure.isFitted ? ', set to agree' : ''}`,
      ]);
    }
    for (const [index, variant] of crisis.variants.entries()) {
      const changed = await replayed(crisis, data, pathsAt(100, effort, 5), variant);
      const text = crisis.figures.map(({ short, show }, at) => `${short} ${spread(changed.values[at]!, show)}`);
      other!.push([index === 0 ? `**${crisis.title}**` : '', variant.name, text.join('; ')]);
    }
  }
  return {
    tables: [
      { align: 'left', header: ['event', 'figure', 'recorded', 'simulated, mean (nine of ten paths)'], rows: rows! },
      { align: 'left', header: ['event', 'with another assumption', 'simulated'], rows: other! },
    ],
  };
}

export const crises: Experiment = {
  name: 'crises',
  page: 'crises.md',
  needs: [
    ...new Set(
      CRISES.flatMap(({ files, variants }) => [files, ...variants.map((one) => one.files ?? {})]).flatMap(
        Object.values<string>,
      ),
    ),
  ],
  run,
};
