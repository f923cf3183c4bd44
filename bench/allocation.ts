/** What is allocated while paths run: V8's sampling of the heap, garbage included, and what the collector takes. */

import { type HeapProfiler, Session } from 'node:inspector/promises';
import { PerformanceObserver } from 'node:perf_hooks';
import { processorTime } from './interleave.ts';
import { placeOf } from './profile.ts';
import { type Effort, information, type Row, type Section } from './section.ts';
import { countEvents, openWorld, runPath } from './worlds.ts';

const PATHS = 100;
const WARMUPS = 6;
const SAMPLE_BYTES = 4096;
const SHOWN = 10;

export async function allocation(_effort: Effort): Promise<Section> {
  return {
    title: 'Allocation',
    how:
      `After ${WARMUPS * PATHS} paths, the next ${PATHS}: bytes by V8's sampling profiler of the heap, one sample for each ${SAMPLE_BYTES} bytes, what is garbage at once included. The simulator ` +
      'itself makes no objects; what is left are numbers that pass between functions that V8 does not inline (16 bytes each), and the random streams that a path opens.',
    rows: [...(await measure('calm-day', 3)), ...(await measure('reference-crash', SHOWN))],
  };
}

async function measure(name: string, most: number): Promise<Row[]> {
  const open = await openWorld(name);
  const round = (): void => {
    for (let path = 0; path < PATHS; path++) runPath(open, path);
  };
  for (let i = 0; i < WARMUPS; i++) round();
  const collector = await collectorShare(round);
  const events = countEvents(round);
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.enable');
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: SAMPLE_BYTES,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  round();
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  const bytes = new Map<string, number>();
  addUp(profile.head, bytes);
  const all = [...bytes.values()].reduce((sum, own) => sum + own, 0);
  const perEvent = events > 0 ? `, ${(all / events).toFixed(0)} an event` : '';
  return [
    information(`${name}: bytes a path`, `${kilobytes(all / PATHS)}${perEvent}`),
    information(`${name}: time in the collector`, `${(100 * collector).toFixed(1)} %`),
    ...[...bytes]
      .sort((a, b) => b[1] - a[1])
      .slice(0, most)
      .map(([place, own]) => information(`${name}: ${place}`, `${kilobytes(own / PATHS)} a path`)),
  ];
}

/** Pauses of the collector as a share of the time computed. */
async function collectorShare(work: () => void): Promise<number> {
  let pauses = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) pauses += duration;
  });
  observer.observe({ entryTypes: ['gc'] });
  const before = processorTime();
  for (let i = 0; i < 3; i++) work();
  const computed = processorTime() - before;
  // Entries are handed over in a later turn of the event loop.
  await new Promise((resolve) => setTimeout(resolve, 50));
  observer.disconnect();
  return pauses / computed;
}

function addUp(node: HeapProfiler.SamplingHeapProfileNode, into: Map<string, number>): void {
  const { functionName, url } = node.callFrame;
  if (node.selfSize > 0) {
    const place = `\`${functionName || '(anonymous)'}\` (${placeOf(url)})`;
    into.set(place, (into.get(place) ?? 0) + node.selfSize);
  }
  for (const child of node.children) addUp(child, into);
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
