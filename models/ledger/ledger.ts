/**
 * Double-entry ledger of one reaction: units of every asset, and claims in it (what is owed), over everybody who can hold
 * them. Every posting moves something from one holder to another, so columns sum to zero; `close` proves that what the
 * ledger says agrees with what the book, the venues and the fund say of themselves.
 */
export const HOLDERS = [
  'borrowers',
  'keepers',
  'venues',
  'protocol',
  'insurance',
  'lenders',
  'chain',
  'market',
  'backstop',
] as const;
export type Holder = (typeof HOLDERS)[number];

/** Positions in `HOLDERS`, for code that posts on every event. */
export const BORROWERS = 0;
export const KEEPERS = 1;
export const VENUES = 2;
export const PROTOCOL = 3;
export const INSURANCE = 4;
export const LENDERS = 5;
export const CHAIN = 6;
export const MARKET = 7;
/** Whoever stands ready to take accounts over: depositors of a stability pool, stakers. */
export const BACKSTOP = 8;

/** A path whose books do not agree: a bug, never a result. */
export class LedgerError extends Error {
  readonly code = 'LEDGER_OPEN';
}

const TOLERANCE = 1e-9;

export class Ledger {
  readonly #assets: number;
  readonly #held: Float64Array;
  readonly #claims: Float64Array;
  /** Sum of absolute amounts moved per asset: the scale against which a difference is judged. */
  readonly #moved: Float64Array;

  constructor(assets: number) {
    this.#assets = assets;
    this.#held = new Float64Array(HOLDERS.length * assets);
    this.#claims = new Float64Array(HOLDERS.length * assets);
    this.#moved = new Float64Array(assets);
  }

  reset(): void {
    this.#held.fill(0);
    this.#claims.fill(0);
    this.#moved.fill(0);
  }

  /** `units` of an asset change hands (negative: the other way). */
  move(asset: number, from: number, to: number, units: number): void {
    const a = from * this.#assets + asset;
    const b = to * this.#assets + asset;
    this.#held[a] = (this.#held[a] as number) - units;
    this.#held[b] = (this.#held[b] as number) + units;
    this.#moved[asset] = (this.#moved[asset] as number) + Math.abs(units);
  }

  /** A claim of `units` passes from one holder to another: repaying lowers the creditor's, forgiving too. */
  moveClaim(asset: number, from: number, to: number, units: number): void {
    const a = from * this.#assets + asset;
    const b = to * this.#assets + asset;
    this.#claims[a] = (this.#claims[a] as number) - units;
    this.#claims[b] = (this.#claims[b] as number) + units;
    this.#moved[asset] = (this.#moved[asset] as number) + Math.abs(units);
  }

  /** Change of a holder's units since the start. */
  held(holder: number, asset: number): number {
    return this.#held[holder * this.#assets + asset] as number;
  }

  claims(holder: number, asset: number): number {
    return this.#claims[holder * this.#assets + asset] as number;
  }

  /** Sum over all holders, which is zero but for rounding. */
  imbalance(asset: number): number {
    let sum = 0;
    for (let holder = 0; holder < HOLDERS.length; holder++)
      sum += this.held(holder, asset) + this.claims(holder, asset);
    return sum;
  }

  /**
   * @param stated what the holder itself counts @param size amount that the holder's own count is rounded at
   * @throws LedgerError when it is not what was posted, by more than 1e-9 of the amounts that moved
   */
  agree(what: string, asset: number, posted: number, stated: number, size: number): void {
    const scale = Math.max(1e-12, this.#moved[asset] as number, Math.abs(stated), size);
    if (Math.abs(posted - stated) <= TOLERANCE * scale) return;
    throw new LedgerError(`the ledger does not close: ${what} changed by ${stated}, but ${posted} was posted`);
  }

  /** @throws LedgerError when units or claims of an asset appeared or vanished */
  close(): void {
    for (let asset = 0; asset < this.#assets; asset++)
      this.agree('the sum over all holders', asset, this.imbalance(asset), 0, 0);
  }
}
