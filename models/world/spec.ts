/**
 * The sections of a scenario that describe the world, as one schema made from the registry.
 * `scenarios/schema.ts` adds what surrounds them (name, run, sources).
 */
import { z } from 'zod';
import { type AttackSpec, attackSchema } from '../attack/attack-schema.ts';
import { frontRunnerSchema } from '../keepers/front-runner.ts';
import { keeperSchema } from '../keepers/keeper-spec.ts';
import { sourceSchema } from '../oracles/observe/source-schema.ts';
import {
  zDuration,
  zFraction,
  zGas,
  zJumpDeviation,
  zJumpMean,
  zJumpsPerDay,
  zName,
  zPositive,
  zPrice,
  zProperFraction,
  zSpan,
} from '../parameters.ts';
import type { ModelReference, Registry } from '../registry.ts';
import type { SamplingSpec } from '../tape/sampled-jumps.ts';

/** A delay: a duration alone is a constant one. */
function delaySchema(registry: Registry): z.ZodType<ModelReference> {
  const constant = zDuration.transform((millis) => ({ model: 'constant', delay: millis }));
  return z.union([constant, registry.schema('delay')]) as unknown as z.ZodType<ModelReference>;
}

const waypoint = z
  .strictObject({
    at: zDuration.describe('time from the start'),
    price: zPrice.describe('USD at that time'),
  })
  .describe('a scripted price');

const commonJumps = z
  .strictObject({
    name: zName.optional().describe('names its random draws; its place in the list when left out'),
    jumpsPerDay: zJumpsPerDay,
    jumpMean: zJumpMean,
    jumpDeviation: zJumpDeviation,
    loadings: z
      .record(zName, z.number().min(-10).max(10))
      .describe('share of the log-jump J that each asset makes: its price is multiplied by e^(loading x J)'),
  })
  .describe('a market-wide compound Poisson process');

const collateral = z.strictObject({
  liquidationThreshold: z
    .number()
    .min(0.001)
    .max(1)
    .describe('fraction of the collateral value that counts against debt'),
  liquidationBonus: zProperFraction.describe('fraction above one given to whoever repays; 0.05 is 5 %'),
  protocolFee: zFraction.default(0).describe('fraction of the bonus kept by the protocol'),
  isolated: z.boolean().optional().describe('true where an account that holds it has no other collateral'),
  supplyCap: zPositive
    .optional()
    .describe(
      'units of it that the protocol takes at most: where the book holds more, accounts that hold it shrink alike',
    ),
});

const category = z.strictObject({
  collateral: z.array(zName).min(1).describe('collaterals that it covers'),
  debt: z.array(zName).min(1).describe('assets that may be owed in it: who owes another is not in it'),
  liquidationThreshold: z.number().min(0.001).max(1).describe('instead of the collaterals’ own'),
  liquidationBonus: zProperFraction.describe('instead of the collaterals’ own, at most that'),
  share: zFraction.default(1).describe('share of those who could be in it that are'),
});

const routing = z.enum(['best', 'split']);
const ROUTINGS = 'best = all at the venue that pays most, split = over all venues at one marginal price';

export function worldSchema(registry: Registry) {
  const transaction = z.strictObject({
    gas: zGas.describe('gas that the report uses'),
    bid: registry.schema('bid').describe('gas price offered'),
    rebid: zSpan
      .optional()
      .describe(
        'time after which a report still waiting is offered again at the then market price; never when left out',
      ),
  });
  return {
    market: z.strictObject({
      assets: z
        .record(
          zName,
          z.strictObject({
            price: registry.schema('price').describe('law of the outside price'),
            waypoints: z
              .array(waypoint)
              .min(1)
              .optional()
              .describe('scripted prices; the law then moves around the log-linear line through them'),
          }),
        )
        .describe('every asset, priced in USD'),
      correlations: z
        .array(z.strictObject({ between: z.tuple([zName, zName]), correlation: z.number().min(-1).max(1) }))
        .optional()
        .describe('correlations of the diffusive moves; pairs left out are independent'),
      commonJumps: z
        .array(commonJumps)
        .optional()
        .describe('jumps that several assets make at the same moment; none when left out'),
      blockSpace: registry.schema('block-space').describe("everybody else's demand for block space"),
    }),
    chains: z.record(
      zName,
      z.strictObject({
        blocks: registry.schema('block-timing'),
        fee: registry.schema('fee'),
        gasLimit: zGas.min(21_000).describe('gas that fits in a block'),
        gasLimitVote: zGas
          .min(21_000)
          .optional()
          .describe('gas limit that block producers move to, by less than 1/1024 a block; it stays when left out'),
        gasOracleLag: zDuration.default(0).describe('age of the gas price by which agents set their bids'),
        ordering: registry
          .schema('ordering')
          .optional()
          .describe('who of several keepers gets an opportunity, and what the others pay; highest-tip when left out'),
        failedAttempts: z
          .enum(['pay', 'free'])
          .optional()
          .describe('whether transactions that came too late are mined and pay (pay, when left out) or are dropped'),
        gasAsset: zName.optional().describe('asset in which gas is paid; gas costs nothing when left out'),
      }),
    ),
    oracles: z.record(
      zName,
      z.strictObject({
        sources: z
          .array(sourceSchema(registry))
          .min(1)
          .optional()
          .describe('who is asked; one faultless source when left out'),
        aggregate: registry
          .schema('aggregate')
          .optional()
          .describe('what is made of several sources; the first when left out'),
        publish: registry
          .schema('publish')
          .describe('how the price gets on the chain: when a report is sent, or what is read'),
        delay: delaySchema(registry)
          .optional()
          .describe('from the move on the market to the report in the mempool; needed where reports are sent'),
        transaction: transaction.optional().describe('of a report; needed where reports are sent'),
        access: registry
          .schema('access')
          .optional()
          .describe('who may read a report when; everybody at once when left out'),
        guards: z
          .array(registry.schema('guard'))
          .optional()
          .describe('when a price is not trusted, and what happens then'),
      }),
    ),
    venues: z.record(zName, registry.schema('venue')),
    keepers: z.array(keeperSchema(registry, delaySchema(registry))),
    frontRunner: frontRunnerSchema.optional(),
    protocol: z.strictObject({
      collateral: z.record(zName, collateral),
      debt: z.array(zName).min(1).describe('assets that can be borrowed'),
      categories: z
        .record(zName, category)
        .optional()
        .describe('assets that move together, with a higher threshold (e-mode); none when left out'),
      book: registry.schema('book'),
      waterfall: z.array(registry.schema('absorber')).describe('who bears bad debt, in order'),
      routing: routing.default('best').describe(`how a sale meets several venues of one asset: ${ROUTINGS}`),
    }),
    attack: attackSchema.optional(),
    strategies: z.record(
      zName,
      z.strictObject({
        preset: z.string().describe('a named strategy, or a plug-in file'),
        trigger: registry.schema('trigger').optional(),
        size: registry.schema('size').optional(),
        discount: registry.schema('discount').optional(),
        split: registry.schema('split').optional().describe('bonus-share when left out'),
        execution: registry.schema('execution').optional(),
        borrowers: z
          .array(registry.schema('borrower'))
          .optional()
          .describe('what borrowers do of their own accord; nothing when left out'),
        collateralOrder: z
          .array(zName)
          .min(1)
          .optional()
          .describe('collaterals in the order in which they are seized; the largest first when left out'),
        thresholds: z
          .array(registry.schema('thresholds'))
          .optional()
          .describe('how liquidation thresholds move in time; they stay when left out'),
        safeguards: z
          .array(registry.schema('safeguard'))
          .optional()
          .describe('what holds liquidations back although accounts are due; nothing when left out'),
        routing: routing.optional().describe(`instead of the protocol's: ${ROUTINGS}`),
      }),
    ),
  };
}

type Sections = ReturnType<typeof worldSchema>;
type Optional = 'frontRunner' | 'attack';
/** The world as it stands in a resolved scenario: durations in milliseconds, defaults filled in. */
export type WorldSpec = { readonly [K in Exclude<keyof Sections, Optional>]: z.output<Sections[K]> } & {
  readonly frontRunner?: z.output<Sections['frontRunner']>;
  readonly attack?: AttackSpec | undefined;
};
/** Duration of the simulated period and the spacing of the tape. */
export interface Horizon {
  readonly horizon: number;
  readonly tick: number;
  /** How paths are drawn; alike where left out. */
  readonly sampling?: SamplingSpec | undefined;
}
