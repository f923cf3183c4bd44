/**
 * The market in which positions of one pair of collateral and debt stand: bands on a common grid of prices, each owned in shares. What a
 * trade changes in a band is divided among its owners.
 */
import type { Fraction } from '../../../sim/units.ts';
import { bandAnchor, bandAtPrice, bandEdge, bandPrice, worthWhenFalling } from '../houses/bands.ts';

interface Band {
  readonly number: number;
  readonly top: number;
  readonly bottom: number;
  x: number;
  y: number;
  shares: number;
  /** y0 at the oracle's price of the last look, and the price at which it trades. */
  anchor: number;
  price: number;
}

export interface BandPosition {
  readonly slot: number;
  readonly wave: number;
  readonly collateralEntry: number;
  readonly debtEntry: number;
  /** Number of its highest band. */
  readonly first: number;
  /** In each of its bands, from the highest down. */
  readonly shares: Float64Array;
  /** Of the debt's asset in its bands: it counts as repaid. */
  converted: number;
  /** What the last trade changed: collateral, and of the debt's asset. */
  dy: number;
  dx: number;
  isUnhealthy: boolean;
}

export interface BandTrade {
  /** Collateral, and money, that change hands; fee included in what comes in. */
  units: number;
  money: number;
  bands: number;
}

/** Shares below this are rounding. */
const ROUNDING = 1e-12;

export type Direction = 'out' | 'in';

export class BandMarket {
  readonly asset: number;
  readonly debtAsset: number;
  readonly #base: number;
  readonly #amplification: number;
  readonly #keep: Fraction;
  readonly #bands: Band[] = [];
  readonly #byNumber = new Map<number, Band>();
  readonly #done: BandTrade = { units: 0, money: 0, bands: 0 };
  positions: BandPosition[] = [];
  #oracle = 0;

  /** @param base price at which the grid begins @param fee of what comes in, which stays in the band */
  constructor(asset: number, debtAsset: number, base: number, amplification: number, fee: Fraction) {
    this.asset = asset;
    this.debtAsset = debtAsset;
    this.#base = base;
    this.#amplification = amplification;
    this.#keep = 1 - fee;
  }

  /** Puts collateral into `count` bands, the highest of which lies just below `top`. */
  enter(
    account: Pick<BandPosition, 'slot' | 'wave' | 'collateralEntry' | 'debtEntry'>,
    units: number,
    top: number,
    count: number,
  ): BandPosition {
    const step = Math.log(this.#amplification / (this.#amplification - 1));
    const first = Math.ceil(Math.log(this.#base / top) / step - 1e-9);
    const shares = new Float64Array(count);
    const part = units / count;
    for (let k = 0; k < count; k++) {
      const band = this.#band(first + k);
      // Shares are in y0, so that whoever comes later buys into what the band is worth.
      const before = bandAnchor(band, this.#amplification, band.top, this.#oracle);
      const added = bandAnchor({ x: 0, y: part }, this.#amplification, band.top, this.#oracle);
      shares[k] = band.shares > 0 && before > 0 ? (band.shares * added) / before : added;
      band.shares += shares[k] as number;
      band.y += part;
    }
    const position = { ...account, first, shares, converted: 0, dy: 0, dx: 0, isUnhealthy: false };
    this.positions.push(position);
    return position;
  }

  #band(number: number): Band {
    let band = this.#byNumber.get(number);
    if (band === undefined) {
      const top = bandEdge(this.#base, this.#amplification, number);
      const bottom = bandEdge(this.#base, this.#amplification, number + 1);
      band = { number, top, bottom, x: 0, y: 0, shares: 0, anchor: 0, price: 0 };
      this.#bands.push(band);
      this.#byNumber.set(number, band);
    }
    return band;
  }

  /** Takes a share of a position out of its bands. */
  withdraw(position: BandPosition, share: Fraction): void {
    position.shares.forEach((own, k) => {
      const band = this.#band(position.first + k);
      const part = band.shares > 0 ? Math.min(1, (share * own) / band.shares) : 0;
      position.shares[k] = own - share * own;
      band.x -= part * band.x;
      band.y -= part * band.y;
      band.shares -= share * own;
      if (band.shares > ROUNDING * own) return;
      // Nobody is left in it.
      band.x = 0;
      band.y = 0;
      band.shares = 0;
    });
    position.converted *= 1 - share;
    if (share === 1) this.positions = this.positions.filter((one) => one !== position);
  }

  /** Where the oracle stands, money per unit: all bands are priced anew. */
  look(oracle: number): void {
    this.#oracle = oracle;
    for (const band of this.#bands) {
      if (band.x === 0 && band.y === 0) continue;
      band.anchor = bandAnchor(band, this.#amplification, band.top, oracle);
      band.price = bandPrice(band, band.anchor, this.#amplification, band.top, oracle);
    }
  }

  /** Highest edge of a position's bands. */
  topOf({ first }: BandPosition): number {
    return this.#band(first).top;
  }

  bottomOf({ first, shares }: BandPosition): number {
    return this.#band(first + shares.length - 1).bottom;
  }

  /** Lowest price at which collateral leaves; Infinity when there is none. */
  get ask(): number {
    return this.#bands.reduce((low, { y, price }) => (y > 0 ? Math.min(low, price) : low), Number.POSITIVE_INFINITY);
  }

  /** Whether any band is partly converted. */
  get isTrading(): boolean {
    return this.#bands.some(({ x, y }) => x > 0 && y > 0);
  }

  /** Money that a position is good for when the price falls through its bands slowly. */
  worthOf(position: BandPosition): number {
    let worth = 0;
    for (let k = 0; k < position.shares.length; k++) {
      const band = this.#band(position.first + k);
      if (band.shares === 0) continue;
      const part = (position.shares[k] as number) / band.shares;
      worth += part * worthWhenFalling(band, band.top, band.bottom, this.#oracle);
    }
    return worth;
  }

  /** Price paid per unit for collateral that leaves at a price, and got for what comes in. */
  withFee(price: number, direction: Direction): number {
    return direction === 'out' ? price / this.#keep : price * this.#keep;
  }

  /** What trading up (`out`) or down (`in`) to a price would move. */
  quote(price: number, direction: Direction, into: BandTrade): BandTrade {
    into.units = 0;
    into.money = 0;
    into.bands = 0;
    for (const band of this.#bands) this.#move(band, price, direction, into, false);
    return into;
  }

  /** Trades up or down to a price; positions have their part of it in `dy` and `dx`. */
  trade(price: number, direction: Direction): void {
    for (const position of this.positions) {
      position.dx = 0;
      position.dy = 0;
    }
    for (const band of this.#bands) {
      const [x, y] = [band.x, band.y];
      if (!this.#move(band, price, direction, this.#done, true)) continue;
      for (const position of this.positions) {
        const own = position.shares[band.number - position.first];
        if (own === undefined || own === 0) continue;
        position.dx += (own / band.shares) * (band.x - x);
        position.dy += (own / band.shares) * (band.y - y);
      }
    }
  }

  #move(band: Band, price: number, direction: Direction, into: BandTrade, isDone: boolean): boolean {
    const isOut = direction === 'out';
    if ((isOut ? band.y : band.x) <= 0 || band.shares === 0) return false;
    if (isOut ? band.price >= price : band.price <= price) return false;
    const after = bandAtPrice(band.anchor, this.#amplification, band.top, this.#oracle, price);
    const units = isOut ? band.y - after.y : (after.y - band.y) / this.#keep;
    const money = isOut ? (after.x - band.x) / this.#keep : band.x - after.x;
    if (!(units > 0 && money > 0)) return false;
    into.units += units;
    into.money += money;
    into.bands += 1;
    if (!isDone) return true;
    band.y = isOut ? after.y : band.y + units;
    band.x = isOut ? band.x + money : after.x;
    return true;
  }
}
