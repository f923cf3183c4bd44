import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type BatchOutcome, type Engine, splitPaths, type WorkerPoolOptions, workerPool } from '../../sim/index.ts';
import type { Fate, Squares } from './fixtures/batch-worker.ts';

const open: Engine<Squares>[] = [];

function pool(fates: Record<number, Fate> = {}, more: Partial<WorkerPoolOptions> = {}): Engine<Squares> {
  const engine = workerPool<Squares>({
    filename: new URL('./fixtures/batch-worker.ts', import.meta.url).href,
    execArgv: ['--import', 'tsx'],
    workers: 2,
    workerData: fates,
    ...more,
  });
  open.push(engine);
  return engine;
}

afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
});

const statuses = (outcomes: BatchOutcome<unknown>[]): string[] => outcomes.map(({ status }) => status);
const failures = (outcomes: BatchOutcome<unknown>[]) =>
  outcomes.flatMap((outcome) => (outcome.status === 'failed' ? [outcome.failure] : []));

describe('worker pool', () => {
  it('gives results in the order of batches, whatever finishes first', async () => {
    const batches = splitPaths(60, 5);
    const finished: number[] = [];
    const outcomes = await pool({ 0: 'dawdles', 5: 'dawdles' }).run(batches, {
      onOutcome: ({ batch }, done, total) => {
        finished.push(batch.index);
        expect([done, total]).toEqual([finished.length, 12]);
      },
    });
    expect(finished).not.toEqual(batches.map(({ index }) => index));
    expect([...finished].sort((a, b) => a - b)).toEqual(batches.map(({ index }) => index));
    const squares = outcomes.flatMap((outcome) => (outcome.status === 'succeeded' ? [...outcome.result.squares] : []));
    expect(squares).toEqual(Array.from({ length: 60 }, (_, path) => path * path));
  });

  it('receives columns that were moved, not copied', async () => {
    const outcomes = await pool({}, { workers: 1 }).run(splitPaths(6, 2));
    const sentBefore = outcomes.map((outcome) => outcome.status === 'succeeded' && outcome.result.sentBefore);
    expect(sentBefore).toEqual([-1, 0, 0]);
  });

  it('keeps code and path of failures, and takes a thrown error and a missing reply for failures too', async () => {
    const outcomes = await pool({ 1: 'fails', 2: 'throws', 4: 'says nothing' }).run(splitPaths(12, 2));
    expect(statuses(outcomes)).toEqual(['succeeded', 'failed', 'failed', 'succeeded', 'failed', 'succeeded']);
    const [failed, thrown, silent] = failures(outcomes);
    expect(failed).toEqual({ code: 'no-data', message: 'out of data', path: 3 });
    expect(thrown).toMatchObject({ code: 'RangeError', message: expect.stringContaining('thrown across the thread') });
    expect(silent).toMatchObject({ code: 'no-reply' });
  });

  it('outlives threads that exit', async () => {
    const outcomes = await pool({ 1: 'exits', 2: 'exits', 5: 'exits' }).run(splitPaths(32, 4));
    expect(statuses(outcomes).flatMap((status, i) => (status === 'failed' ? [i] : []))).toEqual([1, 2, 5]);
    expect(statuses(outcomes).filter((status) => status === 'succeeded')).toHaveLength(5);
    expect(failures(outcomes)[0]).toEqual({
      code: 'worker-exited',
      message: 'A worker thread exited with code 7 at paths 4 to 7.',
    });
  });

  it('outlives a thread that runs out of memory', async () => {
    const engine = pool({ 1: 'runs out of memory' }, { maxOldGenerationSizeMb: 64 });
    const outcomes = await engine.run(splitPaths(10, 2));
    expect(statuses(outcomes)).toEqual(['succeeded', 'failed', 'succeeded', 'succeeded', 'succeeded']);
    expect(failures(outcomes)[0]).toMatchObject({
      code: 'worker-out-of-memory',
      message: expect.stringContaining('paths 2 to 3'),
    });
  });

  it('aborts running and waiting batches, keeps finished ones, and can run again', async () => {
    const engine = pool({ 2: 'hangs', 3: 'hangs' });
    const stop = new AbortController();
    const reported: string[] = [];
    const run = engine.run(splitPaths(20, 1), {
      signal: stop.signal,
      onOutcome: ({ status }, done) => {
        reported.push(status);
        if (done === 2) stop.abort();
      },
    });
    const outcomes = await run;
    expect(statuses(outcomes)).toEqual(['succeeded', 'succeeded', ...new Array(18).fill('aborted')]);
    expect(reported).toEqual(['succeeded', 'succeeded']);
    expect(statuses(await engine.run(splitPaths(2, 1)))).toEqual(['succeeded', 'succeeded']);
  });

  it('runs nothing when the signal came before, and nothing for no batches', async () => {
    const engine = pool();
    expect(statuses(await engine.run(splitPaths(2, 1), { signal: AbortSignal.abort() }))).toEqual([
      'aborted',
      'aborted',
    ]);
    expect(await engine.run([])).toEqual([]);
  });

  it('aborts the rest when closed in the middle', async () => {
    // All others hang, so that none can end between the first one's outcome and the closing.
    const engine = pool(Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((batch) => [batch, 'hangs'])));
    const outcomes = await engine.run(splitPaths(9, 1), { onOutcome: () => void engine.close() });
    expect(statuses(outcomes)).toEqual(['succeeded', ...new Array(8).fill('aborted')]);
  });

  it('gives up with the error of its listener', async () => {
    const run = pool({ 3: 'hangs' }).run(splitPaths(8, 1), {
      onOutcome: () => {
        throw new Error('disk full');
      },
    });
    await expect(run).rejects.toThrow('disk full');
  });

  it.each(['broken-worker.mjs', 'no-such-worker.ts'])('fails every batch when the worker is %s', async (file) => {
    const filename = new URL(`./fixtures/${file}`, import.meta.url).href;
    const outcomes = await pool({}, { filename }).run(splitPaths(40, 1));
    expect(statuses(outcomes)).toEqual(new Array(40).fill('failed'));
    expect(failures(outcomes).at(-1)?.message).toMatch(/cannot even be loaded|no-such-worker/);
  });

  it('refuses to be without workers', () => {
    for (const workers of [0, -1, 1.5, Number.NaN]) expect(() => pool({}, { workers })).toThrow(RangeError);
  });

  it('lets the process end once it is closed', () => {
    const program = fileURLToPath(new URL('./fixtures/run-and-close.ts', import.meta.url));
    const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', program], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'succeeded succeeded succeeded\n' });
  });
});
