import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { BASE, changed, scenarioFile, temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { plimsoll } from './fake-terminal.ts';

// Prices that fall far enough for the accounts of the base scenario to be closed.
const CRASH = changed(
  'model: gbm, start: 200, volatility: 1',
  'model: merton, start: 200, volatility: 2, jumpsPerDay: 20, jumpMean: -0.05, jumpDeviation: 0.02',
);
const file = scenarioFile(CRASH);
const THRESHOLD = 'protocol.collateral.ETH.liquidationThreshold';
const DEVIATION = 'oracles.ETH.publish.deviation';
const NOISY = changed('ETH:\n    publish', 'ETH:\n    sources: [{ noise: 0.01 }]\n    publish').replace(
  'model: gbm, start: 200, volatility: 1',
  'model: merton, start: 200, volatility: 2, jumpsPerDay: 20, jumpMean: -0.05, jumpDeviation: 0.02',
);

const sweep = (...args: string[]) => plimsoll(['sweep', file, '-q', ...args]);

describe('plimsoll sweep', () => {
  it('gives at each point what a run gives, whatever shares its tapes, reports and books', async () => {
    const noisy = scenarioFile(NOISY);
    const axes = [`${THRESHOLD}=0.7,0.8`, `${DEVIATION}=0.005,0.02`, 'oracles.ETH.sources.0.noise=0.01,0.001'];
    const volatility = 'market.assets.ETH.price.volatility=1,2';
    const set = [...axes, volatility].flatMap((text) => ['--set', text]);
    const { out, code } = await plimsoll(['sweep', noisy, '-q', '-n', '12', '-w', '1', '--json', ...set]);
    expect(code).toBe(0);
    const { points, plan } = JSON.parse(out);
    expect(points).toHaveLength(16);
    expect(plan.tapes).toBe(2);
    for (const point of [0, 3, 7, 10, 13, 15]) {
      const own = Object.entries(points[point].settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
      const run = JSON.parse((await plimsoll(['run', noisy, '-q', '-n', '12', '--json', ...own])).out);
      expect(points[point].strategies).toEqual(run.strategies);
      expect(points[point].hash).toBe(run.manifest.scenario.hash);
    }
  }, 60_000);

  it('writes the same bytes for any number of threads', async () => {
    const folders = await Promise.all(
      ['1', '2'].map(async (workers) => {
        const out = join(temporaryFolder(), 'out');
        const { code } = await sweep(
          '--set',
          `${THRESHOLD}=0.7,0.8,0.85`,
          '-n',
          '70',
          '-w',
          workers,
          '--csv',
          '--out',
          out,
        );
        expect(code).toBe(0);
        return out;
      }),
    );
    const names = ['plan.json', 'paths.parquet', 'paths.csv', 'summary.csv', 'differences.csv', 'summary.json'];
    for (const name of names) {
      const [one, two] = folders.map((folder) => readFileSync(join(folder, name)));
      expect(one!.equals(two!), name).toBe(true);
    }
    const parquet = await asyncBufferFromFile(join(folders[0]!, 'paths.parquet'));
    const rows = await parquetReadObjects({ file: parquet });
    const csv = readFileSync(join(folders[0]!, 'paths.csv'), 'utf8').trimEnd().split('\n');
    expect(rows).toHaveLength(3 * 2 * 70);
    const names2 = csv[0]!.split(',');
    csv.slice(1).forEach((line, index) => {
      const cells = line.split(',');
      const expected = names2.map((_, at) => (cells[at] === '' ? null : cells[at]));
      expect(names2.map((name) => (rows[index]![name] === null ? null : String(rows[index]![name])))).toEqual(expected);
    });
    const metadata = parquetMetadata(await parquet.slice(0));
    expect(metadata.row_groups).toHaveLength(3);
    const plan = metadata.key_value_metadata?.find(({ key }) => key === 'plimsoll.plan')?.value;
    expect(JSON.parse(plan!)).toEqual(JSON.parse(readFileSync(join(folders[0]!, 'plan.json'), 'utf8')));
  }, 60_000);

  it('compares path by path with the reference point, and corrects for all comparisons', async () => {
    const points = `${THRESHOLD}=0.7,0.8,0.85`;
    const { out } = await sweep('--set', points, '-n', '60', '-w', '1', '--json', '--reference', `${THRESHOLD}=0.8`);
    const { plan, differences } = JSON.parse(out);
    expect(plan.referencePoint).toBe(1);
    expect(new Set(differences.map((one: { point: number }) => one.point))).toEqual(new Set([0, 2]));
    for (const { pValue, adjustedPValue } of differences) {
      if (pValue !== null) expect(adjustedPValue).toBeGreaterThanOrEqual(pValue);
    }
    const compared = await plimsoll([
      'compare',
      file,
      file,
      '-q',
      '-n',
      '60',
      '--json',
      '--set-first',
      `${THRESHOLD}=0.8`,
      '--set-second',
      `${THRESHOLD}=0.85`,
    ]);
    const plain = ({ adjustedPValue: _, point: __, ...rest }: Record<string, unknown>) => rest;
    const own = differences.filter((one: { point: number }) => one.point === 2);
    expect(own.map(plain)).toEqual(JSON.parse(compared.out).figures.map(plain));
  }, 60_000);

  it('shows points and strategies on the terminal', async () => {
    const { out, err } = await sweep(
      '--set',
      `${THRESHOLD}=0.7,0.8`,
      '--set',
      `${DEVIATION}=0.005,0.01`,
      '-n',
      '20',
      '-w',
      '1',
    );
    expect(out).toContain('4 points × 20 paths of 1 h, seed 7 · all on the same tapes');
    expect(out).toMatch(/liquidationThreshold +deviation +strategy/);
    expect(out).toMatch(/^3 +0\.8 +0\.01 +now/m);
    expect(err).toBe('');
  });

  it('takes its axes from the scenario, and the command line replaces them', async () => {
    const own = scenarioFile(`${BASE}sweep:\n  ${THRESHOLD}: [0.7, 0.8]\n  ${DEVIATION}: range(0.005,0.015,0.005)\n`);
    const points = async (...set: string[]) => {
      const { out, code } = await plimsoll(['sweep', own, '--plan', ...set.flatMap((text) => ['--set', text])]);
      expect(code).toBe(0);
      return JSON.parse(out).points.map(({ settings }: { settings: object }) => Object.values(settings).join(' '));
    };
    expect(await points()).toEqual(['0.7 0.005', '0.7 0.01', '0.7 0.015', '0.8 0.005', '0.8 0.01', '0.8 0.015']);
    expect(await points(`${DEVIATION}=0.02`)).toEqual(['0.7', '0.8']);
    expect(await points(`${THRESHOLD}=0.6,0.65`, `${DEVIATION}=0.02`)).toEqual(['0.6', '0.65']);
    const [with_, without] = await Promise.all(
      [own, scenarioFile(BASE)].map(async (path) =>
        JSON.parse((await plimsoll(['run', path, '-q', '-n', '2', '--json'])).out),
      ),
    );
    expect(with_.manifest.scenario.hash).toBe(without.manifest.scenario.hash);
  });

  it.each([
    [['--set', `${THRESHOLD}=0.7`], 'varies nothing'],
    [['--set', 'protocol.collateral.ETH.liquidationTreshold=0.7,0.8'], 'did you mean liquidationThreshold?'],
    [['--set', `${THRESHOLD}=0.7,1.8`], `--set ${THRESHOLD}=1.8`],
    [['--set', `${THRESHOLD}=range(0.5,0.9,0.0001)`], 'has 4001 points, above the limit of 1000'],
    [['--set', 'run.paths=10,20'], 'every point runs the same paths; use --paths'],
    [['--set', `${THRESHOLD}=0.7,0.8`, '--set', `${THRESHOLD}=0.6,0.9`], 'varies twice'],
    [['--set', `${THRESHOLD}=0.7,0.8`, '--reference', '5'], 'there is no point 5'],
    [['--set', `${THRESHOLD}=0.7,0.8`, '--reference', `${THRESHOLD}=0.75`], 'no point has these settings'],
    [['--set', `${THRESHOLD}=range(0.7,0.8)`], 'range takes three numbers'],
  ])('%j is refused before anything is written', async (args, message) => {
    const { code, err } = await sweep('--out', '/nowhere/at/all', ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  it('a section that cannot be read is shown at its line', async () => {
    const own = join(temporaryFolder(), 's.yaml');
    writeFileSync(own, `${BASE}sweep:\n  run.horizon: often\n`);
    const { code, err } = await plimsoll(['validate', own]);
    expect(code).toBe(2);
    expect(err).toMatch(/s\.yaml:\d+:\d+ .*sweep.*range/s);
  });

  describe('the section in the scenario', () => {
    const LINE = BASE.split('\n').length;
    const withSection = (...lines: string[]) => {
      const own = join(temporaryFolder(), 's.yaml');
      writeFileSync(own, `${BASE}sweep:\n${lines.map((line) => `  ${line}\n`).join('')}`);
      return own;
    };

    it.each([
      ['protocol.collateral.ETH.liquidationTreshold: [0.7, 0.8]', 3, 'did you mean liquidationThreshold?'],
      ['orcales.ETH.publish.deviation: range(0.01, 0.05, 0.01)', 3, 'did you mean oracles?'],
      ['keepers.0.cuont: [1, 2]', 3, 'did you mean count?'],
      [`${THRESHOLD}: [0.7, 0.8, 1.8]`, THRESHOLD.length + 16, 'got 1.8'],
      ['run.paths: [10, 20]', 3, 'every point runs the same paths'],
    ])('%s is shown at its line by validate', async (line, column, message) => {
      const { code, err } = await plimsoll(['validate', withSection(line, `${DEVIATION}: [0.01, 0.02]`)]);
      expect(code).toBe(2);
      expect(err).toContain(`s.yaml:${LINE + 1}:${column}  sweep.`);
      expect(err).toContain(message);
      expect(err).toContain('1 problem.');
    });

    it('has all its problems shown at once, also by sweep; run does not care', async () => {
      const own = withSection('keepers.0.cuont: [1, 2]', `${THRESHOLD}: [0.7, no, -1]`, 'run.horizon: [1h, 2h]');
      const { err } = await plimsoll(['validate', own]);
      expect(err).toContain('3 problems.');
      expect(err).toMatch(
        new RegExp(`s.yaml:${LINE + 2}:\\d+  sweep.${THRESHOLD}\\[1\\]  must be a number \\(got "no"\\)`),
      );
      expect((await plimsoll(['sweep', own])).err).toContain(`s.yaml:${LINE + 1}:3`);
      expect((await plimsoll(['run', own, '-q', '-n', '2'])).code).toBe(0);
      const good = await plimsoll(['validate', withSection(`${THRESHOLD}: [0.7, 0.8]`, 'run.horizon: [1h, 2h, 3h]')]);
      expect([good.code, good.out]).toEqual([0, expect.stringContaining('a sweep of 6 points')]);
    });
  });
});
