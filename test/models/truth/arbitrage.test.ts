/**
 * The simulated arbitrageur against theory: what he takes from a constant-product pool with a fee, in Poisson blocks and in
 * fixed ones, and how often he trades. The pool and he are the simulator's; prices are drawn here.
 *
 * Few blocks bring a gain, and few of those most of it, so that a plain mean of a million blocks would still be off by a
 * per cent. The means here are corrected by quantities whose expectation is known to be 0 whatever the pool does, with the
 * coefficients of a regression over batches (control variates). With z the log distance of the two prices after a block,
 * z' before the next trade and o = max(0, |z'| − g) how far it lies beyond the band:
 *
 *     o^k − E[o^k | z], k = 0, 1, 2      (closed form: the move z' − z is Laplace or normal)
 *     z'² − z² − σ_b²                    (E[z'² | z] = z² + σ_b²)
 *
 * They are differences of martingales, so that the corrected mean has the same expectation; the error is that of the
 * regression's residuals.
 */
import { describe, expect, it } from 'vitest';
import {
  arbitrageProbability,
  arbitrageProfitPerFixedBlock,
  arbitrageProfitRate,
} from '../../../models/venues/arbitrage/theory.ts';
import { ConcentratedCurve } from '../../../models/venues/concentrated/curve.ts';
import type { Curve } from '../../../models/venues/curve.ts';
import { ArbitragedVenue } from '../../../models/venues/recovery/arbitraged-venue.ts';
import { ConstantProductCurve } from '../../../models/venues/uniswap-v2/curve.ts';
import { normalCdf } from '../../../sim/random/normal-distribution.ts';
import { openStream } from '../../../sim/random/streams.ts';

const DAY = 86_400;

interface Moves {
  /** A log move over one block from a uniform and a normal. */
  draw(): number;
  /** E[o^k | z] on the side where the band ends `distance` ahead, k = 0, 1, 2. */
  beyond(distance: number): readonly [number, number, number];
  readonly variance: number;
}

/** Blocks a Poisson process: the move over an exponential time is Laplace, and memoryless beyond any distance. */
function poisson(deviation: number, seed: string): Moves {
  const scale = deviation / Math.SQRT2;
  const stream = openStream(seed, 0, 'moves');
  return {
    draw: () => {
      const u = stream.uniform() - 0.5;
      return -Math.sign(u) * scale * Math.log(1 - 2 * Math.abs(u));
    },
    beyond: (distance) => {
      const chance = Math.exp(-distance / scale) / 2;
      return [chance, chance * scale, chance * 2 * scale * scale];
    },
    variance: deviation * deviation,
  };
}

function fixed(deviation: number, seed: string): Moves {
  const stream = openStream(seed, 0, 'moves');
  return {
    draw: () => deviation * stream.normal(),
    beyond: (distance) => {
      const a = distance / deviation;
      const density = Math.exp((-a * a) / 2) / Math.sqrt(2 * Math.PI);
      const tail = normalCdf(-a);
      return [tail, deviation * (density - a * tail), deviation * deviation * ((1 + a * a) * tail - a * density)];
    },
    variance: deviation * deviation,
  };
}

interface Estimate {
  readonly mean: number;
  readonly error: number;
}

interface Measured {
  readonly gain: Estimate;
  readonly trades: Estimate;
}

const BATCHES = 200;
const ALL_DEPTH = { share: () => 1 };

/** Gain per block and unit of pool value, and share of blocks with a trade. */
function measure(
  curve: Curve,
  worth: (outside: number) => number,
  logFee: number,
  moves: Moves,
  blocks: number,
): Measured {
  const fee = 1 - Math.exp(-logFee);
  const venue = new ArbitragedVenue(
    curve,
    { base: 0, quote: 1, oracleWeight: 1, depth: ALL_DEPTH },
    { fixedUsd: 0, gas: 0, gasAsset: -1 },
  );
  const rows: { gain: number; trades: number; controls: number[] }[] = [];
  const perBatch = Math.round(blocks / BATCHES);
  const start = 2000;
  let log = 0;
  let z = 0;
  venue.settle(0, start, 0);
  for (let batch = 0; batch < BATCHES; batch++) {
    const controls = [0, 0, 0, 0];
    let gain = 0;
    const before = venue.arbitrageTrades;
    for (let i = 0; i < perBatch; i++) {
      const move = moves.draw();
      log += move;
      const outside = start * Math.exp(log);
      const pool = venue.bid() / (1 - fee);
      const apart = Math.log(outside / pool);
      const up = moves.beyond(logFee - z);
      const down = moves.beyond(logFee + z);
      const over = Math.max(0, Math.abs(apart) - logFee);
      controls[0]! += (over > 0 ? 1 : 0) - up[0] - down[0];
      controls[1]! += over - up[1] - down[1];
      controls[2]! += over * over - up[2] - down[2];
      controls[3]! += apart * apart - z * z - moves.variance;
      const gained = venue.arbitrageGain;
      venue.settle(0, outside, 0);
      if (venue.arbitrageGain > gained) gain += (venue.arbitrageGain - gained) / worth(outside);
      z = Math.log((outside * (1 - fee)) / venue.bid());
    }
    rows.push({
      gain: gain / perBatch,
      trades: (venue.arbitrageTrades - before) / perBatch,
      controls: controls.map((sum) => sum / perBatch),
    });
  }
  const controls = rows.map((row) => row.controls);
  return {
    gain: corrected(
      rows.map((row) => row.gain),
      controls,
    ),
    trades: corrected(
      rows.map((row) => row.trades),
      controls,
    ),
  };
}

/** Intercept of the least-squares fit on the controls, and its standard error. */
function corrected(values: readonly number[], controls: readonly number[][]): Estimate {
  const scales = controls[0]!.map((_, k) => Math.sqrt(controls.reduce((sum, row) => sum + row[k]! * row[k]!, 0)));
  const rows = controls.map((row) => [1, ...row.map((value, k) => (value / scales[k]!) * Math.sqrt(values.length))]);
  const size = rows[0]!.length;
  // Gauss-Jordan on [XᵀX | Xᵀy, I].
  const table = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    rows.reduce((sum, row, n) => sum + row[i]! * values[n]!, 0),
    ...Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)),
  ]);
  for (let i = 0; i < size; i++) {
    const pivot = table[i]![i]!;
    for (let j = 0; j < table[i]!.length; j++) table[i]![j]! /= pivot;
    for (let k = 0; k < size; k++) {
      if (k === i) continue;
      const factor = table[k]![i]!;
      for (let j = 0; j < table[k]!.length; j++) table[k]![j]! -= factor * table[i]![j]!;
    }
  }
  const fit = table.map((row) => row[size]!);
  const residual = rows.reduce((sum, row, n) => {
    const off = values[n]! - row.reduce((total, value, k) => total + value * fit[k]!, 0);
    return sum + off * off;
  }, 0);
  return { mean: fit[0]!, error: Math.sqrt((residual / (values.length - size)) * table[0]![size + 1]!) };
}

/** A pool at 2,000, and what it is worth at an outside price. */
function product(logFee: number) {
  const curve = new ConstantProductCurve(1000, 2000, 1 - Math.exp(-logFee));
  const held = { base: 0, quote: 0 };
  const worth = (outside: number): number => {
    curve.reserves(held);
    return held.base * outside + held.quote;
  };
  return { curve, worth };
}

/** The same with fees set aside: a range over all prices. */
function everywhere(logFee: number) {
  const liquidity = 1000 * Math.sqrt(2000);
  const curve = new ConcentratedCurve(
    {
      base: 0,
      quote: 1,
      startPrice: 2000,
      fee: 1 - Math.exp(-logFee),
      tickSpacing: 1,
      recentre: Number.POSITIVE_INFINITY,
    },
    [{ lower: -887_200, upper: 887_200, liquidity, leaves: 0, follows: false }],
  );
  return { curve, worth: (outside: number) => 2 * liquidity * Math.sqrt(outside) };
}

const scaled = ({ mean, error }: Estimate, factor: number): Estimate => ({
  mean: factor * mean,
  error: factor * error,
});

/**
 * Within half a per cent, at a standard error of at most a quarter of that. Not within standard errors: the pool keeps its
 * fees, which moves its band by a thousandth against the theory's, and the formula for fixed blocks is an approximation.
 */
function expectTheory(what: string, measured: Estimate, theory: number): void {
  if (process.env.TRUTH === 'print') {
    const off = (100 * (measured.mean / theory - 1)).toFixed(3);
    const error = ((100 * measured.error) / theory).toFixed(3);
    console.log(`TRUTH | ${what} | ${theory.toPrecision(5)} | ${measured.mean.toPrecision(5)} | ${off} % ± ${error} %`);
  }
  expect(measured.error / theory, what).toBeLessThan(0.00125);
  expect(Math.abs(measured.mean / theory - 1), what).toBeLessThan(0.005);
}

describe('an arbitrageur on a constant product, blocks a Poisson process', () => {
  it('whose yardstick is 3.811e-5 of the pool a day at 5 % a day, 30 bp and 12 s, in 12.195 % of the blocks', () => {
    expect(arbitrageProfitRate(0.05, 0.003, 12 / DAY)).toBeCloseTo(3.810980062511584e-5, 15);
    expect(arbitrageProbability(0.05, 0.003, 12 / DAY)).toBeCloseTo(0.1219512195121951, 12);
  });

  it.each([
    { daily: 0.05, logFee: 0.003, block: 12, blocks: 300_000 },
    { daily: 0.05, logFee: 0.0005, block: 12, blocks: 300_000 },
    { daily: 0.3, logFee: 0.003, block: 12, blocks: 300_000 },
    { daily: 0.05, logFee: 0.003, block: 2, blocks: 1_500_000 },
  ])('takes what theory says at $daily a day, fee $logFee, $block s', ({ daily, logFee, block, blocks }) => {
    const meanBlock = block / DAY;
    const { curve, worth } = product(logFee);
    const moves = poisson(daily * Math.sqrt(meanBlock), 'arbitrage-poisson');
    const { gain, trades } = measure(curve, worth, logFee, moves, blocks);
    const what = `${daily} a day, ${logFee}, ${block} s`;
    expectTheory(`gain a day at ${what}`, scaled(gain, 1 / meanBlock), arbitrageProfitRate(daily, logFee, meanBlock));
    expectTheory(`share of blocks at ${what}`, trades, arbitrageProbability(daily, logFee, meanBlock));
  });

  it('takes the same of a range over all prices, whose fees do not deepen it', () => {
    const meanBlock = 12 / DAY;
    const { curve, worth } = everywhere(0.003);
    const moves = poisson(0.05 * Math.sqrt(meanBlock), 'arbitrage-range');
    const { gain, trades } = measure(curve, worth, 0.003, moves, 600_000);
    const [rate, probability] = [3.810980062511584e-5, 0.1219512195121951];
    const daily = scaled(gain, 1 / meanBlock);
    expectTheory('gain a day of a range over all prices', daily, rate);
    expectTheory('share of blocks of a range over all prices', trades, probability);
    // To the error of the sample: a fee on the input leaves e^(g/2) on either side, of which the theory has cosh(g/2).
    const onInput = (rate * Math.exp(0.0015)) / ((Math.exp(0.0015) + Math.exp(-0.0015)) / 2);
    expect(Math.abs(daily.mean - onInput) / daily.error).toBeLessThan(4);
    expect(Math.abs(trades.mean - probability) / trades.error).toBeLessThan(4);
  });
});

describe('in blocks of fixed length', () => {
  it.each([0.5, 1, 3])('takes σ_b²/(2 + 1.7164 γ/σ_b) of the liquidity a block, the band being 2 · %d σ_b', (ratio) => {
    const deviation = 0.0006;
    const logFee = ratio * deviation;
    const { curve, worth } = product(logFee);
    const { gain } = measure(curve, worth, logFee, fixed(deviation, 'arbitrage-fixed'), 300_000);
    // The liquidity of a constant product is a quarter of its value.
    const theory = arbitrageProfitPerFixedBlock(deviation, 2 * logFee);
    expectTheory(`gain a fixed block, band 2 · ${ratio} σ_b`, scaled(gain, 4), theory);
  });
});
