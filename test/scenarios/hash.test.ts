import { describe, expect, it } from 'vitest';
import { adjustScenario } from '../../scenarios/adjust.ts';
import { canonicalJson } from '../../scenarios/canonical.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { BASE, changed, load, scenarioFile } from './fixtures/base-scenario.ts';

describe('canonical JSON', () => {
  it('sorts keys at every depth and leaves lists alone', () => {
    expect(canonicalJson({ b: [3, 1, { d: 1, c: 2 }], a: 'x"y' })).toBe('{"a":"x\\"y","b":[3,1,{"c":2,"d":1}]}');
  });
  it('leaves out what is undefined, and takes −0 for 0', () => {
    expect(canonicalJson({ a: undefined, b: -0 })).toBe('{"b":0}');
  });
  it('refuses what JSON would quietly change', () => {
    for (const value of [Number.NaN, Infinity, () => 1, 1n, { a: Symbol('x') }]) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    }
  });
});

describe('the hash of a scenario', () => {
  const hashOf = async (text: string) => (await load(text)).hash;

  it('does not see comments, layout, the order of keys, units of durations or spelled-out defaults', async () => {
    const hash = await hashOf(BASE);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOf(`# hello\n${BASE}`)).toBe(hash);
    expect(
      await hashOf(changed('name: base\ntitle: A base to break\n', 'title: "A base to break"\nname: base\n')),
    ).toBe(hash);
    expect(await hashOf(changed('horizon: 1h', 'horizon: 60m'))).toBe(hash);
    expect(await hashOf(changed('liquidationBonus: 0.05', 'protocolFee: 0, liquidationBonus: 5.0e-2'))).toBe(hash);
    expect(await hashOf(changed('delay: 10s', 'delay: { model: constant, delay: 10s }'))).toBe(hash);
    expect(await hashOf(changed('paths: 10', 'paths: 99'))).toBe(hash);
  });

  it('sees every value', async () => {
    const changes: [string, string][] = [
      ['seed: 7', 'seed: 8'],
      ['title: A', 'title: B'],
      ['volatility: 1 ', 'volatility: 1.0000001 '],
      ['count: 2', 'count: 3'],
      ['later:', 'latest:'],
      ['tick: 12s', 'tick: 12s, reference: later'],
    ];
    const hashes = await Promise.all(changes.map(([from, to]) => hashOf(changed(from, to))));
    expect(new Set([...hashes, await hashOf(BASE)]).size).toBe(changes.length + 1);
  });

  it('sees the content of files that the scenario names', async () => {
    const text = changed('{ model: gbm, start: 200, volatility: 1 }', '{ model: replay, file: p.csv }');
    const hashes: string[] = [];
    for (const price of [1, 2, 1]) {
      const path = scenarioFile(text);
      scenarioFile(`unix_s,close\n0,${price}\n`, 'p.csv', path.slice(0, -'/s.yaml'.length));
      hashes.push((await loadScenario(path)).hash);
    }
    expect(hashes[0]).toBe(hashes[2]);
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it('is the same for an adjusted scenario as for one loaded that way', async () => {
    const adjusted = await adjustScenario(await load(BASE), { seed: 9, paths: 3, strategies: ['later'] });
    const loaded = await load(BASE, { seed: 9, paths: 3, strategies: ['later'] });
    expect(adjusted.hash).toBe(loaded.hash);
    expect(adjusted.scenario).toEqual(loaded.scenario);
    await expect(adjustScenario(loaded, { paths: 0 })).rejects.toThrow(RangeError);
    await expect(adjustScenario(loaded, { seed: '' })).rejects.toThrow(RangeError);
  });
});
