import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../results/write/make-folder.ts';
import { temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { plimsoll } from './fake-terminal.ts';

const HOUR = 3600;

/** A replay of a file with a row an hour, for a horizon of three hours. */
function replayOf(times: readonly number[]): string {
  const folder = temporaryFolder();
  const rows = times.map((time, row) => `${time},${100 - row},20`);
  writeFileSync(join(folder, 'prices.csv'), ['unix_s,open,gas_p60_gwei', ...rows, ''].join('\n'));
  writeFileSync(join(folder, 'book.csv'), 'id,collateral_usd,debt_usd,liq_threshold_bps,emode\na,200,100,8000,0\n');
  return folder;
}

const args = (command: string, folder: string) => [
  command,
  'replay',
  ...['--set', `market.assets.ETH.price.file=${join(folder, 'prices.csv')}`],
  ...['--set', `market.blockSpace.file=${join(folder, 'prices.csv')}`],
  ...['--set', `protocol.book.file=${join(folder, 'book.csv')}`],
  ...['--set', 'protocol.book.minimumDebt=0', '--set', 'run.horizon=3h', '--set', 'run.paths=2'],
];

describe.each(['validate', 'run'])('plimsoll %s with a data file', (command) => {
  it('accepts one that covers the horizon', async () => {
    expect((await plimsoll(args(command, replayOf([0, HOUR, 2 * HOUR])))).code).toBe(0);
  });

  it('says where one ends too early', async () => {
    const run = await plimsoll(args(command, replayOf([0, HOUR])));
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/prices\.csv:3 {2}the file ends 2 h after its start, the scenario's horizon is 3 h/);
  });

  it('says where one has a gap', async () => {
    const run = await plimsoll(args(command, replayOf([0, HOUR, 2 * HOUR - 1800, 4 * HOUR, 5 * HOUR, 6 * HOUR])));
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/prices\.csv:5 {2}there is a gap of 9000 s before this row/);
  });
});

describe('an output folder', () => {
  it('is made with those above it, and may be there already', () => {
    const folder = join(temporaryFolder(), 'a', 'b', 'c');
    makeFolder(folder);
    makeFolder(folder);
    expect(existsSync(folder)).toBe(true);
  });

  it('that cannot be made is an error and no endless try', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => makeFolder(join(file, 'x', 'y'))).toThrow(/ENOTDIR/);
    expect(() => makeFolder(file)).toThrow(/EEXIST/);
  });
});
