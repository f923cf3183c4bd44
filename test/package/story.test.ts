/** The small crash that pages of models are drawn from shows of each model what the model does. */
import { describe, expect, it } from 'vitest';
import { flow, type Points, play } from '../../scripts/pages/story/play.ts';

const design = (settings: object, preset = 'asynchronous') => `strategies.design=${flow({ preset, ...settings })}`;
const first = (points: Points) => points[0]?.[0] as number;
const lastValue = (points: Points) => (points.at(-1) as [number, number])[1];

describe('the story of the pictures', () => {
  it('is the same every time', async () => {
    const [one, other] = [await play([design({})]), await play([design({})])];
    expect(one.given.length).toBeGreaterThan(5);
    expect(other.given).toEqual(one.given);
    expect(other.due).toEqual(one.due);
  });

  it('has debt that is due and is repaid, at less than the market pays for the collateral', async () => {
    const story = await play([design({})]);
    expect(Math.max(...story.due.map(([, usd]) => usd))).toBeGreaterThan(100);
    expect(lastValue(story.repaid)).toBeCloseTo(story.figure('liquidatedDebtUsd') / 1000, 6);
    for (const [minute, usd] of story.given) {
      const market = (story.market[Math.round(minute)] as [number, number])[1];
      expect(usd / market).toBeGreaterThan(0.85);
      expect(usd / market).toBeLessThan(1);
    }
  });

  it('holds liquidations back as long as a safeguard says', async () => {
    const plain = await play([design({})]);
    const spared = await play([design({ safeguards: [{ model: 'grace-period', period: '20m' }] })]);
    const firstDue = spared.due.find(([, usd]) => usd > 0)?.[0] as number;
    expect(first(plain.given)).toBeLessThan(firstDue + 5);
    expect(first(spared.given)).toBeGreaterThanOrEqual(firstDue + 20);
    expect(first(spared.given)).toBeLessThan(firstDue + 25);
  });

  it('changes the order of liquidations and nothing else where the order is drawn', async () => {
    const fall =
      'market.assets.ETH.waypoints=[{ at: 0, price: 2000 }, { at: 2m, price: 2000 }, { at: 132s, price: 1250 }, { at: 140m, price: 1250 }]';
    const deep = ['keepers.0.count=1', 'keepers.0.capital=3000000', 'venues.pool.depth=100000', fall];
    const sizes = async (safeguards: object[]) =>
      (await play([...deep, design({ size: { model: 'all' }, safeguards })])).sizes.map(([, debt]) => debt);
    const [plain, random] = [await sizes([]), await sizes([{ model: 'random-order' }])];
    expect(plain).toEqual([...plain].sort((a, b) => b - a));
    expect(random).not.toEqual(plain);
    expect([...random].sort((a, b) => b - a)).toEqual(plain);
  });

  it('lets a borrower restore the health that it wants', async () => {
    const one = [
      ...['protocol.book.accounts=1', 'protocol.book.totalDebt=300000'],
      'protocol.book.healthFactor={ minimum: 1, medianSlack: 0.2, spread: 0 }',
    ];
    const topUp = { model: 'top-up', at: 1.1, to: 1.25, probability: 1, reaction: { model: 'constant', delay: '4m' } };
    const { acted, health, liquidated } = await play([...one, design({ borrowers: [topUp] })]);
    expect(acted.length).toBeGreaterThan(0);
    expect(liquidated).toEqual([]);
    for (const [minute, before] of acted) {
      expect(before).toBeLessThan(1.1);
      expect((health.find(([at]) => at === minute) as [number, number])[1]).toBeCloseTo(1.25, 6);
    }
  });

  it('leaves no loss without somebody who bears it, or a name', async () => {
    const ruin = [
      'protocol.waterfall=[{ model: insurance-fund, size: 20000 }, { model: socialise }]',
      'market.assets.ETH.waypoints=[{ at: 0, price: 2000 }, { at: 10m, price: 2000 }, { at: 20m, price: 1100 }, { at: 140m, price: 900 }]',
    ];
    const { losses } = await play([...ruin, design({})]);
    expect(losses.length).toBeGreaterThan(3);
    for (const loss of losses) expect(loss.drawnUsd + loss.socialisedUsd + loss.parkedUsd).toBeCloseTo(loss.usd, 6);
    expect(losses.reduce((sum, { drawnUsd }) => sum + drawnUsd, 0)).toBeCloseTo(20_000, 6);
  });
});
