/** What an English auction is told; see `english-auction.ts` for units and meaning. */
import type { EnglishTerms } from '../houses/english-house.ts';

export interface EnglishParameters extends EnglishTerms {
  /** Units of collateral in one lot; Infinity when unlimited. */
  readonly lump: number;
  readonly mostLots: number;
  readonly penalty: number;
  readonly biteGas: number;
  readonly bidGas: number;
  readonly dealGas: number;
  readonly revertGas: number;
  readonly retry: number;
}
