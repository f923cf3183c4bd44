import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { csvOf, simulatedPrices } from '../scenarios/calibration/simulated.ts';
import { temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { plimsoll } from './fake-terminal.ts';

const folder = temporaryFolder();
function csvFile(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const prices = simulatedPrices({ model: 'gbm', drift: 0, volatility: 0.8 }, 600, 'command line');
const good = csvFile('good.csv', csvOf(prices));
const FEW = ['--paths', '40', '--model', 'gbm,merton'];

describe('calibrate', () => {
  it('prints tables on stdout and what it does on stderr', async () => {
    const { code, out, err } = await plimsoll(['calibrate', good, ...FEW]);
    expect(code).toBe(0);
    expect(err).toMatch(/^fitting .*\n(fitting .*\n)+simulating 40 histories of each law\n$/);
    for (const part of [
      '600 log returns of 1h, 2020-01-01T00:00Z to 2020-01-26T00:00Z',
      'std. error',
      'least BIC',
      'worst fall within 24h',
      'A fit misses the tail when',
      'Stress jumps',
      'To paste into a scenario',
    ])
      expect(out).toContain(part);
  });

  it('prints one JSON document', async () => {
    const { code, out, err } = await plimsoll(['calibrate', good, ...FEW, '--json', '-q']);
    expect([code, err]).toEqual([0, '']);
    const document = JSON.parse(out) as Record<string, never>;
    expect(Object.keys(document)).toEqual(
      expect.arrayContaining(['history', 'fits', 'goodness', 'tails', 'stress', 'chosen', 'fragment', 'paths', 'seed']),
    );
    expect(document.history).toMatchObject({ returns: 600, stepMillis: 3_600_000, gaps: 0 });
    expect(document.fits).toMatchObject([{ model: 'gbm' }, { model: 'merton' }]);
  });

  it('prints the fragment alone', async () => {
    const { out } = await plimsoll(['calibrate', good, ...FEW, '--yaml', '--asset', 'WBTC', '-q']);
    expect(parse(out)).toMatchObject({ market: { assets: { WBTC: { price: { start: prices.at(-1) } } } } });
  });

  it('gives the same bytes again, and others for another seed', async () => {
    const call = async (...more: string[]) => (await plimsoll(['calibrate', good, ...FEW, '-q', ...more])).out;
    const first = await call();
    expect(await call()).toBe(first);
    expect(await call('--seed', 'other')).not.toBe(first);
  });

  it('fits into a narrow terminal by tables below each other', async () => {
    const { renderCalibration } = await import('../../results/calibration-table.ts');
    const { out } = await plimsoll(['calibrate', good, ...FEW, '--json', '-q']);
    const text = renderCalibration(JSON.parse(out), { width: 80 });
    const [tables] = text.split('To paste into a scenario') as [string];
    for (const line of tables.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
    expect(text.match(/worst fall within 1h /g)!.length).toBeGreaterThan(1);
  });
});

describe('what cannot be calibrated is exit code 2 with one error and nothing on stdout', () => {
  const rows = csvOf(prices).trimEnd().split('\n');
  const without = (...lines: number[]) => `${rows.filter((_, i) => !lines.includes(i)).join('\n')}\n`;

  it.each([
    ['no file', ['nowhere.csv'], /nowhere\.csv: there is no such file/],
    [
      'too few rows',
      [csvFile('few.csv', csvOf(prices.slice(0, 100)))],
      /few\.csv:101 {2}gives 99 returns; at least 250/,
    ],
    ['a constant price', [csvFile('flat.csv', csvOf(new Array(400).fill(1)))], /use the model "constant"/],
    ['a gap', [csvFile('gap.csv', without(100))], /gap\.csv:101 {2}there is a gap of 2h .*--gaps skip/],
    ['a negative price', [csvFile('minus.csv', csvOf(prices.map((p, i) => (i === 9 ? -p : p))))], /minus\.csv:11 {2}/],
    ['a column that is not there', [good, '--price', 'mid'], /has no column "mid"; it has: unix_s, close/],
    ['an unknown model', [good, '--model', 'gbm,heston'], /must be of gbm, merton, kou, garch/],
    ['an unknown rule for gaps', [good, '--gaps', 'fill'], /must be refuse or skip/],
    ['a spacing without unit', [good, '--every', '3600'], /must be a duration above 0 with its unit/],
    ['a spacing below that of the rows', [good, '--every', '1m'], /--every 1m is shorter/],
    ['too few paths', [good, '--paths', '5'], /must be a whole number from 40/],
    ['a bad asset', [good, '--asset', 'a b'], /must start with a letter/],
    ['two forms of output', [good, '--json', '--yaml'], /exclude each other/],
  ])('%s', async (_, args, expected) => {
    const { code, out, err } = await plimsoll(['calibrate', ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(expected);
  });
});
