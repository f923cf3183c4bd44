import { describe, expect, it } from 'vitest';
import { Chain } from '../../../models/chain/chain.ts';
import { ETHEREUM_GAS_LIMIT, gasLimitPath, isGasLimitValid, nextGasLimit } from '../../../models/chain/gas-limit.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';

const LONDON = { ...ETHEREUM_GAS_LIMIT, londonBlock: 100 };

describe('the gas limit of a block', () => {
  it('is less than 1/1024 from its parent', () => {
    expect(isGasLimitValid(10_009_764, 10_000_000, 7, ETHEREUM_GAS_LIMIT)).toBe(true);
    expect(isGasLimitValid(10_009_765, 10_000_000, 7, ETHEREUM_GAS_LIMIT)).toBe(false);
    expect(isGasLimitValid(9_990_236, 10_000_000, 7, ETHEREUM_GAS_LIMIT)).toBe(true);
    expect(isGasLimitValid(9_990_235, 10_000_000, 7, ETHEREUM_GAS_LIMIT)).toBe(false);
  });

  it('doubles in the first London block, and only there', () => {
    expect(isGasLimitValid(20_000_000, 10_000_000, 100, LONDON)).toBe(true);
    expect(isGasLimitValid(10_000_000, 10_000_000, 100, LONDON)).toBe(false);
    expect(isGasLimitValid(20_000_000, 10_000_000, 99, LONDON)).toBe(false);
    expect(isGasLimitValid(20_000_000, 10_000_000, 101, LONDON)).toBe(false);
  });

  it('is 5,000 at least', () => {
    expect(isGasLimitValid(5000, 5003, 7, ETHEREUM_GAS_LIMIT)).toBe(true);
    expect(isGasLimitValid(4999, 5002, 7, ETHEREUM_GAS_LIMIT)).toBe(false);
  });

  it('moves to what is voted for through valid blocks, as fast as they allow', () => {
    for (const [start, vote] of [
      [30_000_000, 60_000_000],
      [60_000_000, 30_000_000],
      [30_000_000, 30_000_001],
    ] as const) {
      const path = gasLimitPath(start, vote);
      expect(path[0]).toBe(start);
      expect(path.at(-1)).toBe(vote);
      for (let n = 1; n < path.length; n++) {
        expect(isGasLimitValid(path[n]!, path[n - 1]!, n, ETHEREUM_GAS_LIMIT)).toBe(true);
        const further = path[n]! + Math.sign(vote - start);
        if (n < path.length - 1) expect(isGasLimitValid(further, path[n - 1]!, n, ETHEREUM_GAS_LIMIT)).toBe(false);
      }
    }
    expect(Math.abs(gasLimitPath(30_000_000, 60_000_000).length - 1024 * Math.LN2)).toBeLessThan(5);
  });

  it('stays where nothing is voted for', () => {
    expect([...gasLimitPath(12_500_000)]).toEqual([12_500_000]);
    expect(nextGasLimit(12_500_000, 12_500_000, ETHEREUM_GAS_LIMIT)).toBe(12_500_000);
  });

  it('cannot be voted below the minimum', () => {
    expect(() => gasLimitPath(30_000, 2000)).toThrow(RangeError);
  });

  it('is the room of a chain, block by block', () => {
    const tape = constructedTape({ tickMillis: 60_000, prices: [new Array(2001).fill(1)] });
    const fee = { hasBaseFee: false, target: 1, maxStep: 0 };
    const chain = new Chain({ gasLimit: 30_000_000, gasLimitVote: 60_000_000, fee, elasticity: 1, gasOracleLag: 0 });
    chain.begin(tape);
    const room = (block: number) => {
      chain.open(block);
      return chain.roomOfShare(1);
    };
    expect(room(0)).toBe(30_000_000);
    expect(room(1)).toBe(30_029_295);
    expect(room(2000)).toBe(60_000_000);
    expect(room(0)).toBe(30_000_000);
    expect(chain.admits(0, 30_000_000)).toBe(true);
    expect(chain.admits(0, 30_000_001)).toBe(false);
  });
});
