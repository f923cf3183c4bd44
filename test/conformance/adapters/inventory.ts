/** Compound III: absorbing accounts, the storefront, reserves; Umbrella's slashing. */
import { isDue } from '../../../models/book/margin.ts';
import { slash } from '../../../models/liquidation/houses/slashing.ts';
import {
  absorbedBalance,
  buyCollateral,
  quoteCollateral,
  reservesOf,
  storefrontDiscount,
} from '../../../models/liquidation/houses/storefront.ts';
import { WHOLE } from '../../../models/liquidation/whole-units.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';

const WAD = 1e18;
const BPS = 1e4;

type Part = Readonly<Record<string, unknown>>;

function storefront(params: Part, inputs: Part) {
  const p = numbersOf(params, 'storeFrontPriceFactor', 'liquidationFactor', 'assetScale', 'baseScale');
  const i = numbersOf(inputs, 'basePrice', 'assetPrice', 'baseAmount');
  return {
    discount: storefrontDiscount(p.storeFrontPriceFactor / WAD, p.liquidationFactor / WAD),
    rate: (i.basePrice / i.assetPrice) * (p.assetScale / p.baseScale),
    base: i.baseAmount,
  };
}

function absorb(params: Part, inputs: Part) {
  const { basePrice, baseScale } = numbersOf(params, 'basePrice', 'baseScale');
  const assets = params.assets as Record<string, Part>;
  const { cash } = numbersOf(inputs, 'cash');
  let { totalSupply, totalBorrow } = numbersOf(inputs, 'totalSupply', 'totalBorrow');
  const reservesBefore = reservesOf(cash, totalSupply, totalBorrow);
  const newBase: number[] = [];
  const basePaidOut: number[] = [];
  for (const account of inputs.accounts as { base: unknown; coll?: Record<string, unknown> }[]) {
    const base = numberOf(account.base);
    let [weighted, credit] = [0, 0];
    for (const [name, held] of Object.entries(account.coll ?? {})) {
      const a = numbersOf(assets[name] as Part, 'price', 'scale', 'liquidateCF', 'liquidationFactor');
      const value = WHOLE.down(numberOf(held) * (a.price / a.scale));
      weighted += WHOLE.down(value * (a.liquidateCF / WAD));
      credit += WHOLE.down(value * (a.liquidationFactor / WAD));
    }
    const debt = Math.max(0, -base) * (basePrice / baseScale);
    if (!isDue(weighted, debt, 1)) throw new RangeError('not liquidatable');
    const after = absorbedBalance(base, WHOLE.down((credit / basePrice) * baseScale));
    newBase.push(after);
    basePaidOut.push(after - base);
    totalBorrow -= Math.max(0, -base);
    totalSupply += after;
    if (totalBorrow < 0) throw new RangeError('more is absorbed than was borrowed');
  }
  return {
    ...{ reservesBefore, reservesAfter: reservesOf(cash, totalSupply, totalBorrow) },
    ...{ totalBorrow, totalSupply, basePaidOut, newBase },
  };
}

export const inventory: Adapters = {
  'comet/quote-collateral': {
    run({ params, inputs }) {
      const { base, rate, discount } = storefront(params, inputs);
      return { collateral: quoteCollateral(base, rate, discount, WHOLE) };
    },
  },
  'comet/buy-collateral': {
    run({ params, inputs }) {
      const { base: sent, rate, discount } = storefront(params, inputs);
      const i = numbersOf(inputs, 'reserves', 'collateralReserves', 'minAmount');
      const base = sent - WHOLE.down((sent * numberOf(params.baseFeeBps ?? 0)) / BPS);
      const bought = buyCollateral(
        {
          ...{ reserves: i.reserves, target: numberOf(params.targetReserves), inventory: i.collateralReserves },
          ...{ base, least: i.minAmount, rate, discount },
        },
        WHOLE,
      );
      // What a token keeps of every transfer is lost on the way to the buyer.
      const kept = WHOLE.down((bought * numberOf(params.assetFeeBps ?? 0)) / BPS);
      return { collateral: bought - kept, reservesAfter: i.reserves + base };
    },
    largestAmount: ({ inputs }) => numberOf(inputs.collateralReserves),
  },
  'comet/absorb': {
    run: ({ params, inputs }) => absorb(params, inputs),
    largestAmount: ({ inputs }) => numberOf(inputs.totalBorrow) * 1e-3,
  },
  'comet/reserves': {
    run({ params, inputs }) {
      const scale = numberOf(params.indexScale);
      const i = numbersOf(inputs, 'cash', 'supplyIndex', 'borrowIndex', 'totalSupply', 'totalBorrow');
      const supplied = WHOLE.down((i.totalSupply * i.supplyIndex) / scale);
      return { reserves: reservesOf(i.cash, supplied, WHOLE.down((i.totalBorrow * i.borrowIndex) / scale)) };
    },
  },
  'aave/umbrella-slash': {
    run({ params, inputs }) {
      const i = numbersOf(
        inputs,
        ...(['poolDeficit', 'offset', 'pending', 'stakeAssets', 'stakePrice', 'reservePrice'] as const),
      );
      const p = numbersOf(params, 'liquidationFeeBps', 'minAssetsRemaining');
      const terms = { fee: p.liquidationFeeBps / BPS, leastLeft: p.minAssetsRemaining };
      const { stakePrice, reservePrice } = i;
      const toCover = i.poolDeficit - (i.offset + i.pending);
      const { covered, slashed } = slash(toCover, i.stakeAssets, { ...terms, stakePrice, reservePrice }, WHOLE);
      return { covered, stakeAfter: i.stakeAssets - slashed, pendingAfter: i.pending + covered };
    },
  },
};
