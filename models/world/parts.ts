/** The parts of a world, each made from its section of the scenario. */
import { Chain } from '../chain/chain.ts';
import { isPlain, type KeeperGroup, requireSound } from '../keepers/keeper-group.ts';
import { Keepers } from '../keepers/keepers.ts';
import { LimitedKeepers } from '../keepers/limited-keepers.ts';
import { ReactionDelays } from '../keepers/reaction-delays.ts';
import type { Delay, FileTexts } from '../model.ts';
import type { ModelReference, Registry } from '../registry.ts';
import type { TapeWriter } from '../tape/tape-writer.ts';
import { Route } from '../venues/route.ts';
import { SplitRoute } from '../venues/split-route.ts';
import type { Venue } from '../venues/venue.ts';
import type { Recorder } from './recorder.ts';
import type { WorldSpec } from './spec.ts';

/** What every part is made from. */
export interface Plan {
  readonly spec: WorldSpec;
  readonly registry: Registry;
  readonly files: FileTexts;
  readonly writer: TapeWriter;
  /** Told of what happens; nobody is, usually. */
  readonly recorder?: Recorder | undefined;
}

/** How quick keepers are, wave by wave: the same for every strategy. */
export function buildDelays(parts: Omit<Plan, 'writer'>): ReactionDelays {
  return new ReactionDelays(parts.spec.keepers.map((group) => buildKeepers(group, parts)));
}

export function buildChain({ spec, writer }: Plan): Chain {
  const chain = Object.values(spec.chains)[0] as WorldSpec['chains'][string];
  return new Chain({
    gasLimit: chain.gasLimit,
    gasLimitVote: chain.gasLimitVote,
    fee: writer.fee,
    elasticity: writer.blockSpaceElasticity,
    gasOracleLag: chain.gasOracleLag,
    failedAttempts: chain.failedAttempts,
  });
}

export function buildVenues({ spec, registry, writer, files }: Plan): Venue[] {
  const asset = (name: string) => writer.assetNames.indexOf(name);
  return Object.values(spec.venues).map((venue) =>
    registry.create('venue', venue, {
      asset,
      startPrice: (name) => writer.startPrice(asset(name)),
      depth: (reference) => registry.create('depth', reference as ModelReference, files),
      liquidity: (reference) => registry.create('liquidity', reference as ModelReference, files),
      recovery: (reference) => registry.create('recovery', reference as ModelReference, { asset }),
    }),
  );
}

type DelayParts = Pick<Plan, 'registry' | 'files'>;

export function buildDelay(reference: ModelReference, { registry, files }: DelayParts): Delay {
  const delay = (inner: { readonly model: string }): Delay =>
    registry.create('delay', inner as ModelReference, { text: (file) => files.text(file), delay });
  return delay(reference);
}

/** Where one asset is sold; a single venue needs no split. */
export function buildRoute(asset: number, venues: readonly Venue[], routing: 'best' | 'split'): Route {
  return routing === 'split' && venues.length > 1 ? new SplitRoute(asset, venues) : new Route(asset, venues);
}

/** @throws RangeError where parts of the group contradict each other */
export function buildKeepers(group: WorldSpec['keepers'][number], parts: DelayParts): KeeperGroup {
  const built: KeeperGroup = {
    name: group.name,
    count: group.count,
    delay: buildDelay(group.delay, parts),
    bid: parts.registry.create('bid', group.bid, undefined),
    capital: group.flashLoanFee === undefined ? (group.capital ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY,
    loanFee: group.flashLoanFee ?? 0,
    borrowsOnly: group.flashLoanFee !== undefined,
    minProfit: group.minProfit,
    outage: group.outage,
    stretch: group.stretch,
    funding: group.funding,
    concentration: group.concentration,
    transactionsPerBlock: group.transactionsPerBlock,
    elsewhere: group.elsewhere,
    pending: group.pending && { rebid: group.pending.rebid ?? Number.POSITIVE_INFINITY, bump: group.pending.bump },
    collusion: group.collusion,
  };
  requireSound(built, { capital: group.capital !== undefined, loan: group.flashLoanFee !== undefined });
  return built;
}

/** Keepers that do what the scenario's groups need, and no more: plain ones are the cheapest. */
export function makeKeepers(delays: ReactionDelays, groups: readonly KeeperGroup[]): Keepers {
  return groups.every(isPlain) ? new Keepers(delays, groups) : new LimitedKeepers(delays, groups);
}
