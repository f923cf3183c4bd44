import { describe, expect, it } from 'vitest';
import { demandShare, fillBaseFee, nextBaseFee } from '../../../models/chain/base-fee.ts';
import { Chain, type ChainParameters } from '../../../models/chain/chain.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';

const FIRST_PRICE = { hasBaseFee: false, target: 1, maxStep: 0 };
const EIP1559 = { hasBaseFee: true, target: 0.5, maxStep: 0.125 };

/** Windows of ten minutes with a block every minute, 10 m gas each. */
function chainOn(gas: readonly number[], parameters: Partial<ChainParameters> = {}, ticks = 200) {
  const tape = constructedTape({ tickMillis: 60_000, prices: [new Array(ticks + 1).fill(1)], gas });
  const p = { gasLimit: 10_000_000, fee: FIRST_PRICE, elasticity: 1, gasOracleLag: 0, ...parameters };
  if (p.fee.hasBaseFee) fillBaseFee(tape, p.fee, p.elasticity);
  const chain = new Chain(p);
  chain.begin(tape);
  return { chain, tape };
}

/** Lowest bid that reaches the floor of a block, by the price that agents are told. */
const minute = (n: number) => n * 60_000;

describe('demand of others', () => {
  it('fills a block at or below the clearing price, and falls by the elasticity above it', () => {
    expect(demandShare(50, 100, 1)).toBe(1);
    expect(demandShare(100, 100, 2)).toBe(1);
    expect(demandShare(200, 100, 1)).toBe(0.5);
    expect(demandShare(200, 100, 2)).toBeCloseTo(0.25, 14);
    expect(demandShare(400, 100, 0.5)).toBeCloseTo(0.5, 14);
  });

  it('is nothing on an empty chain', () => {
    expect(demandShare(0, 0, 1)).toBe(0);
    expect(demandShare(5, 0, 1)).toBe(0);
  });
});

describe('room in a block', () => {
  it('is what bids of others above ours leave', () => {
    const { chain } = chainOn([100]);
    chain.open(3);
    expect(chain.admits(200, 5_000_000)).toBe(true);
    expect(chain.admits(200, 5_000_001)).toBe(false);
    expect(chain.admits(100, 1)).toBe(false);
    expect(chain.admits(1000, 9_000_000)).toBe(true);
    expect(chain.admits(1000, 9_000_001)).toBe(false);
  });

  it('is had at the lowest bid that has a place behind what is in the block', () => {
    for (const gwei of [0, 7, 33.3, 100]) {
      for (const elasticity of [0.5, 1, 3]) {
        const { chain } = chainOn([gwei], { elasticity });
        chain.open(3);
        for (const gas of [21_000, 500_000, 3_333_333, 6_000_000]) {
          const bid = chain.bidWithPlace(gas);
          expect(chain.admits(bid, gas)).toBe(true);
          if (gwei > 0) expect(chain.admits(bid * (1 - 1e-6), gas)).toBe(false);
          chain.include(gas);
        }
        // 9.85 m of 10 m gas are taken.
        expect(chain.bidWithPlace(200_000)).toBe(Number.POSITIVE_INFINITY);
      }
    }
  });

  it('is all of it on an empty chain, for any bid', () => {
    const { chain } = chainOn([0]);
    chain.open(0);
    expect(chain.admits(0, 10_000_000)).toBe(true);
    expect(chain.admits(0, 10_000_001)).toBe(false);
  });

  it('is used up by ours', () => {
    const { chain } = chainOn([100]);
    chain.open(3);
    chain.include(3_000_000);
    expect(chain.used).toBe(3_000_000);
    expect(chain.admits(200, 2_000_000)).toBe(true);
    expect(chain.admits(200, 2_000_001)).toBe(false);
    chain.include(2_000_000);
    expect(chain.admits(200, 1)).toBe(false);
    expect(chain.admits(400, 2_500_000)).toBe(true);
  });

  it('could have been there for a bid if nobody else of ours were', () => {
    const { chain } = chainOn([100]);
    chain.open(3);
    chain.include(5_000_000);
    expect(chain.couldAdmit(200, 5_000_000)).toBe(true);
    expect(chain.couldAdmit(200, 5_000_001)).toBe(false);
    expect(chain.couldAdmit(99, 1)).toBe(false);
  });

  it('is free again in the next block', () => {
    const { chain } = chainOn([100]);
    chain.open(3);
    chain.include(5_000_000);
    chain.close();
    chain.open(4);
    expect(chain.used).toBe(0);
    expect(chain.admits(200, 5_000_000)).toBe(true);
  });

  it('follows the gas window of the block', () => {
    const { chain } = chainOn([100, 400]);
    chain.open(9);
    expect(chain.admits(200, 5_000_000)).toBe(true);
    chain.open(10);
    expect(chain.admits(200, 1)).toBe(false);
  });

  it('within a share of the block is that share less what is used', () => {
    const { chain } = chainOn([100]);
    chain.open(0);
    chain.include(1_000_000);
    expect(chain.roomOfShare(1)).toBe(9_000_000);
    expect(chain.roomOfShare(0.25)).toBe(1_500_000);
  });
});

describe('a bid without room', () => {
  it('hopes for the next gas window when others fill the block', () => {
    const { chain } = chainOn([100]);
    chain.open(3);
    expect(chain.hopeAfter(minute(3))).toBe(600_000);
    chain.open(10);
    expect(chain.hopeAfter(minute(10))).toBe(1_200_000);
  });

  it('hopes for the next block when ours fill it, or when a base fee moves', () => {
    const { chain } = chainOn([100]);
    chain.open(3);
    chain.include(1);
    expect(chain.hopeAfter(minute(3))).toBe(minute(3) + 1);
    const withFee = chainOn([100], { fee: EIP1559 });
    withFee.chain.open(3);
    expect(withFee.chain.hopeAfter(minute(3))).toBe(minute(3) + 1);
  });
});

describe('the market gas price', () => {
  it('is the clearing price of the instant', () => {
    const { chain } = chainOn([100, 400]);
    expect(chain.marketPrice(minute(9))).toBe(100);
    expect(chain.marketPrice(minute(10))).toBe(400);
  });

  it('is as old as the gas oracle', () => {
    const { chain } = chainOn([100, 400], { gasOracleLag: minute(5) });
    expect(chain.marketPrice(0)).toBe(100);
    expect(chain.marketPrice(minute(14))).toBe(100);
    expect(chain.marketPrice(minute(15))).toBe(400);
  });
});

describe('base fee', () => {
  it('moves by an eighth at most, in proportion to fullness beyond the target', () => {
    expect(nextBaseFee(100, 1, EIP1559)).toBeCloseTo(112.5, 12);
    expect(nextBaseFee(100, 0, EIP1559)).toBeCloseTo(87.5, 12);
    expect(nextBaseFee(100, 0.5, EIP1559)).toBe(100);
    expect(nextBaseFee(100, 0.75, EIP1559)).toBeCloseTo(106.25, 12);
  });

  it('rests where demand of others meets the target', () => {
    const { tape } = chainOn([100], { fee: EIP1559 });
    expect(tape.baseFee?.[0]).toBeCloseTo(200, 10);
    expect(tape.baseFee?.[150]).toBeCloseTo(200, 8);
  });

  it('rises by an eighth a block after demand has jumped, until it has caught up', () => {
    const { tape } = chainOn([100, 10_000], { fee: EIP1559 });
    const ratio = (block: number) => tape.baseFee![block + 1]! / tape.baseFee![block]!;
    expect(ratio(9)).toBeCloseTo(1, 9);
    expect(ratio(10)).toBeCloseTo(1.125, 12);
    expect(ratio(30)).toBeCloseTo(1.125, 12);
    expect(tape.baseFee![200]! / 20_000).toBeCloseTo(1, 3);
  });

  it('must be reached by a bid, however empty the block', () => {
    const { chain } = chainOn([100], { fee: EIP1559 });
    chain.open(5);
    expect(chain.admits(199.9, 1)).toBe(false);
    expect(chain.couldAdmit(199.9, 1)).toBe(false);
    expect(chain.admits(200.1, 1)).toBe(true);
  });

  it('is pushed up by our gas, and the push decays by an eighth of itself each block', () => {
    const { chain } = chainOn([100], { fee: EIP1559 });
    chain.open(5);
    chain.include(5_000_000);
    chain.close();
    // Others fill half at 200 gwei and we the other half: full, so +12.5 %; the excess then shrinks by 0.875 a block.
    let expected = 225;
    for (let block = 6; block < 40; block++) {
      expect(chain.marketPrice(minute(block)), `block ${block}`).toBeCloseTo(expected, 8);
      expected = 200 + 0.875 * (expected - 200);
    }
    expect(chain.marketPrice(minute(190))).toBeCloseTo(200, 4);
  });

  it('counts a block as full at most', () => {
    const { chain } = chainOn([100], { fee: EIP1559 });
    chain.open(5);
    chain.include(10_000_000);
    chain.close();
    expect(chain.marketPrice(minute(6))).toBeCloseTo(225, 8);
  });

  it('is the same in whatever order blocks are asked about', () => {
    const asked = (order: readonly number[]) => {
      const { chain } = chainOn([100, 130], { fee: EIP1559 });
      chain.open(5);
      chain.include(4_000_000);
      chain.close();
      const found = new Map(order.map((block) => [block, chain.marketPrice(minute(block))]));
      return [6, 9, 15, 60].map((block) => found.get(block));
    };
    expect(asked([60, 15, 9, 6])).toEqual(asked([6, 9, 15, 60]));
  });

  it('is pushed further by gas in a later block', () => {
    const { chain } = chainOn([100], { fee: EIP1559 });
    for (const block of [5, 6]) {
      chain.open(block);
      chain.include(5_000_000);
      chain.close();
    }
    // At 225 gwei others fill 100/225 of the block, we half of it.
    const fullness = 100 / 225 + 0.5;
    expect(chain.marketPrice(minute(7))).toBeCloseTo(225 * (1 + 0.25 * (fullness - 0.5)), 8);
  });

  it('knows no push on the next path', () => {
    const { chain, tape } = chainOn([100], { fee: EIP1559 });
    chain.open(5);
    chain.include(5_000_000);
    chain.close();
    chain.begin(tape);
    expect(chain.marketPrice(minute(6))).toBeCloseTo(200, 8);
  });

  it('does not stay at 0 for ever when demand was 0 at the start', () => {
    const { tape } = chainOn([0, 100], { fee: EIP1559 });
    expect(tape.baseFee?.[200]).toBeGreaterThan(0);
  });
});
