/** Aave v3: percentages, health, close factor of a position, exchange, dust, deficit. */
import { isDue } from '../../../models/book/margin.ts';
import { builtIn } from '../../../models/catalogue.ts';
import { type Exchange, exchange } from '../../../models/liquidation/exchange.ts';
import { debtGivenUp, isExhausted } from '../../../models/liquidation/exhaustion.ts';
import { type Rounding, WHOLE } from '../../../models/liquidation/whole-units.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';

const registry = builtIn();

/** Operations of the contract's fixed-point libraries, by the end of their names. */
const CUTS: Readonly<Record<string, keyof Rounding>> = { Floor: 'down', Ceil: 'up', HalfUp: 'nearest' };

function cut(operation: string): { cutTo: (amount: number) => number; divides: boolean; unit: number } {
  const match = /^(wad|ray)?(mul|div)(Floor|Ceil|HalfUp)?$/i.exec(operation);
  if (match === null) throw new TypeError(`no such operation: ${operation}`);
  const [, unit = '', kind = '', how = 'HalfUp'] = match;
  return {
    cutTo: WHOLE[CUTS[how] as keyof Rounding],
    divides: kind.toLowerCase() === 'div',
    unit: { wad: 1e18, ray: 1e27 }[unit] ?? 1e4,
  };
}

function fixedPoint(operation: unknown, a: number, b: number): { result: number } {
  const { cutTo, divides, unit } = cut(String(operation));
  return { result: cutTo(divides ? (a / b) * unit : (a * b) / unit) };
}

/** Before 3.3 debt was sized by reserve. */
function sizeOf(params: Readonly<Record<string, unknown>>) {
  const p = numbersOf(params, 'closeFactorBps', 'closeFactorHfThreshold');
  const closeFactor = p.closeFactorBps / 1e4;
  const fullBelowHealthFactor = p.closeFactorHfThreshold / 1e18;
  if (Number(params.version) < 3.3) {
    return registry.create(
      'size',
      { model: 'close-factor', closeFactor, fullBelowHealthFactor, minimumDebt: 0 },
      undefined,
    );
  }
  const { minBaseMaxCloseFactor: fullBelowUsd, minLeftoverBase: leastLeftoverUsd } = numbersOf(
    params,
    'minBaseMaxCloseFactor',
    'minLeftoverBase',
  );
  const model = 'position-close-factor';
  return registry.create(
    'size',
    { model, closeFactor, fullBelowHealthFactor, fullBelowUsd, leastLeftoverUsd },
    undefined,
  );
}

export const aave: Adapters = {
  'aave/percent': {
    run: ({ params, inputs }) => fixedPoint(params.op, numberOf(inputs.value), numberOf(inputs.percent)),
  },
  'aave/wadray': { run: ({ params, inputs }) => fixedPoint(params.op, numberOf(inputs.a), numberOf(inputs.b)) },
  'aave/liquidation-call': {
    run({ params, inputs }) {
      const i = numbersOf(
        inputs,
        ...(['collUnit', 'collPrice', 'collBalance', 'collScaled', 'collIndex', 'totalCollBase'] as const),
        ...(['debtUnit', 'debtPrice', 'debtBalance', 'totalDebtBase', 'avgLtBps', 'debtToCover'] as const),
      );
      const bonus = numberOf(params.bonusBps) / 1e4 - 1;
      const weightedUsd = (i.totalCollBase * i.avgLtBps) / 1e4;
      if (!isDue(weightedUsd, i.totalDebtBase, 1)) throw new RangeError('healthy');
      const inBase = { debt: i.debtPrice / i.debtUnit, collateral: i.collPrice / i.collUnit };
      const account = {
        debtUsd: i.totalDebtBase,
        collateralUsd: i.totalCollBase,
        weightedUsd,
        healthFactor: weightedUsd / i.totalDebtBase,
        pairDebtUsd: i.debtBalance * inBase.debt,
        pairCollateralUsd: i.collBalance * inBase.collateral,
        threshold: i.avgLtBps / 1e4,
        assetBonus: bonus,
      };
      const size = sizeOf(params);
      const allowed = WHOLE.down(size.repayUsd(account, bonus) / inBase.debt);
      const call: Exchange = { repay: 0, seized: 0, fee: 0 };
      const terms = { rate: inBase.debt / inBase.collateral, bonus, feeShare: numberOf(params.protocolFeeBps) / 1e4 };
      exchange(call, Math.min(i.debtToCover, allowed), i.collBalance, terms, WHOLE);
      const repaidUsd = call.repay * inBase.debt;
      if ((size.admissible?.(repaidUsd, account, bonus) ?? repaidUsd) < repaidUsd) throw new RangeError('leaves dust');
      // The collateral is a token held in scaled units, and what leaves is counted in them, upwards.
      const scaled = (amount: number) => WHOLE.up(amount / (i.collIndex / 1e27));
      const toLiquidator = call.seized - call.fee;
      const scaledLeft = i.collScaled - scaled(toLiquidator) - scaled(call.fee);
      const worthLeft = WHOLE.down((i.collBalance - call.seized) * inBase.collateral);
      const cleared = scaledLeft <= 0 || isExhausted(worthLeft, 1);
      const exhausted = cleared && isExhausted(i.totalCollBase - account.pairCollateralUsd, 1);
      const others = (inputs.otherDebts as unknown[] | undefined) ?? [];
      return {
        hf: account.healthFactor * 1e18,
        debt: call.repay,
        coll: toLiquidator,
        fee: call.fee,
        deficit: debtGivenUp(i.debtBalance - call.repay, exhausted),
        otherDeficits: others.map((debt) => debtGivenUp(numberOf(debt), exhausted)),
        collFlagCleared: cleared,
        reverts: false,
      };
    },
    largestAmount: ({ inputs }) => Math.max(numberOf(inputs.collBalance), numberOf(inputs.debtBalance)),
  },
};
