import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changed, scenarioFile, temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { plimsoll } from './fake-terminal.ts';

// Prices that fall far enough for the accounts of the base scenario to be closed.
const CRASH = changed(
  'model: gbm, start: 200, volatility: 1',
  'model: merton, start: 200, volatility: 2, jumpsPerDay: 20, jumpMean: -0.05, jumpDeviation: 0.02',
);
const file = scenarioFile(CRASH);

describe('plimsoll compare', () => {
  it('of two folders is that of two scenarios run now', async () => {
    const folder = temporaryFolder();
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    const bonus = 'protocol.collateral.ETH.liquidationBonus=0.1';
    await plimsoll(['run', file, '-q', '-n', '60', '--out', a]);
    await plimsoll(['run', file, '-q', '-n', '60', '--out', b, '--set', bonus]);
    const folders = await plimsoll(['compare', a, b, '--json', '-q']);
    const scenarios = await plimsoll(['compare', file, file, '--set-second', bonus, '-n', '60', '--json', '-q']);
    expect(folders.code).toBe(0);
    const [one, other] = [JSON.parse(folders.out), JSON.parse(scenarios.out)];
    expect(one.settings).toEqual([{ path: 'protocol.collateral.ETH.liquidationBonus', before: '0.05', after: '0.1' }]);
    expect(one.figures).toEqual(other.figures);
    expect(one.notes).toEqual([]);
    const table = await plimsoll(['compare', a, b]);
    expect(table.out.split('\n')[1]).toContain('liquidationBonus  0.05 → 0.1');
    expect((await plimsoll(['compare', a, b, '--md'])).out).toContain('| borrowerLossUsd.mean |');
  }, 30_000);

  it('says what it cannot do', async () => {
    const folder = temporaryFolder();
    expect((await plimsoll(['compare', folder, file, '-q'])).code).toBe(2);
    writeFileSync(join(folder, 'manifest.json'), '{}');
    const broken = await plimsoll(['compare', folder, file]);
    expect(broken).toMatchObject({ code: 2 });
    expect(broken.err).toContain('is not a manifest');
    const figure = await plimsoll(['compare', file, file, '-q', '--figure', 'badDebtUsd.p99']);
    expect([figure.code, figure.err]).toEqual([2, expect.stringContaining('compare es(99) instead')]);
    expect((await plimsoll(['compare', file, file, '--margin', 'x'])).code).toBe(2);
  }, 30_000);
});

describe('plimsoll baseline', () => {
  it('passes the same run, and fails a worse one with what got worse', async () => {
    const pinned = join(temporaryFolder(), 'b.yaml');
    expect((await plimsoll(['baseline', 'write', file, '-q', '-n', '120', '-o', pinned])).code).toBe(0);
    const same = await plimsoll(['baseline', 'check', pinned, '-q']);
    expect([same.code, same.out]).toEqual([
      0,
      expect.stringMatching(/^identical .*\nBaseline: 12 of 12 figures are no worse\n$/),
    ]);

    const text = readFileSync(pinned, 'utf8').replace(
      'set: []',
      'set: ["protocol.collateral.ETH.liquidationBonus=0.12"]',
    );
    writeFileSync(pinned, text);
    const junit = join(temporaryFolder(), 'b.xml');
    const worse = await plimsoll(['baseline', 'check', pinned, '--junit', junit]);
    expect(worse.code).toBe(1);
    expect(worse.err).toContain('The scenario is not the one of the baseline');
    expect(worse.out).toMatch(/✗ later {2}borrowerLossUsd\.mean: .* worse/);
    expect(readFileSync(junit, 'utf8')).toContain('<failure');
    const diff = await plimsoll(['baseline', 'diff', pinned, '-q']);
    expect([diff.code, diff.out]).toEqual([0, expect.stringContaining('borrowerLossUsd.mean')]);

    writeFileSync(pinned, text.replaceAll('later ', 'never '));
    const missing = await plimsoll(['baseline', 'check', pinned, '-q']);
    expect([missing.code, missing.out]).toEqual([
      1,
      expect.stringContaining('missing: a figure that is gone never passes'),
    ]);
  }, 30_000);

  it('says what it cannot read', async () => {
    expect(await plimsoll(['baseline', 'check', '/nowhere/b.yaml'])).toMatchObject({ code: 2 });
    const file2 = join(temporaryFolder(), 'b.yaml');
    writeFileSync(file2, 'nonsense');
    expect((await plimsoll(['baseline', 'check', file2])).err).toContain('is not a baseline');
    expect((await plimsoll(['baseline', 'write', file, '--figure', 'nothing.mean'])).code).toBe(2);
  });
});
