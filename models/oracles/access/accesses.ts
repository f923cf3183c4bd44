/** Who may read a round that has landed, and when. */
import { z } from 'zod';
import { zDuration, zFraction, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { AccessRule } from '../stages.ts';

const ALWAYS = Number.POSITIVE_INFINITY;

const auction = {
  participation: zFraction.default(1).describe('chance that a searcher wins the round in the auction'),
  auction: zDuration.default(0).describe('time from the landing of the round to the winner’s transaction'),
};

/** Everybody reads a round as soon as it has landed. Parameters: none. */
export const openAccess = defineModel({
  family: 'access',
  name: 'open',
  title: 'everybody reads a round as soon as it has landed',
  params: z.strictObject({}),
  create: (): AccessRule => ({
    kind: 'open',
    window: 0,
    participation: 0,
    auction: 0,
    maxTraversal: 0,
    maxAge: ALWAYS,
  }),
});

/**
 * Oval's lock: a round is hidden from the protocol until the winner of an auction unlocks it, or the window is over.
 *
 *     price = newest round with landing ≤ max(last unlock, now − lockWindow)
 *
 * At most `maxTraversal` rounds are looked back over (count); where the search ends on a round older than `maxAge`
 * (duration) the latest round is read. With the chance `participation` (fraction) a searcher unlocks a round `auction`
 * (duration) after it landed; one uniform a round. Otherwise it becomes readable after `lockWindow` (duration). What the
 * searcher pays for it is settled by the keepers' ordering, not here.
 *
 * Source: UMAprotocol/oval-contracts, Oval.sol, BaseController.sol (60 s, 10 rounds, 1 day).
 */
export const oevLock = defineModel({
  family: 'access',
  name: 'oev-lock',
  title: 'hidden until unlocked by an auction’s winner, or until the window is over',
  source: 'UMAprotocol/oval-contracts, Oval.sol',
  misleads: 'about rounds that nobody gains from: those are unlocked here as well, which changes no liquidation',
  params: z.strictObject({
    lockWindow: zSpan.default(60_000).describe('age at which a round is readable in any case'),
    maxTraversal: z.number().int().min(1).max(64).default(10).describe('rounds that are looked back over'),
    maxAge: zSpan.default(86_400_000).describe('age from which a round found in this way is not used'),
    ...auction,
  }),
  create: ({ lockWindow, maxTraversal, maxAge, ...p }): AccessRule => ({
    kind: 'lock',
    window: lockWindow,
    maxTraversal,
    maxAge,
    ...p,
  }),
});

/**
 * Private first: a round goes to an auction among searchers, and to everybody else after a delay.
 *
 *     readable from landing + auction, if a searcher takes it; from landing + fallback otherwise
 *
 * `fallback` and `auction` are durations, `participation` is a fraction; one uniform a round. This covers Chainlink SVR
 * (fallback to the public price after a configurable delay) and API3 (partnered searchers update the feed at once, the
 * public base feed is served with a delay). What the searcher pays is settled by the keepers' ordering, not here.
 *
 * Source: Chainlink SVR documentation; api3dao/oev-litepaper.
 */
export const privateFirst = defineModel({
  family: 'access',
  name: 'private-first',
  title: 'a round goes to an auction first, to everybody after a delay',
  source: 'Chainlink SVR; API3 OEV',
  params: z.strictObject({
    fallback: zSpan.describe('age at which everybody reads a round'),
    ...auction,
  }),
  create({ fallback, ...p }): AccessRule {
    if (p.auction > fallback) {
      throw new RangeError(
        `access private-first: the auction (${p.auction / 1000} s) takes longer than the fallback (${fallback / 1000} s); shorten it`,
      );
    }
    return { kind: 'private-first', window: fallback, maxTraversal: 64, maxAge: ALWAYS, ...p };
  },
});
