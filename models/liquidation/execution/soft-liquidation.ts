/** Soft liquidation in bands: parameters, and what they mean. The engine is in `bands.ts`. */
import { z } from 'zod';
import type { Execution } from '../../model.ts';
import { zCount, zGas, zProperFraction, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import { BandsExecutor } from './bands.ts';

/**
 * Collateral is converted band by band as its price falls, and back as it rises, by whoever trades against the market it stands in.
 *
 *   edge(n)   = base · ((A − 1)/A)^n,  base: the protocol's price at the start;  an account's bands are the N below the price at which it
 *               became due, with a part of its collateral of that asset in each
 *   trade     (f + x)(g + y) = p·A²·y0²,  f = A·y0·p²/edge(n),  g = (A − 1)·y0·edge(n)/p;  p: the protocol's price, x: converted, y: collateral
 *   price     between p³/edge(n)² and p³/edge(n + 1)², beyond the oracle, so that trading against it pays
 *   health    = worth · (1 − liquidationDiscount) / debt − 1,  worth = Σ x + y·√(edge(n + 1)·min(p, edge(n)))
 *
 * Keepers trade out what gains against the venue's curve, for gas + bandGas · (bands); they trade back in with collateral from the market
 * at its price. What is converted counts as repaid, `fee` of what comes in stays in the band. An account whose health is below 0 may be
 * liquidated by a keeper, who pays what is left of its debt and gets its collateral, for `hardGas`. One whose debt is all converted is
 * closed, and what exceeds it is its owner's.
 * Prices in units of debt per unit of collateral. Source: curve-stablecoin, AMM.vy and Controller.vy.
 */
export const softLiquidation = defineModel({
  family: 'execution',
  name: 'bands',
  title: 'collateral is converted band by band as its price falls, and back as it rises',
  source: 'curve-stablecoin AMM.vy and Controller.vy (curvefi/curve-stablecoin @ cf1d05f)',
  misleads:
    'about debt that even all collateral does not cover: it stays in the bands, and counts as latent bad debt; about traders who come for other reasons than arbitrage',
  params: z.strictObject({
    amplification: z.number().gt(1).max(10_000).describe('A; a band is 1/A wide, e.g. 100'),
    bands: zCount.min(1).max(50).describe('N, bands of one account'),
    fee: zProperFraction.describe('of what comes into a band, e.g. 0.006'),
    liquidationDiscount: zProperFraction.describe(
      'by which worth must exceed debt before a hard liquidation, e.g. 0.06',
    ),
    gas: zGas.describe('gas of a trade against the bands, selling included'),
    bandGas: zGas.describe('gas of each band that a trade touches'),
    hardGas: zGas.describe('gas of a hard liquidation'),
    revertGas: zGas.describe('gas of a transaction that comes too late'),
    retry: zSpan.default(60_000).describe('how often keepers look at bands that are partly converted'),
  }),
  create: (p): Execution => ({ executor: (stage) => new BandsExecutor(stage, p) }),
});
