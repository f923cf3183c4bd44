import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { OUTCOME_KEYS } from '../../models/outcome.ts';
import { BASE, scenarioFile, temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { plimsoll } from './fake-terminal.ts';

const file = scenarioFile(BASE.replace('volatility: 1 }', 'volatility: 4 }'));
const folder = temporaryFolder();
type Row = Record<string, string>;
const rowsOf = (path: string): Row[] => parse(readFileSync(path, 'utf8'), { columns: true }) as Row[];
let paths: Row[] = [];
/** A path on which much is sold. */
let busy = '';

beforeAll(async () => {
  await plimsoll(['run', file, '--quiet', '--out', folder]);
  paths = rowsOf(join(folder, 'paths.csv'));
  const later = paths.filter(({ strategy }) => strategy === 'later');
  busy = later.reduce((most, row) => (Number(row.soldUsd) > Number(most.soldUsd) ? row : most)).path as string;
});

const rowOf = (strategy: string, path: string): Row =>
  paths.find((row) => row.strategy === strategy && row.path === path) as Row;

describe('plimsoll trace', () => {
  it('ends in a CSV with the row of paths.csv, and lists what led there', async () => {
    const out = join(folder, 'trace.csv');
    const run = await plimsoll(['trace', file, '--path', busy, '--strategy', 'later', '--out', out]);
    expect([run.code, run.out]).toEqual([0, '']);
    const rows = rowsOf(out);
    expect(run.err).toBe(`wrote ${rows.length - 1} events to ${out}\n`);
    const total = rows.at(-1) as Row;
    expect(total.kind).toBe('total');
    for (const key of OUTCOME_KEYS) expect(total[`change.${key}`], key).toBe(rowOf('later', busy)[key]);
    const sold = rows.filter(({ kind }) => kind === 'sold').map((row) => Number(row['change.soldUsd']));
    expect(sold.length).toBeGreaterThan(0);
    const sum = sold.reduce((all, usd) => all + usd, 0);
    expect(sum / Number(rowOf('later', busy).soldUsd)).toBeCloseTo(1, 9);
  });

  it('writes JSON lines, one event a line', async () => {
    const out = join(folder, 'trace.jsonl');
    await plimsoll(['trace', file, '--path', busy, '--strategy', 'later', '--out', out]);
    const lines = readFileSync(out, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    expect(lines[0]).toMatchObject({ sequence: 0 });
    expect(lines.at(-1)).toMatchObject({ kind: 'total', path: Number(busy), strategy: 'later', seed: '7' });
    const { totals } = lines.at(-1) as unknown as { totals: Record<string, number | null> };
    for (const key of OUTCOME_KEYS) expect(totals[key] ?? '', key).toBe(numberOf(rowOf('later', busy)[key]));
  });

  it('prints lines of text, in order of time, and the same bytes each time', async () => {
    const args = ['trace', file, '--path', busy, '--strategy', 'later'];
    const [first, second] = [await plimsoll(args), await plimsoll(args)];
    expect(first.out).toBe(second.out);
    expect(first.out).toMatch(/^A base to break · path \d of seed 7 · later · \d+ events\ntime +block +event/);
    expect(first.out).toMatch(/collateral sold .* for [\d.]+k? USD: slippage/);
    expect(first.out).toContain(`badDebtUsd ${rowOf('later', busy).badDebtUsd}`);
  });

  it('finds the worst and the median path by a figure', async () => {
    const sold = paths.filter(({ strategy }) => strategy === 'now').map((row) => Number(row.soldUsd));
    const sorted = [...sold].sort((a, b) => a - b);
    for (const [which, value] of [
      ['worst', sorted.at(-1)],
      ['median', sorted[4]],
    ] as const) {
      const args = ['trace', file, '--select', which, '--metric', 'soldUsd', '--strategy', 'now', '--json'];
      const run = await plimsoll(args);
      const { path, totals } = JSON.parse(run.out) as { path: number; totals: { soldUsd: number } };
      expect(path).toBe(sold.indexOf(value as number));
      expect(totals.soldUsd).toBe(value);
      expect(run.err).toContain(`path ${path} of 10: collateral sold`);
    }
  });

  it('shows one account, or one keeper, only', async () => {
    const args = ['trace', file, '--path', busy, '--strategy', 'later', '--json'];
    type Event = { kind: string; account?: number; keeper?: string };
    const events = async (...more: string[]) =>
      (JSON.parse((await plimsoll([...args, ...more])).out) as { events: Event[] }).events;
    const account = (await events()).find(({ kind }) => kind === 'liquidated')?.account as number;
    const own = await events('--account', String(account));
    expect(own.map((event) => event.account).every((of) => of === account)).toBe(true);
    expect(own.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['account-due', 'liquidated', 'sold']));
    const keepers = new Set((await events('--keeper', 'fast')).map(({ keeper }) => keeper?.replace(/ \d$/, '')));
    expect([...keepers]).toEqual(['fast']);
    const one = await events('--keeper', 'fast 2');
    expect(new Set(one.map(({ keeper }) => keeper))).toEqual(new Set(['fast 2']));
  });

  it.each([
    [[], /say which path: --path <n>, or --select/],
    [['--path', '1', '--select', 'worst'], /say which path/],
    [['--path', '1'], /say which: --strategy <name>; the scenario has now, later/],
    [['--path', '1', '--strategy', 'nobody'], /none of that name; the scenario has now, later/],
    [['--path', '1', '--strategy', 'now', '--metric', 'badDebtUsdd'], /do you mean badDebtUsd\?/],
    [['--path', '1', '--strategy', 'now', '--keeper', 'slow'], /no such group; the scenario has fast/],
    [['--path', '1', '--strategy', 'now', '--account', '20'], /the book has the accounts 0 to 19/],
    [['--path', '1', '--strategy', 'now', '--out', 'x.txt'], /ends in \.html, \.csv or \.jsonl/],
  ])('refuses %j with a way out', async (flags, message) => {
    const run = await plimsoll(['trace', file, ...flags]);
    expect([run.code, run.out]).toEqual([2, '']);
    expect(run.err).toMatch(message);
  });
});

describe('plimsoll explain', () => {
  it('tells the life of an account with the numbers of its trace', async () => {
    const trace = await plimsoll(['trace', file, '--path', busy, '--strategy', 'later', '--json']);
    type Event = { kind: string; account?: number; keeper?: string };
    const { events } = JSON.parse(trace.out) as { events: Event[] };
    const sale = events.find(({ kind }) => kind === 'liquidated') as Event;
    const args = ['explain', file, '--path', busy, '--strategy', 'later', '--account', String(sale.account)];
    const { code, out } = await plimsoll(args);
    expect(code).toBe(0);
    expect(out).toContain(`Account ${sale.account} of 20 holds`);
    expect(out).toMatch(/The market makes it due at .* The protocol knows/);
    expect(out).toMatch(/fast \d is the first to react/);
    expect(out).toContain(`${sale.keeper} liquidates it with a bid of 50 gwei`);
    expect(out).toMatch(/at the end {2}It was liquidated (once|\d+ times) on this path\./);
    const { sentences } = JSON.parse((await plimsoll([...args, '--json'])).out) as { sentences: { text: string }[] };
    for (const { text } of sentences) expect(out).toContain(text);
  });

  it('says how near an account came that was never due', async () => {
    const trace = await plimsoll(['trace', file, '--path', busy, '--strategy', 'now', '--json']);
    const { events } = JSON.parse(trace.out) as { events: { account?: number }[] };
    const due = new Set(events.map(({ account }) => account));
    const calm = [...Array(20).keys()].find((account) => !due.has(account));
    const { out } = await plimsoll(['explain', file, '--path', busy, '--strategy', 'now', '--account', String(calm)]);
    expect(out).toMatch(/It never becomes due\. At market prices its health factor is lowest at [\d:]+: \d\.\d{4}/);
  });
});

function numberOf(cell: string | undefined): number | '' {
  return cell === undefined || cell === '' ? '' : Number(cell);
}

describe('a path that fails', () => {
  const scenario = scenarioFile(
    BASE.replace('volatility: 1 }', 'volatility: 4 }').replace(
      'later: { preset: asynchronous }',
      'later: { preset: asynchronous, size: { model: ./broken.mjs } }',
    ),
  );
  scenarioFile(
    `export default ({ z, defineModel }) => defineModel({
      family: 'size', name: 'broken', title: 'throws', params: z.strictObject({}),
      create: () => ({ repayUsd: () => { throw new Error('not today'); } }),
    });`,
    'broken.mjs',
    dirname(scenario),
  );
  const args = [scenario, '--allow-plugins', '--strategy', 'later', '--path'];

  it('is listed up to there, with the error, and exit code 3', async () => {
    const run = await plimsoll(['trace', ...args, busy]);
    expect(run.code).toBe(3);
    expect(run.err).toMatch(/path \d fails under later: not today \(Error\)/);
    expect(run.out).toMatch(/account due/);
    expect(run.out).toMatch(/The path failed: not today \(Error\)\n$/);
    const json = JSON.parse((await plimsoll(['trace', ...args, busy, '--json'])).out) as Record<string, unknown>;
    expect(json).toMatchObject({ totals: null, failure: { code: 'Error', message: 'not today' } });
  });

  it('is explained up to there', async () => {
    const trace = JSON.parse((await plimsoll(['trace', ...args, busy, '--json'])).out) as {
      events: { kind: string; account?: number }[];
    };
    const account = trace.events.findLast(({ kind }) => kind === 'account-due')?.account;
    const run = await plimsoll(['explain', ...args, busy, '--account', String(account)]);
    expect(run.code).toBe(3);
    expect(run.out).toMatch(/The market makes it due[\s\S]*The path failed: not today\.\n$/);
  });
});
