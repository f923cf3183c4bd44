/** Liquity: stability pool, redistribution, recovery mode, compensation; and the shares of v2. */

import { Redistribution } from '../../../models/liquidation/stability-pool/redistribution.ts';
import {
  compositeDebt,
  gasCompensation,
  penaltyShares,
  proportionalShares,
} from '../../../models/liquidation/stability-pool/shares.ts';
import { Troves } from '../../../models/liquidation/stability-pool/troves.ts';
import type { Adapters } from '../adapter.ts';

type Part = Readonly<Record<string, unknown>>;

const whole = (value: unknown) => BigInt(String(value));

function trovesOf(params: Part): Troves {
  return new Troves({
    minimumRatio: whole(params.mcr),
    criticalRatio: whole(params.ccr),
    compensationDivisor: whole(params.gasCompDivisor),
    poolMinimum: whole(params.minLusdInSP),
    scaleFactor: whole(params.scaleFactor),
  });
}

function script(params: Part, events: readonly (readonly string[])[]) {
  const troves = trovesOf(params);
  const owners = new Set<string>();
  const [lusd, eth, products]: Record<string, string>[] = [{}, {}, {}];
  const scales: string[] = [];
  let price = 200_000_000_000_000_000_000n;
  for (const [kind, who = '', first = '', second = ''] of events) {
    if (kind === 'price') price = BigInt(who);
    else if (kind === 'trove') {
      troves.open(who, BigInt(first), BigInt(second));
      owners.add(who);
    } else if (kind === 'provide') {
      const { collateral } = troves.pool.provide(who, BigInt(first));
      eth![who] = String(BigInt(eth![who] ?? 0) + collateral);
    } else if (kind === 'withdraw') {
      const { money, collateral } = troves.pool.withdraw(who, first === '' ? troves.pool.total : BigInt(first));
      lusd![who] = String(BigInt(lusd![who] ?? 0) + money);
      eth![who] = String(BigInt(eth![who] ?? 0) + collateral);
    } else if (kind === 'liq') {
      troves.liquidate(who, price);
      owners.delete(who);
    } else if (kind === 'P') {
      products![scales.length] = String(troves.pool.product);
      scales.push(String(troves.pool.scale));
    } else throw new TypeError(`no such event: ${kind}`);
  }
  const open = [...owners].map((owner) => [owner, troves.read(owner)] as const);
  return {
    ...{ lusd, eth, P: products, scale: scales },
    entireColl: Object.fromEntries(open.map(([owner, { collateral }]) => [owner, String(collateral)])),
    entireDebt: Object.fromEntries(open.map(([owner, { debt }]) => [owner, String(debt)])),
  };
}

const texts = (values: Readonly<Record<string, bigint>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));

export const liquity: Adapters = {
  'liquity-v1/script': { run: ({ params, inputs }) => script(params, inputs.events as string[][]) },
  'liquity-v1/gas-comp': {
    run: ({ params, inputs }) =>
      texts({ collGasComp: gasCompensation(whole(inputs.coll), whole(params.gasCompDivisor)) }),
  },
  'liquity-v1/composite-debt': {
    run: ({ params, inputs }) =>
      texts({ compositeDebt: compositeDebt(whole(inputs.debt), whole(params.gasCompensation)) }),
  },
  'liquity-v1/offset-redistribute': {
    run({ params, inputs }) {
      const { pool } = trovesOf(params);
      pool.provide('all', whole(inputs.spDeposits));
      const collateral = whole(inputs.coll);
      const compensation = gasCompensation(collateral, whole(params.gasCompDivisor));
      const shares = proportionalShares(whole(inputs.debt), collateral - compensation, pool.most, compensation);
      const redistribution = new Redistribution();
      redistribution.stakes = whole(inputs.otherStakes);
      redistribution.spread(shares.redistributedDebt, shares.redistributedCollateral);
      return texts({
        debtOffset: shares.offsetDebt,
        collToSP: shares.offsetCollateral,
        debtRedistributed: shares.redistributedDebt,
        collRedistributed: shares.redistributedCollateral,
        lDebt: redistribution.debtPerStake,
        lEth: redistribution.collateralPerStake,
      });
    },
  },
  'liquity-v2/liquidate': {
    run({ params, inputs }) {
      const deposits = whole(inputs.spDeposits);
      const minimum = whole(params.minBoldInSP);
      const shares = penaltyShares(
        whole(inputs.debt),
        whole(inputs.coll),
        deposits > minimum ? deposits - minimum : 0n,
        whole(inputs.price),
        {
          poolPenalty: whole(params.penaltySP),
          redistributionPenalty: whole(params.penaltyRedistribution),
          divisor: whole(params.collGasCompDivisor),
          mostCompensation: whole(params.collGasCompCap),
        },
      );
      return texts({
        debtOffset: shares.offsetDebt,
        collToSP: shares.offsetCollateral,
        debtRedistributed: shares.redistributedDebt,
        collRedistributed: shares.redistributedCollateral,
        surplus: shares.surplus,
        collGasComp: shares.compensation,
      });
    },
  },
};
