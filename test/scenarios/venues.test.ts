import { describe, expect, it } from 'vitest';
import { changed, lines, load, marked, problemsOf } from './fixtures/base-scenario.ts';

const POOL = '  pool: { model: frictionless, base: ETH, quote: DAI }';
const own = 'base: ETH, quote: DAI, fee: 0, halfLife: 1m';

describe('venues whose parameters do not agree', () => {
  it.each([
    [
      'a book without bids',
      `model: order-book, ${own}, oracleWeight: 0`,
      'by levels or by a profile: state one of the two',
    ],
    [
      'a book upside down',
      `model: order-book, ${own}, oracleWeight: 0, levels: [{ offset: 0.02, size: 1 }, { offset: 0.01, size: 1 }]`,
      'offsets of an order book',
    ],
    [
      'a skew beyond its scale',
      `model: skewed-oracle, ${own}, skewScale: 10, skew: -11`,
      'skew (-11) must not be larger',
    ],
    [
      'impact that pays for going round',
      `model: oracle-pool, ${own}, depth: 1000, negativeFactor: 0.001, positiveFactor: 0.002`,
      'positiveFactor (0.002) must not be above',
    ],
  ])('%s', async (_, venue, message) => {
    const { text, place } = marked(POOL, `  «pool: { ${venue} }`);
    const found = lines(await problemsOf(text));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${place} venues.pool`);
    expect(found[0]).toContain(message);
  });

  it('are fine when they do', async () => {
    const book = `  pool: { model: order-book, ${own}, oracleWeight: 0, profile: { levels: 5, first: 0, last: 0.1, size: 100 } }`;
    await expect(load(changed(POOL, book))).resolves.toBeDefined();
  });
});
