/** The parts of a world, each made from its section of the scenario. */
import { Chain } from '../chain/chain.ts';
import type { KeeperGroup } from '../keepers/keepers.ts';
import { ReactionDelays } from '../keepers/reaction-delays.ts';
import { Feed } from '../oracles/feed.ts';
import type { ModelReference, Registry } from '../registry.ts';
import type { TapeWriter } from '../tape/tape-writer.ts';
import type { Venue } from '../venues/venue.ts';
import { Overture } from './overture.ts';
import type { WorldSpec } from './spec.ts';

/** What every part is made from. */
export interface Plan {
  readonly spec: WorldSpec;
  readonly registry: Registry;
  readonly writer: TapeWriter;
}

/** The reports that strategies share; its feeds see no displacement, because nobody has sold yet. */
export function buildOverture(parts: Plan): Overture {
  return new Overture(buildFeeds(parts, []), buildChain(parts));
}

/** How quick keepers are, wave by wave: the same for every strategy. */
export function buildDelays({ spec, registry }: Pick<Plan, 'spec' | 'registry'>): ReactionDelays {
  return new ReactionDelays(spec.keepers.map((group) => buildKeepers(group, registry)));
}

export function buildChain({ spec, registry, writer }: Plan): Chain {
  const chain = Object.values(spec.chains)[0] as WorldSpec['chains'][string];
  return new Chain({
    gasLimit: chain.gasLimit,
    fee: registry.create('fee', chain.fee, undefined),
    elasticity: writer.blockSpaceElasticity,
    gasOracleLag: chain.gasOracleLag,
  });
}

export function buildVenues({ spec, registry, writer }: Plan): Venue[] {
  const asset = (name: string) => writer.assetNames.indexOf(name);
  return Object.values(spec.venues).map((venue) =>
    registry.create('venue', venue, {
      asset,
      startPrice: (name) => writer.startPrice(asset(name)),
      depth: (reference) => registry.create('depth', reference as ModelReference, undefined),
    }),
  );
}

export function buildFeeds({ spec, registry, writer }: Plan, venues: readonly Venue[]): Feed[] {
  return Object.entries(spec.oracles)
    .map(([name, oracle]) => ({ name, oracle, asset: writer.assetNames.indexOf(name) }))
    .filter(({ asset }) => writer.moving.includes(asset))
    .map(
      ({ name, oracle, asset }) =>
        new Feed({
          asset,
          rule: registry.create('publish', oracle.publish, undefined),
          delay: registry.create('delay', oracle.delay, undefined),
          gas: oracle.transaction.gas,
          bid: registry.create('bid', oracle.transaction.bid, undefined),
          rebid: oracle.transaction.rebid ?? Number.POSITIVE_INFINITY,
          venues: venues.filter((venue) => venue.base === asset),
          purpose: `oracle/${name}`,
        }),
    );
}

export function buildKeepers(group: WorldSpec['keepers'][number], registry: Registry): KeeperGroup {
  return {
    name: group.name,
    count: group.count,
    delay: registry.create('delay', group.delay, undefined),
    bid: registry.create('bid', group.bid, undefined),
    capital: group.flashLoanFee === undefined ? (group.capital ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY,
    loanFee: group.flashLoanFee ?? 0,
    minProfit: group.minProfit,
    outage: group.outage,
  };
}
