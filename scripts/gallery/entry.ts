/** What the gallery says of one scenario: figures of a short run, two drawings, and the hash that says of which version. */
import { prepare } from '../../bin/prepare.ts';
import { simulate } from '../../bin/simulate.ts';
import { makeAnatomy } from '../../results/anatomy/make-anatomy.ts';
import type { Chart } from '../../results/report/page/chart.ts';
import { exceedanceChart, samplesOf } from '../../results/report/page/distribution-charts.ts';
import { drawSvg } from '../../results/report/page/draw.ts';
import { answer } from '../../results/report/page/first-screen.ts';
import { summarise } from '../../results/summarise.ts';
import type { Summary } from '../../results/summary.ts';
import { adjustScenario } from '../../scenarios/adjust.ts';
import { loadScenario } from '../../scenarios/load.ts';
import type { LoadedScenario } from '../../scenarios/loaded-scenario.ts';
import { ScenarioError } from '../../scenarios/problem.ts';
import { pathChart } from './path-chart.ts';

/** Enough for a picture; a decision needs more. */
export const PATHS = 100;

export interface Picture {
  /** Below docs/gallery/. */
  readonly file: string;
  readonly svg: string;
  readonly title: string;
  readonly summary: string;
}

export interface GalleryEntry {
  readonly hash: string;
  readonly summary: Summary;
  readonly words: readonly string[];
  readonly pictures: readonly Picture[];
}

export async function galleryEntry(name: string, loaded: LoadedScenario): Promise<GalleryEntry> {
  const results = await simulate(loaded);
  const { job } = await prepare(loaded);
  const anatomy = await makeAnatomy(loaded, job, results);
  const spread =
    exceedanceChart('badDebtUsd', samplesOf(results, 'badDebtUsd')) ??
    exceedanceChart('slippageUsd', samplesOf(results, 'slippageUsd'));
  const pictures: Picture[] = [];
  if (spread !== undefined) pictures.push(await pictureOf(spread, `${name}.svg`));
  if (anatomy !== undefined) pictures.push(await pictureOf(pathChart(anatomy), `${name}-path.svg`));
  const summary = summarise(results);
  return { hash: loaded.hash, summary, words: answer(summary).slice(0, 1), pictures };
}

/** The scenario as `run <name> --paths` takes it; undefined where it wants files that are not shipped. */
export async function shortRun(name: string): Promise<LoadedScenario | undefined> {
  try {
    return await adjustScenario(await loadScenario(name, {}), { paths: PATHS });
  } catch (error) {
    const wantsFiles = ({ message }: { message: string }) => message.includes('no such file');
    if (error instanceof ScenarioError && error.problems.every(wantsFiles)) return undefined;
    throw error;
  }
}

async function pictureOf({ spec, id, title, summary }: Chart, file: string): Promise<Picture> {
  const svg = await drawSvg(spec, id);
  // A file of its own needs its own ground: it is shown on dark pages too.
  const ground = svg.replace(/(<svg [^>]*>)/, '$1<rect width="100%" height="100%" fill="#ffffff"/>');
  return { file, svg: `${ground}\n`, title, summary };
}
