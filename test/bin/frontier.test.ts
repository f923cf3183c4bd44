import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BASE, scenarioFile } from '../scenarios/fixtures/base-scenario.ts';
import { plimsoll } from './fake-terminal.ts';

/**
 * One account at health factor 1.2 whom no keeper ever reaches. At the end its collateral is worth less than its debt when
 * S_T/S_0 < θ/1.2, so that with zero drift P(θ) = Φ((ln(θ/1.2) + σ²T/2)/(σ√T)) and the largest threshold with P < p is
 *
 *     θ* = 1.2 · exp(σ√T · Φ⁻¹(p) − σ²T/2)
 */
const SIGMA = 4;
const YEARS = 1 / 365.25;
const HEALTH = 1.2;
const CLOSED = scenarioFile(
  BASE.replace('horizon: 1h, tick: 12s', 'horizon: 24h, tick: 24h')
    .replace('model: gbm, start: 200, volatility: 1', `model: gbm, start: 200, volatility: ${SIGMA}`)
    .replace('model: slots, slot: 12s', 'model: slots, slot: 24h')
    .replace('delay: { model: exponential, mean: 6s }', 'delay: 48h')
    .replace('accounts: 20', 'accounts: 1')
    .replace('median: 1000, spread: 1', 'median: 1000, spread: 0')
    .replace('medianSlack: 0.1, spread: 0.5', `minimum: 1.1, medianSlack: ${HEALTH - 1.1}, spread: 0`)
    .replace('  now: { preset: synchronous }\n', ''),
);
const THRESHOLD = 'protocol.collateral.ETH.liquidationThreshold';

/** Φ⁻¹ of 0.02, 0.05 and 0.1, from tables. */
const QUANTILES: Readonly<Record<string, number>> = { '0.05': -1.6448536, '0.1': -1.2815516, '0.02': -2.0537489 };

const threshold = (p: string): number => {
  const deviation = SIGMA * Math.sqrt(YEARS);
  return HEALTH * Math.exp(deviation * QUANTILES[p]! - (deviation * deviation) / 2);
};

const frontier = (...args: string[]) => plimsoll(['frontier', ...args, '-q', '-w', '1']);

describe('plimsoll frontier', () => {
  it('says what a loss of 0 on every path cannot show', async () => {
    const asked = [CLOSED, '--vary', `${THRESHOLD}=0.6..1`, '--limit', 'badDebtUsd.mean < 0.001', '-n', '300'];
    const [found] = JSON.parse((await frontier(...asked, '--json')).out).frontiers;
    const shown = found.explored.find(({ at }: { at: string }) => at === found.kept);
    expect(shown).toMatchObject({ value: 0, high: 0, paths: 300, outcome: 'pass' });
    expect(shown.unseenShare).toBeCloseTo(1 - Math.pow(0.05, 1 / 300), 12);
    const text = (await frontier(...asked)).out.replace(/\s+/g, ' ');
    expect(text).toContain(
      `at ${found.kept} the figure is 0 on all 300 paths: with 95 % confidence at most 0.994 % of`,
    );
  });

  it.each(['0.02', '0.05', '0.1'])('finds the threshold of the closed form for P(insolvent) < %s', async (p) => {
    const limit = `badDebtUsd.probability < ${p}`;
    const { out, code } = await frontier(
      CLOSED,
      '--vary',
      `${THRESHOLD}=0.6..1`,
      '--limit',
      limit,
      '-n',
      '2000',
      '--json',
    );
    expect(code).toBe(0);
    const report = JSON.parse(out);
    const [{ kind, estimate, kept, broken, isMonotone, explored }] = report.frontiers;
    expect({ kind, isMonotone }).toEqual({ kind: 'largest', isMonotone: true });
    // The truth lies between what is kept and what is broken, and the estimate is near it.
    expect(Number(kept)).toBeLessThanOrEqual(threshold(p));
    expect(Number(broken)).toBeGreaterThanOrEqual(threshold(p));
    expect(Number(broken) - Number(kept)).toBeLessThan(0.06);
    expect(Math.abs(Number(estimate) - threshold(p))).toBeLessThan(0.02);
    // Values far away are settled on fewer paths.
    expect(explored.at(0).paths).toBeLessThan(2000);
    expect(explored.at(-1).paths).toBe(250);
    expect(report.pathsRun).toBeLessThan(2000 * explored.length);
  });

  it('finds the smallest value where the limit is kept above it, and says where nothing crosses', async () => {
    const smallest = await frontier(
      CLOSED,
      '--vary',
      `${THRESHOLD}=0.6..1`,
      '--limit',
      'badDebtUsd.probability > 0.1',
      '-n',
      '1000',
      '--json',
    );
    const [found] = JSON.parse(smallest.out).frontiers;
    expect(found.kind).toBe('smallest');
    expect(Math.abs(Number(found.estimate) - threshold('0.1'))).toBeLessThan(0.03);
    expect(Number(found.broken)).toBeLessThan(Number(found.kept));
    const nowhere = await frontier(
      CLOSED,
      '--vary',
      `${THRESHOLD}=0.6..1`,
      '--limit',
      'badDebtUsd.probability > 2',
      '-n',
      '300',
    );
    expect(nowhere.out).toMatch(/later +kept nowhere/);
  });

  it('gives the same bytes for any number of threads', async () => {
    const args = [
      'frontier',
      CLOSED,
      '--vary',
      `${THRESHOLD}=0.6..1`,
      '--limit',
      'badDebtUsd.mean < 1%',
      '-n',
      '300',
      '-q',
      '--json',
    ];
    const [one, two] = [await plimsoll([...args, '-w', '1']), await plimsoll([...args, '-w', '2'])];
    expect(one.code).toBe(0);
    expect(two.out).toBe(one.out);
  }, 60_000);

  it('finds for each of several strategies what it finds for it alone', async () => {
    const two = scenarioFile(
      readFileSync(CLOSED, 'utf8').replace('strategies:\n', 'strategies:\n  now: { preset: synchronous }\n'),
    );
    const args = ['--vary', `${THRESHOLD}=0.6..1`, '--limit', 'badDebtUsd.probability < 0.1', '-n', '600', '--json'];
    const together = JSON.parse((await frontier(two, ...args)).out);
    expect(together.frontiers).toHaveLength(2);
    let paths = 0;
    for (const { strategy, ...found } of together.frontiers) {
      const alone = JSON.parse((await frontier(two, ...args, '--strategies', strategy)).out);
      expect(alone.frontiers).toEqual([{ strategy, ...found }]);
      paths += alone.pathsRun;
    }
    expect(together.pathsRun).toBe(paths);
  });

  it('says where the response is not monotone', async () => {
    // Jumps of either sign are reported, none are not.
    const jumps = 'model: merton, start: 200, volatility: 1, jumpsPerDay: 20, jumpMean: 0, jumpDeviation: 0.02';
    const jumpy = scenarioFile(BASE.replace('model: gbm, start: 200, volatility: 1', jumps));
    const vary = ['--vary', 'market.assets.ETH.price.jumpMean=-0.06..0.06', '--limit', 'oracleReports.mean < 35'];
    const { out } = await frontier(jumpy, ...vary, '-n', '60', '--strategies', 'later', '--json');
    const [{ isMonotone, reversals }] = JSON.parse(out).frontiers;
    expect(isMonotone).toBe(false);
    expect(reversals.length).toBeGreaterThan(0);
    expect((await frontier(jumpy, ...vary, '-n', '60', '--strategies', 'later')).out).toMatch(
      /later: the response is not monotone \(it turns between/,
    );
  });

  it('takes whole numbers where there are no others, and half to twice a value where nobody says', async () => {
    const limit = ['--limit', 'badDebtUsd.mean < 1e-9', '-n', '10', '--json'];
    const counts = JSON.parse((await frontier(CLOSED, '--vary', 'keepers.0.count=1..4', ...limit)).out);
    expect(counts.frontiers[0].explored.map(({ at }: { at: string }) => at)).toEqual(['1', '2', '3', '4']);
    const around = JSON.parse((await frontier(CLOSED, '--vary', THRESHOLD, ...limit)).out);
    expect(around.from).toBe('0.4');
    expect(Number(around.to)).toBeGreaterThan(0.99);
    expect(Number(around.to)).toBeLessThanOrEqual(1);
  });

  it('gives a table of borrowing power against loss for two parameters', async () => {
    const two = [
      '--vary',
      `${THRESHOLD}=0.7..0.9`,
      '--vary',
      'protocol.book.healthFactor.minimum=1.1..1.2',
      '--grid',
      '3',
    ];
    const { out } = await frontier(CLOSED, ...two, '--limit', 'badDebtUsd.probability < 10%', '-n', '400', '--json');
    const { points } = JSON.parse(out);
    expect(points).toHaveLength(9);
    for (const { settings, borrowingPower } of points) expect(borrowingPower).toBeCloseTo(settings[THRESHOLD], 12);
    // More borrowing power costs more, and of equal ones the healthier book is efficient.
    const efficient = points.filter((one: { isEfficient: boolean }) => one.isEfficient);
    expect(efficient.length).toBeGreaterThanOrEqual(3);
    const losses = efficient.map((one: { figure: { value: number } }) => one.figure.value);
    expect(losses).toEqual([...losses].sort((a, b) => a - b));
    expect((await frontier(CLOSED, ...two, '--limit', 'badDebtUsd.probability < 10%', '-n', '20')).out).toContain(
      'borrowing power',
    );
  });

  it.each([
    [['--vary', `${THRESHOLD}=0.9..0.6`, '--limit', 'badDebtUsd.mean < 1'], 'must rise from 0.9 to 0.6'],
    [['--vary', `${THRESHOLD}=0.9..1.6`, '--limit', 'badDebtUsd.mean < 1'], 'liquidationThreshold=1.6'],
    [['--vary', 'protocol.routing', '--limit', 'badDebtUsd.mean < 1'], 'no number above 0'],
    [['--vary', THRESHOLD, '--limit', 'badDebtUsd < 1'], 'must be <metric>.<statistic> < <limit>'],
    [['--vary', THRESHOLD, '--limit', 'badDebt.mean < 1'], 'did you mean badDebtUsd?'],
    [['--vary', THRESHOLD, '--limit', 'badDebtUsd.mean < 1 for nobody'], 'there is no strategy nobody'],
    [['--vary', THRESHOLD], "required option '--limit"],
  ])('%j is refused', async (args, message) => {
    const { code, err } = await frontier(CLOSED, ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
