import { describe, expect, it } from 'vitest';
import { BASE, changed, load, problemsOf } from './fixtures/base-scenario.ts';

const set = (...overrides: string[]) => load(BASE, { overrides });
const wrong = async (...overrides: string[]) => {
  const problems = await problemsOf(BASE, { overrides });
  return problems.map(({ file, path, message }) => `${file} | ${path} | ${message}`);
};

describe('a setting', () => {
  it('replaces a number, a duration, a list and a model', async () => {
    const { scenario } = await set(
      'run.paths=25',
      'run.horizon=2h',
      'protocol.debt=[DAI]',
      'market.blockSpace={ model: constant, gasPrice: 99 }',
    );
    expect(scenario.run).toMatchObject({ paths: 25, horizon: 7_200_000 });
    expect(scenario.protocol.debt).toEqual(['DAI']);
    expect(scenario.market.blockSpace).toMatchObject({ gasPrice: 99 });
  });

  it('goes into lists by number, in both notations, and by name', async () => {
    for (const key of ['keepers.0.count', 'keepers[0].count', 'keepers.fast.count']) {
      expect((await set(`${key}=9`)).scenario.keepers[0]?.count).toBe(9);
    }
  });

  it('may add an optional key', async () => {
    expect((await set('keepers.fast.capital=1_000')).scenario.keepers[0]?.capital).toBe(1000);
    expect((await set('run.reference=later')).scenario.run.reference).toBe('later');
  });

  it('finds a name that holds dots', async () => {
    const text = changed('  later:', '  v1.5:').replace(
      'preset: asynchronous',
      'preset: asynchronous, size: { model: all }',
    );
    const { scenario } = await load(text, { overrides: ['strategies.v1.5.preset=synchronous'] });
    expect(scenario.strategies['v1.5']?.preset).toBe('synchronous');
  });

  it('keeps a quoted text whole, commas and equals signs too', async () => {
    expect((await set('title="a, b = c"')).scenario.title).toBe('a, b = c');
  });

  it('applies in order, the last one winning', async () => {
    expect((await set('run.paths=1', 'run.paths=2')).scenario.run.paths).toBe(2);
  });

  it('changes one place and not all that share an anchor', async () => {
    const text = changed(
      '  now: { preset: synchronous }\n  later: { preset: asynchronous }',
      '  now: { preset: asynchronous, size: &size { model: close-factor, closeFactor: 0.5 } }\n  later: { preset: asynchronous, size: *size }',
    );
    const { scenario } = await load(text, { overrides: ['strategies.now.size.closeFactor=0.25'] });
    expect(scenario.strategies.now?.size).toMatchObject({ closeFactor: 0.25 });
    expect(scenario.strategies.later?.size).toMatchObject({ closeFactor: 0.5 });
  });

  it('reaches what a merge key brought in', async () => {
    const text = changed(
      '  now: { preset: synchronous }\n  later: { preset: asynchronous }',
      '  now: &now { preset: asynchronous, size: { model: close-factor, closeFactor: 0.5 } }\n  later: { <<: *now }',
    );
    const { scenario } = await load(text, { overrides: ['strategies.later.size.closeFactor=0.25'] });
    expect(scenario.strategies.later?.size).toMatchObject({ closeFactor: 0.25 });
    expect(scenario.strategies.now?.size).toMatchObject({ closeFactor: 0.5 });
  });

  it('changes the hash as the file would', async () => {
    const { hash } = await set('run.horizon=2h');
    expect(hash).toBe((await load(changed('horizon: 1h', 'horizon: 2h'))).hash);
    expect(hash).not.toBe((await load(BASE)).hash);
  });
});

describe('a setting that is wrong names itself', () => {
  it.each([
    ['run.paths=0', '--set run.paths=0 | run.paths | must be at least 1'],
    ['run.pats=1', '--set run.pats=1 | run.pats | is not a key that is known here'],
    ['rum.paths=1', '--set rum.paths=1 | rum.paths | there is no rum in the scenario'],
    ['keepers.slow.count=1', '--set keepers.slow.count=1 | keepers.slow.count | there is no entry slow in keepers'],
    ['keepers.1.count=1', '--set keepers.1.count=1 | keepers.1.count | there is no entry 1 in keepers'],
    ['run.paths.x=1', '--set run.paths.x=1 | run.paths.x | run.paths holds a single value and no keys'],
    ['run..paths=1', '--set run..paths=1 | run..paths | has an empty part between its dots'],
    ['run.paths', '--set run.paths |  | must be key.path=value'],
    ['=1', '--set =1 |  | must be key.path=value'],
    ['run.paths=', '--set run.paths= | run.paths | has no value'],
    ['run.paths=1,2', '--set run.paths=1,2 | run.paths | lists several values, which is for sweeps'],
    ['run.paths=range(1,3)', '--set run.paths=range(1,3) | run.paths | lists several values, which is for sweeps'],
    ['run.paths=[1', '--set run.paths=[1 | run.paths | has a value that is not YAML'],
    ['run.paths=*x', '--set run.paths=*x | run.paths | has a value that is not YAML'],
  ])('%s', async (override, expected) => {
    expect(await wrong(override)).toEqual([expected]);
  });

  it('says which key comes nearest', async () => {
    const [problem] = await problemsOf(BASE, { overrides: ['protocl.debt=[DAI]'] });
    expect(problem?.hint).toBe('did you mean protocol?');
  });

  it('and problems of the file keep their lines', async () => {
    const problems = await problemsOf(changed('count: 2', 'count: 0'), { overrides: ['run.paths=0'] });
    expect(problems.map(({ line, path }) => [line, path])).toEqual([
      [0, 'run.paths'],
      [20, 'keepers[0].count'],
    ]);
  });
});

describe('the options for paths, seed and strategies', () => {
  it('replace what the file says', async () => {
    const { scenario } = await load(BASE, { paths: 3, seed: '007', strategies: ['later'] });
    expect(scenario.run).toMatchObject({ paths: 3, seed: '007', reference: 'later' });
    expect(Object.keys(scenario.strategies)).toEqual(['later']);
  });

  it('say that the reference is not among the strategies kept', async () => {
    expect((await load(BASE, { strategies: ['later'] })).warnings[0]).toMatch(
      /reference now is not among the strategies kept/,
    );
    expect((await load(BASE, { strategies: ['now'] })).warnings).toEqual([]);
  });

  it('are named when they are wrong', async () => {
    expect((await problemsOf(BASE, { paths: 0 }))[0]).toMatchObject({ file: '--paths 0', path: 'run.paths' });
    expect((await problemsOf(BASE, { strategies: ['nwo'] }))[0]).toMatchObject({
      file: '--strategies nwo',
      hint: 'did you mean now?',
    });
  });
});

describe('two settings', () => {
  it('of which the second goes into what the first has added', async () => {
    const { scenario } = await set(
      'strategies.third={ preset: asynchronous }',
      'strategies.third.size={ model: close-factor, closeFactor: 0.5 }',
      'strategies.third.size.closeFactor=0.4',
    );
    expect(scenario.strategies.third?.size).toMatchObject({ model: 'close-factor', closeFactor: 0.4 });
  });
});
