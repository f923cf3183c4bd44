/** Base fees, gas limits and blob fees of blocks. */
import { nextBaseFee } from '../../../models/chain/base-fee.ts';
import { BLOB_RULES, blobBaseFee, fakeExponential, nextExcessBlobGas } from '../../../models/chain/blobs.ts';
import { isGasLimitValid } from '../../../models/chain/gas-limit.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';
import type { Vector } from '../vector.ts';

const GWEI = 1e9;

function excessOf({ params, inputs }: Vector, baseFee: number): { excess: number } {
  const { targetBlobs, gasPerBlob } = numbersOf(params, 'targetBlobs', 'gasPerBlob');
  const schedule = {
    targetBlobs,
    gasPerBlob,
    maxBlobs: numberOf(params.maxBlobs ?? 2 * targetBlobs),
    updateFraction: numberOf(params.updateFraction ?? 1),
    minimumWei: numberOf(params.minBlobGasPrice ?? BLOB_RULES.minimumWei),
    blobBaseCost: numberOf(params.blobBaseCost ?? BLOB_RULES.blobBaseCost),
  };
  const { parentExcess } = numbersOf(inputs, 'parentExcess');
  const used =
    inputs.parentBlobGasUsed === undefined
      ? numberOf(inputs.parentBlobs) * gasPerBlob
      : numberOf(inputs.parentBlobGasUsed);
  return { excess: nextExcessBlobGas(parentExcess, used, baseFee, schedule) };
}

export const chainFees: Adapters = {
  'eip1559/next-base-fee': {
    run({ params, inputs }) {
      const { baseFeeMaxChangeDenominator } = numbersOf(params, 'baseFeeMaxChangeDenominator');
      const { parentBaseFee, parentGasUsed } = numbersOf(inputs, 'parentBaseFee', 'parentGasUsed');
      const elasticity = numberOf(params.elasticityMultiplier ?? 2);
      const limit = numberOf(inputs.parentGasLimit ?? elasticity * numberOf(inputs.parentGasTarget));
      const fee = {
        hasBaseFee: true,
        target: 1 / elasticity,
        maxStep: 1 / baseFeeMaxChangeDenominator,
        isWholeWei: true,
      };
      return { baseFee: nextBaseFee(parentBaseFee / GWEI, parentGasUsed / limit, fee) * GWEI };
    },
  },
  'eip1559/gas-limit-valid': {
    run({ params, inputs }) {
      const p = numbersOf(params, 'gasLimitBoundDivisor', 'minGasLimit', 'elasticityMultiplier');
      const { parentGasLimit, parentNumber, gasLimit } = numbersOf(
        inputs,
        'parentGasLimit',
        'parentNumber',
        'gasLimit',
      );
      const rule = {
        boundDivisor: p.gasLimitBoundDivisor,
        minimum: p.minGasLimit,
        elasticity: p.elasticityMultiplier,
        ...(params.londonBlock === undefined ? {} : { londonBlock: numberOf(params.londonBlock) }),
      };
      return { valid: isGasLimitValid(gasLimit, parentGasLimit, parentNumber + 1, rule) };
    },
  },
  'eip4844/fake-exponential': {
    run({ inputs }) {
      const { factor, numerator, denominator } = numbersOf(inputs, 'factor', 'numerator', 'denominator');
      return { out: fakeExponential(factor, numerator, denominator) };
    },
  },
  'eip4844/blob-base-fee': {
    run({ params, inputs }) {
      const { minBlobGasPrice, updateFraction } = numbersOf(params, 'minBlobGasPrice', 'updateFraction');
      return { fee: blobBaseFee(numberOf(inputs.excess), { minimumWei: minBlobGasPrice, updateFraction }) };
    },
  },
  'eip4844/excess-blob-gas': { run: (vector) => excessOf(vector, 0) },
  'eip7918/excess-blob-gas': { run: (vector) => excessOf(vector, numberOf(vector.inputs.parentBaseFee)) },
};
