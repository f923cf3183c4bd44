/** The price-time attack against closed forms, through the venue and the oracle of a world. */
import { describe, expect, it } from 'vitest';
import { attackProfitUsd } from '../../../models/attack/price-attack.ts';
import { figures, openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

type Parameters = Record<string, unknown>;

const DEPTH = 5000;
const PRICE = 200;

/** A market that stands still, a pool without fee that arbitrage does not touch, a mean of half an hour, free gas, a block a tick. */
function still(world: RawWorld): void {
  world.market.assets.ETH = { price: { model: 'gbm', start: PRICE, volatility: 1e-9 } };
  world.chains.main = { blocks: { model: 'slots', slot: '12s' }, fee: { model: 'first-price' }, gasLimit: 30_000_000 };
  world.venues.pool = {
    model: 'constant-product',
    base: 'ETH',
    quote: 'DAI',
    depth: DEPTH,
    fee: 0,
    halfLife: '3650d',
    oracleWeight: 1,
  };
  world.oracles.ETH = { publish: { model: 'time-weighted-mean', kind: 'geometric', window: '30m' } };
  (world.protocol.book as Parameters).healthFactor = { minimum: 5, medianSlack: 0.2, spread: 0.1 };
  world.protocol.debt = ['DAI'];
  world.attack = {
    asset: 'ETH',
    at: '60m',
    hold: '15m',
    displacement: -0.36,
    loan: { available: 1_000_000, loanToValue: 0.9 },
  };
}

const open = (...changes: ((world: RawWorld) => void)[]) =>
  openWorld(
    stressedBut((world) => {
      for (const change of [still, ...changes]) change(world);
    }),
  );

/** Figures of the attack, and of the strategy, on one path. */
function attacked(...changes: ((world: RawWorld) => void)[]) {
  const world = open(...changes);
  world.write('attack', 0);
  const strategy = world.strategies.find(({ name }) => name === 'asynchronous')!;
  const outcome = figures(strategy.run());
  return { ...strategy.stage.attack!.figures, outcome };
}

describe('the attack', () => {
  it('costs V (√m − 1)² / √m for one push that others trade back', () => {
    const { lossUsd, soldUsd } = attacked();
    const root = Math.sqrt(0.64);
    const side = DEPTH * PRICE;
    expect(lossUsd / ((side * (root - 1) ** 2) / root)).toBeCloseTo(1, 3);
    expect(soldUsd / (side * (1 / root - 1))).toBeCloseTo(1, 3);
  });

  it.each([
    ['geometric', 0.64 ** (15 / 30)],
    ['arithmetic', 1 - 0.36 * (15 / 30)],
  ])('moves the %s mean by what the price and the time say', (kind, expected) => {
    const { reading } = attacked((world) => {
      (world.oracles.ETH!.publish as Parameters).kind = kind;
    });
    // The first block after the hold may be a block late, and ticks are whole.
    expect(Math.abs(reading / expected - 1)).toBeLessThan(0.005);
  });

  it('gains what the loan is worth beyond its collateral, and that is the bad debt of the protocol', () => {
    const { loanGainUsd, reading, outcome } = attacked();
    expect(loanGainUsd).toBeCloseTo(1_000_000 * (1 - reading / 0.9), 6);
    expect(outcome.badDebtRealisedUsd).toBeCloseTo(loanGainUsd, 6);
    expect(outcome.insuranceDrawnUsd + outcome.socialisedUsd).toBeCloseTo(loanGainUsd, 6);
  });

  it('costs more the longer it is held against arbitrage, and the longer the window the less it reads', () => {
    const arbitrage = (world: RawWorld) => {
      (world.venues.pool as Parameters).halfLife = '5m';
    };
    const hold = (time: string) => (world: RawWorld) => {
      world.attack!.hold = time;
    };
    const window = (time: string) => (world: RawWorld) => {
      (world.oracles.ETH!.publish as Parameters).window = time;
    };
    const costs = ['5m', '15m', '30m'].map((time) => attacked(arbitrage, hold(time)).lossUsd);
    expect(costs).toEqual(costs.toSorted((a, b) => a - b));
    expect(costs[2]!).toBeGreaterThan(2 * costs[0]!);
    const readings = ['15m', '30m', '60m'].map((time) => attacked(arbitrage, window(time)).reading);
    expect(readings).toEqual(readings.toSorted((a, b) => a - b));
    expect(readings[2]!).toBeGreaterThan(readings[0]! + 0.1);
  });

  it('gets no loan from a protocol that is paused', () => {
    const stale = attacked((world) => {
      world.oracles.ETH!.publish = { model: 'time-weighted-mean', window: '30m', cardinality: 1 };
    });
    expect(stale.loanGainUsd).toBe(0);
    expect(attackProfitUsd(stale)).toBe(-stale.lossUsd);
  });

  it('makes accounts due that the market alone would not: all of their liquidations are cascades', () => {
    const near = attacked((world) => {
      (world.protocol.book as Parameters).healthFactor = { minimum: 1.1, medianSlack: 0.2, spread: 0.3 };
      world.attack!.keeperShare = 0.5;
    });
    expect(near.outcome.liquidations).toBeGreaterThan(0);
    expect(near.outcome.cascadeLiquidations).toBe(near.outcome.liquidations);
  });

  it('on a moving, stressed world leaves a ledger that closes, for every strategy, and the same figures twice', () => {
    const world = openWorld(
      stressedBut((raw) => {
        raw.protocol.debt = ['DAI'];
        raw.attack = {
          asset: 'ETH',
          at: '30m',
          hold: '20m',
          displacement: -0.3,
          loan: { available: 50_000, loanToValue: 0.95 },
        };
      }),
    );
    const first = runPath(world, 'attack', 3);
    const told = world.strategies.map(({ stage }) => ({ ...stage.attack!.figures }));
    expect(told.every(({ soldUsd, gasUsd }) => soldUsd > 0 && gasUsd > 0)).toBe(true);
    runPath(world, 'attack', 4);
    expect(runPath(world, 'attack', 3)).toEqual(first);
    expect(world.strategies.map(({ stage }) => stage.attack!.figures)).toEqual(told);
  });
});
