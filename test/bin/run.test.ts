import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../bin/simulate.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { BASE, changed, load, scenarioFile, temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { FakeTerminal, plimsoll } from './fake-terminal.ts';

const file = scenarioFile(BASE);
const FILES = ['environment.json', 'manifest.json', 'paths.csv', 'summary.csv', 'summary.json'];

describe('plimsoll run', () => {
  it('prints the comparison on stdout, what it does on stderr, and writes the files', async () => {
    const out = join(temporaryFolder(), 'a', 'b');
    const run = await plimsoll(['run', file, '--out', out]);
    expect(run.code).toBe(0);
    expect(run.out).toContain('A base to break');
    expect(run.out).toContain('Against now, on the same paths');
    expect(run.err).toMatch(/^base: 10 paths × 2 strategies\ndone in [\d.]+ s\nwrote .*paths\.csv/);
    expect(FILES.filter((name) => existsSync(join(out, name)))).toEqual(FILES);
    expect(readFileSync(join(out, 'paths.csv'), 'utf8').trim().split('\n')).toHaveLength(1 + 2 * 10);
  });

  it('--quiet says nothing on stderr', async () => {
    const run = await plimsoll(['run', file, '--quiet']);
    expect([run.code, run.err]).toEqual([0, '']);
    expect(run.out).toContain('Against now');
  });

  it('--json prints one document, the same as summary.json', async () => {
    const out = temporaryFolder();
    const run = await plimsoll(['run', file, '--json', '--quiet', '--out', out]);
    expect(run.out).toBe(readFileSync(join(out, 'summary.json'), 'utf8'));
    expect(JSON.parse(run.out)).toMatchObject({ manifest: { seed: '7', paths: 10, failures: 0, partial: false } });
  });

  it('takes paths, seed, strategies and settings from the command line', async () => {
    const run = await plimsoll([
      'run',
      file,
      '--json',
      '-n',
      '3',
      '-s',
      'x',
      '--strategies',
      'later',
      '--set',
      'run.horizon=24m',
      '--set',
      'title=T',
    ]);
    const { manifest } = JSON.parse(run.out) as { manifest: Record<string, unknown> };
    expect(manifest).toMatchObject({
      paths: 3,
      seed: 'x',
      strategies: ['later'],
      reference: 'later',
      horizonMillis: 1_440_000,
    });
    expect(run.err).toContain('warning: the reference now is not among the strategies kept');
  });

  it('gives the same bytes for any number of threads and any size of batch', async () => {
    const folders = [temporaryFolder(), temporaryFolder()];
    for (const [index, workers] of ['1', '2'].entries()) {
      expect((await plimsoll(['run', file, '-n', '70', '-q', '-w', workers, '-o', folders[index]!])).code).toBe(0);
    }
    for (const name of ['paths.csv', 'summary.csv', 'summary.json', 'manifest.json']) {
      const [one, two] = folders.map((folder) => readFileSync(join(folder, name), 'utf8'));
      expect(two).toBe(one);
    }
    const loaded = await loadScenario(file, { paths: 20 });
    const [whole, pieces] = [
      await simulate(loaded, { workers: 0 }),
      await simulate(loaded, { workers: 0, batchSize: 7 }),
    ];
    expect(pieces.strategies).toEqual(whole.strategies);
  });
});

describe('Ctrl-C', () => {
  const LONG = ['run', scenarioFile(changed('paths: 10', 'paths: 5_000_000'))];

  it('once keeps what is finished, says so, and is exit code 130', async () => {
    const terminal = new FakeTerminal({ NO_COLOR: '1' }, { isTTY: true, columns: 120 });
    const out = temporaryFolder();
    const running = plimsoll([...LONG, '--workers', '1', '--json', '--out', out], terminal);
    // The bar shows that paths are finished.
    await until(() => /[1-9]\d*\/5000000 paths, .* left/.test(terminal.err));
    terminal.interrupt();
    const { code, err } = await running;
    expect(code).toBe(130);
    expect(err).toMatch(/interrupted: [1-9]\d* of 5000000 paths were finished/);
    expect(terminal.handlers).toHaveLength(0);
    const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as { manifest: { partial: boolean } };
    expect(summary.manifest.partial).toBe(true);
    expect(terminal.exitedWith).toBeUndefined();
  });

  it('twice leaves at once', async () => {
    const terminal = new FakeTerminal();
    const running = plimsoll([...LONG, '--workers', '1'], terminal);
    await until(() => terminal.handlers.length > 0);
    terminal.interrupt();
    terminal.interrupt();
    expect(terminal.exitedWith).toBe(130);
    expect((await running).code).toBe(130);
  });
});

describe('simulate', () => {
  it('hands out typed columns, progress and a manifest', async () => {
    const seen: number[] = [];
    const results = await simulate(await load(BASE), {
      paths: 5,
      seed: 'lib',
      workers: 0,
      batchSize: 2,
      onProgress: ({ done }) => seen.push(done),
    });
    expect(seen).toEqual([2, 4, 5]);
    expect(results.strategies.map(({ strategy }) => strategy)).toEqual(['now', 'later']);
    expect([...results.strategies[0]!.paths]).toEqual([0, 1, 2, 3, 4]);
    expect(results.strategies[0]!.columns).toBeInstanceOf(Float64Array);
    expect(results.manifest).toMatchObject({ seed: 'lib', paths: 5, accounts: 20, partial: false, failures: 0 });
  });

  it('stops at a signal that was given before', async () => {
    const results = await simulate(await load(BASE), { workers: 0, signal: AbortSignal.abort() });
    expect(results.partial).toBe(true);
    expect(results.strategies[0]!.paths).toHaveLength(0);
  });

  it('refuses options out of range', async () => {
    const loaded = await load(BASE);
    for (const options of [
      { paths: 0 },
      { paths: 1.5 },
      { workers: -1 },
      { workers: 1.5 },
      { batchSize: 0 },
      { seed: '' },
    ]) {
      await expect(simulate(loaded, options)).rejects.toThrow(RangeError);
    }
    await expect(simulate(loaded, { strategies: ['nwo'] })).rejects.toThrow(/did you mean now/);
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('paths that fail', () => {
  /** Liquidates everything it sees; from the given number of calls on, it throws. */
  const plugin = (limit: number) => `let calls = 0;
export default { family: 'size', name: 'brittle', create: () => ({
  repayUsd: (account) => { if (++calls > ${limit}) throw new Error('gives way'); return account.pairDebtUsd; },
}) };`;
  const text = changed(
    'volatility: 1 }',
    'volatility: 1 }, waypoints: [{ at: 0, price: 200 }, { at: 30m, price: 100 }]',
  ).replace('preset: asynchronous', 'preset: asynchronous, size: { model: ./brittle.mjs }');

  async function runWith(limit: number, ...more: string[]) {
    const folder = temporaryFolder();
    scenarioFile(plugin(limit), 'brittle.mjs', folder);
    const scenario = scenarioFile(text, 's.yaml', folder);
    return plimsoll(['run', scenario, '--allow-plugins', '--paths', '20', '--out', folder, ...more]).then((run) => ({
      ...run,
      folder,
    }));
  }

  it('are listed with what replays them; the others are reported, and the code is 3', async () => {
    const { code, out, err, folder } = await runWith(150);
    expect(code).toBe(3);
    expect(err).toMatch(/\d+ of 20 paths failed; their rows are left out[\s\S]*path \d+, strategy later: .*gives way/);
    expect(err).toContain('seed 7');
    expect(out).toContain('Against now');
    expect(readFileSync(join(folder, 'failures.csv'), 'utf8')).toContain('gives way');
  });

  it('leave no table when there is no other, but the files and one JSON document', async () => {
    const { code, out, folder } = await runWith(0);
    expect([code, out]).toEqual([3, '']);
    expect(readFileSync(join(folder, 'failures.csv'), 'utf8')).toContain('gives way');
    const json = await runWith(0, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ manifest: { failures: 20 } });
  });
});
