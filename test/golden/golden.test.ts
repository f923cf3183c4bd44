/**
 * Every figure of one path of one small world, to the last bit, as text that reads well in a diff. A difference is either a
 * bug or a change of the model that must be stated: `UPDATE_GOLDEN=1 npx vitest run test/golden` writes the files anew.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Figures, openWorld, runPath, stressedBut } from '../models/fixtures/small-world.ts';

/** Two collaterals that move together, a debt that moves as well, a base fee, two pools and depth that flees. */
const raw = stressedBut((world) => {
  world.market.assets.ETH!.waypoints = [
    { at: 0, price: 200 },
    { at: '1h', price: 180 },
    { at: '80m', price: 120 },
    { at: '3h', price: 140 },
  ];
  world.market.assets.BTC = {
    price: { model: 'gbm', start: 1, volatility: 1 },
    waypoints: [
      { at: 0, price: 8000 },
      { at: '2h', price: 6800 },
    ],
  };
  world.market.assets.EUR = { price: { model: 'gbm', start: 1.1, volatility: 0.1 } };
  world.market.correlations = [{ between: ['ETH', 'BTC'], correlation: 0.8 }];
  world.chains.main!.fee = { model: 'eip1559' };
  world.oracles.BTC = structuredClone(world.oracles.ETH!);
  world.oracles.EUR = structuredClone(world.oracles.ETH!);
  const withdrawal = { model: 'volatility-coupled', reference: 0.02, elasticity: 0.3, floor: 0.5 };
  const pool = { model: 'constant-product', fee: 0.003, halfLife: '10m', oracleWeight: 0.2, withdrawal };
  world.venues['btc-dai'] = { ...pool, base: 'BTC', quote: 'DAI', depth: 60 };
  world.venues['eth-eur'] = { ...pool, base: 'ETH', quote: 'EUR', depth: 1000 };
  world.protocol.collateral.BTC = { liquidationThreshold: 0.75, liquidationBonus: 0.08, protocolFee: 0.2 };
  world.protocol.debt = ['DAI', 'EUR'];
  world.protocol.book = {
    model: 'generated',
    accounts: 80,
    debt: { median: 3000, spread: 1 },
    healthFactor: { minimum: 1.02, medianSlack: 0.15, spread: 0.7 },
    collateral: { ETH: 2, BTC: 1 },
    borrowed: { DAI: 3, EUR: 1 },
    diversified: 0.3,
  };
});

const text = (figures: Figures): string =>
  Object.entries(figures)
    .map(([key, value]) => `${key} ${Number.isNaN(value) ? 'absent' : value}\n`)
    .toSorted()
    .join('');

describe('one path, every figure', () => {
  const found = runPath(openWorld(raw), 'golden', 0);

  it.each(Object.keys(raw.strategies))('%s', (name) => {
    const file = new URL(`${name}.txt`, import.meta.url);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text(found[name]!));
    expect(existsSync(file), 'the golden file is missing; write it with UPDATE_GOLDEN=1').toBe(true);
    expect(text(found[name]!)).toBe(readFileSync(file, 'utf8'));
  });

  it('is a path on which every strategy liquidates', () => {
    for (const [name, figures] of Object.entries(found)) expect(figures.liquidations, name).toBeGreaterThan(10);
  });
});
