import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changed, scenarioFile, temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { FakeTerminal, plimsoll } from './fake-terminal.ts';

describe('help and version', () => {
  it('go to stdout with exit code 0', async () => {
    for (const args of [['--help'], ['run', '--help'], ['help', 'validate']]) {
      const { code, out, err } = await plimsoll(args);
      expect([code, err]).toEqual([0, '']);
      expect(out).toContain('Examples:');
    }
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(await plimsoll(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('every command has examples', async () => {
    for (const command of ['run', 'validate', 'list', 'init', 'schema', 'calibrate', 'attack']) {
      expect((await plimsoll([command, '--help'])).out).toContain(`plimsoll ${command}`);
    }
  });
});

describe('wrong usage is exit code 2, with the way out, and nothing on stdout', () => {
  it.each([
    [[], /Usage: plimsoll/],
    [['rnu', 'x'], /unknown command 'rnu'[\s\S]*Did you mean run\?/],
    [['run'], /missing required argument 'scenario'/],
    [['run', 'x', '--pahts', '3'], /unknown option '--pahts'[\s\S]*Did you mean --paths\?/],
    [['run', 'x', '--paths', '0'], /must be a whole number from 1 to 10000000/],
    [['run', 'x', '--paths', '1.5'], /must be a whole number from 1 to 10000000/],
    [['run', 'x', '--paths', '1e9'], /must be a whole number from 1 to 10000000/],
    [['run', 'x', '--paths', '10000001'], /must be a whole number from 1 to 10000000/],
    [['run', 'x', '--paths', '-3'], /must be a whole number from 1 to 10000000/],
    [['run', 'x', '--workers', '0'], /must be a whole number from 1 to 128/],
    [['run', 'x', '--workers', '999'], /must be a whole number from 1 to 128/],
    [['run', 'x', '--seed', ''], /must not be empty/],
    [['run', 'x', '--strategies', 'a,,b'], /must be names with commas between them/],
    [['run', './nowhere.yaml'], /nowhere\.yaml {2}there is no such file or shipped scenario/],
    [['validate', 'x', 'y'], /too many arguments/],
  ])('%j', async (args, expected) => {
    const { code, out, err } = await plimsoll(args);
    expect(err).toMatch(expected);
    expect([code, out]).toEqual([2, '']);
  });

  it('a scenario with problems shows them all and counts them', async () => {
    const { code, err } = await plimsoll([
      'run',
      scenarioFile(changed('paths: 10', 'paths: 0').replace('count: 2', 'count: 0')),
    ]);
    expect(code).toBe(2);
    expect(err).toMatch(
      /s\.yaml:3:15 {2}run\.paths[\s\S]*s\.yaml:20:12 {2}keepers\[0\]\.count[\s\S]*2 problems\. Nothing was run\./,
    );
  });

  it('a folder that cannot be written stops before anything is simulated', async () => {
    const inTheWay = scenarioFile('', 'taken');
    const { code, out, err } = await plimsoll(['run', scenarioFile(changed('', '')), '--out', join(inTheWay, 'out')]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/cannot write into the folder .*ENOTDIR/);
    expect(err).not.toContain('paths ×');
  });

  it('any arguments end in a known exit code and without a stack trace', async () => {
    const word = fc.oneof(
      fc.constantFrom(
        'run',
        'validate',
        'list',
        'schema',
        'init',
        '--set',
        '--paths',
        '--seed',
        '--json',
        '--out',
        '',
        '-',
        '--',
        '-n',
        'run.paths=1',
      ),
      fc.string({ maxLength: 8 }),
    );
    const property = fc.asyncProperty(fc.array(word, { maxLength: 5 }), async (args) => {
      // `init` would write files of any name into this folder.
      const harmless = args.includes('init') ? ['init', '--help', ...args] : args;
      const { code, err } = await plimsoll(harmless);
      expect([0, 2]).toContain(code);
      expect(err).not.toMatch(/\n {4}at |bug in Plimsoll/);
    });
    await fc.assert(property, { seed: 3, numRuns: 120 });
  });
});

describe('init', () => {
  it('writes a scenario that is valid, and does not overwrite', async () => {
    const file = join(temporaryFolder(), 'mine.yaml');
    expect(await plimsoll(['init', file])).toMatchObject({
      code: 0,
      out: expect.stringContaining(`plimsoll run ${file}`),
    });
    expect((await plimsoll(['validate', file])).err).toBe('');
    writeFileSync(file, 'precious');
    expect(await plimsoll(['init', file])).toMatchObject({ code: 2, err: expect.stringContaining('--force') });
    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect((await plimsoll(['init', file, '--force'])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('name: my-scenario');
  });

  it('says when the folder is not there', async () => {
    const file = join(temporaryFolder(), 'no', 'mine.yaml');
    expect(await plimsoll(['init', file])).toMatchObject({ code: 2, err: expect.stringContaining('ENOENT') });
    expect(existsSync(file)).toBe(false);
  });
});

describe('list', () => {
  it('shows scenarios, and models by family with their parameters', async () => {
    const { code, out, err } = await plimsoll(['list']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Scenarios\n/);
    expect(out).toMatch(
      /Models: price\n[\s\S]*gbm {2}geometric Brownian motion\n {6}start {7}USD per unit, 1e-18 to 1e18 {2}\[required\]/,
    );
  });

  it('as JSON, whole or in part', async () => {
    const all = JSON.parse((await plimsoll(['list', '--json'])).out) as {
      scenarios: unknown[];
      models: { family: string }[];
      presets: { name: string }[];
    };
    expect(all.models.some(({ family }) => family === 'size')).toBe(true);
    expect(all.presets.map(({ name }) => name)).toContain('dutch-auction');
    const models = JSON.parse((await plimsoll(['list', '--models', '--json'])).out) as { scenarios?: unknown[] };
    expect(models.scenarios).toBeUndefined();
    expect((await plimsoll(['list', '--scenarios'])).out).not.toContain('Models:');
  });
});

describe('validate', () => {
  it('names the scenario, its hash and what is in it', async () => {
    const { code, out } = await plimsoll(['validate', scenarioFile(changed('', ''))]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^ok {2}base {2}[0-9a-f]{64}\n {4}2 assets, 20 accounts, 1 group of keepers, 2 strategies, 10 paths\n$/,
    );
  });

  it('says what theory expects of Dutch auctions', async () => {
    const { code, out } = await plimsoll(['validate', 'black-thursday']);
    expect(code).toBe(0);
    expect(out).toMatch(
      /\nauctions by theory: .*\n {4}dutch-auction, ETH: 29\.1 min, 0\.\d+ to 0\.\d+ %; not while the script/,
    );
  });

  it('puts warnings on stderr', async () => {
    const { code, err } = await plimsoll([
      'validate',
      scenarioFile(changed('liquidationBonus: 0.05', 'liquidationBonus: 0.3')),
    ]);
    expect([code, err.startsWith('warning: protocol.collateral.ETH')]).toEqual([0, true]);
  });

  it('finds what is wrong inside a data file, with its line', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'p.csv'), 'unix_s,close\n0,100\n3600,abc\n');
    const text = changed('{ model: gbm, start: 200, volatility: 1 }', '{ model: replay, file: data/p.csv }');
    const { code, err } = await plimsoll(['validate', scenarioFile(text, 's.yaml', folder)]);
    expect(code).toBe(2);
    expect(err).toMatch(/^data\/p\.csv:3 {2}/);
    expect(err).not.toContain('    at ');
  });
});

describe('colour', () => {
  const listed = async (env: Record<string, string>, isTTY: boolean) =>
    (await plimsoll(['list', '--models'], new FakeTerminal(env, { isTTY }))).out;
  it('only on a terminal, never with NO_COLOR, always with FORCE_COLOR', async () => {
    expect(await listed({}, true)).toContain('\u001B[');
    expect(await listed({}, false)).not.toContain('\u001B[');
    expect(await listed({ NO_COLOR: '1' }, true)).not.toContain('\u001B[');
    expect(await listed({ NO_COLOR: '' }, true)).toContain('\u001B[');
    expect(await listed({ FORCE_COLOR: '1' }, false)).toContain('\u001B[');
  });
});
