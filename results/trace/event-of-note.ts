/** What a note of the reaction says as an event: names instead of slots, and the state of the account at that instant. */
import { NO_ROOM, NOBODY_YET, WON } from '../../models/keepers/race.ts';
import { HOLDERS, KEEPERS } from '../../models/ledger/ledger.ts';
import { WRITTEN_OFF } from '../../models/liquidation/account-states.ts';
import type { Note } from '../../models/world/recorder.ts';
import type { Stage } from '../../models/world/stage.ts';
import { type AccountState, stateOf } from './account-state.ts';
import { eventOfPrice } from './event-of-price.ts';
import { firstToSee, lackOf } from './keeper-facts.ts';
import type { EventContent } from './trace-event.ts';

/** Notes that say the same thing whatever came before. */
export type PlainNote = Exclude<Note, { kind: 'gate' | 'block-done' | 'late' }>;

export interface Names {
  readonly assets: readonly string[];
  /** Of a keeper by its number among all. */
  keeper(keeper: number): string;
}

/** @param slot the account dealt with last @param winner the keeper who won the last race */
export function eventOf(
  note: PlainNote,
  stage: Stage,
  names: Names,
  { slot, winner, late }: { slot: number; winner: string | undefined; late: string | undefined },
): EventContent {
  const { tape, time, states } = stage;
  const accountOf = (of: number) => (of < 0 ? undefined : stage.accounts.accountOf[of]);
  const assetOf = (asset: number) => names.assets[asset];
  const kind = note.kind;
  switch (kind) {
    case 'report-sent':
    case 'report-refused':
    case 'price-landed':
      return eventOfPrice(note, stage, names.assets);
    case 'pushed':
      return { kind: 'pool-pushed' };
    case 'account-due': {
      const first = firstToSee(stage, note.slot);
      return {
        kind,
        account: accountOf(note.slot),
        keeper: first && names.keeper(first.keeper),
        asset: assetOf(states.asset[note.slot] as number),
        details: {
          ...numbersOf(stateOf(stage, note.slot, stage.prices)),
          breachMillis: states.breachAt[note.slot] as number,
          ...(first && { seenMillis: first.time, count: first.soon }),
        },
      };
    }
    case 'account-healed':
      return {
        kind,
        account: accountOf(note.slot),
        reason: note.by,
        details: numbersOf(stateOf(stage, note.slot, stage.prices)),
      };
    case 'borrower-acted': {
      const details = { usd: note.usd, ...numbersOf(stateOf(stage, note.slot, stage.prices)) };
      return { kind, account: accountOf(note.slot), reason: note.what, details };
    }
    case 'declined':
      return {
        kind,
        account: accountOf(note.slot),
        asset: note.rest === 'all' ? undefined : assetOf(states.asset[note.slot] as number),
        purpose: note.rest && 'rest',
        reason: note.why,
        details: { shortfall: note.shortfall, marketGwei: tape.gasAt(time) },
      };
    case 'raced': {
      const { opportunity, race, result, purpose } = note;
      const { grossUsd, outlayUsd, gas } = opportunity;
      const won = result === WON;
      const lost = result === NOBODY_YET ? 'nobody-yet' : result === NO_ROOM ? 'no-room' : 'priced-out';
      return {
        kind,
        purpose,
        account: accountOf(opportunity.slot),
        keeper: won ? names.keeper(race.keeper) : undefined,
        reason: won ? 'won' : lost,
        details: {
          ...{ grossUsd, outlayUsd, gas, marketGwei: tape.gasAt(time) },
          ...(won ? { bidGwei: race.bid } : result !== NOBODY_YET && lackOf(stage, opportunity)),
        },
      };
    }
    case 'transaction-waits':
      return {
        ...{ kind, account: accountOf(note.slot), keeper: names.keeper(note.keeper), reason: note.what },
        details: { bidGwei: note.bid, marketGwei: tape.gasAt(time) },
      };
    case 'liquidated':
      return {
        kind,
        account: accountOf(note.slot),
        keeper: winner,
        details: { usd: note.repayUsd, bonus: note.bonus, healthFactor: stage.settlement.view.healthFactor },
      };
    case 'repaid':
      return {
        ...{ kind, account: accountOf(note.slot), ...partyOf(note.payer, winner), asset: assetOf(note.asset) },
        details: { usd: note.usd },
      };
    case 'seized':
    case 'sold': {
      const outsideUsd = note.units * tape.priceAt(note.asset, time);
      const sale = kind === 'sold' ? { usd: note.usd, feeUsd: note.feeUsd } : {};
      const party = kind === 'sold' ? { keeper: winner } : partyOf(note.taker, winner);
      return {
        ...{ kind, account: accountOf(note.slot), ...party, asset: assetOf(note.asset) },
        details: { units: note.units, outsideUsd, ...sale },
      };
    }
    case 'redistributed':
      return {
        ...{ kind, account: accountOf(note.slot), asset: assetOf(note.asset) },
        details: { usd: note.usd, units: note.units },
      };
    case 'penalty-paid':
    case 'incentive-paid':
      return { kind, account: accountOf(slot), keeper: winner, details: { usd: note.usd } };
    case 'gas-paid':
      return {
        ...{ kind, account: accountOf(slot), keeper: winner },
        details: { gas: note.gas, bidGwei: note.bid, count: note.transactions },
      };
    case 'reverted':
      return {
        ...{ kind, account: late === undefined ? undefined : accountOf(slot), keeper: late },
        details: { gas: note.gas, bidGwei: note.bid, count: note.count },
      };
    case 'keeper-earned':
      return { kind, account: accountOf(note.slot), keeper: winner, details: { usd: note.usd } };
    case 'settled': {
      const end = states.status[note.slot] === WRITTEN_OFF ? 'written-off' : 'restored';
      return {
        kind: note.isDue ? 'still-due' : end,
        account: accountOf(note.slot),
        details: numbersOf(stateOf(stage, note.slot, stage.prices)),
      };
    }
    case 'loss-allocated': {
      const { usd, drawnUsd, socialisedUsd, parkedUsd } = note;
      return { kind, account: accountOf(slot), details: { usd, drawnUsd, socialisedUsd, parkedUsd } };
    }
    case 'auction-started':
    case 'auction-reset':
    case 'auction-taken': {
      const { askUsd, units, debtUsd, asset, lots } = note;
      return {
        ...{ kind, account: accountOf(note.slot), keeper: winner, asset: assetOf(asset) },
        details: {
          ...(askUsd !== undefined && { priceUsd: askUsd }),
          ...{ marketUsd: tape.priceAt(asset, time), units, debtUsd },
          ...(lots !== undefined && { count: lots }),
        },
      };
    }
    case 'bid-placed': {
      const { units, usd, asset, isLess } = note;
      return {
        ...{ kind, account: accountOf(note.slot), keeper: winner, asset: assetOf(asset) },
        reason: isLess ? 'less' : 'more',
        details: { usd, units, outsideUsd: units * tape.priceAt(asset, time) },
      };
    }
    case 'absorbed': {
      const { debtUsd, collateralUsd, surplusUsd } = note;
      return {
        kind,
        account: accountOf(note.slot),
        keeper: winner,
        details: { debtUsd, collateralUsd, usd: surplusUsd },
      };
    }
    case 'stock-sold':
    case 'stock-left': {
      const { askUsd, units, usd, asset } = note;
      return {
        ...{ kind, asset: assetOf(asset), keeper: kind === 'stock-sold' ? winner : undefined },
        details: { priceUsd: askUsd, marketUsd: tape.priceAt(asset, time), units, usd },
      };
    }
    case 'debt-taken-over':
    case 'unwound': {
      const { asset, units, debtUsd } = note;
      const reason = note.kind === 'unwound' ? (note.isForced ? 'forced' : 'planned') : undefined;
      const details = { units, debtUsd, marketUsd: tape.priceAt(asset, time) };
      const where = { account: accountOf(note.slot), keeper: names.keeper(note.keeper), asset: assetOf(asset) };
      return { kind, ...where, reason, details };
    }
    case 'member-served': {
      const { units, usd, asset, member } = note;
      const details = { units, usd, priceUsd: usd / units, marketUsd: tape.priceAt(asset, time) };
      return { kind, account: accountOf(note.slot), keeper: member, asset: assetOf(asset), details };
    }
    case 'bands-entered': {
      const { asset, units, topUsd, bottomUsd } = note;
      const details = { units, beforeUsd: topUsd, priceUsd: bottomUsd, marketUsd: tape.priceAt(asset, time) };
      return { kind, account: accountOf(note.slot), asset: assetOf(asset), details };
    }
    case 'bands-converted':
    case 'bands-traded': {
      const { asset, units, usd, isBack } = note;
      const details = { units, usd, priceUsd: usd / units, marketUsd: tape.priceAt(asset, time) };
      return {
        kind,
        account: accountOf(note.slot),
        keeper: winner,
        asset: assetOf(asset),
        reason: isBack ? 'in' : 'out',
        details,
      };
    }
    case 'front-run':
      return { kind, account: accountOf(note.slot), details: { usd: note.profitUsd } };
    case 'path-ended':
      return { kind };
  }
}

function numbersOf({ debtUsd, collateralUsd, healthFactor }: AccountState) {
  return { debtUsd, collateralUsd, ...(healthFactor !== undefined && { healthFactor }) };
}

/** Whoever pays or takes: the keeper by name, or another holder. */
const partyOf = (holder: number, keeper: string | undefined) =>
  holder === KEEPERS ? { keeper } : { party: HOLDERS[holder] };
