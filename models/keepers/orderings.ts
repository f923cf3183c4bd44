/**
 * Who of the keepers that want the same thing in the same block gets it, at what price, and what it costs the others: the
 * ordering rule of a chain and of those who build its blocks.
 *
 * Words used below: v is what an opportunity is worth to a keeper, as the highest gas price at which it still pays (gross
 * gain less financing and minimum profit, over gas used and the price of the gas asset), gwei. b is its opening bid, from
 * its bid rule; never above v.
 */
import { z } from 'zod';
import { zDuration, zFraction, zName, zPositive, zProperFraction, zSpan, zUsd } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import type { Entrant, Ordering } from './ordering.ts';

/** Position of the highest bid, the first among equals. */
function highest(entrants: readonly Entrant[], count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if ((entrants[i] as Entrant).bid > (entrants[best] as Entrant).bid) best = i;
  return best;
}

function openAll(entrants: readonly Entrant[], count: number): void {
  for (let i = 0; i < count; i++) {
    const entrant = entrants[i] as Entrant;
    entrant.bid = entrant.opening;
    entrant.trailing = entrant.opening;
  }
}

const ownBid = (winner: Entrant) => winner.bid;

/**
 * Everybody bids once, b; the highest bid that has a place wins, the first group among equals. The bids of the others are
 * mined after it where they fit, revert, and pay b per gas for the gas of a revert. This is the rule when `ordering` is left out.
 */
export const highestTip = defineModel({
  family: 'ordering',
  name: 'highest-tip',
  title: 'one bid each; the highest wins, the others revert and pay',
  source: 'a public mempool: geth orders by effective tip',
  params: z.strictObject({}),
  create: (): Ordering => ({
    isPlain: true,
    failedPay: true,
    isPublic: true,
    refund: 0,
    failure: 0,
    contest(entrants, count) {
      openAll(entrants, count);
      return highest(entrants, count);
    },
    price: ownBid,
  }),
});

/**
 * A priority gas auction: open, ascending, all pay. It opens at the highest b. Whoever is not the highest bidder and is
 * worth it bids (1 + step) times the highest bid, until nobody can: the one with the highest v wins at the first rung that
 * its strongest rival cannot reach. A keeper's own group is a rival of the same v when more than one of it has acted.
 * Losers' last bids are mined where they fit, revert, and pay.
 *
 * Parameters: `step` (fraction above 0; nodes ask for 0.1 to replace a transaction), `raises` (most raises before the block
 * is sealed, whole number; unlimited when left out), `limit` (fraction of v up to which keepers go, because losers pay).
 * Source: Daian et al., Flash Boys 2.0 (2020); geth's `PriceBump`.
 */
export const priorityGas = defineModel({
  family: 'ordering',
  name: 'priority-gas',
  title: 'an open auction of gas prices: bids rise step by step, all pay',
  source: 'Daian et al., Flash Boys 2.0 (2020); geth PriceBump 10 %',
  misleads: 'where most searchers send sealed bundles, as on Ethereum since 2021: nearly nothing reverts there',
  params: z.strictObject({
    step: zPositive.max(10).default(0.1).describe('least relative raise; 0.1 is what nodes ask for'),
    raises: z.number().int().min(0).optional().describe('most raises in one block; unlimited when left out'),
    limit: zFraction.gt(0).default(1).describe('share of what it is worth up to which a keeper raises'),
  }),
  create: ({ step, raises = Number.POSITIVE_INFINITY, limit }): Ordering => ({
    isPlain: false,
    failedPay: true,
    isPublic: true,
    refund: 0,
    failure: 0,
    needsGasAsset: 'bids are raised up to what they cost',
    contest(entrants, count) {
      openAll(entrants, count);
      let leader = highest(entrants, count);
      let top = (entrants[leader] as Entrant).bid;
      for (let raised = 0; raised < raises; raised++) {
        const next = top > 0 ? top * (1 + step) : 1e-9;
        let raiser = -1;
        for (let i = 0; i < count; i++) {
          const rival = entrants[i] as Entrant;
          if (limit * rival.limit < next || (i === leader && rival.count === 1)) continue;
          if (raiser < 0 || rival.limit > (entrants[raiser] as Entrant).limit) raiser = i;
        }
        if (raiser < 0) break;
        const entrant = entrants[raiser] as Entrant;
        entrant.trailing = entrant.bid;
        entrant.bid = next;
        top = next;
        leader = raiser;
      }
      return leader;
    },
    price: ownBid,
  }),
});

/**
 * Sealed bundles sent to block builders. n keepers bid once, max(b, v · (1 − shading / n)); the highest that has a place
 * wins. Failed bids are free. With `payment: second-price` the winner gets back what it bid above max(the next best bid, the
 * least price that has a place). In a share `failure` of blocks, drawn per block and the same for every strategy, none of the
 * bundles lands. `refund` is the share that the protocol gets of what is paid above the least price that has a place (OEV).
 *
 * Parameters: `payment` (first-price or second-price), `shading` (0 to 1; 1 is 1/n, the equilibrium of a first-price auction
 * of n alike bidders with independent uniform values; 0 bids the whole value, as when all know each other's), `failure`
 * (fraction of blocks), `refund` (fraction).
 * Source: Flashbots documentation (sealed first-price, refunds, 1 % of blocks missed with multiplexing); Vickrey (1961).
 */
export const sealedBundles = defineModel({
  family: 'ordering',
  name: 'sealed-bundles',
  title: 'sealed bids to block builders: losers pay nothing',
  source: 'Flashbots documentation; Vickrey (1961)',
  misleads: 'about who builds the block: the builder is taken to be neutral and to see every bundle',
  params: z.strictObject({
    payment: z.enum(['first-price', 'second-price']).default('first-price').describe('what the winner pays'),
    shading: zFraction.default(1).describe('bids are shaded by this over the number of bidders'),
    failure: zProperFraction.default(0.01).describe('share of blocks in which no bundle lands'),
    refund: zFraction.default(0).describe('share of the payment above the least price that goes to the protocol'),
  }),
  create: ({ payment, shading, failure, refund }): Ordering => ({
    isPlain: false,
    failedPay: false,
    isPublic: false,
    refund,
    failure,
    needsGasAsset: 'bids are a share of what the opportunity is worth',
    contest(entrants, count) {
      let bidders = 0;
      for (let i = 0; i < count; i++) bidders += (entrants[i] as Entrant).count;
      for (let i = 0; i < count; i++) {
        const entrant = entrants[i] as Entrant;
        entrant.bid = Math.max(entrant.opening, entrant.limit * (1 - shading / bidders));
        entrant.trailing = entrant.bid;
      }
      return highest(entrants, count);
    },
    price(winner, entrants, count, least) {
      if (payment === 'first-price') return winner.bid;
      let next = least;
      for (let i = 0; i < count; i++) {
        const rival = entrants[i] as Entrant;
        if (rival !== winner || rival.count > 1) next = Math.max(next, rival === winner ? rival.trailing : rival.bid);
      }
      return Math.min(winner.bid, next);
    },
  }),
});

const headStart = z.strictObject({
  group: zName.describe('group of keepers that holds the fast lane'),
  advance: zDuration.describe('by how much everybody else is delayed; 200ms on Arbitrum'),
  round: zSpan.default(60_000).describe('length of a round of the fast lane; 60 s on Arbitrum'),
  price: zUsd.default(0).describe('USD paid for each round of the path, used or not'),
});

/**
 * First come, first served: of the keepers whose bid b has a place, the one whose transaction was sent first wins, whatever
 * it bids. The others' are mined where they fit, revert, and pay b. With `headStart` everybody outside one group is late
 * by `advance`; that group pays `price` for every round of the path (its price at the sealed second-price auction is not
 * modelled: it is a parameter).
 *
 * Source: Arbitrum's sequencer; Timeboost (60 s rounds, 200 ms head start, sealed second-price auction for the lane).
 */
export const firstCome = defineModel({
  family: 'ordering',
  name: 'first-come',
  title: 'the earliest transaction wins, whatever it bids; a head start can be paid for',
  source: 'Arbitrum sequencer and Timeboost documentation',
  params: z.strictObject({ headStart: headStart.optional().describe('a paid fast lane; none when left out') }),
  create: ({ headStart: lane }): Ordering => ({
    isPlain: false,
    failedPay: true,
    isPublic: false,
    refund: 0,
    failure: 0,
    headStart: lane,
    contest(entrants, count) {
      openAll(entrants, count);
      let first = 0;
      for (let i = 1; i < count; i++) {
        if ((entrants[i] as Entrant).sentAt < (entrants[first] as Entrant).sentAt) first = i;
      }
      return first;
    },
    price: ownBid,
  }),
});
