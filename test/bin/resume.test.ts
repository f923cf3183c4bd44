import { spawnSync } from 'node:child_process';
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runAndKill } from '../../bench/crash.ts';
import { simulate } from '../../bin/simulate.ts';
import { lockFolder } from '../../results/store/folder-lock.ts';
import { RunFolder } from '../../results/store/run-folder.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { BASE, changed, scenarioFile, temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { plimsoll } from './fake-terminal.ts';
import { cutOff, expectSame, interrupted, mortalScenario, ROOT, SOURCE } from './interrupted-runs.ts';

const FILES = ['book.json', 'manifest.json', 'paths.csv', 'report.html', 'summary.csv', 'summary.json'];
const file = scenarioFile(BASE);
// Few enough that no thread has to start.
const RUN = ['run', file, '--paths', '30', '--workers', '1', '--quiet'];

let whole: string;
/** All rows of the run, as its journal was before the results were written. */
let journal: Buffer;
beforeAll(async () => {
  whole = temporaryFolder();
  expect((await plimsoll([...RUN, '--out', whole])).code).toBe(0);
  const folder = temporaryFolder();
  const store = RunFolder.open(folder, 'new');
  await simulate(await loadScenario(file, { paths: 30 }), { workers: 0, batchSize: 2, store });
  store.close();
  journal = readFileSync(join(folder, 'rows.journal'));
});

function expectWhole(folder: string): void {
  expectSame(folder, whole, FILES);
  expect(readdirSync(folder).sort()).toEqual(['environment.json', ...FILES].sort());
}

describe('--resume', () => {
  it('ends in the same bytes wherever the journal was cut off', async () => {
    const cuts = [0, 1, 11, 12, 500, journal.length - 1, journal.length];
    for (let i = 0; i < 6; i++) cuts.push(Math.floor((journal.length * (i + 0.37)) / 6));
    for (const cut of cuts) {
      const folder = cutOff(journal.subarray(0, cut));
      expect((await plimsoll([...RUN, '--out', folder, '--resume'])).code).toBe(0);
      expectWhole(folder);
    }
  });

  it('does not believe rows whose bits have changed', async () => {
    for (const place of [0.2, 0.5, 0.9]) {
      const damaged = Buffer.from(journal);
      damaged[Math.floor(damaged.length * place)]! ^= 1;
      const folder = cutOff(damaged);
      expect((await plimsoll([...RUN, '--out', folder, '--resume'])).code).toBe(0);
      expectWhole(folder);
    }
  });

  it('simulates only what is missing', async () => {
    const folder = cutOff(journal);
    const store = RunFolder.open(folder, 'resume');
    const seen: number[] = [];
    const results = await simulate(await loadScenario(file, { paths: 30 }), {
      workers: 0,
      store,
      onProgress: ({ done }) => seen.push(done),
    });
    store.close();
    expect(seen).toEqual([30]);
    expect(results.strategies[0]!.paths).toHaveLength(30);
  });

  it('goes on after Ctrl-C, whose results are marked as partial', async () => {
    const long = ['run', file, '--paths', '1500', '--workers', '1'];
    const [undisturbed, out] = [temporaryFolder(), temporaryFolder()];
    await plimsoll([...long, '--out', undisturbed, '--quiet']);
    const { code, err } = await interrupted([...long, '--out', out], 1500);
    expect([code, err.includes('--resume goes on from there')]).toEqual([130, true]);
    expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')).partial).toBe(true);

    const refused = await plimsoll([...long, '--out', out]);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('--resume goes on with it, --overwrite throws it away');
    expect((await plimsoll([...long, '--out', out, '--quiet', '--resume'])).code).toBe(0);
    expectSame(out, undisturbed, FILES);
  });

  it('of a finished run simulates nothing and says the same', async () => {
    const again = await plimsoll([...RUN.slice(0, -1), '--out', whole, '--resume']);
    const once = await plimsoll(RUN);
    expect([again.code, again.out]).toEqual([0, once.out]);
    expect(again.err).toContain('finished: nothing was simulated');
    expectWhole(whole);
  });

  it('of a run that stops by itself stops at the same path', async () => {
    const until = ['run', file, '--paths', '1500', '--workers', '1', '--quiet', '--until', 'liquidations.mean ±20%'];
    const [undisturbed, out] = [temporaryFolder(), temporaryFolder()];
    expect((await plimsoll([...until, '--out', undisturbed])).code).toBe(0);
    const loaded = await loadScenario(file, { paths: 1500 });
    const { parseStoppingRule } = await import('../../results/stopping.ts');
    const rule = parseStoppingRule('liquidations.mean ±20%');
    if (typeof rule === 'string') throw new Error(rule);
    const store = RunFolder.open(out, 'new');
    await simulate(loaded, { workers: 0, store, until: rule });
    store.close();
    truncateSync(join(out, 'rows.journal'), Math.floor(readFileSync(join(out, 'rows.journal')).length * 0.6));
    expect((await plimsoll([...until, '--out', out, '--resume'])).code).toBe(0);
    expectSame(out, undisturbed, FILES);
  });

  it('works with paths that are not drawn alike', async () => {
    const jumpy = scenarioFile(
      changed(
        'model: gbm, start: 200, volatility: 1 ',
        'model: merton, start: 200, volatility: 1, jumpsPerDay: 2, jumpMean: -0.1, jumpDeviation: 0.1 ',
      ),
    );
    const rare = ['run', jumpy, '--paths', '200', '--rare', '--workers', '1', '--quiet'];
    const [undisturbed, out] = [temporaryFolder(), temporaryFolder()];
    expect((await plimsoll([...rare, '--out', undisturbed])).code).toBe(0);
    const store = RunFolder.open(out, 'new');
    const options = { paths: 200, overrides: ['run.sampling={ model: stratified-jumps }'] };
    await simulate(await loadScenario(jumpy, options), { workers: 0, store });
    store.close();
    truncateSync(join(out, 'rows.journal'), Math.floor(readFileSync(join(out, 'rows.journal')).length / 2));
    expect((await plimsoll([...rare, '--out', out, '--resume'])).code).toBe(0);
    expectSame(out, undisturbed, FILES);
  });

  it('tries batches again whose thread died', async () => {
    const { scenario, flag } = mortalScenario();
    const run = ['run', scenario, '--allow-plugins', '-n', '40', '-w', '1', '-q'];
    const [undisturbed, out] = [temporaryFolder(), temporaryFolder()];
    expect((await plimsoll([...run, '--out', undisturbed])).code).toBe(0);
    writeFileSync(flag, '');
    expect((await plimsoll([...run, '--out', out])).code).toBe(3);
    expect(existsSync(join(out, 'failures.csv'))).toBe(true);
    rmSync(flag);
    expect((await plimsoll([...run, '--out', out, '--resume'])).code).toBe(0);
    expect(existsSync(join(out, 'failures.csv'))).toBe(false);
    expectSame(out, undisturbed, FILES);
  });
});

describe('rows that do not go together', () => {
  it.each([
    [['--seed', 'other'], /seed is 7 there and other here/],
    [['--paths', '31'], /number of paths is 30 there and 31 here/],
    [['--strategies', 'now'], /strategies is now, later there and now here/],
    [['--set', 'run.horizon=2h'], /hash of the scenario is \w{12} there and \w{12} here/],
    [['--shard', '0/2'], /the whole there and shard 0\/2 here/],
  ])('%j is refused and nothing is touched', async (more, message) => {
    const folder = cutOff(journal.subarray(0, journal.length / 2));
    const before = readFileSync(join(folder, 'rows.journal'));
    const { code, err, out } = await plimsoll([...RUN, ...more, '--out', folder, '--resume']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(readdirSync(folder)).toEqual(['rows.journal']);
    expect(readFileSync(join(folder, 'rows.journal')).equals(before)).toBe(true);
  });

  it('an unfinished run is not replaced unasked', async () => {
    const folder = cutOff(journal.subarray(0, journal.length / 2));
    expect((await plimsoll([...RUN, '--out', folder])).err).toContain('an unfinished run of base (seed 7, 30 paths)');
    expect((await plimsoll([...RUN, '--out', folder, '--overwrite'])).code).toBe(0);
    expectWhole(folder);
  });

  it('options that need a folder say so', async () => {
    for (const option of [['--resume'], ['--overwrite'], ['--shard', '0/2']]) {
      const { code, err } = await plimsoll([...RUN, ...option]);
      expect([code, err]).toEqual([2, expect.stringContaining(`${option[0]} needs --out <dir>`)]);
    }
  });
});

describe('one process at a time', () => {
  const lock = (folder: string, holder: unknown) => {
    writeFileSync(join(folder, '.plimsoll.lock'), typeof holder === 'string' ? holder : JSON.stringify(holder));
    return plimsoll([...RUN, '--out', folder]);
  };

  it('the second is refused, with who the first is', async () => {
    const folder = temporaryFolder();
    const unlock = lockFolder(folder);
    expect((await plimsoll([...RUN, '--out', folder])).code).toBe(2);
    unlock();
    expect((await plimsoll([...RUN, '--out', folder])).code).toBe(0);
    const { code, err } = await lock(folder, { pid: process.ppid, host: hostname(), started: null });
    expect(code).toBe(2);
    expect(err).toContain(`process ${process.ppid} on ${hostname()} is writing here`);
    expect(existsSync(join(folder, '.plimsoll.lock'))).toBe(true);
  });

  it('a lock whose process is gone is taken over', async () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    expect((await lock(temporaryFolder(), { pid: gone, host: hostname(), started: null })).code).toBe(0);
  });

  it.skipIf(!existsSync('/proc/self/stat'))('so is one whose number now belongs to another process', async () => {
    expect((await lock(temporaryFolder(), { pid: process.ppid, host: hostname(), started: '1' })).code).toBe(0);
  });

  it('a lock of another host holds until it was not touched for ten minutes', async () => {
    const folder = temporaryFolder();
    const other = { pid: 1, host: 'another-host', started: null };
    expect((await lock(folder, other)).code).toBe(2);
    const long = Date.now() / 1000 - 601;
    utimesSync(join(folder, '.plimsoll.lock'), long, long);
    expect((await plimsoll([...RUN, '--out', folder])).code).toBe(0);
    expect((await lock(temporaryFolder(), 'not a lock')).code).toBe(2);
  });
});

describe('a disk that takes no more', () => {
  it.skipIf(!existsSync('/dev/full'))('is one clear error', async () => {
    const folder = temporaryFolder();
    symlinkSync('/dev/full', join(folder, 'rows.journal'));
    const { code, err, out } = await plimsoll([...RUN, '--out', folder]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      /^error: .*rows\.journal: cannot write the file \(the disk is full, ENOSPC\)\. Free some space/,
    );
    expect(err).not.toContain('    at ');
  });

  it.skipIf(process.platform === 'win32')('keeps what is finished; the run goes on when there is room', async () => {
    const [undisturbed, out] = [temporaryFolder(), temporaryFolder()];
    const run = ['run', file, '--paths', '70', '--workers', '1'];
    await plimsoll([...run, '--quiet', '--out', undisturbed]);
    // Room for the first of three batches. The shell counts in blocks of 512 bytes.
    const blocks = Math.floor((journal.length * 1.5) / 512);
    const args = [...SOURCE, ...run, '--out', out].map((word) => `'${word}'`).join(' ');
    const limited = `trap '' XFSZ; ulimit -f ${blocks}; exec '${process.execPath}' ${args}`;
    const { status, stderr } = spawnSync('sh', ['-c', limited], { encoding: 'utf8', cwd: ROOT });
    expect(stderr).toMatch(/The rows finished so far are kept in .*: --resume goes on with them\.\nerror: .*EFBIG/);
    expect([status, readdirSync(out)]).toEqual([2, ['rows.journal']]);
    const resumed = await plimsoll([...run, '--out', out, '--resume']);
    expect(resumed.code).toBe(0);
    expectSame(out, undisturbed, FILES);
  });
});

describe('kill -9', () => {
  it('at any moment, then --resume, gives the bytes of an undisturbed run', async () => {
    const run = ['run', file, '--paths', '600', '--workers', '2', '--quiet'];
    const undisturbed = temporaryFolder();
    const program = [process.execPath, ...SOURCE];
    const { millis } = await runAndKill(program, [...run, '--out', undisturbed]);
    for (const share of [0.7, 0.9]) {
      const out = temporaryFolder();
      await runAndKill(program, [...run, '--out', out], millis * share);
      expect((await plimsoll([...run, '--out', out, '--resume'])).code).toBe(0);
      expectSame(out, undisturbed, FILES);
      expect(readdirSync(out).sort()).toEqual(['environment.json', ...FILES].sort());
    }
  });
});
