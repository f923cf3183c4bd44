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
  /** Who owns it. */
  holdings: Holding[];
  /** y0 at the oracle's price of the last look, and the price at which it trades. */
  anchor: number;
  price: number;
}

interface Holding {
  readonly position: BandPosition;
  readonly band: Band;
  shares: number;
}

export interface BandPosition {
  readonly slot: number;
  readonly wave: number;
  readonly collateralEntry: number;
  readonly debtEntry: number;
  /** Its shares of bands, from the highest down. */
  readonly holdings: readonly Holding[];
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

export type Direction = 'out' | 'in';

export class BandMarket {
  readonly asset: number;
  readonly debtAsset: number;
  readonly #base: number;
  readonly #amplification: number;
  readonly #keep: Fraction;
  #bands: Band[] = [];
  /** By number: the band that newcomers buy into. */
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
    const holdings: Holding[] = [];
    const position: BandPosition = { ...account, holdings, converted: 0, dy: 0, dx: 0, isUnhealthy: false };
    const part = units / count;
    for (let k = 0; k < count; k++) {
      const band = this.#unconverted(first + k);
      const shares = band.shares > 0 ? (band.shares * part) / band.y : part;
      const holding = { position, band, shares };
      band.shares += shares;
      band.y += part;
      band.holdings.push(holding);
      holdings.push(holding);
    }
    this.positions.push(position);
    return position;
  }

  /** The band of a number; another one in its place where that is partly converted, so that newcomers take nothing of it. */
  #unconverted(number: number): Band {
    const known = this.#byNumber.get(number);
    if (known !== undefined && known.x === 0 && (known.y > 0 || known.shares === 0)) return known;
    const top = bandEdge(this.#base, this.#amplification, number);
    const bottom = bandEdge(this.#base, this.#amplification, number + 1);
    const band: Band = { number, top, bottom, x: 0, y: 0, shares: 0, holdings: [], anchor: 0, price: 0 };
    this.#bands.push(band);
    this.#byNumber.set(number, band);
    return band;
  }

  /** Takes a share of a position out of its bands. */
  withdraw(position: BandPosition, share: Fraction): void {
    for (const holding of position.holdings) {
      const { band } = holding;
      if (share === 1) band.holdings = band.holdings.filter((one) => one !== holding);
      const taken = share * holding.shares;
      const part = band.holdings.length === 0 ? 1 : taken / band.shares;
      holding.shares -= taken;
      band.x -= part * band.x;
      band.y -= part * band.y;
      band.shares = part === 1 ? 0 : band.shares - taken;
    }
    position.converted *= 1 - share;
    if (share < 1) return;
    this.positions = this.positions.filter((one) => one !== position);
    this.#bands = this.#bands.filter((band) => band.holdings.length > 0 || this.#byNumber.get(band.number) === band);
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
  topOf({ holdings }: BandPosition): number {
    return holdings[0]?.band.top ?? 0;
  }

  bottomOf({ holdings }: BandPosition): number {
    return holdings.at(-1)?.band.bottom ?? 0;
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
    for (const { band, shares } of position.holdings) {
      if (band.shares > 0)
        worth += (shares / band.shares) * worthWhenFalling(band, band.top, band.bottom, this.#oracle);
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
      for (const { position, shares } of band.holdings) {
        position.dx += (shares / band.shares) * (band.x - x);
        position.dy += (shares / band.shares) * (band.y - y);
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
