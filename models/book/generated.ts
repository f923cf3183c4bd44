/**
 * A book drawn from stated distributions. Per account: debt D ~ lognormal(median, spread) in USD; health factor
 * H = 1 + minimum slack + lognormal(median slack, spread); one collateral asset (or several with probability
 * `diversified`, in equal value) and one debt asset by weight; collateral value C = H · D / threshold. `totalDebt`
 * then scales every account alike.
 *
 * Source for the form: ln(H − 1) of the Aave v3 wstETH borrowers of June 2023 has mean −0.48 and deviation 1.45.
 * Misleads about concentration: real books hold a few accounts that are each a large share (set `spread` high, or read a CSV).
 */
import { z } from 'zod';
import { lognormalQuantile } from '../../sim/random/distributions.ts';
import type { RandomStream } from '../../sim/random/random-stream.ts';
import type { BookModel } from '../model.ts';
import { zCount, zFraction, zName, zNonNegative, zPositive } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { BookBuilder, type BookColumns, type BookRequest } from './book.ts';

const weights = z.record(zName, zPositive);

const params = z.strictObject({
  accounts: zCount.max(5_000_000),
  debt: z
    .strictObject({
      median: zPositive.describe('USD'),
      spread: zNonNegative.max(5).describe('standard deviation of ln debt'),
    })
    .describe('lognormal debt of an account, USD'),
  healthFactor: z
    .strictObject({
      minimum: z.number().min(1).default(1.01).describe('lowest health factor at the start'),
      medianSlack: zPositive.describe('median of the health factor above the minimum'),
      spread: zNonNegative.max(5).describe('standard deviation of the logarithm of that slack'),
    })
    .describe('shifted lognormal health factor of an account at the start'),
  collateral: weights.describe('share of accounts that hold each collateral asset, by weight'),
  borrowed: weights.describe('share of accounts that owe each asset, by weight'),
  diversified: zFraction.default(0).describe('share of accounts that hold every collateral asset in equal value'),
  totalDebt: zPositive.optional().describe('USD that all debts add up to; as drawn when left out'),
});

type Parameters = z.output<typeof params>;

function assetsOf(
  table: Record<string, number>,
  request: BookRequest,
  usable: (asset: number) => boolean,
  role: string,
) {
  const total = Object.values(table).reduce((sum, weight) => sum + weight, 0);
  let upTo = 0;
  return Object.entries(table).map(([name, weight]) => {
    const asset = request.assetNames.indexOf(name);
    if (asset < 0 || !usable(asset))
      throw new RangeError(`the generated book wants ${name} as ${role}, but the protocol does not list it`);
    upTo += weight / total;
    return { asset, upTo };
  });
}

function pick(table: readonly { asset: number; upTo: number }[], u: number): number {
  return (table.find((row) => u < row.upTo) ?? (table.at(-1) as { asset: number })).asset;
}

function draw(p: Parameters, request: BookRequest): BookColumns {
  const collateral = assetsOf(p.collateral, request, (a) => request.thresholds[a] !== undefined, 'collateral');
  const borrowed = assetsOf(p.borrowed, request, (a) => request.borrowable[a] === true, 'debt');
  const stream: RandomStream = request.stream('book');
  const { accounts } = p;
  const debts = new Float64Array(accounts);
  const health = new Float64Array(accounts);
  const held = new Uint8Array(accounts);
  const owed = new Uint8Array(accounts);
  const diversified = new Uint8Array(accounts);
  for (let account = 0; account < accounts; account++) {
    debts[account] = lognormalQuantile(stream.uniform(), p.debt.median, p.debt.spread);
    const slack = lognormalQuantile(stream.uniform(), p.healthFactor.medianSlack, p.healthFactor.spread);
    health[account] = p.healthFactor.minimum + slack;
    held[account] = pick(collateral, stream.uniform());
    owed[account] = pick(borrowed, stream.uniform());
    diversified[account] = stream.uniform() < p.diversified ? 1 : 0;
  }
  const sum = debts.reduce((total, debt) => total + debt, 0);
  const scale = p.totalDebt === undefined ? 1 : p.totalDebt / sum;
  const builder = new BookBuilder();
  const everyAsset = collateral.map((row) => row.asset);
  const single = [0];
  for (let account = 0; account < accounts; account++) {
    const debtUsd = scale * (debts[account] as number);
    const debtAsset = owed[account] as number;
    builder.addDebt(debtAsset, debtUsd / (request.prices[debtAsset] as number));
    single[0] = held[account] as number;
    const assets = diversified[account] === 1 ? everyAsset : single;
    const threshold = assets.reduce((total, asset) => total + (request.thresholds[asset] as number), 0) / assets.length;
    for (const asset of assets) {
      const valueUsd = ((health[account] as number) * debtUsd) / threshold / assets.length;
      builder.addCollateral(asset, valueUsd / (request.prices[asset] as number), request.thresholds[asset] as number);
    }
    builder.endAccount();
  }
  return builder.build();
}

export const generatedBook = defineModel({
  family: 'book',
  name: 'generated',
  title: 'accounts drawn from lognormal debts and health factors',
  source: 'shape of the Aave v3 wstETH book of June 2023',
  misleads: 'about concentration in a few large accounts',
  params,
  create: (p): BookModel => ({ build: (request) => draw(p, request) }),
});
