/** The oracles of a world, each made from its section of the scenario. */
import { PriceAttack } from '../attack/price-attack.ts';
import { GuardedGate } from '../liquidation/safeguard/guarded-gate.ts';
import type { Hold } from '../liquidation/safeguard/safeguard.ts';
import type { Delay } from '../model.ts';
import { Feed } from '../oracles/feed.ts';
import { LiquidationGate } from '../oracles/guard/liquidation-gate.ts';
import { ArithmeticPoolMean, GeometricPoolMean, type PoolMean } from '../oracles/mean/pool-mean.ts';
import { Observer } from '../oracles/observe/observer.ts';
import type { SourceParameters } from '../oracles/observe/sources.ts';
import type { Carrier } from '../oracles/publish/carrier.ts';
import { DelayedModule } from '../oracles/publish/delayed-module.ts';
import { DeviationReports, Pokes, type ReportParameters } from '../oracles/publish/reported.ts';
import { FixedReading, LiveReading, MeanReading } from '../oracles/publish/unreported.ts';
import { StagedOracle } from '../oracles/staged-oracle.ts';
import type { Guard, MeanRequest, Oracle, PriceGuard, Publication, SequencerGuard } from '../oracles/stages.ts';
import type { Venue } from '../venues/venue.ts';
import { Overture } from './overture.ts';
import { buildChain, buildDelay, type Plan } from './parts.ts';
import type { WorldSpec } from './spec.ts';
import type { Stage } from './stage.ts';

type OracleSpec = WorldSpec['oracles'][string];

interface Entry {
  readonly name: string;
  readonly spec: OracleSpec;
  readonly asset: number;
  readonly publication: Publication;
}

/** One source that sees the market as it is. */
const PLAIN: readonly SourceParameters[] = [{ noise: 0, lag: 0, confidence: 0, sees: 1, faults: [] }];

/**
 * The oracles of all assets that move, those that follow another one after it.
 *
 * @param venues the reaction's own, in the order of the scenario; none where nobody sells
 */
export function buildOracles(parts: Plan, venues: readonly Venue[]): Oracle[] {
  const { spec, registry, writer } = parts;
  const entries = Object.entries(spec.oracles)
    .map(([name, oracle]): Entry => {
      const publication = registry.create('publish', oracle.publish, undefined);
      return { name, spec: oracle, asset: writer.assetNames.indexOf(name), publication };
    })
    .filter(({ asset }) => writer.moving.includes(asset));
  const made = new Map<string, Oracle>();
  const build = (entry: Entry, chain: readonly string[]): Oracle => {
    const known = made.get(entry.name);
    if (known !== undefined) return known;
    if (chain.includes(entry.name)) {
      throw new RangeError(
        `oracles ${chain.join(', ')} follow each other in a circle; give one of them a price of its own`,
      );
    }
    const { publication } = entry;
    const followed = publication.kind === 'fixed' && entries.find(({ name }) => name === publication.of);
    const reference = followed ? build(followed, [...chain, entry.name]) : undefined;
    const oracle = buildOracle(entry, parts, venues, reference);
    made.set(entry.name, oracle);
    return oracle;
  };
  for (const entry of entries) build(entry, []);
  return [...made.values()];
}

function buildOracle(entry: Entry, parts: Plan, venues: readonly Venue[], reference: Oracle | undefined): Oracle {
  const { name, spec, asset, publication } = entry;
  const { registry } = parts;
  const own = venues.filter((venue) => venue.base === asset);
  const purpose = `oracle/${name}`;
  const isPlain = !spec.sources && !spec.aggregate && !spec.access && !spec.guards && publication.kind === undefined;
  if (isPlain) {
    return new Feed({ ...landing(entry, parts), rule: publication, venues: own, purpose });
  }
  const observer = new Observer({
    asset,
    purpose,
    sources: spec.sources ? sourcesOf(spec.sources, parts) : PLAIN,
    rule: registry.create('aggregate', spec.aggregate ?? { model: 'single' }, undefined),
    venues: own,
  });
  const guards = guardsOf(spec, parts).filter((guard): guard is PriceGuard => guard.kind === 'price');
  const mean = (request: MeanRequest) => buildMean(request, entry, parts, venues);
  return new StagedOracle({
    asset,
    purpose,
    observer,
    carrier: carrierOf(entry, parts, { observer, reference, mean }),
    access: registry.create('access', spec.access ?? { model: 'open' }, undefined),
    guards: guards.map((guard) => ({ guard, mean: guard.mean && mean(guard.mean) })),
  });
}

interface CarrierParts {
  readonly observer: Observer;
  readonly reference: Oracle | undefined;
  mean(request: MeanRequest): PoolMean;
}

function carrierOf(entry: Entry, parts: Plan, { observer, reference, mean }: CarrierParts): Carrier {
  const { name, publication, spec } = entry;
  const purpose = `oracle/${name}`;
  switch (publication.kind) {
    case undefined:
      return new DeviationReports({ ...landing(entry, parts), observer, purpose }, publication);
    case 'delayed': {
      const reports: ReportParameters = { ...landing(entry, parts), observer, purpose };
      return new Pokes(reports, new DelayedModule(publication.hop, publication.stages), publication.phase);
    }
    case 'read':
      return new LiveReading(observer, delayOf(spec, parts), purpose, publication.maxAge, publication.choice);
    case 'mean':
      return new MeanReading(mean(publication.of));
    case 'fixed':
      return new FixedReading(reference ?? constantOf(publication.of, parts), publication.ratio, publication.unit);
  }
}

const delayOf = (spec: OracleSpec, parts: Plan): Delay =>
  spec.delay === undefined ? { quantile: () => 0 } : buildDelay(spec.delay, parts);

/** How its transactions reach a block. @throws RangeError when the scenario does not say */
function landing({ name, spec, asset }: Entry, parts: Plan) {
  const { transaction } = spec;
  if (transaction === undefined) {
    throw new RangeError(`oracles.${name}: ${spec.publish.model} sends transactions; add transaction: { gas, bid }`);
  }
  return {
    delay: delayOf(spec, parts),
    gas: transaction.gas,
    bid: parts.registry.create('bid', transaction.bid, undefined),
    rebid: transaction.rebid ?? Number.POSITIVE_INFINITY,
    asset,
    recorder: parts.recorder,
  };
}

/** An asset that never moves has no oracle: it is worth what it was worth at the start. */
function constantOf(asset: string | undefined, { writer }: Plan): Oracle | undefined {
  if (asset === undefined) return undefined;
  const index = writer.assetNames.indexOf(asset);
  if (index < 0) throw new RangeError(`an oracle follows ${asset}, which is not among market.assets`);
  return { value: writer.startPrice(index) } as Oracle;
}

function sourcesOf(specs: NonNullable<OracleSpec['sources']>, { registry }: Plan): SourceParameters[] {
  return specs.flatMap(({ count, faults, ...source }) =>
    Array.from({ length: count }, () => ({
      ...source,
      faults: faults.map((fault) => registry.create('fault', fault, undefined)),
    })),
  );
}

function guardsOf(spec: OracleSpec, { registry }: Plan): Guard[] {
  return (spec.guards ?? []).map((guard) => registry.create('guard', guard, undefined));
}

/** @throws RangeError when the scenario has no such pool */
function buildMean(request: MeanRequest, { name, asset }: Entry, parts: Plan, venues: readonly Venue[]): PoolMean {
  const { spec, writer } = parts;
  const pools = Object.entries(spec.venues);
  const at = pools.findIndex(([pool, { base }]) =>
    request.venue === undefined ? base === name : pool === request.venue && base === name,
  );
  if (at < 0) {
    const wanted =
      request.venue === undefined ? `no venue sells ${name}` : `${request.venue} is no venue that sells ${name}`;
    throw new RangeError(`oracles.${name}: a mean reads a pool, but ${wanted}`);
  }
  const quote = writer.assetNames.indexOf(String((pools[at] as (typeof pools)[number])[1].quote));
  const { window, cardinality } = request;
  const parameters = { base: asset, quote, venue: venues[at], window, cardinality };
  return request.kind === 'arithmetic' ? new ArithmeticPoolMean(parameters) : new GeometricPoolMean(parameters);
}

/** What stops liquidations: oracles with guards or without a price, and sequencers. */
export function buildGate(
  parts: Plan,
  oracles: readonly Oracle[],
  stage: Stage,
  holds: readonly Hold[] = [],
): LiquidationGate {
  const sequencers = Object.values(parts.spec.oracles)
    .flatMap((oracle) => guardsOf(oracle, parts))
    .filter((guard): guard is SequencerGuard => guard.kind === 'sequencer');
  const able = oracles.filter((oracle) => oracle instanceof StagedOracle);
  if (holds.length > 0) return new GuardedGate(able, sequencers, stage, holds);
  return new LiquidationGate(able, sequencers, stage.margin, stage.prices);
}

/** The reports that strategies share; its feeds see no displacement, because nobody has sold yet. */
export function buildOverture(parts: Plan): Overture {
  return new Overture(buildOracles(parts, []), buildChain(parts));
}

/** @throws RangeError when the scenario's attack names what is not there */
export function buildAttack(
  { spec, writer }: Plan,
  oracles: readonly Oracle[],
  venues: readonly Venue[],
  stage: Stage,
): PriceAttack | undefined {
  const { attack } = spec;
  if (attack === undefined) return undefined;
  const asset = writer.assetNames.indexOf(attack.asset);
  const oracle = oracles.find((one) => one.asset === asset);
  const names = Object.keys(spec.venues);
  const venue = venues.find(
    (one, at) => one.base === asset && (attack.venue === undefined || names[at] === attack.venue),
  );
  if (oracle === undefined || venue === undefined || stage.routes[asset] === undefined) {
    throw new RangeError(
      `attack: ${attack.asset} must be a collateral whose price moves, with an oracle and the venue named`,
    );
  }
  const { at, hold, displacement, keeperShare, gas, loan } = attack;
  const { available, loanToValue } = loan ?? { available: 0, loanToValue: 1 };
  return new PriceAttack(stage, {
    ...{ asset, venue, oracle, at, hold, displacement, keeperShare, gas },
    ...{ available, loanToValue },
  });
}
