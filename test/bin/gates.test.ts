import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BASE, scenarioFile, temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { FakeTerminal, plimsoll } from './fake-terminal.ts';

const withGates = (gates: string) => scenarioFile(`${BASE}\ngates:\n${gates}\n`);

describe('plimsoll run with gates', () => {
  it('lists them after the table and leaves with 1 when one fails', async () => {
    const file = withGates('  liquidations: ["mean < 1e6"]\n  oracleReports: ["mean < 0 for now"]');
    const folder = temporaryFolder();
    const [junit, markdown] = [join(folder, 'gates.xml'), join(folder, 'summary.md')];
    const run = await plimsoll(['run', file, '-q', '--junit', junit, '--markdown', markdown]);
    expect(run.code).toBe(1);
    expect(run.out).toMatch(
      /Gates: 2 passed, 1 failed\n {2}✓ .*\n {2}✓ .*\n {2}✗ now {2}oracleReports\.mean < 0: .*\n$/,
    );
    expect(readFileSync(junit, 'utf8')).toContain('failures="1"');
    expect(readFileSync(markdown, 'utf8')).toContain('| ❌ |');
  });

  it('with 0 when all pass or are open, and with 1 when open ones count', async () => {
    // Ten paths give no upper bound for the 99th percentile.
    const file = withGates('  oracleReports: ["p(99) < 1e6"]');
    expect((await plimsoll(['run', file, '-q'])).code).toBe(0);
    expect((await plimsoll(['run', file, '-q', '--strict'])).code).toBe(1);
  });

  it('do not change what is simulated', async () => {
    const [a, b] = await Promise.all([
      plimsoll(['run', withGates('  oracleReports: ["mean < 1e9"]'), '-q', '--json']),
      plimsoll(['run', scenarioFile(BASE), '-q', '--json']),
    ]);
    const [one, other] = [JSON.parse(a.out), JSON.parse(b.out)];
    expect(one.manifest.scenario.hash).toBe(other.manifest.scenario.hash);
    expect(one.gates).toHaveLength(2);
  });

  it('that make no sense are scenario errors, and annotations in GitHub Actions', async () => {
    const file = withGates('  badDebtUsd: ["mean < 5", "median < 5", "mean < 1 for nobody"]');
    const run = await plimsoll(['run', file], new FakeTerminal({ GITHUB_ACTIONS: 'true' }));
    expect(run.code).toBe(2);
    expect(run.err).toContain('gates.badDebtUsd[1]  no statistic is called "median"');
    expect(run.err).toMatch(/::error file=.*\.yaml,line=\d+,col=\d+::gates\.badDebtUsd\[1\] no statistic/);
    const option = await plimsoll(['run', file, '--set', 'run.paths=0'], new FakeTerminal({ GITHUB_ACTIONS: 'true' }));
    expect(option.err).toContain('::error::run.paths must be at least 1');
    const unknown = await plimsoll(['run', withGates('  badDebtUsd: ["mean < 1 for nobody"]')]);
    expect(unknown.err).toContain('no strategy is called nobody');
  });
});

describe('plimsoll run --until', () => {
  const until = (...more: string[]) =>
    plimsoll(['run', scenarioFile(BASE), '--json', '--until', 'oracleReports.mean ±2.5%', '--paths', '6000', ...more]);

  it('stops at the same path for any number of workers, and is the run of that many paths', async () => {
    const [one, two] = [await until('-w', '1'), await until('-w', '2')];
    expect(one.out).toBe(two.out);
    const { paths } = JSON.parse(one.out).manifest;
    expect(paths).toBeGreaterThanOrEqual(1024);
    expect(paths).toBeLessThan(6000);
    expect(one.err).toContain(`stopped after ${paths} paths`);
    const same = await plimsoll(['run', scenarioFile(BASE), '--json', '-q', '--paths', String(paths)]);
    expect(same.out).toBe(one.out);
  });

  it('says when the most paths were not enough, and what it cannot read', async () => {
    const run = await plimsoll([
      'run',
      scenarioFile(BASE),
      '--json',
      '--until',
      'oracleReports.mean ±0.01%',
      '--paths',
      '50',
    ]);
    expect(run.err).toContain('is not reached after 50 paths');
    expect(await plimsoll(['run', scenarioFile(BASE), '--until', 'nonsense'])).toMatchObject({ code: 2 });
  });
});
