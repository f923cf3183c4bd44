/**
 * A tender of collateral under seal: bids are served from the highest price down, each for as much as its money pays, until the sum that
 * is to be raised is there or the collateral is used up.
 *
 *   first-price   bid i pays b_i
 *   uniform       all pay p = the lowest price among those served: the first k bids of which Σ money ≥ min(raise, collateral · b_k)
 *
 * Source: first-price and uniform-price auctions of a divisible good (Krishna, Auction Theory, ch. 12).
 */
export interface TenderBid {
  /** Money per unit. */
  readonly price: number;
  readonly money: number;
}

export interface Served {
  /** Position among the bids handed in. */
  readonly bid: number;
  readonly units: number;
  readonly money: number;
}

/** @param bids from the highest price down */
export function firstPrice(bids: readonly TenderBid[], raise: number, collateral: number): Served[] {
  const served: Served[] = [];
  let [wanted, left] = [raise, collateral];
  for (let bid = 0; bid < bids.length && wanted > 0 && left > 0; bid++) {
    const { price, money } = bids[bid] as TenderBid;
    const paid = Math.min(wanted, money, left * price);
    if (paid <= 0) continue;
    const units = Math.min(left, paid / price);
    served.push({ bid, units, money: paid });
    wanted -= paid;
    left = paid >= left * price ? 0 : left - units;
  }
  return served;
}

/** @param bids from the highest price down */
export function uniformPrice(bids: readonly TenderBid[], raise: number, collateral: number): Served[] {
  let money = 0;
  let price = 0;
  for (const bid of bids) {
    if (bid.money <= 0) continue;
    money += bid.money;
    price = bid.price;
    if (money >= Math.min(raise, collateral * price)) break;
  }
  if (price === 0) return [];
  return firstPrice(
    bids.map((bid) => ({ price, money: bid.price >= price ? bid.money : 0 })),
    raise,
    collateral,
  );
}
