/**
 * A batch auction with one price for all. Bids are served from the highest price down until the lot is sold; the price is the
 * one at which that happens.
 *
 *   filled in part  the last bid served sets the price, and gets what the others leave
 *   between bids    at the last bid's price the others alone ask for more than there is: price = their money / lot
 *   all served      more money than the least that is asked for: price = money / lot
 *   short           less than that: the price is the least that is asked for, and a part of the lot stays
 *
 * Among equal prices the smaller quantity comes first, then the bidder with the lower number. Source: Gnosis EasyAuction
 * (gnosis/ido-contracts @ e5ec2e6).
 */

export interface BatchBid {
  readonly bidder: number;
  /** Money offered. */
  readonly money: number;
  /** Units wanted for it, at least. */
  readonly units: number;
}

export interface Clearing {
  /** The price as money over units. */
  readonly money: number;
  readonly units: number;
  /** The bid that sets the price, in the order of those handed in; −1 when none does. */
  readonly bid: number;
  /** Money of that bid that is spent. */
  readonly spent: number;
  /** Units of the lot that are sold. */
  readonly sold: number;
}

/** Order in which bids are served: positions in `bids`. */
export function servingOrder(bids: readonly BatchBid[]): number[] {
  return bids
    .map((_, index) => index)
    .sort((x, y) => {
      const [a, b] = [bids[x] as BatchBid, bids[y] as BatchBid];
      return b.money * a.units - a.money * b.units || a.units - b.units || a.bidder - b.bidder || x - y;
    });
}

/** @param least money for the whole lot below which it is not sold whole */
export function clear(lot: number, least: number, bids: readonly BatchBid[]): Clearing {
  let money = 0;
  for (const index of servingOrder(bids)) {
    const bid = bids[index] as BatchBid;
    money += bid.money;
    if (money * bid.units < lot * bid.money) continue;
    const surplus = money - (lot * bid.money) / bid.units;
    if (bid.money >= surplus) {
      return { money: bid.money, units: bid.units, bid: index, spent: bid.money - surplus, sold: lot };
    }
    return { money: money - bid.money, units: lot, bid: -1, spent: 0, sold: lot };
  }
  if (money > least) return { money, units: lot, bid: -1, spent: 0, sold: lot };
  return { money: least, units: lot, bid: -1, spent: 0, sold: (money * lot) / least };
}
