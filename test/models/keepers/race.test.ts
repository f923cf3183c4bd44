import { describe, expect, it } from 'vitest';
import { NO_ROOM, NOBODY_YET, PRICED_OUT, WON } from '../../../models/keepers/race.ts';
import { CHAIN, KEEPERS, PROTOCOL } from '../../../models/ledger/ledger.ts';
import { arena, keeper } from '../fixtures/arena.ts';
import { openWorld, stressedBut } from '../fixtures/small-world.ts';

/** Gas asset 1 is DAI, 0 is ETH; 500,000 gas at 1 gwei and 3,000 USD cost 1.5 USD. */
const GWEI_USD = 1.5;
const ETH = 0;

describe('the plain race', () => {
  it('is won by the highest bid; the others revert and pay', () => {
    const a = arena([
      keeper({ name: 'low', count: 2 }),
      keeper({ name: 'high', count: 3, bid: { model: 'market-multiple', multiple: 2 } }),
    ]);
    a.open(12_000);
    expect(a.run({ wave: a.wave(0), grossUsd: 1000 })).toBe(WON);
    expect([a.race.group, a.race.bid]).toEqual([1, 200]);
    a.charge();
    // Two of the winner's group and two of the other, 100,000 gas each.
    expect(a.figure('failedTransactions')).toBe(4);
    const gas = 500_000 * 200 + 2 * 100_000 * 200 + 2 * 100_000 * 120;
    expect(a.figure('keeperGasUsd')).toBeCloseTo(gas * 1e-9 * 3000, 9);
  });

  it('has no winner before anybody has acted, where it does not pay, and where bids have no place', () => {
    const a = arena([keeper({ delay: '30s' })]);
    a.open(12_000);
    const wave = a.wave(0);
    expect(a.run({ wave, grossUsd: 1000 })).toBe(NOBODY_YET);
    a.open(36_000);
    expect(a.run({ wave, grossUsd: 100 * GWEI_USD })).toBe(PRICED_OUT);
    expect(a.run({ wave, grossUsd: 1000, gas: 29_000_000 })).toBe(PRICED_OUT);
  });
});

describe('a priority gas auction', () => {
  const rivals = (counts: [number, number]) => [
    keeper({ name: 'poor', count: counts[0], minProfit: 300 }),
    keeper({ name: 'rich', count: counts[1] }),
  ];

  it('ends one step above what the strongest rival can afford', () => {
    const a = arena(rivals([1, 1]), { ordering: { model: 'priority-gas' } });
    a.open(12_000);
    // Worth 500 gwei to one, 300 gwei to the other, who has a minimum profit of 200 gwei: 300 USD.
    expect(a.run({ wave: a.wave(0), grossUsd: 500 * GWEI_USD })).toBe(WON);
    expect(a.race.group).toBe(1);
    expect(a.race.bid).toBeGreaterThan(300 / 1.1);
    expect(a.race.bid).toBeLessThanOrEqual(300 * 1.1);
    // On the ladder of 10 % steps from the opening bid.
    const rungs = Math.log(a.race.bid / 120) / Math.log(1.1);
    expect(Math.abs(rungs - Math.round(rungs))).toBeLessThan(1e-9);
    a.charge();
    expect(a.figure('failedTransactions')).toBe(1);
    const lost = a.figure('keeperGasUsd') / (3000 * 1e-9) - 500_000 * a.race.bid;
    expect(lost / 100_000).toBeLessThanOrEqual(300);
    expect(lost / 100_000).toBeGreaterThan(300 / 1.21);
  });

  it('eats up the whole value where rivals are alike', () => {
    const a = arena(rivals([1, 2]), { ordering: { model: 'priority-gas' } });
    a.open(12_000);
    expect(a.run({ wave: a.wave(0), grossUsd: 500 * GWEI_USD })).toBe(WON);
    expect(a.race.bid).toBeGreaterThan(500 / 1.1);
    expect(a.race.bid).toBeLessThanOrEqual(500);
  });

  it('stays at the opening bid for a lone keeper, and stops when the block is sealed', () => {
    const alone = arena([keeper()], { ordering: { model: 'priority-gas' } });
    alone.open(12_000);
    expect(alone.run({ wave: alone.wave(0), grossUsd: 1000 })).toBe(WON);
    expect(alone.race.bid).toBe(120);
    const sealed = arena(rivals([1, 2]), { ordering: { model: 'priority-gas', raises: 3 } });
    sealed.open(12_000);
    expect(sealed.run({ wave: sealed.wave(0), grossUsd: 500 * GWEI_USD })).toBe(WON);
    expect(sealed.race.bid).toBeCloseTo(120 * 1.331, 9);
  });
});

describe('sealed bundles', () => {
  const bundles = (change: object = {}) => ({ model: 'sealed-bundles', failure: 0, ...change });

  it('shade by the number of rivals; failed bids are free', () => {
    const a = arena([keeper({ count: 4 })], { ordering: bundles() });
    a.open(12_000);
    expect(a.run({ wave: a.wave(0), grossUsd: 1000 * GWEI_USD })).toBe(WON);
    expect(a.race.bid).toBeCloseTo(750, 9);
    a.charge();
    expect(a.figure('failedTransactions')).toBe(0);
    expect(a.figure('keeperGasUsd')).toBeCloseTo(750 * GWEI_USD, 9);
  });

  it('at the second price cost the next best bid, or the least that has a place', () => {
    const two = [keeper({ name: 'poor', minProfit: 600 }), keeper({ name: 'rich' })];
    const a = arena(two, { ordering: bundles({ payment: 'second-price', shading: 0 }) });
    a.open(12_000);
    expect(a.run({ wave: a.wave(0), grossUsd: 1000 * GWEI_USD })).toBe(WON);
    expect(a.race.group).toBe(1);
    expect(a.race.bid).toBeCloseTo(600, 9);
    const alone = arena([keeper()], { ordering: bundles({ payment: 'second-price', shading: 0 }) });
    alone.open(12_000);
    expect(alone.run({ wave: alone.wave(0), grossUsd: 1000 * GWEI_USD })).toBe(WON);
    expect(alone.race.bid).toBeCloseTo(alone.stage.chain.leastBid(500_000), 9);
  });

  it('hand the stated share of what is paid above the least price to the protocol, in the ledger and its fees', () => {
    const a = arena([keeper({ count: 4 })], { ordering: bundles({ refund: 0.8 }) });
    a.open(12_000);
    const least = a.stage.chain.leastBid(500_000);
    a.run({ wave: a.wave(0), grossUsd: 1000 * GWEI_USD });
    a.charge();
    expect(a.figure('protocolFeeUsd')).toBeCloseTo(0.8 * (750 - least) * GWEI_USD, 9);
    const { ledger } = a.stage;
    expect(ledger.held(PROTOCOL, ETH) * 3000).toBeCloseTo(a.figure('protocolFeeUsd'), 9);
    expect(ledger.held(KEEPERS, ETH) * 3000).toBeCloseTo(-750 * GWEI_USD, 9);
    expect(ledger.held(CHAIN, ETH) + ledger.held(PROTOCOL, ETH) + ledger.held(KEEPERS, ETH)).toBeCloseTo(0, 12);
  });

  it('miss the stated share of blocks', () => {
    const a = arena([keeper()], { ordering: bundles({ failure: 0.2 }) });
    const wave = a.wave(0);
    let missed = 0;
    for (let block = 0; block < 880; block++) {
      a.open(block * 12_000);
      if (a.run({ wave, grossUsd: 1000 }) !== NO_ROOM) continue;
      missed++;
      // Only this block is lost.
      expect(a.race.hopeAfter(a.stage.time)).toBe(a.stage.time + 1);
    }
    expect(Math.abs(missed / 880 - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / 880));
  });

  it('need a gas asset to be bid in', () => {
    const raw = stressedBut((world) => {
      world.chains.main = { ...world.chains.main!, ordering: bundles() } as never;
      delete world.chains.main!.gasAsset;
    });
    expect(() => openWorld(raw)).toThrow('name chains.<name>.gasAsset');
  });
});

describe('first come', () => {
  it('knows the group that holds the fast lane', () => {
    const ordering = { model: 'first-come', headStart: { group: 'nobody', advance: '1s' } };
    expect(() => arena([keeper()], { ordering })).toThrow('no group of keepers');
  });

  const two = [
    keeper({ name: 'dear', delay: '3s', bid: { model: 'market-multiple', multiple: 5 } }),
    keeper({ name: 'quick', delay: '2s' }),
  ];

  it('goes to the earliest, whatever it bids; the others revert', () => {
    const a = arena(two, { ordering: { model: 'first-come' } });
    a.open(12_000);
    expect(a.run({ wave: a.wave(0), grossUsd: 10_000 })).toBe(WON);
    expect([a.race.group, a.race.bid]).toEqual([1, 120]);
    a.charge();
    expect(a.figure('failedTransactions')).toBe(1);
  });

  it('goes to the fast lane within its head start, which is paid for round by round', () => {
    const lane = (advance: string) => ({ model: 'first-come', headStart: { group: 'dear', advance, price: 2 } });
    for (const [advance, winner] of [
      ['500ms', 1],
      ['1500ms', 0],
    ] as const) {
      const a = arena(two, { ordering: lane(advance) });
      a.open(12_000);
      expect(a.run({ wave: a.wave(0), grossUsd: 10_000 })).toBe(WON);
      expect(a.race.group).toBe(winner);
      a.race.end();
      // Three hours have 180 rounds of a minute.
      expect(a.figure('keeperGasUsd')).toBeCloseTo(360, 9);
      expect(a.stage.ledger.held(CHAIN, ETH) * 3000).toBeCloseTo(360, 9);
    }
  });
});

describe('funding', () => {
  it('breaks even where the measured gas says: 135 to 300 USD at 100 gwei, a repayment of 2.7k to 6k at a bonus of 5 %', () => {
    const breakEven = (gas: number) => {
      const funding = { inventory: 0, recovery: '1m', flashLoan: { fee: 0, gas: 150_000 } };
      const a = arena([keeper({ funding, bid: { model: 'fixed', gasPrice: 100 } })], { gwei: 50 });
      a.open(12_000);
      const wave = a.wave(0);
      let [low, high] = [0, 100_000];
      while (high - low > 0.01) {
        const repay = (low + high) / 2;
        const won = a.run({ wave, grossUsd: 0.05 * repay, outlayUsd: repay, gas, revertGas: gas }) === WON;
        if (won) high = repay;
        else low = repay;
      }
      return high;
    };
    // Measured liquidations with a flash loan use 0.45 to 1.0 million gas, 150,000 of it for the loan.
    expect(breakEven(300_000)).toBeCloseTo(2700, 0);
    expect(breakEven(850_000)).toBeCloseTo(6000, 0);
  });

  it('is what leaves more: the loan costs its fee and gas, the inventory what it cannot cover', () => {
    const funding = { inventory: 10_000, recovery: '10m', flashLoan: { fee: 0.001, gas: 150_000 } };
    const a = arena([keeper({ funding, bid: { model: 'fixed', gasPrice: 120 } })]);
    a.open(12_000);
    const wave = a.wave(0);
    // Within the inventory it is used: the loan would cost 10 USD and 54 USD of gas.
    expect(a.run({ wave, grossUsd: 500, outlayUsd: 10_000, gas: 350_000 })).toBe(WON);
    a.charge();
    expect([a.race.financingUsd, a.stage.chain.used]).toEqual([0, 350_000]);
    // Now it is out, and the loan pays.
    expect(a.run({ wave, grossUsd: 500, outlayUsd: 10_000, gas: 350_000 })).toBe(WON);
    a.charge();
    expect([a.race.financingUsd, a.stage.chain.used]).toEqual([10, 850_000]);
    // Ten minutes later it is back.
    a.open(613_000);
    expect(a.run({ wave, grossUsd: 500, outlayUsd: 10_000, gas: 350_000 })).toBe(WON);
    a.charge();
    expect(a.race.financingUsd).toBe(0);
    // Twice the inventory: half of the gain without a loan is less than all of it with one.
    a.open(1_300_000);
    expect(a.run({ wave, grossUsd: 1000, outlayUsd: 20_000, gas: 350_000 })).toBe(WON);
    expect([a.race.affordableShare, a.race.bid]).toEqual([1, 120]);
    a.charge();
    expect(a.race.financingUsd).toBe(20);
  });
});

describe('pending transactions', () => {
  const stuck = (pending: object) => keeper({ pending, bid: { model: 'fixed', gasPrice: 120 } });

  it('block their keeper until gas falls, then go through', () => {
    const a = arena([stuck({})]);
    const wave = a.wave(0);
    a.setGas(400);
    a.open(12_000);
    expect(a.run({ wave, slot: 7, grossUsd: 5000 })).toBe(NO_ROOM);
    a.race.settlePending();
    expect(a.race.wakeAt).toBe(600_000);
    // Another account pays as well, but the keeper's nonce is taken.
    a.setGas(90, 600_000);
    a.open(600_000);
    expect(a.run({ wave, slot: 8, grossUsd: 5000 })).toBe(NO_ROOM);
    expect(a.run({ wave, slot: 7, grossUsd: 5000 })).toBe(WON);
    expect(a.race.bid).toBe(120);
    a.charge();
    expect(a.race.wakeAt).toBe(Number.POSITIVE_INFINITY);
    expect(a.run({ wave, slot: 8, grossUsd: 5000 })).toBe(WON);
  });

  it('are mined in vain when what they went for is gone', () => {
    const a = arena([stuck({})]);
    const wave = a.wave(0);
    a.setGas(400);
    a.open(12_000);
    a.run({ wave, slot: 7, grossUsd: 5000 });
    a.race.settlePending();
    expect(a.figure('failedTransactions')).toBe(0);
    a.setGas(90, 600_000);
    a.open(600_000);
    a.race.settlePending();
    expect(a.figure('failedTransactions')).toBe(1);
    expect(a.figure('keeperGasUsd')).toBeCloseTo(100_000 * 120 * 1e-9 * 3000, 9);
    expect(a.run({ wave, slot: 8, grossUsd: 5000 })).toBe(WON);
  });

  it('are replaced after a while by at least a tenth more, where that still pays', () => {
    const rebidding = keeper({ pending: { rebid: '1m' }, bid: { model: 'market-multiple', multiple: 1.2 } });
    const b = arena([rebidding]);
    const second = b.wave(0);
    // Other transactions of ours leave no room in two blocks.
    b.open(12_000);
    b.stage.chain.include(29_900_000);
    expect(b.run({ wave: second, slot: 7, grossUsd: 5000 })).toBe(NO_ROOM);
    b.race.settlePending();
    b.open(48_000);
    b.stage.chain.include(29_900_000);
    expect(b.run({ wave: second, slot: 7, grossUsd: 5000 })).toBe(NO_ROOM);
    b.open(84_000);
    expect(b.run({ wave: second, slot: 7, grossUsd: 5000 })).toBe(WON);
    expect(b.race.bid).toBeCloseTo(132, 9);
  });
});

describe('collusion', () => {
  const ring = (name: string, change: object = {}) => keeper({ name, count: 3, collusion: {}, ...change });

  it('sends one transaction, and says when nobody else could have come', () => {
    const a = arena([ring('a'), ring('b')], { ordering: { model: 'priority-gas' } });
    a.open(12_000);
    expect(a.run({ wave: a.wave(0), grossUsd: 1000 })).toBe(WON);
    expect([a.race.bid, a.race.uncontested, a.race.margin]).toEqual([120, true, 60_000]);
    a.charge();
    expect(a.figure('failedTransactions')).toBe(0);
  });

  it('ends where an outsider can act', () => {
    const a = arena([ring('a'), keeper({ name: 'out', delay: '30s' })], { ordering: { model: 'priority-gas' } });
    const wave = a.wave(0);
    a.open(12_000);
    expect(a.run({ wave, grossUsd: 1000 })).toBe(WON);
    expect(a.race.uncontested).toBe(true);
    a.open(36_000);
    expect(a.run({ wave, grossUsd: 1000 })).toBe(WON);
    expect(a.race.uncontested).toBe(false);
    expect(a.race.bid).toBeGreaterThan(120);
  });
});

describe('an adaptive bid', () => {
  it('rises towards what wins, and eases off when it wins', () => {
    const learner = keeper({ name: 'learner', bid: { model: 'adaptive', start: 0.2, multiple: 0 } });
    const rival = keeper({ name: 'rival', bid: { model: 'profit-share', share: 0.5 } });
    const a = arena([learner, rival]);
    const wave = a.wave(0);
    const won: number[] = [];
    const bids: number[] = [];
    for (let round = 0; round < 60; round++) {
      a.open(12_000 * (round + 1));
      expect(a.run({ wave, grossUsd: 2000 * GWEI_USD })).toBe(WON);
      won.push(a.race.group === 0 ? 1 : 0);
      bids.push(a.race.bid);
      a.charge();
    }
    expect(won.slice(0, 3)).toEqual([0, 0, 0]);
    const late = won.slice(20).reduce((sum, w) => sum + w, 0);
    expect(late).toBeGreaterThan(15);
    // It settles just above the rival's half of the value.
    for (const bid of bids.slice(20)) expect(bid / 2000).toBeLessThan(0.56);
    a.race.begin();
    a.open(12_000 * 70);
    a.run({ wave, grossUsd: 2000 * GWEI_USD });
    expect(a.race.group).toBe(1);
  });
});

describe('an operator that serves others too', () => {
  it('has less capital and fewer transactions the further prices have fallen', () => {
    const elsewhere = { measure: 'drawdown', reference: 0.2, busy: 0.5 };
    const a = arena([keeper({ capital: 100_000, transactionsPerBlock: 4, elsewhere } as never)]);
    const { keepers, tape } = a.stage;
    const column = tape.prices[ETH] as Float64Array;
    for (let tick = 100; tick < column.length; tick++) column[tick] = 3000 * 0.9;
    const block = tape.blockFrom(100 * 12_000);
    expect(keepers.capitalLeft(0, 0, block - 1)).toBe(100_000);
    expect(keepers.capitalLeft(0, 0, block)).toBeCloseTo(75_000, 6);
    for (let sent = 0; sent < 3; sent++) {
      expect(keepers.canSend(0, 0, block)).toBe(true);
      keepers.noteSent(0, block);
    }
    expect(keepers.canSend(0, 0, block)).toBe(false);
    expect(keepers.canSend(0, 0, block + 1)).toBe(true);
  });
});
