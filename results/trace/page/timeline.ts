/** Draws the timeline, and says where on the drawing its panels stand. */
import { drawSvg } from '../../report/page/draw.ts';
import type { Trace } from '../trace-path.ts';
import { type Panel, timelinePanels, WIDTH } from './timeline-panels.ts';

/** In units of the drawing. */
export interface TimelineFrame {
  readonly width: number;
  readonly height: number;
  /** Of every panel: where time 0 is, and how wide the path is. */
  readonly left: number;
  readonly plotWidth: number;
  readonly horizonMillis: number;
  readonly panels: readonly (Omit<Panel, 'spec'> & { readonly top: number })[];
}

export interface Timeline {
  readonly svg: string;
  readonly frame: TimelineFrame;
}

export async function drawTimeline(trace: Trace): Promise<Timeline> {
  const panels = timelinePanels(trace);
  const spec = { vconcat: panels.map((panel) => panel.spec), spacing: 27, bounds: 'flush' };
  const svg = await drawSvg(spec, 'timeline');
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const [, left, top] = /transform="translate\(([\d.]+),([\d.]+)\)"/.exec(svg) ?? [];
  // The groups of the panels stand in their order, each moved down from the first.
  const tops = [...svg.matchAll(/role-scope [^>]*><g transform="translate\([\d.]+,([\d.]+)\)"/g)].map(([, y]) =>
    Number(y),
  );
  if (tops.length !== panels.length) throw new Error(`the drawing has ${tops.length} panels, not ${panels.length}`);
  return {
    svg,
    frame: {
      ...{ width: Number(width), height: Number(height), left: Number(left), plotWidth: WIDTH },
      horizonMillis: trace.horizonMillis,
      panels: panels.map(({ spec: _, ...panel }, index) => ({ ...panel, top: Number(top) + tops[index]! })),
    },
  };
}
