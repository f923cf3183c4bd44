import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { runAndKill } from '../../bench/crash.ts';
import { simulatePoints } from '../../bin/simulate-points.ts';
import { stableManifest } from '../../results/manifest.ts';
import { joinSweep } from '../../results/points/join-sweep.ts';
import { SweepFolder } from '../../results/points/sweep-folder.ts';
import type { PlanDocument } from '../../results/points/sweep-results.ts';
import { lockFolder } from '../../results/store/folder-lock.ts';
import { planSweep } from '../../scenarios/sweep/plan.ts';
import { changed, scenarioFile, temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { plimsoll } from './fake-terminal.ts';
import { cutOff, expectSame, interrupted, mortalScenario, pickyScenario, ROOT, SOURCE } from './interrupted-runs.ts';

const JUMPS = 'model: merton, start: 200, volatility: 2, jumpsPerDay: 20, jumpMean: -0.05, jumpDeviation: 0.02';
const file = scenarioFile(changed('model: gbm, start: 200, volatility: 1', JUMPS));
const THRESHOLD = 'protocol.collateral.ETH.liquidationThreshold';
const VOLATILITY = 'market.assets.ETH.price.volatility';
const FILES = ['plan.json', 'paths.parquet', 'paths.csv', 'summary.csv', 'differences.csv', 'summary.json'].sort();

/** Two thresholds on each of two markets: two tapes, four points. */
const AXES = ['--set', `${THRESHOLD}=0.7,0.85`, '--set', `${VOLATILITY}=1,2`];
const SWEEP = ['sweep', file, ...AXES, '-n', '40', '-w', '1', '--no-report', '--csv'];

const same = (one: string, other: string, names = FILES) => expectSame(one, other, names);

let whole: string;
let shown: string;
/** The journal as it was before the results were written. */
let journal: Buffer;
beforeAll(async () => {
  whole = temporaryFolder();
  const run = await plimsoll([...SWEEP, '--out', whole]);
  expect(run.code).toBe(0);
  shown = run.out;
  const folder = temporaryFolder();
  const plan = await planSweep(file, { paths: 40, overrides: [AXES[1]!, AXES[3]!] });
  const document = JSON.parse(readFileSync(join(whole, 'plan.json'), 'utf8')) as PlanDocument;
  const store = SweepFolder.open(folder, 'new', document);
  const results = await simulatePoints(
    plan.points.map(({ loaded }) => loaded),
    { workers: 1, store },
  );
  results.close();
  store.close();
  journal = readFileSync(join(folder, 'rows.journal'));
}, 60_000);

function expectWhole(folder: string): void {
  same(folder, whole);
  expect(readdirSync(folder).sort()).toEqual(FILES);
}

describe('sweep --resume', () => {
  it('ends in the same bytes wherever the journal was cut off, and does not believe changed bits', async () => {
    const cuts = [0, 11, 500, journal.length - 1, journal.length];
    for (const share of [0.2, 0.5, 0.8]) cuts.push(Math.floor(journal.length * share));
    const damaged = Buffer.from(journal);
    damaged[Math.floor(journal.length * 0.6)]! ^= 1;
    for (const rows of [...cuts.map((cut) => journal.subarray(0, cut)), damaged]) {
      const folder = cutOff(rows);
      const { code, out } = await plimsoll([...SWEEP, '-q', '--out', folder, '--resume']);
      expect([code, out]).toEqual([0, shown]);
      expectWhole(folder);
    }
  }, 120_000);

  it('simulates only what is missing, and nothing of what is finished', async () => {
    const seen: number[] = [];
    const plan = await planSweep(file, { paths: 40, overrides: [AXES[1]!, AXES[3]!] });
    const document = JSON.parse(readFileSync(join(whole, 'plan.json'), 'utf8')) as PlanDocument;
    const store = SweepFolder.open(cutOff(journal), 'resume', document);
    const points = plan.points.map(({ loaded }) => loaded);
    const results = await simulatePoints(points, { workers: 1, store, onProgress: ({ done }) => seen.push(done) });
    store.close();
    expect([seen, results.partial]).toEqual([[160], false]);

    const again = await plimsoll([...SWEEP, '--out', whole, '--resume']);
    expect([again.code, again.out]).toEqual([0, shown]);
    expect(again.err).toContain('holds this sweep, finished: nothing was simulated');
    expectWhole(whole);
  }, 60_000);

  it('goes on after Ctrl-C, whose results are marked as partial', async () => {
    const long = ['sweep', file, ...AXES, '-n', '800', '-w', '1', '--no-report', '--csv'];
    const [undisturbed, out] = [temporaryFolder(), temporaryFolder()];
    expect((await plimsoll([...long, '--out', undisturbed, '--quiet'])).code).toBe(0);
    const { code, err } = await interrupted([...long, '--out', out], 3200);
    expect([code, err.includes('--resume goes on from there')]).toEqual([130, true]);
    expect(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')).partial).toBe(true);
    const refused = await plimsoll([...long, '--out', out]);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('an unfinished sweep of base (seed 7, 4 points × 800 paths)');
    expect(refused.err).toContain('--resume goes on with it, --overwrite throws it away');
    expect((await plimsoll([...long, '--out', out, '--quiet', '--resume'])).code).toBe(0);
    same(out, undisturbed);
  }, 120_000);

  it('tries batches again whose thread died', async () => {
    const { scenario, flag } = mortalScenario();
    const own = ['sweep', scenario, '--set', `${THRESHOLD}=0.7,0.8`, '-n', '40', '-q', '--csv'];
    own.push('--allow-plugins', '--no-report');
    const [undisturbed, out] = [temporaryFolder(), temporaryFolder()];
    expect((await plimsoll([...own, '-w', '1', '--out', undisturbed])).code).toBe(0);
    writeFileSync(flag, '');
    expect((await plimsoll([...own, '-w', '2', '--out', out])).code).toBe(3);
    expect(readdirSync(out)).toContain('failures.csv');
    rmSync(flag);
    expect((await plimsoll([...own, '-w', '1', '--out', out, '--resume'])).code).toBe(0);
    same(out, undisturbed);
    expect(readdirSync(out).sort()).toEqual(FILES);
  }, 60_000);

  it('works where points are simulated in several pieces', async () => {
    const { points: planned } = await planSweep(file, { paths: 3, overrides: [`${THRESHOLD}=range(0.7,0.804,0.001)`] });
    const points = planned.map(({ loaded }) => loaded);
    const plan = {
      ...JSON.parse(readFileSync(join(whole, 'plan.json'), 'utf8')),
      points: planned.map(({ point, settings, loaded }) => ({ point, settings, hash: loaded.hash })),
    };
    const document = { ...plan, paths: 3, keys: [THRESHOLD] } as PlanDocument;
    const alone = await simulatePoints(points, { workers: 1 });
    const parts = [temporaryFolder(), temporaryFolder()];
    const shard = async (index: number, beginning: 'new' | 'resume') => {
      const seen: number[] = [];
      const store = SweepFolder.open(parts[index]!, beginning, document, { index, count: 2 });
      await simulatePoints(points, { workers: 1, store, onProgress: ({ done }) => seen.push(done) });
      store.close();
      return seen;
    };
    expect((await shard(0, 'new')).at(-1)).toBe(2 * 105);
    expect((await shard(1, 'new')).at(-1)).toBe(105);
    // Cut off in the second piece: the first is not simulated again.
    const rows = readFileSync(join(parts[0]!, 'rows.journal'));
    truncateSync(join(parts[0]!, 'rows.journal'), rows.length - 10);
    expect(await shard(0, 'resume')).toEqual([2 * 100, 2 * 105]);
    expect(readFileSync(join(parts[0]!, 'rows.journal')).equals(rows)).toBe(true);
    const joined = joinSweep(parts);
    for (const point of [0, 50, 99, 100, 104]) {
      expect(joined.read(point).strategies).toEqual(alone.read(point).strategies);
      expect(stableManifest(joined.read(point).manifest)).toEqual(stableManifest(alone.read(point).manifest));
    }
    joined.close();
    alone.close();
  }, 60_000);
});

describe('a sweep in shards, joined', () => {
  it.each([1, 3, 8])(
    '%i of them give the bytes and the table of the whole',
    async (count) => {
      const parts: string[] = [];
      for (let index = 0; index < count; index++) {
        parts.push(temporaryFolder());
        const shard = [...SWEEP.slice(0, -1), '--shard', `${index}/${count}`, '--out', parts[index]!];
        const { code, out, err } = await plimsoll(shard);
        expect([code, out]).toEqual([0, '']);
        expect(err).toContain(`shard ${index}/${count}: its `);
      }
      const joined = temporaryFolder();
      const { code, out, err } = await plimsoll(['merge', ...parts.reverse(), '--out', joined, '--no-report', '--csv']);
      expect([code, out]).toEqual([0, shown]);
      expect(err).toContain(`joined ${count} shards`);
      expectWhole(joined);
      if (count !== 3) return;

      const refused = async (...folders: string[]) => {
        const { code, err } = await plimsoll(['merge', ...folders, '--out', temporaryFolder()]);
        expect(code).toBe(2);
        return err;
      };
      const [last, middle, first] = parts as [string, string, string];
      expect(await refused(first, last)).toContain('2 of 3 shards are here; missing: 1/3');
      expect(await refused(first, middle, first)).toContain('overlap: both are shard 0/3');
      const run = temporaryFolder();
      await plimsoll(['run', file, '-n', '40', '--shard', '2/3', '--out', run, '-q', '-w', '1']);
      expect(await refused(first, middle, run)).toContain('it is a sweep in the first and a run in the second');
      expect(await refused(run, middle, first)).toContain('it is a run in the first and a sweep in the second');
      const other = temporaryFolder();
      const another = ['sweep', file, ...AXES.slice(0, 3), `${VOLATILITY}=1,3`, '-n', '40', '-q', '-w', '1'];
      await plimsoll([...another, '--shard', '2/3', '--out', other]);
      expect(await refused(first, middle, other)).toMatch(
        /hash of the plan is \w{12} in the first and \w{12} in the second/,
      );
      const rows = readFileSync(join(last, 'rows.journal'));
      truncateSync(join(last, 'rows.journal'), rows.length - 1);
      expect(await refused(first, middle, last)).toMatch(/shard 2\/3 is not finished: \d+ of its 13 paths are missing/);
      const junit = await plimsoll(['merge', ...parts, '--out', temporaryFolder(), '--junit', 'x.xml']);
      expect([junit.code, junit.err]).toEqual([2, expect.stringContaining('these are shards of a sweep')]);
    },
    120_000,
  );

  it('as well where paths fail', async () => {
    const own = pickyScenario(changed('model: gbm, start: 200, volatility: 1', JUMPS));
    const failing = ['sweep', own, '--set', `${THRESHOLD}=0.7,0.85`, '--set', `${VOLATILITY}=0.5,3`, '-n', '30', '-q'];
    failing.push('-w', '1', '--allow-plugins', '--no-report');
    const [once, joined, ...parts] = [0, 1, 2, 3, 4].map(() => temporaryFolder()) as [string, string, ...string[]];
    const undisturbed = await plimsoll([...failing, '--csv', '--out', once]);
    expect([undisturbed.code, undisturbed.err]).toEqual([
      3,
      expect.stringMatching(/\d of 4 points have paths that failed/),
    ]);
    for (const [index, part] of parts.entries()) await plimsoll([...failing, '--shard', `${index}/3`, '--out', part]);
    const merged = await plimsoll(['merge', ...parts, '-q', '--csv', '--no-report', '--out', joined]);
    expect(merged).toEqual(undisturbed);
    same(joined, once, [...FILES, 'failures.csv']);
    // Fewer rows than paths, and not the same for all points.
    const rows = readFileSync(join(once, 'paths.csv'), 'utf8').split('\n');
    const counts = [0, 1, 2, 3].map((point) => rows.filter((row) => row.startsWith(`${point},`)).length);
    expect(new Set(counts).size).toBeGreaterThan(1);
  }, 60_000);

  it('draw the same report', async () => {
    const few = ['sweep', file, '--set', `${THRESHOLD}=0.7,0.85`, '-n', '9', '-w', '1', '-q'];
    const [once, joined, ...parts] = [0, 1, 2, 3].map(() => temporaryFolder()) as [string, string, string, string];
    expect((await plimsoll([...few, '--out', once])).code).toBe(0);
    for (const [index, part] of parts.entries()) await plimsoll([...few, '--shard', `${index}/2`, '--out', part]);
    expect((await plimsoll(['merge', ...parts, '-q', '--out', joined])).code).toBe(0);
    same(joined, once, ['report.html', 'summary.json', 'paths.parquet']);
  }, 60_000);

  it.each(['--json', '--csv'])('a shard takes no %s, which is for merge', async (option) => {
    const { code, err } = await plimsoll([...SWEEP.slice(0, -1), option, '--shard', '0/2', '--out', temporaryFolder()]);
    expect([code, err]).toEqual([2, expect.stringContaining(`--shard and ${option} do not go together`)]);
  });
});

describe('sweep --rare', () => {
  it('keeps in its rows how each path was drawn and what it counts for, in shards too', async () => {
    const rare = [
      'sweep',
      file,
      '--set',
      `${THRESHOLD}=0.7,0.85`,
      '-n',
      '96',
      '-w',
      '1',
      '-q',
      '--no-report',
      '--rare',
    ];
    const out = temporaryFolder();
    const once = await plimsoll([...rare, '--csv', '--out', out]);
    expect(once.code).toBe(0);
    const [header, ...lines] = readFileSync(join(out, 'paths.csv'), 'utf8').trimEnd().split('\n');
    expect(header).toMatch(/,stratum,likelihood,weight$/);
    const run = temporaryFolder();
    const own = ['--set', `${THRESHOLD}=0.85`, '--no-report', '--out', run];
    expect((await plimsoll(['run', file, '-n', '96', '-w', '1', '-q', '--rare', ...own])).code).toBe(0);
    const expected = readFileSync(join(run, 'paths.csv'), 'utf8').trimEnd().split('\n').slice(1);
    expect(lines.filter((line) => line.startsWith('1,'))).toEqual(expected.map((line) => `1,0.85,${line}`));
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(join(out, 'paths.parquet')) });
    const columns = header!.split(',');
    lines.forEach((line, index) => {
      const cells = line.split(',');
      for (const name of ['stratum', 'likelihood', 'weight'])
        expect(rows[index]![name]).toBe(Number(cells[columns.indexOf(name)]));
    });
    const parts = [0, 1, 2].map(() => temporaryFolder());
    for (const [index, part] of parts.entries()) await plimsoll([...rare, '--shard', `${index}/3`, '--out', part]);
    const joined = temporaryFolder();
    expect((await plimsoll(['merge', ...parts, '--csv', '--no-report', '-q', '--out', joined])).out).toBe(once.out);
    same(joined, out);
  }, 60_000);
});

describe('a folder that is not free', () => {
  it.each([
    [['--seed', 'other'], /seed is 7 there and other here/],
    [['--paths', '41'], /number of paths is 40 there and 41 here/],
    [['--reference', '1'], /reference point is 0 there and 1 here/],
    [['--set', 'keepers.0.count=1,2'], /number of points is 4 there and 8 here/],
    [['--shard', '0/2'], /the whole there and shard 0\/2 here/],
  ])('%j: rows of another sweep are not touched', async (more, message) => {
    const folder = cutOff(journal.subarray(0, journal.length / 2));
    const before = readFileSync(join(folder, 'rows.journal'));
    const { code, err, out } = await plimsoll([...SWEEP.slice(0, -1), ...more, '--out', folder, '--resume']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(readdirSync(folder)).toEqual(['rows.journal']);
    expect(readFileSync(join(folder, 'rows.journal')).equals(before)).toBe(true);
  });

  it('an unfinished sweep is not replaced unasked, a run not by a sweep, a sweep not by a run', async () => {
    const folder = cutOff(journal.subarray(0, journal.length * 0.9));
    expect((await plimsoll([...SWEEP, '--out', folder])).err).toContain('holds an unfinished sweep of base');
    const run = ['run', file, '-n', '5', '-w', '1', '-q', '--no-report'];
    expect((await plimsoll([...run, '--out', folder])).err).toContain('holds an unfinished sweep of base');
    expect((await plimsoll([...run, '--out', folder, '--resume'])).err).toContain('a sweep there and a run here');
    expect((await plimsoll([...SWEEP, '-q', '--out', folder, '--overwrite'])).code).toBe(0);
    expectWhole(folder);
    expect((await plimsoll([...run, '--out', folder])).err).toContain(
      'holds a sweep, and a run writes files of the same',
    );
    expectWhole(folder);
    const finished = temporaryFolder();
    await plimsoll([...run, '--out', finished]);
    expect((await plimsoll([...SWEEP, '--out', finished])).err).toContain('holds a run, and a sweep writes files of');
    const shard = await plimsoll([...SWEEP.slice(0, -1), '--shard', '0/2', '--out', folder]);
    expect([shard.code, shard.err]).toEqual([2, expect.stringContaining('holds the results of a whole sweep')]);
  }, 60_000);

  it('a second process is refused, and so is a folder that cannot be written', async () => {
    const folder = temporaryFolder();
    const unlock = lockFolder(folder);
    const second = await plimsoll([...SWEEP, '--out', folder]);
    expect([second.code, second.err]).toEqual([2, expect.stringContaining('is writing here')]);
    unlock();
    for (const place of [join(file, 'below-a-file'), '/proc/nowhere']) {
      const { code, err } = await plimsoll([...SWEEP, '--out', place]);
      expect([code, err]).toEqual([2, expect.stringContaining('cannot write into the folder')]);
      expect(err).not.toContain('    at ');
    }
  });

  it('what a scenario refuses late leaves nothing behind', async () => {
    const replayed = changed('model: gbm, start: 200, volatility: 1', 'model: replay, file: ./p.csv');
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'p.csv'), 'time,price\n0,200\n60000,201\n');
    const short = scenarioFile(replayed, 's.yaml', folder);
    const out = join(folder, 'out');
    const { code } = await plimsoll(['sweep', short, '--set', `${THRESHOLD}=0.7,0.8`, '-n', '4', '-q', '--out', out]);
    expect([code, existsSync(out) ? readdirSync(out) : []]).toEqual([2, []]);
  });
});

describe('a sweep on a disk that takes no more', () => {
  it.skipIf(!existsSync('/dev/full'))('says so in one line', async () => {
    const folder = temporaryFolder();
    symlinkSync('/dev/full', join(folder, 'rows.journal'));
    const { code, err, out } = await plimsoll([...SWEEP, '-q', '--out', folder]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      /^error: .*rows\.journal: cannot write the file \(the disk is full, ENOSPC\)\. Free some space/,
    );
  });

  it.skipIf(process.platform === 'win32')(
    'keeps what is finished, and goes on when there is room',
    async () => {
      const out = temporaryFolder();
      const blocks = Math.floor((journal.length * 0.7) / 512);
      const args = [...SOURCE, ...SWEEP, '--out', out].map((word) => `'${word}'`).join(' ');
      const limited = `trap '' XFSZ; ulimit -f ${blocks}; exec '${process.execPath}' ${args}`;
      const { status, stderr } = spawnSync('sh', ['-c', limited], { encoding: 'utf8', cwd: ROOT });
      expect(stderr).toMatch(/The rows finished so far are kept in .*: --resume goes on with them\.\nerror: .*EFBIG/);
      expect([status, readdirSync(out)]).toEqual([2, ['plan.json', 'rows.journal']]);
      expect((await plimsoll([...SWEEP, '-q', '--out', out, '--resume'])).code).toBe(0);
      expectWhole(out);
    },
    60_000,
  );
});

describe('kill -9 of a sweep', () => {
  it('at any moment, then --resume, gives the bytes of an undisturbed one', async () => {
    const sweep = ['sweep', file, ...AXES, '-n', '300', '-w', '2', '--no-report', '--csv', '-q'];
    const undisturbed = temporaryFolder();
    const program = [process.execPath, ...SOURCE];
    const { millis } = await runAndKill(program, [...sweep, '--out', undisturbed]);
    for (const share of [0.75, 0.95]) {
      const out = join(temporaryFolder(), 'out');
      mkdirSync(out);
      await runAndKill(program, [...sweep, '--out', out], millis * share);
      expect((await plimsoll([...sweep, '--out', out, '--resume'])).code).toBe(0);
      same(out, undisturbed);
      expect(readdirSync(out).sort()).toEqual(FILES);
    }
  }, 120_000);
});
