import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { chartSvg } from '../../results/report/page/chart.ts';
import { pngOf } from '../../results/write/write-chart.ts';
import { BASE, scenarioFile, temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { plimsoll } from './fake-terminal.ts';

const file = scenarioFile(BASE);
const page = (folder: string) => readFileSync(join(folder, 'report.html'), 'utf8');

describe('plimsoll report', () => {
  const out = temporaryFolder();
  let first = '';
  beforeAll(async () => {
    expect((await plimsoll(['run', file, '--quiet', '--out', out])).code).toBe(0);
    first = page(out);
  });

  it('makes the page of run --out again, byte for byte', async () => {
    const again = join(out, 'again', 'page.html');
    const { code, out: said } = await plimsoll(['report', out, '--out', again]);
    expect([code, said]).toEqual([0, `${again}\n`]);
    expect(readFileSync(again, 'utf8')).toBe(first);
  });

  it('names exactly the models that the scenario uses', () => {
    const text = first.slice(first.indexOf('id="models"'));
    for (const title of ['price: gbm', 'execution: synchronous']) expect(text).toContain(`<h3>${title}</h3>`);
    expect(text).not.toContain('<h3>price: heston</h3>');
  });

  it('is left out with --no-report, and an old one does not stay', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'report.html'), 'of another run');
    await plimsoll(['run', file, '--quiet', '--no-report', '--out', folder]);
    expect(existsSync(join(folder, 'report.html'))).toBe(false);
    expect(existsSync(join(folder, 'book.json'))).toBe(true);
  });

  it('says what is wrong with a folder that holds no results', async () => {
    const { code, err } = await plimsoll(['report', temporaryFolder()]);
    expect(code).toBe(2);
    expect(err).toContain('manifest.json cannot be read');
  });

  it('draws the same paths again where the run was told to leave the report out', async () => {
    const crash = scenarioFile(
      BASE.replace('volatility: 1 }', 'volatility: 20 }').replace(
        'liquidationThreshold: 0.8,',
        'liquidationThreshold: 0.93,',
      ),
    );
    const [full, bare] = [temporaryFolder(), temporaryFolder()];
    await plimsoll(['run', crash, '--quiet', '--out', full]);
    await plimsoll(['run', crash, '--quiet', '--no-report', '--out', bare]);
    expect(existsSync(join(bare, 'anatomy.json'))).toBe(false);
    expect((await plimsoll(['report', bare])).code).toBe(0);
    expect(page(bare)).toContain('id="anatomy-worst');
    expect(page(bare)).toBe(page(full));
  });

  it('does without book.json', async () => {
    const folder = temporaryFolder();
    await plimsoll(['run', file, '--quiet', '--no-report', '--out', folder]);
    rmSync(join(folder, 'book.json'));
    expect((await plimsoll(['report', folder])).code).toBe(0);
    expect(page(folder)).toContain('no book.json');
  });
});

describe('plimsoll report of a sweep', () => {
  const set = ['--set', 'protocol.collateral.ETH.liquidationThreshold=0.7,0.8'];

  it('makes the page of sweep --out again, byte for byte', async () => {
    const out = temporaryFolder();
    const { code, err } = await plimsoll(['sweep', file, ...set, '--out', out]);
    expect(code).toBe(0);
    expect(err).toContain('report.html');
    const first = page(out);
    rmSync(join(out, 'report.html'));
    expect(await plimsoll(['report', out])).toMatchObject({ code: 0, out: `${join(out, 'report.html')}\n` });
    expect(page(out)).toBe(first);
    expect(first).toContain('id="sweep-badDebtUsd-mean"');
    expect(first).toContain('<h3>price: gbm</h3>');
  });

  it('is left out with --no-report, and an old one does not stay', async () => {
    const out = temporaryFolder();
    writeFileSync(join(out, 'report.html'), 'of another sweep');
    await plimsoll(['sweep', file, ...set, '-q', '--no-report', '--out', out]);
    expect(existsSync(join(out, 'report.html'))).toBe(false);
  });

  it('says what is wrong with a folder that holds half a sweep', async () => {
    const out = temporaryFolder();
    writeFileSync(join(out, 'plan.json'), '{}');
    expect(await plimsoll(['report', out])).toMatchObject({
      code: 2,
      err: expect.stringContaining('summary.json cannot be read'),
    });
    writeFileSync(join(out, 'summary.json'), '{ "plan": 3 }');
    expect(await plimsoll(['report', out])).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not that of a sweep'),
    });
  });
});

describe('plimsoll report of a comparison', () => {
  const compare = ['compare', file, file, '--set-second', 'protocol.collateral.ETH.liquidationBonus=0.1', '-q'];

  it('makes the page of compare --out again, byte for byte', async () => {
    const out = temporaryFolder();
    expect((await plimsoll([...compare, '--out', out])).code).toBe(0);
    const first = page(out);
    const [header, ...rows] = readFileSync(join(out, 'comparison.csv'), 'utf8').trim().split('\n');
    expect(header).toMatch(/^strategy,figure,unit,first,second,difference,low,high/);
    expect(rows).toHaveLength(16);
    rmSync(join(out, 'report.html'));
    expect((await plimsoll(['report', out])).code).toBe(0);
    expect(page(out)).toBe(first);
    expect(first).toContain('protocol.collateral.ETH.liquidationBonus');
  });

  it('is left out with --no-report, and an old one does not stay', async () => {
    const out = temporaryFolder();
    writeFileSync(join(out, 'report.html'), 'of another comparison');
    await plimsoll([...compare, '--no-report', '--out', out]);
    expect(existsSync(join(out, 'report.html'))).toBe(false);
    writeFileSync(join(out, 'comparison.json'), '{}');
    expect(await plimsoll(['report', out])).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not a comparison'),
    });
  });
});

describe('plimsoll report --chart', () => {
  const out = temporaryFolder();
  const deep = BASE.replace('liquidationThreshold: 0.8,', 'liquidationThreshold: 0.93,');
  const fall = scenarioFile(deep.replace('volatility: 1 }', 'volatility: 20 }'), 'fall.yaml');
  const chart = (...args: string[]) => plimsoll(['report', out, '--chart', ...args]);
  beforeAll(async () => {
    expect((await plimsoll(['run', fall, '-q', '--out', out])).code).toBe(0);
  });

  it('writes the SVG and the CSV that the page offers', async () => {
    for (const format of ['svg', 'csv']) {
      const path = join(out, `bad-debt-exceedance.${format}`);
      expect(await chart('bad-debt-exceedance', '--format', format)).toMatchObject({ code: 0, out: `${path}\n` });
      const [, link = ''] =
        new RegExp(`download="badDebtUsd-exceedance.${format}" href="data:[^,]+,([^"]+)"`).exec(page(out)) ?? [];
      expect(readFileSync(path, 'utf8')).toBe(Buffer.from(link, 'base64').toString('utf8'));
    }
  });

  it('writes a PNG with its words, the same bytes again', async () => {
    const [first, second] = [join(out, 'first.png'), join(out, 'second.png')];
    for (const path of [first, second]) expect((await chart('book-health', '--out', path)).code).toBe(0);
    const image = readFileSync(first);
    expect(image.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(image.readUInt32BE(16)).toBeGreaterThan(1000);
    expect(readFileSync(second)).toEqual(image);
    // Dark pixels of words: without a font there would be none beyond the axes.
    const svg = await chartSvg({ ...WORDS, spec: { ...WORDS.spec, mark: { type: 'text', fontSize: 40 } } });
    const bare = await chartSvg({
      ...WORDS,
      spec: { ...WORDS.spec, mark: { type: 'text', fontSize: 40, opacity: 0 } },
    });
    expect((await pngOf(svg)).length).toBeGreaterThan(1.5 * (await pngOf(bare)).length);
  }, 60_000);

  it('knows the worst path by that name also where it is the one at the 99th percentile', async () => {
    expect(page(out)).toContain('id="anatomy-worst-p99');
    for (const kind of ['worst', 'p99'])
      expect(await chart(`anatomy-${kind}`, '--format', 'csv')).toMatchObject({ code: 0 });
  });

  it('says what there is, and which endings it knows', async () => {
    const unknown = await chart('crash');
    expect(unknown.code).toBe(2);
    expect(unknown.err).toMatch(/there is none of that name; there are bad-debt-distribution, .*book-health/);
    expect(await chart('book-health', '--out', join(out, 'x.gif'))).toMatchObject({ code: 2 });
    expect((await chart('book-health', '--format', 'png', '--out', join(out, 'x.svg'))).err).toContain(
      'does not end in .png',
    );
  });

  it('knows the charts of a sweep and of a comparison', async () => {
    const [swept, compared] = [temporaryFolder(), temporaryFolder()];
    const bonus = 'protocol.collateral.ETH.liquidationBonus';
    await plimsoll(['sweep', fall, '-q', '--no-report', '--set', `${bonus}=0.02,0.1`, '--out', swept]);
    await plimsoll(['compare', fall, fall, '-q', '--no-report', '--set-second', `${bonus}=0.1`, '--out', compared]);
    const files = [
      [swept, 'sweep-bad-debt-mean'],
      [compared, 'change-0'],
    ] as const;
    for (const [folder, name] of files) {
      expect(await plimsoll(['report', folder, '--chart', name])).toMatchObject({ code: 0, err: '' });
      expect(readFileSync(join(folder, `${name}.svg`), 'utf8')).toMatch(/^<svg .*<\/svg>$/s);
    }
  });
});

/** One word, alone. */
const WORDS = {
  ...{ id: 'words', title: 'words', summary: '', columns: [], rows: [] },
  spec: { data: { values: [{ text: 'liquidation ✗ −20 %' }] }, encoding: { text: { field: 'text', type: 'nominal' } } },
};
