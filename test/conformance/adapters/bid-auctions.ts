/** Auctions by bids: Maker's flip and flop and the Cat before them, GEB's discounts, Gnosis' batches, Ajna's bonds and reserves. */
import { isDue } from '../../../models/book/margin.ts';
import { multiplierAt } from '../../../models/liquidation/curve/increasing-discount.ts';
import { clear } from '../../../models/liquidation/houses/batch-house.ts';
import { bondReward, claimableReserves } from '../../../models/liquidation/houses/bonded-auction.ts';
import { collateralBase, DiscountedLot, systemCoinBound } from '../../../models/liquidation/houses/discount-house.ts';
import {
  type Bidders,
  CollateralAuction,
  DebtAuction,
  lumpShare,
} from '../../../models/liquidation/houses/english-house.ts';
import { WHOLE } from '../../../models/liquidation/whole-units.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';

const WAD = 1e18;
const RAY = 1e27;

type Part = Readonly<Record<string, unknown>>;

/** Balances that a script of bids leaves behind. */
class Purses implements Bidders {
  readonly money: Record<string, number> = {};
  readonly units: Record<string, number> = {};
  readonly #receiver: string;

  constructor(start: Part, receiver: string) {
    for (const [name, value] of Object.entries(start)) this.money[name] = numberOf(value);
    this.#receiver = receiver;
  }

  pay(from: string, to: string, money: number): void {
    const held = this.money[from] ?? 0;
    if (from !== this.#receiver && held < money) throw new RangeError(`${from} has not got that much`);
    this.money[from] = held - money;
    this.money[to] = (this.money[to] ?? 0) + money;
  }

  give(to: string, units: number): void {
    this.units[to] = (this.units[to] ?? 0) + units;
  }
}

const termsOf = (params: Part) => {
  const p = numbersOf(params, 'beg', 'ttl', 'tau');
  return { beg: p.beg / WAD, ttl: p.ttl * 1000, tau: p.tau * 1000 };
};

/** Runs the events; an event that the auction refuses is one that did not happen. */
function outcomes(events: unknown, act: (event: readonly string[]) => void): boolean[] {
  return (events as string[][]).map((event) => {
    try {
      act(event);
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  });
}

const RECEIVER = 'gal';

function flip(params: Part, inputs: Part) {
  const purses = new Purses(inputs.bidders as Part, RECEIVER);
  const { lot, tab: raise } = numbersOf(inputs, 'lot', 'tab');
  const auction = new CollateralAuction(termsOf(params), purses, {
    lot,
    raise,
    receiver: RECEIVER,
    owner: 'usr',
    now: 0,
  });
  const ok = outcomes(inputs.events, ([kind, time, who = '', units, bid]) => {
    const now = Number(time) * 1000;
    if (kind === 'tend') auction.tend(who, Number(units), Number(bid), now);
    else if (kind === 'dent') auction.dent(who, Number(units), Number(bid), now);
    else if (kind === 'tick') auction.tick(now);
    else if (kind === 'deal') auction.deal(now);
    else throw new TypeError(`no such event: ${kind}`);
  });
  return { ok, dai: purses.money, gem: purses.units };
}

function flop(params: Part, inputs: Part) {
  const purses = new Purses(inputs.bidders as Part, RECEIVER);
  const { lot, bid: asked } = numbersOf(inputs, 'lot', 'bid');
  const terms = { ...termsOf(params), pad: numberOf(params.pad) / WAD };
  const auction = new DebtAuction(terms, purses, { lot, bid: asked, receiver: RECEIVER, now: 0 });
  const ok = outcomes(inputs.events, ([kind, time, who = '', units, bid]) => {
    const now = Number(time) * 1000;
    if (kind === 'dent') auction.dent(who, Number(units), Number(bid), now);
    else if (kind === 'tick') auction.tick(now);
    else if (kind === 'deal') auction.deal(now);
    else throw new TypeError(`no such event: ${kind}`);
  });
  return { ok, dai: purses.money, minted: purses.units, lot: auction.lot, bid: auction.bid };
}

function discounted(params: Part, inputs: Part) {
  const p = numbersOf(
    params,
    'minDiscount',
    'maxDiscount',
    'perSecondDiscountUpdateRate',
    'maxDiscountUpdateRateTimeline',
  );
  const bounds = numbersOf(params, 'lowerCollateralMedianDeviation', 'upperCollateralMedianDeviation');
  const i = numbersOf(inputs, 'amountToSell', 'amountToRaise', 'redemptionPrice', 'fsm', 'median');
  const lot = new DiscountedLot(i.amountToSell, i.amountToRaise / RAY, WHOLE);
  const base = collateralBase(i.fsm / WAD, i.median / WAD, {
    lower: bounds.lowerCollateralMedianDeviation / WAD,
    upper: bounds.upperCollateralMedianDeviation / WAD,
  });
  const path = {
    first: p.minDiscount / WAD,
    last: p.maxDiscount / WAD,
    ratePerSecond: p.perSecondDiscountUpdateRate / RAY,
    timeline: p.maxDiscountUpdateRateTimeline * 1000,
  };
  let [bought, discount] = [0, path.first];
  for (const [at, bid] of inputs.bids as [string, string][]) {
    discount = multiplierAt(path, Number(at) * 1000);
    bought = lot.buy(Number(bid), (base / (i.redemptionPrice / RAY)) * discount);
  }
  return { bought, left: lot.units, raiseLeft: lot.raise * RAY, discount: discount * WAD, ended: lot.isOver };
}

export const bidAuctions: Adapters = {
  'maker/flip-script': { run: ({ params, inputs }) => flip(params, inputs) },
  'maker/flop-script': { run: ({ params, inputs }) => flop(params, inputs) },
  'maker/cat11-bite': {
    run({ params, inputs }) {
      const { lump, chop } = numbersOf(params, 'lump', 'chop');
      const i = numbersOf(inputs, 'ink', 'art', 'rate', 'spot');
      if (!isDue((i.ink / WAD) * (i.spot / RAY), (i.art / WAD) * (i.rate / RAY), 1)) throw new RangeError('safe');
      const share = lumpShare(i.ink, lump);
      const lot = Math.min(i.ink, lump);
      const art = WHOLE.down(share * i.art);
      if (lot === 0 || art === 0) throw new RangeError('nothing that may be auctioned');
      const vowDebt = art * i.rate;
      return {
        inkAfter: i.ink - lot,
        artAfter: i.art - art,
        vowDebt,
        lot,
        tab: vowDebt * (chop / RAY),
        reverts: false,
      };
    },
    largestAmount: ({ inputs }) => numberOf(inputs.art),
  },
  'geb/increasing-discount': {
    run: ({ params, inputs }) => discounted(params, inputs),
    largestAmount: ({ inputs }) => numberOf(inputs.amountToSell),
  },
  'geb/system-coin-deviation': {
    run({ params, inputs }) {
      const least = numberOf(params.minSystemCoinMedianDeviation) / WAD;
      const { deviation, redemptionPrice } = numbersOf(inputs, 'deviation', 'redemptionPrice');
      const side = inputs.kind === 'floor' ? 'floor' : 'ceiling';
      return { price: systemCoinBound(side, redemptionPrice, deviation / WAD, least) };
    },
  },
  'gnosis/settle': {
    run({ inputs }) {
      const lot = numberOf(inputs.auctionedSell);
      const bids = (inputs.orders as Part[]).map((order) => ({
        bidder: numberOf(order.user),
        money: numberOf(order.sell),
        units: numberOf(order.buy),
      }));
      const { money, units, bid, spent, sold } = clear(lot, numberOf(inputs.minBuy), bids);
      const user = bid < 0 ? undefined : String(bids[bid]?.bidder);
      return { clearing: { sell: money, buy: units, user }, volume: spent, fillVolume: sold };
    },
    largestAmount: ({ inputs }) => numberOf(inputs.auctionedSell),
  },
  'ajna/bpf': {
    run({ params, inputs }) {
      const i = numbersOf(inputs, 'debtToCollateral', 'neutralPrice', 'auctionPrice');
      const factor = numberOf(params.bondFactor);
      return { bpf: bondReward(factor, i.neutralPrice, i.debtToCollateral, i.auctionPrice) };
    },
  },
  'ajna/claimable-reserves': {
    run({ params, inputs }) {
      const i = numbersOf(inputs, 'debt', 'poolSize', 'bonds', 'unclaimed', 'quoteBalance');
      const { debt, poolSize: deposits, bonds, unclaimed, quoteBalance: cash } = i;
      const depositBuffer = numberOf(params.depositBuffer) / WAD;
      return { claimable: claimableReserves({ debt, deposits, bonds, unclaimed, cash, depositBuffer }) };
    },
    largestAmount: ({ inputs }) => numberOf(inputs.debt),
  },
};
