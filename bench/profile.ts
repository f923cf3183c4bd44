/** Where a run spends its time: a sampled profile of one thread, by function. */
import { Session } from 'node:inspector/promises';
import { basename } from 'node:path';
import { simulate } from '../bin/simulate.ts';
import { loadScenario } from '../scenarios/load.ts';

const SAMPLE_MICROS = 500;
/** Paths before the profile begins, so that it shows compiled code. */
const WARM_PATHS = 40;

export interface HotSpot {
  readonly name: string;
  readonly file: string;
  /** Fraction of all samples in which it was running itself, not something it had called. */
  readonly share: number;
}

/** @param scenario file or shipped name @returns functions by their own time, longest first */
export async function profile(scenario: string, paths: number): Promise<HotSpot[]> {
  const loaded = await loadScenario(scenario);
  await simulate(loaded, { paths: WARM_PATHS, workers: 0 });
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROS });
  await session.post('Profiler.start');
  await simulate(loaded, { paths, workers: 0 });
  const { profile: found } = await session.post('Profiler.stop');
  session.disconnect();
  const hits = new Map<string, number>();
  let all = 0;
  for (const { callFrame, hitCount = 0 } of found.nodes) {
    const { functionName, url } = callFrame;
    if (functionName === '(idle)' || functionName === '(program)') continue;
    const spot = `${functionName || '(anonymous)'}|${placeOf(url)}`;
    hits.set(spot, (hits.get(spot) ?? 0) + hitCount);
    all += hitCount;
  }
  return [...hits]
    .map(([spot, count]) => {
      const [name, file] = spot.split('|') as [string, string];
      return { name, file, share: count / all };
    })
    .sort((a, b) => b.share - a.share);
}

/** Folder and file inside the build, or the package. */
export function placeOf(url: string): string {
  const inside = url.split('/bench-build/')[1];
  if (inside !== undefined) return inside.replace(/\.js$/, '.ts');
  const packaged = url.split('/node_modules/')[1];
  return packaged?.split('/')[0] ?? basename(url);
}

export function profileTable(spots: readonly HotSpot[], most: number): string {
  const rows = spots.slice(0, most).map(({ name, file, share }) => {
    return `| \`${name}\` | ${file === '' ? 'V8' : file} | ${percent(share)} |`;
  });
  const folders = new Map<string, number>();
  for (const { file, share } of spots) {
    const folder = file.includes('/') ? file.split('/').slice(0, -1).join('/') : file || 'V8';
    folders.set(folder, (folders.get(folder) ?? 0) + share);
  }
  const byFolder = [...folders].sort((a, b) => b[1] - a[1]).slice(0, most);
  return [
    '| function | file | own time |',
    '| --- | --- | --- |',
    ...rows,
    '',
    '| folder | own time |',
    '| --- | --- |',
    ...byFolder.map(([folder, share]) => `| ${folder} | ${percent(share)} |`),
    '',
  ].join('\n');
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
