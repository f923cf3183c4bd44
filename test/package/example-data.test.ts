/** scenarios/data/ is what its generator writes, and says of itself what it is. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../index.ts';
import { fitGarch } from '../../scenarios/calibration/garch-fit.ts';
import { fitGbm } from '../../scenarios/calibration/gbm-fit.ts';
import { fitMerton } from '../../scenarios/calibration/merton-fit.ts';
import { readHistory } from '../../scenarios/calibration/price-history.ts';
import { exampleFiles } from '../../scripts/example-data/files.ts';
import { LAW } from '../../scripts/example-data/history.ts';
import { poolTicks } from '../../scripts/example-data/pool-ticks.ts';

const folder = fileURLToPath(new URL('../../scenarios/data/', import.meta.url));
const files = await exampleFiles();

describe('scenarios/data', () => {
  it('holds what `npm run example-data` writes, and nothing else', () => {
    expect(readdirSync(folder).sort()).toEqual(['README.md', ...files.keys()].sort());
    for (const [name, text] of files) expect(readFileSync(`${folder}${name}`, 'utf8') === text, name).toBe(true);
  });

  it('is described file by file, and shipped', () => {
    const page = readFileSync(`${folder}README.md`, 'utf8');
    for (const name of files.keys()) expect(page).toContain(`\n| \`${name}\` |`);
    expect(page).toContain(poolTicks().sqrtPriceX96);
    const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({ files: expect.arrayContaining(['scenarios/data']) });
  });

  it('has a history whose law the sweep of history-or-law ends with', async () => {
    const { scenario } = await loadScenario('history-or-law');
    const laws = Object.values(scenario.sweep!)[0] as readonly unknown[];
    expect(laws.at(-1)).toEqual(LAW);
  });

  it('has a history whose fits are those of the sweep, without their drift', async () => {
    const request = { file: 'history.csv', timeColumn: 'unix_s', priceColumn: 'close', gaps: 'refuse' } as const;
    const history = readHistory(request, files.get('history.csv')!);
    const { scenario } = await loadScenario('history-or-law');
    const laws = Object.values(scenario.sweep!)[0] as readonly Record<string, unknown>[];
    for (const fit of [fitGbm(history), fitMerton(history), fitGarch(history)]) {
      const law = laws.find(({ model }) => model === fit.model)!;
      for (const { name, value } of fit.parameters)
        if (name !== 'drift') expect(law[name], `${fit.model}.${name}`).toBeCloseTo(value, 4);
      expect(law).not.toHaveProperty('drift');
    }
  });

  it('has ticks whose liquidity adds up to nothing, and whose price is that of pool-snapshot', async () => {
    const rows = files.get('pool-ticks.csv')!.trim().split('\n').slice(1);
    expect(rows.reduce((sum, row) => sum + BigInt(row.split(',')[1]!), 0n)).toBe(0n);
    const { scenario } = await loadScenario('pool-snapshot');
    expect(scenario.venues['eth-usdc']).toMatchObject({ liquidity: { sqrtPriceX96: poolTicks().sqrtPriceX96 } });
  });
});
