import { describe, expect, it } from 'vitest';
import { summarise } from '../../results/summarise.ts';
import { seenWidth } from '../../results/table/grid.ts';
import { renderTable } from '../../results/table.ts';
import { type Figures, smallResults, upTo } from './small-results.ts';

/** Four designs on the same 1,000 paths; the size of the crash is a fixed sequence of the path number. */
const crash = (path: number) => ((path * 619) % 1000) / 1000;
const design =
  (debt: number, slip: number, seconds: number, profit: number) =>
  (path: number): Figures => {
    const size = crash(path);
    const sold = size > 0.3 ? 1_000_000 * size * size : 0;
    return {
      badDebtUsd: size > 0.9 ? 400_000 * (size - 0.9) * debt : 0,
      slippageUsd: sold * 0.004 * slip,
      soldUsd: sold,
      liquidatedDebtUsd: sold * 0.94,
      liquidations: Math.round(sold / 10_000),
      cascadeLiquidations: Math.floor(sold / 90_000),
      timeToCloseMedianSeconds: sold ? seconds * (1 + size) : Number.NaN,
      timeToCloseP95Seconds: sold ? seconds * 10 * (1 + size * size) : Number.NaN,
      keeperProfitUsd: profit * sold * (0.5 - ((path * 7) % 10) / 10),
      borrowerLossUsd: sold * 0.05 + ((path * 13) % 17) * 100 * debt,
    };
  };

const four = summarise(
  smallResults(
    {
      synchronous: design(1, 1, 0.4, 0),
      asynchronous: design(1.8, 1.3, 25, 0.02),
      'dutch-auction': design(1.4, 0.9, 240, 0.01),
      'partial-liquidation': design(1, 1.1, 60, 0.02),
    },
    upTo(1000),
  ),
);

describe('the comparison', () => {
  it.each([80, 100, 132])('is fixed text at %d columns', async (width) => {
    const text = renderTable(four, { width });
    expect(seenWidth(text)).toBeLessThanOrEqual(width);
    await expect(`${text}\n`).toMatchFileSnapshot(`golden/table-${width}.txt`);
  });

  it('holds every strategy and every figure at any width', () => {
    for (const width of [60, 72, 90, 110, 200]) {
      const text = renderTable(four, { width });
      for (const words of [
        'synchronous',
        'dutch-',
        'ES 99 %',
        'P(bad debt > 0)',
        'keeper profit',
        'worse',
        'identical',
      ]) {
        expect(text).toContain(words);
      }
      expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
      expect(text).not.toMatch(/ $/m);
    }
  });

  it('breaks long names only where they must', () => {
    const paths = upTo(50);
    const two = summarise(
      smallResults({ 'carry-half-an-hour': design(1, 1, 1, 0), 'partial-liquidation': design(1, 1, 2, 0) }, paths),
    );
    const [first, second] = renderTable(two, { width: 60 })
      .split('\n')
      .filter((line) => /carry-|an-hour/.test(line));
    expect(first).toMatch(/carry-half- +partial-$/);
    expect(second).toMatch(/an-hour +liquidation$/);
  });

  it('colours only through the style handed in, and keeps its shape', () => {
    const roles = new Set<string>();
    const coloured = renderTable(four, {
      width: 100,
      style: (role, text) => {
        roles.add(role);
        return `\u001b[31m${text}\u001b[39m`;
      },
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes just put in
    const bare = coloured.replace(/\u001b\[\d+m/g, '').replace(/ +$/gm, '');
    expect(bare).toBe(renderTable(four, { width: 100 }));
    expect(roles).toContain('worse');
    expect(roles).toContain('better');
    expect(roles).toContain('interval');
  });

  it('needs no comparison for a single strategy', () => {
    const text = renderTable(summarise(smallResults({ alone: () => ({}) }, upTo(30))));
    expect(text).not.toContain('Against');
  });
});

describe('the notes', () => {
  const notes = (results: ReturnType<typeof smallResults>) => renderTable(summarise(results), { width: 1000 });

  it('say when the tail has too few paths', () => {
    const text = notes(smallResults({ a: (path) => ({ badDebtUsd: path > 90 ? path : 0 }) }, upTo(100)));
    expect(text).toContain('* Fewer than 10 paths lie beyond the 99th percentile (a 1)');
    expect(text).toMatch(/ES 99 % +99 \*/);
    expect(renderTable(four)).not.toContain('Fewer than');
  });

  it('say what no bad debt on any path still allows', () => {
    const text = notes(smallResults({ a: () => ({}) }, upTo(1000)));
    expect(text).toContain('a: no bad debt on any of 1,000 paths; its probability may still be up to 0.383 %.');
    expect(text).not.toContain('Fewer than');
  });

  it('say when bad debt is too rare for the interval of its mean', () => {
    const rare = (hits: number) =>
      notes(smallResults({ a: (path) => ({ badDebtUsd: path < hits ? 1 : 0 }) }, upTo(1000)));
    expect(rare(19)).toContain('a: bad debt on only 19 of 1,000 paths; its mean may well lie above its interval.');
    expect(rare(20)).not.toContain('bad debt on only');
  });

  it('say when the run was stopped or paths failed', () => {
    const failures = [
      { path: 7, code: 'LEDGER', message: 'does not close' },
      { path: 3, strategy: 'a', code: 'BUDGET', message: 'too many events' },
    ];
    const results = smallResults({ a: () => ({}) }, [0, 1, 2], { partial: true, failures, manifest: { paths: 2000 } });
    expect(notes(results)).toContain('Partial: the run was stopped after 3 of 2,000 paths.');
    expect(notes(results)).toContain('2 paths failed and are in no figure: 3, 7.');
  });

  it('say on how few differing paths a verdict rests', () => {
    const results = smallResults({ a: () => ({}), b: (path) => ({ badDebtUsd: path < 6 ? 100 : 0 }) }, upTo(100));
    expect(notes(results)).toMatch(/bad debt, USD .*worse \(only 6 paths differ\)/);
  });

  it('stand even when no path finished', () => {
    expect(notes(smallResults({ a: () => ({}), b: () => ({}) }, []))).toContain('nothing to compare');
  });
});
