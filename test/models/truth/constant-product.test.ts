/** The constant-product pool against its closed forms, alone and through the simulator. γ = 1 − fee throughout. */
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import {
  constantProductBest,
  constantProductInput,
  constantProductProceeds,
} from '../../../models/venues/uniswap-v2/closed-forms.ts';
import { nestedModels } from '../fixtures/nested-models.ts';
import { expectExact } from './criteria.ts';
import { bare, openTruth, priceText } from './harness.ts';
import { NO_VECTORS, type Vector, vectorsFor } from './vectors.ts';

/** A pool of x base at price y/x, and what a sale of q brings and leaves behind. */
function sale(x: number, y: number, fee: number, q: number): { out: number; slippage: number; spotRatio: number } {
  const price = y / x;
  const pool = builtIn().create(
    'venue',
    {
      model: 'constant-product',
      base: 'ETH',
      quote: 'DAI',
      depth: x,
      fee,
      halfLife: 600_000,
      oracleWeight: 1,
      withdrawal: { model: 'none' },
    },
    {
      asset: (name) => (name === 'ETH' ? 0 : 1),
      startPrice: (name) => (name === 'ETH' ? price : 1),
      ...nestedModels(builtIn()),
    },
  );
  pool.settle(0, price, 0);
  const out = pool.sell(q);
  const left = { base: 0, quote: 0 };
  pool.reserves(left);
  return { out, slippage: 1 - out / (q * price), spotRatio: left.quote / left.base / price };
}

describe('a sale into reserves x, y', () => {
  it.each([
    { x: 1000, y: 2_000_000, fee: 0.003, q: 100, out: 181322.17877602982, spotRatio: 0.8266717369199865 },
    { x: 1000, y: 2_000_000, fee: 0, q: 100, out: 181818.18181818182, spotRatio: 0.8264462809917356 },
    { x: 1000, y: 2_000_000, fee: 0.003, q: 10, slippage: 0.01284196560293882, spotRatio: 0.9803251679762668 },
    {
      x: 23221.34635038082,
      y: 67923883.66277882,
      fee: 0.003,
      q: 500,
      out: 1427498.960394894,
      slippage: 0.02395310790206795,
      spotRatio: 0.9583487618512384,
    },
  ])('of $q with fee $fee: output y γ q/(x + γ q), slippage, price after', ({ x, y, fee, q, ...expected }) => {
    const measured = sale(x, y, fee, q);
    if (expected.out !== undefined) expectExact(`pool ${x}: output of ${q}`, measured.out, expected.out, 1e-12);
    if (expected.slippage !== undefined)
      expectExact(`pool ${x}: slippage of ${q}`, measured.slippage, expected.slippage, 1e-9);
    expectExact(`pool ${x}: price after/before ${q}`, measured.spotRatio, expected.spotRatio, 1e-12);
  });

  it('brings what Uniswap v2 computes in integers, to 1e-12', () => {
    // getAmountOut of 1e18 in 1000e18, 2e6e18.
    expectExact(
      'getAmountOut of 1 in 1000',
      constantProductProceeds(1e21, 2e24, 1e18, 0.003),
      Number('1992013962079806432986'),
      1e-12,
    );
  });

  it.skipIf(NO_VECTORS)('as the vectors have it', () => {
    const check = (mechanism: string, relative: number, measure: (p: Vector['params']) => number) => {
      const vectors = vectorsFor('amm', mechanism);
      expect(vectors.length, mechanism).toBeGreaterThan(0);
      for (const { id, params, expected } of vectors)
        expectExact(`${id} ${mechanism}`, measure(params), Number(expected), relative);
    };
    const of = (p: Vector['params']) =>
      sale(Number(p.reserve_in), Number(p.reserve_out), Number(p.fee), Number(p.amount_in));
    check('amount-out', 1e-12, (p) => of(p).out);
    check('slippage', 1e-9, (p) => of(p).slippage);
    check('spot-price-after-before', 1e-12, (p) => of(p).spotRatio);
    check('amountout', 1e-12, (p) =>
      constantProductProceeds(Number(p.reserveIn), Number(p.reserveOut), Number(p.amountIn), 0.003),
    );
    check('profit-maximising-collateral-sale', 1e-12, (p) =>
      constantProductBest(1, 1, 1 / (1 + Number(p.bonus)), Number(p.fee)),
    );
    check('arbitrage-amount-in-x-after-external-price-falls', 1e-12, (p) =>
      constantProductBest(1, 1, Number(p.p), Number(p.fee)),
    );
  });
});

describe('what a liquidator at bonus b wants of x', () => {
  it('gains most at x (√(γ(1 + b)) − 1)/γ and nothing at x (γ(1 + b) − 1)/γ', () => {
    expectExact('best sale at 5 %, no fee', constantProductBest(1, 1, 1 / 1.05, 0), 0.02469507659595993, 1e-12);
    expectExact('best sale at 5 %, 30 bp', constantProductBest(1, 1, 1 / 1.05, 0.003), 0.023226559144115113, 1e-12);
    // Capacity at 4.5 % and 30 bp: selling it brings exactly what it cost.
    const capacity = 0.041990972918756087;
    expectExact(
      'capacity at 4.5 %: revenue/cost',
      constantProductProceeds(1, 1, capacity, 0.003),
      capacity / 1.045,
      1e-12,
    );
  });

  it('inverts: selling the quantity for an amount brings that amount', () => {
    for (const amount of [1, 1000, 1_900_000]) {
      const quantity = constantProductInput(1000, 2_000_000, amount, 0.003);
      expectExact(`inverse of ${amount}`, constantProductProceeds(1000, 2_000_000, quantity, 0.003), amount, 1e-12);
    }
    expect(constantProductInput(1000, 2_000_000, 2_000_000, 0.003)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('through the simulator', () => {
  const [scenario, files] = bare({
    price: { model: 'replay', file: 'prices.csv', interpolation: 'step' },
    horizon: '2h',
    tick: '10m',
    publish: { model: 'interval', every: '1h' },
    // The pool takes far less than this account would like to sell.
    collateral: 5000,
    debt: 450_000,
    threshold: 0.8,
    bonus: 0.05,
    strategy: { preset: 'asynchronous', size: { model: 'all' }, execution: { model: 'keepers', gas: 0, revertGas: 0 } },
  });
  const pool = {
    model: 'constant-product',
    base: 'ETH',
    quote: 'DAI',
    depth: 1000,
    fee: 0.003,
    halfLife: '10m',
    oracleWeight: 0.6,
  };
  const prices = { 'prices.csv': priceText(600, new Array(13).fill(100)) };
  const gamma = 0.997;

  it('a keeper sells the best quantity, no more: slippage and profit follow', () => {
    const run = { horizon: '10m', tick: '10m' };
    // Two blocks would be two sales: with slots of an hour there is one, at time 0.
    const chains = { main: { ...(scenario.chains as { main: object }).main, blocks: { model: 'slots', slot: '1h' } } };
    const { only } = openTruth({ ...scenario, run, chains, venues: { pool } }, { ...files, ...prices }).path(0);
    const q = (1000 * (Math.sqrt(gamma * 1.05) - 1)) / gamma;
    const out = (100_000 * gamma * q) / (1000 + gamma * q);
    expectExact('pool sale: outside value', only!.soldUsd, 100 * q, 1e-12);
    expectExact('pool sale: slippage', only!.slippageUsd, 100 * q - out, 1e-11);
    expectExact('pool sale: part of the fee', only!.slippageFeeUsd, (100_000 * q) / (1000 + q) - out, 1e-11);
    expectExact('pool sale: keeper', only!.keeperProfitUsd, out - (100 * q) / 1.05, 1e-10);
    expectExact('pool sale: debt repaid', only!.liquidatedDebtUsd, (100 * q) / 1.05, 1e-12);
  });

  it('the oracle sees the sale’s displacement, halved every half-life', () => {
    // One sale at time 0 and none before the report of 1 h, six half-lives later. That report lands at 1 h and is held
    // against the outside price, which has not moved, at the end of the path.
    const run = { horizon: '90m', tick: '10m' };
    const chains = { main: { ...(scenario.chains as { main: object }).main, blocks: { model: 'slots', slot: '1h' } } };
    const { only } = openTruth({ ...scenario, run, chains, venues: { pool } }, { ...files, ...prices }).path(0);
    const q = (1000 * (Math.sqrt(gamma * 1.05) - 1)) / gamma;
    const after = (100_000 - (100_000 * gamma * q) / (1000 + gamma * q)) / (1000 + q) / 100;
    expectExact(
      'displacement the oracle reports after six half-lives',
      only!.maxOracleError,
      (0.6 * (1 - after)) / 64,
      1e-9,
    );
  });
});
