/** Figures that several crises are held against, and how amounts are shown. */
import type { OutcomeKey } from '../../../index.ts';
import type { Figure } from './crisis.ts';

export function amount(usd: number): string {
  if (usd < 1e3) return usd.toFixed(0);
  return usd < 1e6 ? `${Number((usd / 1e3).toPrecision(2))}k` : `${(usd / 1e6).toPrecision(3)}m`;
}
export const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 2 : 0)} %`;
export const minutes = (seconds: number): string => `${(seconds / 60).toFixed(0)} min`;

export const plain =
  (key: OutcomeKey): Figure['of'] =>
  (columns) =>
    columns(key);

export const badDebt = (recorded: string): Figure => ({
  what: 'bad debt, USD',
  short: 'bad debt',
  recorded,
  of: plain('badDebtUsd'),
  show: amount,
});
export const seized = (recorded: string, isFitted = false): Figure => ({
  what: 'collateral liquidated, USD at the price of the moment',
  short: 'collateral',
  recorded,
  of: plain('seizedUsd'),
  show: amount,
  isFitted,
});
