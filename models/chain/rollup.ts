/**
 * What a rollup charges: execution on its own chain, and the posting of the transaction's data on L1.
 *   execution: base fee by EIP-1559 with target 1/elasticityMultiplier and maxStep 1/changeDenominator, in whole wei, not
 *              below minimumBaseFee
 *   posting, gwei per transaction = bytes · (16 · baseFeeScalar · L1 base fee + blobBaseFeeScalar · blob base fee)
 * L1 has blocks every 12 s. Its base fee follows EIP-1559 (1/2, 1/8) under the demand `l1Gas`; its blob base fee follows
 * EIP-4844 and, with `floor`, EIP-7918 under the demand `blobGas`. Both demands are block-space models of their own that see
 * the same volatility: bids above p take the share min(1, (p/g)^-e) of a block's gas or blobs, g the clearing price per window.
 * Both start where demand meets their target. Gas prices in gwei; scalars as fractions (on chain: parts per million);
 * bytes after compression. A keeper's profit is held against gas · bid + posting; a failed attempt pays posting too.
 *
 * Throws a RangeError where blobTarget is not below blobMax.
 * Source: OP Stack (Ecotone and Fjord fee formula; elasticity 6, denominator 250); EIP-1559, EIP-4844, EIP-7918.
 */
import { z } from 'zod';
import type { BlockSpaceModel, FeeMarket, PostingCost } from '../model.ts';
import { zCount, zGwei, zNonNegative, zPositive } from '../parameters.ts';
import { defineModel, type ModelReference } from '../registry.ts';
import type { BlockSpaceTape } from '../tape/tape.ts';
import { demandShare, nextBaseFee, restingBaseFee } from './base-fee.ts';
import { BLOB_RULES, type BlobSchedule, blobBaseFee, nextExcessBlobGas } from './blobs.ts';

const L1_SLOT = 12_000;
const L1_FEE: FeeMarket = { hasBaseFee: true, target: 0.5, maxStep: 0.125, isWholeWei: true };
const WEI_PER_GWEI = 1e9;
/** Gas of a byte of calldata that is not 0, the unit in which the chain states its formula. */
const GAS_PER_BYTE = 16;

const demand = z.looseObject({ model: z.string() });

const params = z.strictObject({
  elasticityMultiplier: z
    .number()
    .min(1.01)
    .max(1000)
    .default(6)
    .describe('gas limit over the gas at which the base fee stays'),
  changeDenominator: zPositive
    .min(1.01)
    .default(250)
    .describe('a block of twice the target raises the base fee by 1/this'),
  minimumBaseFee: zGwei.default(0).describe('gwei, the least base fee of the rollup, e.g. 0.01'),
  bytes: zPositive.describe('bytes that one transaction posts, after compression, e.g. 400'),
  baseFeeScalar: zNonNegative.describe('weight of the L1 base fee, as a fraction, e.g. 0.005227'),
  blobBaseFeeScalar: zNonNegative.describe('weight of the blob base fee, as a fraction, e.g. 1.014213'),
  l1Gas: demand.describe(
    'demand for gas on L1: its clearing price in gwei (family block-space)',
  ) as unknown as z.ZodType<ModelReference>,
  blobGas: demand.describe(
    'demand for blobs: the clearing price of blob gas in gwei (family block-space)',
  ) as unknown as z.ZodType<ModelReference>,
  blobTarget: zCount.default(14).describe('blobs a block at which the blob fee stays'),
  blobMax: zCount.default(21).describe('most blobs in a block'),
  blobUpdateFraction: zPositive.default(11_684_671).describe('blob gas of excess by which the blob fee grows e-fold'),
  floor: z.boolean().default(true).describe('whether the blob fee has the floor of EIP-7918'),
});

type Parameters = z.output<typeof params>;

/** The two fee markets of L1, and what they make of one transaction's data. */
class Posting implements PostingCost {
  readonly slot = L1_SLOT;
  readonly #p: Parameters;
  readonly #schedule: BlobSchedule;
  readonly #l1Gas: BlockSpaceModel;
  readonly #blobGas: BlockSpaceModel;
  /** Clearing prices per window. */
  #gas = new Float64Array(0);
  #blobs = new Float64Array(0);

  constructor(p: Parameters, l1Gas: BlockSpaceModel, blobGas: BlockSpaceModel) {
    this.#p = p;
    this.#l1Gas = l1Gas;
    this.#blobGas = blobGas;
    const { blobTarget: targetBlobs, blobMax: maxBlobs, blobUpdateFraction: updateFraction } = p;
    this.#schedule = { ...BLOB_RULES, targetBlobs, maxBlobs, updateFraction };
  }

  fill: PostingCost['fill'] = (out, tape, grid, streams) => {
    if (this.#gas.length !== tape.windows) {
      this.#gas = new Float64Array(tape.windows);
      this.#blobs = new Float64Array(tape.windows);
    }
    const { windows, windowMillis, range } = tape;
    const of = (gas: Float64Array): BlockSpaceTape => ({ windows, windowMillis, range, gas });
    this.#l1Gas.fill(of(this.#gas), grid, (purpose) => streams(`l1-gas/${purpose}`));
    this.#blobGas.fill(of(this.#blobs), grid, (purpose) => streams(`blob-gas/${purpose}`));
    this.#walk(out, windowMillis);
  };

  #walk(out: Float64Array, windowMillis: number): void {
    const { bytes, baseFeeScalar, blobBaseFeeScalar, floor } = this.#p;
    const schedule = this.#schedule;
    const { maxBlobs, targetBlobs, gasPerBlob, updateFraction, minimumWei } = schedule;
    const { elasticity: gasElasticity } = this.#l1Gas;
    const { elasticity: blobElasticity } = this.#blobGas;
    let baseFee = restingBaseFee(this.#gas[0] as number, L1_FEE, gasElasticity);
    const resting = { ...L1_FEE, target: targetBlobs / maxBlobs };
    const blobStart = restingBaseFee(this.#blobs[0] as number, resting, blobElasticity) * WEI_PER_GWEI;
    let excess = Math.round(updateFraction * Math.log(Math.max(1, blobStart / minimumWei)));
    let known = -1;
    let blobFee = 0;
    for (let slot = 0; slot < out.length; slot++) {
      const window = Math.min(Math.floor((slot * L1_SLOT) / windowMillis), this.#gas.length - 1);
      if (excess !== known) blobFee = blobBaseFee(excess, schedule) / WEI_PER_GWEI;
      known = excess;
      out[slot] = bytes * (GAS_PER_BYTE * baseFeeScalar * baseFee + blobBaseFeeScalar * blobFee);
      const blobs = Math.round(maxBlobs * demandShare(blobFee, this.#blobs[window] as number, blobElasticity));
      const wei = floor ? baseFee * WEI_PER_GWEI : 0;
      excess = nextExcessBlobGas(excess, blobs * gasPerBlob, wei, schedule);
      baseFee = nextBaseFee(baseFee, demandShare(baseFee, this.#gas[window] as number, gasElasticity), L1_FEE);
    }
  }
}

export const rollup = defineModel({
  family: 'fee',
  name: 'rollup',
  title: 'a base fee for execution, and the cost of posting data on L1',
  source: 'OP Stack (Ecotone, Fjord); EIP-1559, EIP-4844, EIP-7918',
  misleads:
    'for other rollups: each has a formula of its own; L1 is seen without delay, and its blocks are never missed',
  params,
  create(p, { blockSpace }) {
    if (p.blobTarget >= p.blobMax) {
      throw new RangeError(`rollup: blobTarget (${p.blobTarget}) must be below blobMax (${p.blobMax})`);
    }
    const { elasticityMultiplier, changeDenominator, minimumBaseFee } = p;
    return {
      hasBaseFee: true,
      target: 1 / elasticityMultiplier,
      maxStep: 1 / changeDenominator,
      minimum: minimumBaseFee,
      isWholeWei: true,
      posting: new Posting(p, blockSpace(p.l1Gas), blockSpace(p.blobGas)),
    };
  },
});
