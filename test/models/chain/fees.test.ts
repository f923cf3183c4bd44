import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { fillBaseFee, nextBaseFee, restingBaseFee } from '../../../models/chain/base-fee.ts';
import type { BlockSpaceModel, FeeMarket } from '../../../models/model.ts';
import type { ModelReference } from '../../../models/registry.ts';
import { withNestedModels } from '../../../scenarios/nested-models.ts';
import { openStream } from '../../../sim/random/streams.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';

function feeOf(reference: Record<string, unknown>): FeeMarket {
  const registry = withNestedModels(builtIn());
  const blockSpace = (inner: { readonly model: string }): BlockSpaceModel =>
    registry.create('block-space', inner as ModelReference, { text: () => '' });
  return registry.create('fee', registry.schema('fee').parse(reference), { blockSpace });
}

const WEI: FeeMarket = { hasBaseFee: true, target: 0.5, maxStep: 0.125, isWholeWei: true };

describe('base fees in whole wei', () => {
  const wei = (baseFee: number, used: number) => nextBaseFee(baseFee / 1e9, used, WEI) * 1e9;

  it('are floored at every step, and rise by a wei at least', () => {
    expect(wei(7, 1)).toBe(8);
    expect(wei(0, 1)).toBe(1);
    expect(wei(100, 1)).toBe(112);
    expect(wei(100, 0)).toBe(88);
    expect(wei(1000, 0.6)).toBe(1025);
    expect(wei(5, 0.4)).toBe(5);
    expect(wei(1000, 0.5)).toBe(1000);
  });

  it('stay where a third of a sixth-full block meets a target that is no binary fraction', () => {
    const sixth: FeeMarket = { ...WEI, target: 1 / 6, maxStep: 1 / 250 };
    expect(nextBaseFee(5, 10_000_000 / 60_000_000, sixth)).toBe(5);
    expect(nextBaseFee(5, 1, sixth)).toBeCloseTo(5 * 1.02, 12);
  });

  it('do not fall below the least there is', () => {
    const floor: FeeMarket = { ...WEI, minimum: 0.01 };
    expect(nextBaseFee(0.0101, 0, floor)).toBe(0.01);
    expect(restingBaseFee(0.0001, floor, 1)).toBe(0.01);
  });

  it('are the same in every block of a fast chain as one by one', () => {
    const blocks = Array.from({ length: 12_000 }, (_, k) => k * 250);
    const gas = [1, 3, 0.5, 0.5, 8];
    for (const fee of [WEI, { ...WEI, isWholeWei: false }, { ...WEI, minimum: 2 }]) {
      const tape = constructedTape({ tickMillis: 60_000, prices: [new Array(51).fill(1)], blocks, gas });
      fillBaseFee(tape, fee, 1.3);
      let baseFee = restingBaseFee(1, fee, 1.3);
      for (let block = 0; block < blocks.length; block++) {
        expect(tape.baseFee?.[block]).toBe(baseFee);
        const price = gas[Math.floor(blocks[block]! / 600_000)]!;
        const used = baseFee <= price ? 1 : Math.exp(-1.3 * Math.log(baseFee / price));
        baseFee = nextBaseFee(baseFee, used, fee);
      }
    }
  });
});

describe('a rollup', () => {
  const reference = (change: Record<string, unknown> = {}) => ({
    model: 'rollup',
    bytes: 400,
    baseFeeScalar: 0.005,
    blobBaseFeeScalar: 1,
    l1Gas: { model: 'constant', gasPrice: 10 },
    blobGas: { model: 'constant', gasPrice: 2 },
    blobTarget: 6,
    blobMax: 9,
    blobUpdateFraction: 5_007_716,
    ...change,
  });

  function posting(change: Record<string, unknown> = {}, windows = 6): Float64Array {
    const tape = constructedTape({ tickMillis: 600_000, prices: [new Array(windows + 1).fill(1)] });
    const out = new Float64Array(windows * 50 + 1);
    feeOf(reference(change)).posting!.fill(out, tape, tape.grid, (purpose) => openStream('posting', 0, purpose));
    return out;
  }

  it('prices execution by its own elasticity and denominator', () => {
    const fee = feeOf(reference({ minimumBaseFee: 0.01 }));
    expect([fee.target, fee.maxStep, fee.minimum, fee.isWholeWei]).toEqual([1 / 6, 1 / 250, 0.01, true]);
  });

  it('charges for data what both fee markets of L1 ask at rest', () => {
    // At elasticity 1 demand meets half a block at twice the clearing price, and 6 of 9 blobs at 1.5 times theirs.
    const [first] = posting();
    expect(first! / (400 * (16 * 0.005 * 20 + 3))).toBeCloseTo(1, 6);
    for (const cost of posting()) expect(Math.abs(cost / first! - 1)).toBeLessThan(0.03);
  });

  it('charges nothing for what has no weight', () => {
    expect(posting({ blobBaseFeeScalar: 0 })[100]).toBeCloseTo(400 * 16 * 0.005 * 20, 6);
    expect([...posting({ baseFeeScalar: 0, blobBaseFeeScalar: 0 })].every((cost) => cost === 0)).toBe(true);
  });

  it('has no blob cheaper than a sixteenth of the base fee, with the floor', () => {
    const cheap = {
      blobGas: { model: 'constant', gasPrice: 0.001 },
      baseFeeScalar: 0,
      l1Gas: { model: 'constant', gasPrice: 32 },
    };
    const last = (change: Record<string, unknown>) => posting({ ...cheap, ...change }, 200).at(-1)! / 400;
    expect(last({ floor: false })).toBeLessThan(0.0017);
    expect(last({})).toBeGreaterThan(0.001);
    // Few blobs are wanted at that price, so that the excess climbs slowly; with more demand it reaches the floor.
    const wanted = { blobGas: { model: 'constant', gasPrice: 1 } };
    expect(last({ ...wanted, floor: false })).toBeCloseTo(1.5, 1);
    expect(last(wanted)).toBeGreaterThan(3.5);
  });

  it('refuses a target that is not below the most', () => {
    expect(() => feeOf(reference({ blobTarget: 9 }))).toThrow(/blobTarget/);
  });
});

describe('the families', () => {
  it('have a fee rule that costs nothing', () => {
    expect(feeOf({ model: 'none' }).isFree).toBe(true);
    expect(feeOf({ model: 'eip1559', wholeWei: true }).isWholeWei).toBe(true);
    expect(feeOf({ model: 'eip1559' }).isWholeWei).toBe(false);
  });
});
