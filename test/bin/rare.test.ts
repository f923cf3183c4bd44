import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { estimateFigure } from '../../results/figure-estimate.ts';
import { readResults } from '../../results/read-results.ts';
import { temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { plimsoll } from './fake-terminal.ts';

const RARE = fileURLToPath(new URL('../../bench/scenarios/rare-jumps.yaml', import.meta.url));
const SHORT = ['--set', 'run.tick=10m', '--quiet'];

describe('plimsoll run --rare', () => {
  it('weighs every figure, keeps weights in paths.csv, and reads back to the same figures', async () => {
    const out = join(temporaryFolder(), 'rare');
    const run = await plimsoll(['run', RARE, '--rare', '-n', '800', ...SHORT, '--json', '--out', out]);
    expect(run.code).toBe(0);
    const summary = JSON.parse(run.out);
    const { badDebtUsd, oracleReports } = summary.strategies[0].metrics;
    expect(badDebtUsd.effectivePaths).toBeLessThan(400);
    // Three in four paths carry moved jumps, yet weighted bad debt stays rare.
    expect(badDebtUsd.probabilityPositive).toBeLessThan(0.02);
    expect(oracleReports.mean).toBeGreaterThan(10);
    expect(summary.manifest.definitions.sampling).toContain('strata');
    expect(readFileSync(join(out, 'paths.csv'), 'utf8').split('\n')[0]).toMatch(/,stratum,likelihood,weight$/);

    const back = readResults(out);
    const again = estimateFigure(back, 'asynchronous', { metric: 'badDebtUsd', statistic: { kind: 'mean' } });
    expect([again.value, again.high]).toEqual([badDebtUsd.mean, badDebtUsd.meanHigh]);
    const compared = JSON.parse((await plimsoll(['compare', out, out, '--json', '-q'])).out);
    expect(new Set(compared.figures.map((one: { verdict: string }) => one.verdict))).toEqual(new Set(['identical']));
  }, 30_000);

  it('gives its page again, byte for byte', async () => {
    const out = temporaryFolder();
    expect((await plimsoll(['run', RARE, '--rare', '-n', '160', ...SHORT, '-q', '--out', out])).code).toBe(0);
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect((await plimsoll(['report', out])).code).toBe(0);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toBe(page);
  }, 30_000);

  it('agrees with plain paths where those see enough', async () => {
    const figures = async (...more: string[]) => {
      const run = await plimsoll(['run', RARE, ...SHORT, '--json', '-n', '800', ...more]);
      return JSON.parse(run.out).strategies[0].metrics.liquidations;
    };
    const [plain, rare] = [await figures(), await figures('--rare')];
    const errors = [plain, rare].map(({ meanLow, meanHigh }) => (meanHigh - meanLow) / 4);
    expect(Math.abs(plain.mean - rare.mean)).toBeLessThan(4 * Math.hypot(...errors));
  }, 30_000);

  it('refuses a run too short for its strata, and a tail on too few effective paths', async () => {
    const short = await plimsoll(['run', RARE, '--rare', '-n', '40', '-q']);
    expect([short.code, short.err]).toEqual([2, expect.stringContaining('must be at least 80 with run.sampling')]);
    const thin = await plimsoll(['run', RARE, '--rare', '-n', '200', ...SHORT, '--json']);
    expect(JSON.parse(thin.out).strategies[0].metrics.badDebtUsd).toMatchObject({
      es99: null,
      p99: null,
      tailTooFew: true,
    });
    const none = await plimsoll([
      'run',
      RARE,
      '--rare',
      '-n',
      '80',
      '-q',
      '--set',
      'market.assets.ETH.price={ model: gbm, start: 2000, volatility: 0.8 }',
    ]);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('counts its jumps first')]);
  }, 30_000);
});
