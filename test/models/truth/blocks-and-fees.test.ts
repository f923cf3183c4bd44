/** Blocks and base fee: exponential waits, missed slots, and EIP-1559 at constant fullness. */
import { describe, expect, it } from 'vitest';
import { demandShare, nextBaseFee } from '../../../models/chain/base-fee.ts';
import { expectExact, expectMean, expectShare } from './criteria.ts';
import { bare, keepersWith, openTruth } from './harness.ts';
import { NO_VECTORS, vectorsFor } from './vectors.ts';

/** Block times of some paths, each with the same horizon. */
function blockTimes(blocks: Record<string, unknown>, horizon: string, paths: number): number[][] {
  const [scenario, files] = bare({
    seed: JSON.stringify(blocks),
    price: { model: 'gbm', start: 100, volatility: 0.1 },
    horizon,
    tick: horizon,
    blocks,
    collateral: 1,
    debt: 1,
    threshold: 0.8,
    bonus: 0.05,
    strategy: keepersWith({ model: 'all' }),
  });
  const truth = openTruth(scenario, files);
  return Array.from({ length: paths }, (_, path) => {
    const tape = truth.tape(path);
    return [...tape.blocks.times.subarray(0, tape.blockCount)];
  });
}

/** How many blocks each of the disjoint windows of `width` ms holds: independent draws, Poisson where blocks are. */
function counts(times: readonly number[], width: number, horizon: number): number[] {
  const found = new Array<number>(Math.floor(horizon / width)).fill(0);
  for (const time of times) {
    const window = Math.floor(time / width);
    if (window < found.length) found[window]!++;
  }
  return found;
}

const DAY = 86_400_000;

describe('Poisson blocks: P(no block for t) = e^(−t/mean)', () => {
  it.each([
    { mean: '12s', seconds: 36, empty: 0.049787068367863944, expected: 3 },
    { mean: '13.2s', seconds: 60, empty: 0.010615346461976673, expected: 60 / 13.2 },
  ])('mean $mean, t = $seconds s', ({ mean, seconds, empty, expected }) => {
    const windows = blockTimes({ model: 'poisson', mean }, '24h', 20).flatMap((times) =>
      counts(times, seconds * 1000, DAY),
    );
    expectShare(`Poisson blocks of ${mean}: none for ${seconds} s`, windows, (n) => n === 0, empty);
    expectMean(`Poisson blocks of ${mean}: mean number in ${seconds} s`, windows, expected);
    expectMean(
      `Poisson blocks of ${mean}: variance of it`,
      windows.map((n) => (n - expected) * (n - expected)),
      expected,
    );
  });
});

describe('slots with misses: P(k missed in a row) = p^k', () => {
  it.each([
    { missRate: 0.3, k: 3 },
    { missRate: 0.05, k: 1 },
    { missRate: 0.003, k: 1 },
  ])('p = $missRate, k = $k', ({ missRate, k }) => {
    const all = blockTimes({ model: 'slots', slot: '12s', missRate }, '24h', 20);
    expect(all.every((times) => times.every((time) => time % 12_000 === 0))).toBe(true);
    const groups = all.flatMap((times) => counts(times, k * 12_000, DAY));
    let power = 1;
    for (let i = 0; i < k; i++) power *= missRate;
    expectShare(`slots missed with ${missRate}: ${k} in a row`, groups, (n) => n === 0, power);
  });
});

const EIP1559 = { hasBaseFee: true, target: 0.5, maxStep: 0.125 };

function afterBlocks(baseFee: number, used: number, blocks: number): number {
  let fee = baseFee;
  for (let block = 0; block < blocks; block++) fee = nextBaseFee(fee, used, EIP1559);
  return fee;
}

describe('EIP-1559 in real numbers', () => {
  it('ten empty blocks take 100 gwei to 26.3; full ones raise it by an eighth each; half full ones leave it', () => {
    expectExact('base fee after 10 empty blocks', afterBlocks(100, 0, 10), 26.307557616382837, 1e-12);
    // 1.125^6
    expectExact('base fee after 6 full blocks', afterBlocks(100, 1, 6), 202.72865295410156, 1e-12);
    expectExact('base fee after 50 blocks at the target', afterBlocks(100, 0.5, 50), 100, 0);
  });

  it('on the tape it rests where others’ demand meets the target', () => {
    const [scenario, files] = bare({
      price: { model: 'gbm', start: 100, volatility: 0.1 },
      horizon: '24h',
      tick: '1h',
      blocks: { model: 'slots', slot: '12s' },
      collateral: 1,
      debt: 1,
      threshold: 0.8,
      bonus: 0.05,
      strategy: keepersWith({ model: 'all' }),
    });
    const chains = { main: { ...(scenario.chains as { main: object }).main, fee: { model: 'eip1559' } } };
    const market = { ...(scenario.market as object), blockSpace: { model: 'constant', gasPrice: 20, elasticity: 2 } };
    const tape = openTruth({ ...scenario, chains, market }, files).tape(0);
    // Q(b) = (b/20)^−2 = ½ at b = 20 √2.
    expectExact('resting base fee', tape.baseFee![0]!, 20 * Math.SQRT2, 1e-12);
    expectExact('resting base fee, a day later', tape.baseFee![tape.blockCount - 1]!, 20 * Math.SQRT2, 1e-9);
    expect(demandShare(20 * Math.SQRT2, 20, 2)).toBeCloseTo(0.5, 14);
  });

  it.skipIf(NO_VECTORS)('as the vectors have it', () => {
    const vectors = vectorsFor('vol_hawkes_blocks', 'base-fee-after-n-blocks-at-constant-fullness');
    expect(vectors.length).toBeGreaterThan(0);
    for (const { id, params, expected } of vectors) {
      const fee = afterBlocks(Number(params.base_fee), Number(params.gas_used_over_limit), Number(params.blocks));
      expectExact(id, fee, Number(expected), 1e-12);
    }
  });
});
