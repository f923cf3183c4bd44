import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { prepare } from '../../../bin/prepare.ts';
import { eventColumns } from '../../../results/trace/page/event-columns.ts';
import { LANE_OF } from '../../../results/trace/page/lanes.ts';
import { drawTimeline } from '../../../results/trace/page/timeline.ts';
import { tracePage } from '../../../results/trace/page/trace-page.ts';
import { EVENT_KINDS, type TraceEvent } from '../../../results/trace/trace-event.ts';
import { type Trace, tracePath } from '../../../results/trace/trace-path.ts';
import { cellsOf } from '../../../results/trace/trace-text.ts';
import { loadScenario } from '../../../scenarios/load.ts';
import { expectShown } from '../report/hidden-characters.ts';

const traced = (async () => {
  const loaded = await loadScenario('protocols', {});
  const { job } = await prepare(loaded);
  return tracePath(loaded, job, { path: 3, strategy: 'maker-clip' });
})();

interface Data {
  readonly frame: {
    readonly panels: readonly { readonly kind: string; readonly top: number; readonly height: number }[];
  };
  readonly keepers: readonly string[];
  readonly texts: string;
}

const dataOf = (page: string): Data =>
  JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '') as Data;

describe('a trace page', () => {
  it('is the same bytes again, whatever was drawn before', async () => {
    const trace = await traced;
    const first = await tracePage(trace, trace.events);
    await tracePage(trace, trace.events.slice(0, 10));
    expect(await tracePage(trace, trace.events)).toBe(first);
  });

  it('lets its own script run and no other, and asks nobody for anything', async () => {
    const page = await tracePage(await traced, (await traced).events);
    const scripts = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text as string);
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256')
      .update(scripts[0] as string)
      .digest('base64');
    expect(page).toContain(`script-src 'sha256-${hash}'; img-src data:`);
    expect(page).toContain("default-src 'none'");
    expect(page.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:|\bsrc=|@import/);
  });

  it('takes names for text, whatever is in them', async () => {
    const evil = '</script><img src=x onerror=alert(1)>\u202e\u0007';
    const trace = await traced;
    const named: Trace = {
      ...trace,
      scenario: { ...trace.scenario, title: evil, name: evil },
      ...{ seed: evil, strategy: evil },
      world: trace.world && { ...trace.world, assets: trace.world.assets.map((one) => ({ ...one, asset: evil })) },
      events: trace.events.map((event) => ({
        ...event,
        ...(event.keeper !== undefined && { keeper: evil }),
        ...(event.asset !== undefined && { asset: evil }),
      })),
    };
    const page = await tracePage(named, named.events);
    expect(page).not.toContain('<img');
    expectShown(page);
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(dataOf(page).keepers).toEqual([evil.replace('\u202e\u0007', '\ufffd\ufffd')]);
  });

  it('says what a path that failed came to', async () => {
    const trace = await traced;
    const failed: Trace = { ...trace, totals: undefined, failure: { code: 'Error', message: '<b>not today</b>' } };
    const page = await tracePage(failed, failed.events);
    expect(page).toContain('The path failed: &lt;b&gt;not today&lt;/b&gt; (Error).');
    expect(page).not.toContain('As in the row of paths.csv');
  });

  it('can be made of a path without any event', async () => {
    const trace = await traced;
    const page = await tracePage({ ...trace, events: [] }, []);
    expect(page).toContain('Nothing is liquidated.');
    expect(dataOf(page).texts).toBe('');
  });
});

describe('the columns of a page', () => {
  it('give back every word that the terminal shows', async () => {
    const { events } = await traced;
    const columns = eventColumns(events);
    const lines = columns.texts.split('\n');
    let [sequence, millis] = [0, 0];
    events.forEach((event, i) => {
      const [what, effect, ...fill] = (lines[i] as string).split('\t');
      const text = (template: string | undefined) =>
        (columns.templates[Number(template)] as readonly string[])
          .map((piece, at) => (at === 0 ? '' : fill.shift()) + piece)
          .join('');
      expect([text(what), text(effect)]).toEqual(cellsOf(event).slice(5));
      expect(fill).toEqual([]);
      sequence += columns.sequence[i] as number;
      millis += columns.millis[i] as number;
      expect([sequence, millis]).toEqual([event.sequence, Math.round(event.timeMillis)]);
    });
  });

  it('know a lane for every kind of event', () => {
    expect(Object.keys(LANE_OF)).toEqual(expect.arrayContaining(Object.keys(EVENT_KINDS)));
  });
});

describe('the timeline', () => {
  it('knows where its panels stand, each below the one before', async () => {
    const { frame, svg } = await drawTimeline(await traced);
    expect(frame.panels.map(({ kind }) => kind)).toEqual(['line', 'line', 'liquidations', 'lanes']);
    let bottom = 0;
    for (const { top, height } of frame.panels) {
      expect(top).toBeGreaterThan(bottom);
      bottom = top + height;
    }
    expect(bottom).toBeLessThan(frame.height);
    expect(frame.left + frame.plotWidth).toBeLessThan(frame.width);
    expect(svg).toContain('class="mark-symbol role-mark liquidations_marks"');
  });

  it('draws the bad debt as the path ends with it', async () => {
    const trace = await traced;
    const lost = (usd: number, total: number): TraceEvent['changes'] => [
      { figure: 'badDebtRealisedUsd', change: usd, total },
    ];
    const events = trace.events.map((event, i) => (i === 50 ? { ...event, changes: lost(12_345, 12_345) } : event));
    const { frame, svg } = await drawTimeline({ ...trace, events });
    expect(frame.panels.map(({ kind }) => kind)).toEqual(['line', 'line', 'liquidations', 'line', 'lanes']);
    expect(svg).toContain('bad debt so far, USD');
  });
});
