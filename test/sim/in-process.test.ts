import { describe, expect, it } from 'vitest';
import { type Batch, failureOf, inProcess, splitPaths } from '../../sim/index.ts';

const sumOf = ({ from, count }: Batch): number => {
  let sum = 0;
  for (let path = from; path < from + count; path++) sum += path;
  return sum;
};

describe('in-process engine', () => {
  it('gives one outcome for each batch, in order, and reports progress', async () => {
    const batches = splitPaths(5, 2);
    const progress: number[][] = [];
    const outcomes = await inProcess(sumOf).run(batches, {
      onOutcome: ({ batch }, done, total) => void progress.push([batch.index, done, total]),
    });
    expect(outcomes).toEqual([1, 5, 4].map((result, i) => ({ status: 'succeeded', batch: batches[i], result })));
    expect(progress).toEqual([
      [0, 1, 3],
      [1, 2, 3],
      [2, 3, 3],
    ]);
  });

  it('fails the batch that throws, and no other', async () => {
    const engine = inProcess((batch) => {
      if (batch.index === 1) throw Object.assign(new RangeError('NaN in a row'), { path: 3 });
      return batch.count;
    });
    const outcomes = await engine.run(splitPaths(5, 2));
    expect(outcomes.map(({ status }) => status)).toEqual(['succeeded', 'failed', 'succeeded']);
    expect(outcomes[1]).toMatchObject({ failure: { code: 'RangeError', message: 'NaN in a row', path: 3 } });
  });

  it('aborts what has not begun, and hears a signal that comes with the event loop', async () => {
    const stop = new AbortController();
    const batches = splitPaths(10, 1);
    let reported = 0;
    const outcomes = await inProcess((batch) => {
      // Not an abort from within the batch: it arrives as a signal from outside would.
      if (batch.index === 3) setImmediate(() => stop.abort());
      return batch.index;
    }).run(batches, { signal: stop.signal, onOutcome: () => (reported += 1) });
    const statuses = outcomes.map(({ status }) => status);
    expect(statuses.slice(0, 4)).toEqual(new Array(4).fill('succeeded'));
    expect(statuses.slice(5)).toEqual(new Array(5).fill('aborted'));
    expect(reported).toBe(statuses.filter((status) => status === 'succeeded').length);
    expect(outcomes.map(({ batch }) => batch)).toEqual(batches);
  });

  it('runs nothing when the signal came before', async () => {
    const outcomes = await inProcess(() => expect.unreachable()).run(splitPaths(3, 1), { signal: AbortSignal.abort() });
    expect(outcomes.map(({ status }) => status)).toEqual(['aborted', 'aborted', 'aborted']);
  });

  it('gives up with the error of its listener', async () => {
    const run = inProcess(sumOf).run(splitPaths(3, 1), {
      onOutcome: () => {
        throw new Error('disk full');
      },
    });
    await expect(run).rejects.toThrow('disk full');
  });
});

describe('failure record', () => {
  it('keeps code and path, and makes something of anything', () => {
    expect(failureOf(Object.assign(new Error('m'), { code: 'ledger', path: 0 }))).toEqual({
      code: 'ledger',
      message: 'm',
      path: 0,
    });
    expect(failureOf(new TypeError('t'))).toEqual({ code: 'TypeError', message: 't' });
    expect(failureOf({ code: 3, message: 'odd', path: 'x' })).toEqual({ code: 'Error', message: 'odd' });
    expect(failureOf('just text')).toEqual({ code: 'Error', message: 'just text' });
    expect(failureOf(undefined)).toEqual({ code: 'Error', message: 'undefined' });
  });
});
