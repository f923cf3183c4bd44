import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseShard } from '../../bin/shard.ts';
import { splitRemaining } from '../../sim/sweep/batches.ts';
import { BASE, changed, scenarioFile, temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { plimsoll } from './fake-terminal.ts';
import { pickyScenario } from './interrupted-runs.ts';

const FILES = ['book.json', 'manifest.json', 'paths.csv', 'report.html', 'summary.csv', 'summary.json'];
const file = scenarioFile(BASE);
const RUN = ['run', file, '--paths', '61', '--workers', '1'];

async function shards(count: number, run = RUN): Promise<string[]> {
  const folders: string[] = [];
  for (let index = 0; index < count; index++) {
    const folder = temporaryFolder();
    const { code, out, err } = await plimsoll([...run, '--shard', `${index}/${count}`, '--out', folder]);
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain(`shard ${index}/${count}: its `);
    folders.push(folder);
  }
  return folders;
}

describe('shards, joined', () => {
  it.each([1, 3, 8])('%i of them give the bytes and the table of the whole', async (count) => {
    const [whole, joined] = [temporaryFolder(), temporaryFolder()];
    const once = await plimsoll([...RUN, '--out', whole]);
    const folders = await shards(count);
    const merged = await plimsoll(['merge', ...folders.reverse(), '--out', joined]);
    expect([merged.code, merged.out]).toEqual([0, once.out]);
    for (const name of FILES) expect(readFileSync(join(joined, name))).toEqual(readFileSync(join(whole, name)));
  });

  /** Holds three shards, joined, against the whole. */
  async function expectJoinedSame(
    run: string[],
    expected: number,
    files: string[],
    more: string[] = [],
  ): Promise<string> {
    const [whole, joined] = [temporaryFolder(), temporaryFolder()];
    const once = await plimsoll([...run, '--out', whole]);
    expect(once.code).toBe(expected);
    const folders: string[] = [];
    for (let index = 0; index < 3; index++) {
      folders.push(temporaryFolder());
      await plimsoll([...run, '--shard', `${index}/3`, '--out', folders[index]!]);
    }
    const merged = await plimsoll(['merge', ...folders, '--out', joined, ...more]);
    expect([merged.code, merged.out]).toEqual([expected, once.out]);
    for (const name of files) expect(readFileSync(join(joined, name))).toEqual(readFileSync(join(whole, name)));
    return once.err;
  }

  it('as well where paths are not drawn alike', async () => {
    const text = changed(
      'model: gbm, start: 200, volatility: 1 }',
      'model: merton, start: 200, volatility: 1, jumpsPerDay: 2, jumpMean: -0.3, jumpDeviation: 0.1 }',
    );
    await expectJoinedSame(['run', scenarioFile(text), '-n', '96', '-w', '1', '--rare'], 0, FILES);
  });

  it('with the anatomy of single paths, also where the scenario reads a file', async () => {
    const folder = temporaryFolder();
    scenarioFile('unix_s,close\n0,200\n1800,150\n3600,130\n', 'eth.csv', folder);
    const text = changed('model: gbm, start: 200, volatility: 1 }', 'model: replay, file: eth.csv }');
    const run = ['run', scenarioFile(text, 's.yaml', folder), '-n', '9', '-w', '1'];
    await expectJoinedSame(run, 0, [...FILES, 'anatomy.json']);
  });

  it('as well where paths fail', async () => {
    const own = pickyScenario(changed('volatility: 1 }', 'volatility: 4 }'));
    const run = ['run', own, '-n', '60', '-w', '1', '--allow-plugins'];
    expect(await expectJoinedSame(run, 3, [...FILES, 'failures.csv'], ['--allow-plugins'])).toMatch(
      /\d+ of 60 paths failed/,
    );
  });

  it('refuse gaps, overlaps, unfinished parts and parts of another run', async () => {
    const [first, second, third] = (await shards(3)) as [string, string, string];
    const out = temporaryFolder();
    const refused = async (...folders: string[]) => {
      const { code, err } = await plimsoll(['merge', ...folders, '--out', out]);
      expect(code).toBe(2);
      return err;
    };
    expect(await refused(first, third)).toContain('2 of 3 shards are here; missing: 1/3');
    expect(await refused(first, second, first)).toContain('overlap: both are shard 0/3');
    expect(await refused(first, second, temporaryFolder())).toContain('holds no rows to join');
    const other = temporaryFolder();
    await plimsoll([...RUN, '--seed', '8', '--shard', '2/3', '--out', other]);
    expect(await refused(first, second, other)).toContain('seed is 7 in the first and 8 in the second');
    const [half] = (await shards(2)) as [string];
    expect(await refused(first, second, half)).toContain('one is shard 0/3, the other 0/2');

    const journal = join(third, 'rows.journal');
    const text = readFileSync(journal);
    for (const [from, to, message] of [
      ['"plimsoll":"', '"plimsoll":"9', 'version of Plimsoll'],
      ['"mathFingerprint":"', '"mathFingerprint":"0', 'math library'],
    ] as const) {
      const { encode } = await import('../../results/store/record.ts');
      const length = text.readUInt32LE(4);
      const head = text.toString('utf8', 12, 12 + length).replace(from, to);
      writeFileSync(journal, Buffer.concat([encode(JSON.parse(head)), text.subarray(12 + length + 4)]));
      expect(await refused(first, second, third)).toContain(message);
    }
    writeFileSync(journal, text);
    truncateSync(journal, text.length - 1);
    expect(await refused(first, second, third)).toMatch(/shard 2\/3 is not finished: \d+ of its 20 paths are missing/);
    expect((await plimsoll([...RUN, '--shard', '2/3', '--out', third, '--resume'])).code).toBe(0);
    expect((await plimsoll(['merge', first, second, third, '--out', out])).code).toBe(0);
  });

  it('write no figures, and take no folder that has some', async () => {
    const folder = temporaryFolder();
    await plimsoll([...RUN, '--out', folder]);
    const { code, err } = await plimsoll([...RUN, '--shard', '0/2', '--out', folder]);
    expect([code, err]).toEqual([2, expect.stringContaining('Give each shard a folder of its own')]);
    const json = await plimsoll([...RUN, '--shard', '0/2', '--out', temporaryFolder(), '--json']);
    expect([json.code, json.err]).toEqual([2, expect.stringContaining('--shard and --json do not go together')]);
    const until = await plimsoll([...RUN, '--shard', '0/2', '--out', folder, '--until', 'badDebtUsd.mean ±2%']);
    expect(until.code).toBe(2);
  });
});

describe('--shard', () => {
  it.each([
    ['0/1', {}, { index: 0, count: 1 }],
    ['7/8', {}, { index: 7, count: 8 }],
    [
      'auto',
      { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_COUNT: '8', SLURM_ARRAY_TASK_MIN: '0' },
      { index: 3, count: 8 },
    ],
    [
      'auto',
      { SLURM_ARRAY_TASK_ID: '8', SLURM_ARRAY_TASK_COUNT: '8', SLURM_ARRAY_TASK_MIN: '1' },
      { index: 7, count: 8 },
    ],
    [
      'auto',
      { SLURM_ARRAY_TASK_ID: '14', SLURM_ARRAY_TASK_COUNT: '8', SLURM_ARRAY_TASK_MIN: '0', SLURM_ARRAY_TASK_STEP: '2' },
      { index: 7, count: 8 },
    ],
    ['auto/4', { JOB_COMPLETION_INDEX: '2' }, { index: 2, count: 4 }],
  ])('%s %j', (text, env, shard) => {
    expect(parseShard(text, env as Record<string, string>)).toEqual(shard);
  });

  it.each([
    ['8/8', {}, 'numbered from 0: 0/8 to 7/8'],
    ['1', {}, 'must be i/n'],
    ['-1/2', {}, 'must be i/n'],
    ['0/0', {}, '1 to 100000 shards'],
    ['auto', {}, 'neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX'],
    ['auto', { JOB_COMPLETION_INDEX: '2' }, 'write auto/n'],
    ['auto/2', { JOB_COMPLETION_INDEX: '2' }, 'got 2/2'],
    ['auto/2', { JOB_COMPLETION_INDEX: 'x' }, 'JOB_COMPLETION_INDEX is x'],
    [
      'auto',
      { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_COUNT: '2', SLURM_ARRAY_TASK_MIN: '0', SLURM_ARRAY_TASK_STEP: '2' },
      'does not fit',
    ],
  ])('%s %j is refused', (text, env, message) => {
    expect(() => parseShard(text, env as Record<string, string>)).toThrow(message);
  });
});

describe('what is left to do', () => {
  it('is every path of the share that is not done, once, in pieces of at most the size', () => {
    const done = new Set([0, 3, 4, 12, 30, 31]);
    for (const [index, count] of [
      [0, 1],
      [0, 3],
      [2, 3],
      [7, 8],
    ] as const) {
      for (const [from, until] of [
        [0, 40],
        [7, 33],
        [5, 5],
      ] as const) {
        const batches = splitRemaining({ from, until, share: { index, count } }, (path) => done.has(path), 4);
        const paths = batches.flatMap((batch) =>
          Array.from({ length: batch.count }, (_, i) => batch.from + i * (batch.stride ?? 1)),
        );
        const due = Array.from({ length: until - from }, (_, i) => from + i);
        expect(paths).toEqual(due.filter((path) => path % count === index && !done.has(path)));
        expect(Math.max(0, ...batches.map((batch) => batch.count))).toBeLessThanOrEqual(4);
      }
    }
  });
});
