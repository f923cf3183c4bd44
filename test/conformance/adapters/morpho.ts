/** Morpho Blue and its pre-liquidations. Markets count debt in shares; an amount in shares is another unit of the same debt. */
import { isDue } from '../../../models/book/margin.ts';
import { incentiveFactor } from '../../../models/liquidation/discount/threshold-incentive.ts';
import { type Exchange, exchange } from '../../../models/liquidation/exchange.ts';
import { debtGivenUp, isExhausted } from '../../../models/liquidation/exhaustion.ts';
import { bandQuotient, interpolated, isInBand } from '../../../models/liquidation/pre-liquidation.ts';
import { REAL, WHOLE } from '../../../models/liquidation/whole-units.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';

const WAD = 1e18;
const PRICE_SCALE = 1e36;
const VIRTUAL_SHARES = 1e6;
const VIRTUAL_ASSETS = 1;

interface Market {
  readonly assets: number;
  readonly shares: number;
}

const perShare = ({ assets, shares }: Market) => (assets + VIRTUAL_ASSETS) / (shares + VIRTUAL_SHARES);

/** A liquidation given either in collateral or in shares of debt. */
function liquidate(
  market: Market,
  collateral: number,
  price: number,
  bonus: number,
  asked: { seized: number; shares: number },
) {
  const rate = PRICE_SCALE / price;
  const call: Exchange = { repay: 0, seized: 0, fee: 0 };
  const terms = { rate, bonus, feeShare: 0 };
  if (asked.seized > 0) {
    // What the collateral asked for pays, at the cap of the exchange.
    exchange(call, Number.MAX_VALUE, asked.seized, terms, REAL);
    call.seized = asked.seized;
  } else exchange(call, WHOLE.down(asked.shares * perShare(market)), Number.POSITIVE_INFINITY, terms, REAL);
  const repaidShares = asked.seized > 0 ? WHOLE.up(WHOLE.up(call.repay) / perShare(market)) : asked.shares;
  const seizedAssets = WHOLE.down(call.seized);
  if (seizedAssets > collateral) throw new RangeError('seizes more than there is');
  return { repaidShares, seizedAssets, repaidAssets: WHOLE.up(repaidShares * perShare(market)) };
}

export const morpho: Adapters = {
  'morpho/lif': {
    run({ params, inputs }) {
      const { liquidationCursor, maxLIF } = numbersOf(params, 'liquidationCursor', 'maxLIF');
      return { lif: incentiveFactor(numberOf(inputs.lltv) / WAD, liquidationCursor / WAD, maxLIF / WAD) * WAD };
    },
  },
  'morpho/liquidate': {
    run({ params, inputs }) {
      const p = numbersOf(params, 'lltv', 'liquidationCursor', 'maxLIF');
      const i = numbersOf(
        inputs,
        'borrowAssets',
        'extraBorrowShares',
        'collateral',
        'price',
        'seizedAssets',
        'repaidShares',
      );
      const bonus = incentiveFactor(p.lltv / WAD, p.liquidationCursor / WAD, p.maxLIF / WAD) - 1;
      const shares = i.borrowAssets * VIRTUAL_SHARES + i.extraBorrowShares;
      const market = { assets: i.borrowAssets, shares };
      const debt = WHOLE.up(shares * perShare(market));
      if (!isDue(i.collateral * (i.price / PRICE_SCALE) * (p.lltv / WAD), debt, 1)) throw new RangeError('healthy');
      const call = liquidate(market, i.collateral, i.price, bonus, { seized: i.seizedAssets, shares: i.repaidShares });
      const left = { assets: market.assets - call.repaidAssets, shares: shares - call.repaidShares };
      const isLost = isExhausted(i.collateral - call.seizedAssets);
      return {
        ...call,
        badDebtAssets: debtGivenUp(Math.min(left.assets, WHOLE.up(left.shares * perShare(left))), isLost),
        badDebtShares: debtGivenUp(left.shares, isLost),
      };
    },
  },
  'morpho/position': {
    run({ params, inputs }) {
      const p = numbersOf(params, 'lltv', 'liquidationCursor', 'maxLIF');
      const i = numbersOf(inputs, 'totalBorrowAssets', 'totalBorrowShares', 'price', 'collateral', 'borrowShares');
      const lltv = p.lltv / WAD;
      const market = { assets: i.totalBorrowAssets, shares: i.totalBorrowShares };
      const borrowAssets = WHOLE.up(i.borrowShares * perShare(market));
      const collateralValue = WHOLE.down((i.collateral * i.price) / PRICE_SCALE);
      const maxBorrow = WHOLE.down(collateralValue * lltv);
      const healthy = !isDue(maxBorrow, borrowAssets, 1);
      const bonus = incentiveFactor(lltv, p.liquidationCursor / WAD, p.maxLIF / WAD) - 1;
      const call: Exchange = { repay: 0, seized: 0, fee: 0 };
      exchange(call, borrowAssets, i.collateral, { rate: PRICE_SCALE / i.price, bonus, feeShare: 0 }, WHOLE);
      return {
        borrowAssets,
        collateralValue,
        maxBorrow,
        maxBorrowable: Math.max(0, maxBorrow - borrowAssets),
        healthFactor: WHOLE.down((maxBorrow / borrowAssets) * WAD),
        ltv: WHOLE.down((borrowAssets / collateralValue) * WAD),
        capacityUsage: WHOLE.up((borrowAssets / maxBorrow) * WAD),
        seizable: healthy ? 0 : call.seized,
        withdrawable: healthy
          ? Math.max(0, i.collateral - WHOLE.up(WHOLE.up((borrowAssets * PRICE_SCALE) / i.price) / lltv))
          : 0,
        healthy,
      };
    },
  },
  'morpho/pre-liquidation-interp': {
    run({ params, inputs }) {
      const p = numbersOf(params, 'preLCF1', 'preLCF2', 'preLIF1', 'preLIF2');
      const quotient = numberOf(inputs.quotient) / WAD;
      return {
        closeFactor: interpolated(quotient, p.preLCF1, p.preLCF2),
        incentiveFactor: interpolated(quotient, p.preLIF1, p.preLIF2),
      };
    },
  },
  'morpho/pre-liquidation-seizable': {
    run({ params, inputs }) {
      const p = numbersOf(params, 'lltv', 'preLltv', 'preLCF1', 'preLCF2', 'preLIF1', 'preLIF2');
      const i = numbersOf(inputs, 'totalBorrowAssets', 'totalBorrowShares', 'price', 'collateral', 'borrowShares');
      const market = { assets: i.totalBorrowAssets, shares: i.totalBorrowShares };
      const debt = WHOLE.up(i.borrowShares * perShare(market));
      const ltv = debt / WHOLE.down((i.collateral * i.price) / PRICE_SCALE);
      const open = isInBand(ltv, p.preLltv / WAD, p.lltv / WAD);
      const quotient = bandQuotient(ltv, p.preLltv / WAD, p.lltv / WAD);
      const repay = WHOLE.down((interpolated(quotient, p.preLCF1, p.preLCF2) / WAD) * debt);
      const bonus = interpolated(quotient, p.preLIF1, p.preLIF2) / WAD - 1;
      const call: Exchange = { repay: 0, seized: 0, fee: 0 };
      if (open) exchange(call, repay, i.collateral, { rate: PRICE_SCALE / i.price, bonus, feeShare: 0 }, WHOLE);
      return { preLiquidatable: open, seizable: call.seized };
    },
  },
  'morpho/pre-liquidate': {
    run({ params, inputs }) {
      const p = numbersOf(params, 'lltv', 'preLltv', 'preLCF1', 'preLCF2', 'preLIF1', 'preLIF2');
      const i = numbersOf(inputs, 'collateral', 'borrowAssets', 'price', 'seizedAssets', 'repaidShares');
      const market = { assets: i.borrowAssets, shares: i.borrowAssets * VIRTUAL_SHARES };
      const ltv = i.borrowAssets / ((i.collateral * i.price) / PRICE_SCALE);
      if (!isInBand(ltv, p.preLltv / WAD, p.lltv / WAD)) throw new RangeError('outside the band');
      const quotient = bandQuotient(ltv, p.preLltv / WAD, p.lltv / WAD);
      const bonus = interpolated(quotient, p.preLIF1, p.preLIF2) / WAD - 1;
      const call = liquidate(market, i.collateral, i.price, bonus, { seized: i.seizedAssets, shares: i.repaidShares });
      const allowed = (interpolated(quotient, p.preLCF1, p.preLCF2) / WAD) * market.shares;
      if (call.repaidShares > allowed * (1 + 1e-9)) throw new RangeError('more than the close factor allows');
      return { ...call, reverts: false };
    },
    largestAmount: ({ inputs }) => numberOf(inputs.collateral),
  },
};
