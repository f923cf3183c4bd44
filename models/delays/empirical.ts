/** Waiting times as somebody measured them. */
import { z } from 'zod';
import { columnIndex, numberAt, readCsv } from '../csv-table.ts';
import { DataError } from '../data-error.ts';
import type { Delay } from '../model.ts';
import { zDuration, zFile, zFraction } from '../parameters.ts';
import { defineModel } from '../registry.ts';

interface Quantiles {
  readonly shares: readonly number[];
  readonly millis: readonly number[];
}

const params = z.strictObject({
  file: zFile.optional().describe('CSV with one quantile a row, ascending; instead of `quantiles`'),
  share: z.string().default('share').describe('column with the share of draws at or below (0 to 1)'),
  column: z.string().default('seconds').describe('column with the waiting time in seconds'),
  quantiles: z
    .array(z.strictObject({ share: zFraction, delay: zDuration }))
    .min(1)
    .optional()
    .describe('measured quantiles, ascending: share of draws at or below, and the waiting time'),
});

/** @throws DataError at the first row that is out of order */
function fromFile(file: string, text: string, share: string, column: string): Quantiles {
  const table = readCsv(file, text);
  const [s, c] = [columnIndex(table, share), columnIndex(table, column)];
  const shares = table.rows.map((_, row) => numberAt(table, row, s, 0));
  const millis = table.rows.map((_, row) => 1000 * numberAt(table, row, c, 0));
  const bad = firstDisorder({ shares, millis });
  if (bad !== undefined) throw new DataError(file, table.lines[bad.row] as number, bad.rule);
  return { shares, millis };
}

/** First place where shares or waiting times do not ascend; undefined when all is well. */
function firstDisorder({ shares, millis }: Quantiles): { row: number; rule: string } | undefined {
  for (let row = 0; row < shares.length; row++) {
    if ((shares[row] as number) > 1) return { row, rule: `a share must be at most 1 (got ${shares[row]})` };
    if (row === 0) continue;
    if (!((shares[row] as number) > (shares[row - 1] as number)))
      return { row, rule: 'shares must rise from one quantile to the next' };
    if ((millis[row] as number) < (millis[row - 1] as number))
      return { row, rule: 'waiting times must not fall from one quantile to the next' };
  }
  return undefined;
}

/** Straight lines between the quantiles; below the first and above the last the end itself. */
function interpolated({ shares, millis }: Quantiles): Delay {
  const last = shares.length - 1;
  return {
    quantile(u) {
      if (u <= (shares[0] as number)) return Math.round(millis[0] as number);
      if (u >= (shares[last] as number)) return Math.round(millis[last] as number);
      let row = 0;
      while ((shares[row + 1] as number) < u) row++;
      const part = (u - (shares[row] as number)) / ((shares[row + 1] as number) - (shares[row] as number));
      return Math.round((millis[row] as number) * (1 - part) + (millis[row + 1] as number) * part);
    },
  };
}

/**
 * Waiting times from measured quantiles q(s): the draw for a uniform u is q(u), on straight lines between the quantiles that
 * are given; below the first share and above the last one it is the first or last waiting time itself.
 *
 * Parameters: `quantiles`, a list of `share` (fraction of draws at or below, rising) and `delay` (duration, not falling); or
 * a CSV `file` with a row each, columns named by `share` (fraction) and `column` (seconds). One of the two.
 * Throws when both or neither is given, and at the row that is out of order.
 */
export const empiricalDelay = defineModel({
  family: 'delay',
  name: 'empirical',
  title: 'measured quantiles, from a list or a CSV file',
  misleads: 'in the tail: nothing is later than the last quantile that is given',
  params,
  create({ file, share, column, quantiles }, context) {
    if ((file === undefined) === (quantiles === undefined))
      throw new RangeError('an empirical delay needs `file` or `quantiles`, one of the two; leave the other out');
    if (file !== undefined) {
      if (context === undefined) throw new RangeError('an empirical delay from a file cannot be used here');
      return interpolated(fromFile(file, context.text(file), share, column));
    }
    const list = quantiles as NonNullable<typeof quantiles>;
    const found = { shares: list.map((entry) => entry.share), millis: list.map((entry) => entry.delay) };
    const bad = firstDisorder(found);
    if (bad !== undefined) throw new RangeError(`an empirical delay: ${bad.rule} (entry ${bad.row + 1})`);
    return interpolated(found);
  },
});
