import { describe, expect, it } from 'vitest';
import { formatUsd } from '../../../results/format.ts';
import { type PlanDocument, type SweepSummary, summariseSweep } from '../../../results/points/sweep-results.ts';
import { escaped } from '../../../results/report/page/markup.ts';
import { capitalFrontier } from '../../../results/report/sweep-page/capital-frontier.ts';
import { sweepPage } from '../../../results/report/sweep-page/sweep-page.ts';
import { commandOf } from '../../../results/report/sweep-page/sweep-tables.ts';
import { smallResults, upTo } from '../small-results.ts';
import { expectShown } from './hidden-characters.ts';

type Settings = Readonly<Record<string, number | string>>;

const GATES = { badDebtUsd: ['mean < 5000', 'es99 < 60000'] };

/** Bad debt grows with the first setting; what may be borrowed too. */
function sweepOf(
  points: readonly Settings[],
  strategies: readonly string[] = ['now', 'later'],
  gates: object = {},
): SweepSummary {
  const keys = Object.keys(points[0]!);
  const plan: PlanDocument = {
    plimsoll: '0.1.0',
    mathFingerprint: 'f00d',
    scenario: { name: 'small', title: 'A small crash' },
    hash: '0a1b2c3d4e5f6a7b',
    seed: 'seven',
    paths: 60,
    horizonMillis: 86_400_000,
    strategies,
    referencePoint: 0,
    tapes: 1,
    resolved: {},
    keys,
    points: points.map((settings, point) => ({ point, settings, hash: String(point) })),
  };
  const size = (point: number) => Number(Object.values(points[point]!)[0]) || 1;
  return summariseSweep({
    plan,
    partial: false,
    isSampled: false,
    borrowingPower: (point) => 0.5 + size(point) / 100,
    read: (point) =>
      smallResults(
        Object.fromEntries(
          strategies.map((name, i) => [
            name,
            (path: number) => ({
              badDebtUsd: path % 3 === 0 ? 0 : 100 * (path + i) * size(point),
              slippageUsd: 5 * path,
              soldUsd: 1000,
            }),
          ]),
        ),
        upTo(60),
        { manifest: { resolved: { run: { paths: 60 }, gates } } },
      ),
  });
}

const ONE = [1, 2, 4, 8].map((value) => ({ 'protocol.threshold': value }));
const TWO = [1, 2, 4].flatMap((value) =>
  [10, 20].map((other) => ({ 'protocol.threshold': value, 'keepers.0.count': other })),
);
const THREE = [1, 2, 3, 5, 8].map((value) => ({
  'a.threshold': value,
  'b.count': 10 - value,
  'c.word': value > 2 ? 'much' : 'little',
}));

const idsOf = (text: string) => [...text.matchAll(/<figure id="([^"]+)"/g)].map(([, id]) => id);

describe('the page of a sweep', () => {
  it('draws one key as lines, two as maps, more as lines through all of them', async () => {
    expect(idsOf(await sweepPage(sweepOf(ONE)))).toEqual([
      ...['mean', 'es99', 'probabilityPositive'].map((name) => `sweep-badDebtUsd-${name}`),
      'sweep-slippageBps-ratio',
      'sweep-frontier',
    ]);
    expect(idsOf(await sweepPage(sweepOf(TWO)))).toEqual([
      ...['mean', 'es99'].flatMap((name) => [0, 1].map((strategy) => `sweep-badDebtUsd-${name}-${strategy}`)),
      'sweep-frontier',
    ]);
    expect(idsOf(await sweepPage(sweepOf(THREE)))).toEqual(['sweep-parallel-0', 'sweep-parallel-1', 'sweep-frontier']);
  });

  it.each([
    ['one key', ONE],
    ['two keys', TWO],
    ['three keys', THREE],
  ] as const)('%s: marks, words and data in every chart, the same bytes again', async (_, points) => {
    const summary = sweepOf(points, ['now', 'later'], GATES);
    const text = await sweepPage(summary);
    expect(await sweepPage(JSON.parse(JSON.stringify(summary)) as SweepSummary)).toBe(text);
    for (const figure of text.split('<figure ').slice(1)) {
      expect(figure).toMatch(/role="img" aria-label="[^"]{40,}"/);
      expect(figure).toMatch(/class="mark-(?:area|line|rect|symbol)/);
      expect(figure).toContain('href="data:text/csv;base64,');
    }
    expect(text).not.toMatch(/NaN|undefined|Infinity|<script|\son\w+=/);
    const ids = [...text.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says the figures of the summary', async () => {
    const summary = sweepOf(ONE);
    const text = await sweepPage(summary);
    for (const { strategies } of summary.points)
      for (const { metrics } of strategies)
        expect(text).toContain(`<td class="">${formatUsd(metrics.badDebtUsd.mean!)}<small>`);
  });

  it('draws the gates in', async () => {
    const summary = sweepOf(TWO, ['now'], GATES);
    const text = await sweepPage(summary);
    const failing = summary.points.filter(({ gates = [] }) => gates.some(({ outcome }) => outcome === 'fail')).length;
    expect(failing).toBeGreaterThan(0);
    expect(text).toContain(`Gates: ${failing} of 6 points fail (✗)`);
    const [, map = ''] = text.split('<figure id="sweep-badDebtUsd-mean-0"');
    expect(map.slice(0, map.indexOf('</svg>')).match(/ ✗/g)).toHaveLength(failing);
    expect(text).toContain('✗ broken');
  });

  it('shows markup in names as text', async () => {
    const evil = `<img src=x onerror=alert(1)>"'&</title><script>alert(2)</script>\u202egpj.\u2067\u0007`;
    const points = ['a', 'b'].map((value) => ({ [`${evil}.key`]: `${evil}${value}` }));
    const made = sweepOf(points, [evil], GATES);
    const plan = { ...made.plan, scenario: { name: evil, title: evil }, seed: evil, hash: evil };
    const text = await sweepPage({ ...made, plan, notes: [evil] });
    expect(text).not.toMatch(/<script|<img/i);
    expect(text).toContain(escaped(evil));
    expectShown(text);
  });

  it('stays small with 500 points', async () => {
    const made = sweepOf(
      [
        { a: 1, b: 2, c: 3 },
        { a: 2, b: 3, c: 4 },
      ],
      ['now', 'later', 'sold', 'partly'],
      GATES,
    );
    const settings = Array.from({ length: 500 }, (_, point) => ({ a: point % 7, b: point % 11, c: point }));
    const points = settings.map((own, point) => ({
      ...made.points[point % 2]!,
      point,
      settings: own,
      borrowingPower: point / 1000,
    }));
    const planned = settings.map((own, point) => ({ point, settings: own, hash: '' }));
    const differences = settings.flatMap((_, point) => made.differences.map((one) => ({ ...one, point })));
    const text = await sweepPage({ ...made, plan: { ...made.plan, points: planned }, points, differences });
    expect(text.length).toBeLessThan(5_000_000);
    expect(text).toContain('more rows');
  });

  it('refuses a sweep without a path', async () => {
    const made = sweepOf(ONE);
    const empty = made.points.map((point) => ({
      ...point,
      strategies: point.strategies.map((one) => ({ ...one, paths: 0 })),
    }));
    await expect(sweepPage({ ...made, points: empty })).rejects.toThrow('no path finished');
  });
});

describe('its parts', () => {
  it('the frontier joins what no other point beats, and is left out where nothing may be borrowed more', () => {
    const chart = capitalFrontier(sweepOf([...ONE, { 'protocol.threshold': 0.5 }], ['now']))!;
    const notBeaten = chart.rows.filter((row) => row.at(-1) === 'yes').map(([, point]) => point);
    // The point with the setting 0.5 loses less and lets less be borrowed; each is a trade-off.
    expect(notBeaten).toEqual([0, 1, 2, 3, 4]);
    const same = sweepOf(ONE);
    expect(
      capitalFrontier({ ...same, points: same.points.map((point) => ({ ...point, borrowingPower: 0.5 })) }),
    ).toBeUndefined();
    const worse = {
      ...same,
      points: same.points.map((point) => ({ ...point, borrowingPower: 1 - point.borrowingPower })),
    };
    // Now more loss comes with less borrowing: the first point beats all.
    expect(
      capitalFrontier(worse)!
        .rows.filter((row) => row.at(-1) === 'yes')
        .map(([strategy, point]) => [strategy, point]),
    ).toEqual([
      ['now', 0],
      ['later', 0],
    ]);
  });

  it('the command to repeat it names every value of a grid', () => {
    expect(commandOf(sweepOf(TWO, ['now']))).toBe(
      'plimsoll sweep small --set protocol.threshold=1,2,4 --set keepers.0.count=10,20 --paths 60 --seed seven --strategies now',
    );
  });
});
