/** What the book looks like at the start, small enough for a report: written as `book.json` beside the results. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { BookColumns } from '../models/book/book.ts';
import { TapeWriter } from '../models/tape/tape-writer.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import { type Job, texts } from './batch.ts';

const bookFacts = z.object({
  accounts: z.number(),
  debtUsd: z.number(),
  collateralUsd: z.number(),
  /** Health factor from (at least) to (below; null: no end), accounts and debt in between. */
  health: z.array(z.object({ from: z.number(), to: z.number().nullable(), accounts: z.number(), debtUsd: z.number() })),
  /** Fall of all collateral that cannot be borrowed, as a fraction; debt with a health factor below 1 after it, and debt beyond its collateral. */
  falls: z.array(z.object({ fall: z.number(), liquidableUsd: z.number(), uncoveredUsd: z.number() })),
  /** Debt of the largest debtors together. */
  largest: z.array(z.object({ accounts: z.number(), debtUsd: z.number() })),
  /** Collateral and debt by asset, in the scenario's order. */
  assets: z.array(z.object({ asset: z.string(), falls: z.boolean(), collateralUsd: z.number(), debtUsd: z.number() })),
});

export type BookFacts = z.output<typeof bookFacts>;

export const BOOK_FILE = 'book.json';

const EDGES = [0, 0.95, 1, 1.05, 1.1, 1.15, 1.2, 1.3, 1.4, 1.5, 1.75, 2, 2.5, 3, 5] as const;
const FALLS = Array.from({ length: 41 }, (_, index) => index / 50);
const LARGEST = [1, 5, 10, 50, 100, 500, 1000] as const;

interface Account {
  readonly debtUsd: number;
  /** Value of what keeps its price and of what falls; the same weighted by liquidation thresholds. */
  readonly firm: number;
  readonly falling: number;
  readonly firmWeighted: number;
  readonly fallingWeighted: number;
}

/** @throws RangeError when the scenario's models cannot be made, as `prepareJob` does */
export function bookFactsOf({ scenario, registry }: LoadedScenario, { book, files }: Job): BookFacts {
  const writer = new TapeWriter(scenario, scenario.run, registry, texts(files));
  const prices = writer.assetNames.map((_, asset) => writer.startPrice(asset));
  const falls = writer.assetNames.map((name) => !scenario.protocol.debt.includes(name));
  const accounts = accountsOf(book.columns, prices, falls);
  const descending = accounts.map(({ debtUsd }) => debtUsd).sort((a, b) => b - a);
  const assets = writer.assetNames.map((asset, index) => ({
    asset,
    falls: falls[index]!,
    collateralUsd: heldOf(book.columns.collateralAsset, book.columns.collateralAmount, index) * prices[index]!,
    debtUsd: heldOf(book.columns.debtAsset, book.columns.debtAmount, index) * prices[index]!,
  }));
  return {
    accounts: accounts.length,
    debtUsd: book.debtUsd,
    collateralUsd: book.collateralUsd,
    health: healthBins(accounts),
    falls: FALLS.map((fall) => afterFall(accounts, fall)),
    largest: LARGEST.filter((count) => count <= descending.length).map((count) => ({
      accounts: count,
      debtUsd: descending.slice(0, count).reduce((sum, debt) => sum + debt, 0),
    })),
    assets: assets.filter(({ collateralUsd, debtUsd }) => collateralUsd > 0 || debtUsd > 0),
  };
}

/** The facts that a run left in its folder; undefined where there are none that can be read. */
export function readBookFacts(folder: string): BookFacts | undefined {
  try {
    return bookFacts.safeParse(JSON.parse(readFileSync(join(folder, BOOK_FILE), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function accountsOf(book: BookColumns, prices: readonly number[], falls: readonly boolean[]): Account[] {
  return Array.from({ length: book.accounts }, (_, account) => {
    const one = { debtUsd: 0, firm: 0, falling: 0, firmWeighted: 0, fallingWeighted: 0 };
    for (let entry = book.debtFirst[account]!; entry < book.debtFirst[account + 1]!; entry++)
      one.debtUsd += book.debtAmount[entry]! * prices[book.debtAsset[entry]!]!;
    for (let entry = book.collateralFirst[account]!; entry < book.collateralFirst[account + 1]!; entry++) {
      const asset = book.collateralAsset[entry]!;
      const value = book.collateralAmount[entry]! * prices[asset]!;
      const part = falls[asset] ? 'falling' : 'firm';
      one[part] += value;
      one[`${part}Weighted`] += value * book.collateralThreshold[entry]!;
    }
    return one;
  });
}

function healthBins(accounts: readonly Account[]): BookFacts['health'] {
  const bins = EDGES.map((from, index) => ({ from, to: EDGES[index + 1] ?? null, accounts: 0, debtUsd: 0 }));
  for (const { debtUsd, firmWeighted, fallingWeighted } of accounts) {
    if (debtUsd <= 0) continue;
    const health = (firmWeighted + fallingWeighted) / debtUsd;
    const bin = bins.findLast(({ from }) => health >= from)!;
    bin.accounts += 1;
    bin.debtUsd += debtUsd;
  }
  return bins;
}

function afterFall(accounts: readonly Account[], fall: number): BookFacts['falls'][number] {
  let [liquidableUsd, uncoveredUsd] = [0, 0];
  for (const { debtUsd, firm, falling, firmWeighted, fallingWeighted } of accounts) {
    if (firmWeighted + fallingWeighted * (1 - fall) < debtUsd) liquidableUsd += debtUsd;
    uncoveredUsd += Math.max(0, debtUsd - firm - falling * (1 - fall));
  }
  return { fall, liquidableUsd, uncoveredUsd };
}

function heldOf(assets: Uint8Array, amounts: Float64Array, asset: number): number {
  return amounts.reduce((sum, amount, entry) => (assets[entry] === asset ? sum + amount : sum), 0);
}
