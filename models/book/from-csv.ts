/**
 * A book read from a CSV file through a mapping of its columns. Each mapped column holds units of an asset or USD; USD
 * become units at the prices of the scenario's start. With both sides in USD every account keeps its health factor, so a
 * book of one day can be put on the prices of another.
 */
import { z } from 'zod';
import { columnIndex, numberAt, readCsv } from '../csv-table.ts';
import { DataError } from '../data-error.ts';
import type { BookModel, FileTexts } from '../model.ts';
import { zFile, zName, zPositive } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { BookBuilder, type BookColumns, type BookRequest } from './book.ts';

const column = z.strictObject({
  asset: zName,
  column: z.string().describe('column of the file'),
  unit: z.enum(['units', 'usd']).describe('units of the asset, or USD'),
});

const params = z.strictObject({
  file: zFile,
  collateral: z.array(column).min(1).describe('columns that hold collateral'),
  debt: z.array(column).min(1).describe('columns that hold debt'),
  liquidationThreshold: z
    .strictObject({
      column: z.string().describe('column with a threshold of the account, overriding the asset’s'),
      scale: zPositive.default(1).describe('factor that makes it a fraction: 0.0001 for basis points'),
    })
    .optional()
    .describe('where the file has thresholds of its own'),
  where: z
    .strictObject({
      column: z.string().describe('column of the file'),
      equals: z.string().describe('text that it must hold'),
    })
    .optional()
    .describe('keeps only the rows that hold a text in a column'),
  minimumDebt: z.number().min(0).default(0).describe('USD; accounts that owe less are left out'),
  totalDebt: zPositive.optional().describe('USD that all debts are scaled to, collateral alike'),
});

type Parameters = z.output<typeof params>;

function build(p: Parameters, files: FileTexts, request: BookRequest): BookColumns {
  const table = readCsv(p.file, files.text(p.file));
  const resolve = (entries: typeof p.collateral, usable: (asset: number) => boolean, role: string) =>
    entries.map((entry) => {
      const asset = request.assetNames.indexOf(entry.asset);
      if (asset < 0 || !usable(asset))
        throw new RangeError(`the book maps ${entry.asset} as ${role}, but the protocol does not list it`);
      return { asset, index: columnIndex(table, entry.column), usd: entry.unit === 'usd' };
    });
  const collateral = resolve(p.collateral, (a) => request.thresholds[a] !== undefined, 'collateral');
  const debt = resolve(p.debt, (a) => request.borrowable[a] === true, 'debt');
  const threshold = p.liquidationThreshold && columnIndex(table, p.liquidationThreshold.column);
  const units = (row: number, entry: { asset: number; index: number; usd: boolean }) => {
    const value = numberAt(table, row, entry.index, 0);
    return entry.usd ? value / (request.prices[entry.asset] as number) : value;
  };
  const usd = (row: number, entry: { asset: number; index: number; usd: boolean }) =>
    units(row, entry) * (request.prices[entry.asset] as number);
  const where = p.where && columnIndex(table, p.where.column);
  const kept = [...table.rows.keys()]
    .filter((row) => where === undefined || table.rows[row]?.[where] === p.where?.equals)
    .map((row) => ({ row, debtUsd: debt.reduce((sum, entry) => sum + usd(row, entry), 0) }))
    .filter(({ debtUsd }) => debtUsd > 0 && debtUsd >= p.minimumDebt);
  if (kept.length === 0) throw new DataError(p.file, table.lines.at(-1) as number, 'has no account with debt to keep');
  const total = kept.reduce((sum, { debtUsd }) => sum + debtUsd, 0);
  const scale = p.totalDebt === undefined ? 1 : p.totalDebt / total;
  const builder = new BookBuilder();
  for (const { row } of kept) {
    const own =
      threshold === undefined ? undefined : numberAt(table, row, threshold, 0) * (p.liquidationThreshold?.scale ?? 1);
    if (own !== undefined && own > 1) {
      throw new DataError(
        p.file,
        table.lines[row] as number,
        `liquidation threshold ${own} is above 1; set liquidationThreshold.scale`,
      );
    }
    for (const entry of collateral) {
      const limit = own ?? (request.thresholds[entry.asset] as number);
      builder.addCollateral(entry.asset, scale * units(row, entry), limit);
    }
    for (const entry of debt) builder.addDebt(entry.asset, scale * units(row, entry));
    builder.endAccount();
  }
  return builder.build();
}

export const csvBook = defineModel({
  family: 'book',
  name: 'csv',
  title: 'accounts of a CSV file, through a mapping of its columns',
  misleads: 'when the file is older than the prices: set totalDebt, and mind that health factors are the file’s',
  params,
  create: (p, files): BookModel => ({ build: (request) => build(p, files, request) }),
});
