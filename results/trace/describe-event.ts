/** What an event says, in words for a line of text. */
import { formatCount, formatFraction, formatNumber, formatSeconds, formatUsd } from '../format.ts';
import { clock } from './clock.ts';
import type { Details, TraceEvent } from './trace-event.ts';

const REFUSALS: Readonly<Record<string, string>> = {
  overtaken: 'a newer price stands already',
  replaced: 'a newer report went instead',
  'no-room': 'the block has no place for its bid',
};

export const DECLINES: Readonly<Record<string, string>> = {
  gas: 'its gain would not pay the gas',
  venue: 'the venue pays less than the repayment',
  size: 'the size rule lets nothing through',
  race: 'no bid was made',
  colludes: 'no rival, and a larger bonus is to come',
  ceiling: 'no more may be raised in auctions at once',
  full: 'the block is full',
  bids: 'no bid is high enough',
  capital: 'those who may bid have no money left',
  last: 'it is the last account: nobody is left to take its debt over',
  bond: 'whoever starts its auction would lose of its bond',
  held: 'a safeguard of the strategy holds it back',
  pool: 'the stability pool cannot take all of it',
};

/** What borrowers do of their own accord. */
export const OWN_ACTS: Readonly<Record<string, string>> = {
  'topped-up': 'adds collateral',
  deleveraged: 'sells collateral and repays',
  closed: 'closes the account itself',
};

/** What has healed an account, with its verb, where it was not the market. */
export const HEALERS: Readonly<Record<string, string>> = {
  'topped-up': 'the collateral that the borrower added has',
  deleveraged: 'the borrower’s own sale has',
  thresholds: 'thresholds that moved have',
  redistribution: 'collateral taken over from another account has',
};

export const RACES: Readonly<Record<string, string>> = {
  'nobody-yet': 'nobody has reacted yet',
  'priced-out': 'what it pays buys no place',
  'no-room': 'the block has no room at the bids made',
};

export const WAITS: Readonly<Record<string, string>> = {
  sent: 'finds no place at its bid of',
  replaced: 'is replaced by one that bids',
  'given-up': 'is given up, with a bid of',
};

/** What a place costs, and how much of the outlay is there where that is not all of it. */
function placeText({ marketGwei, placeGwei, capitalUsd, outlayUsd }: Details): string {
  const place = placeGwei === undefined ? '' : `, a place costs ${gwei(placeGwei)} or more`;
  const money =
    capitalUsd === undefined ? '' : `; keepers have ${usd(capitalUsd)} left of the ${usd(outlayUsd)} it takes`;
  return `others pay ${gwei(marketGwei)}${place}${money}`;
}

const gwei = (value: number | undefined) => `${formatNumber(value ?? 0)} gwei`;
const usd = (value: number | undefined) => `${formatUsd(value ?? 0)} USD`;
const units = (value: number | undefined, asset: string | undefined) => `${formatNumber(value ?? 0)} ${asset}`;
/** In USD, with the name of the asset that is owed where that is another. */
const debt = (value: number | undefined, asset: string | undefined) =>
  asset === 'USD' ? usd(value) : `${usd(value)} of ${asset}`;
/** A price: more digits than an amount, because moves are small. */
export const price = (value: number | undefined): string => `${Number((value ?? 0).toPrecision(6))} USD`;
export const health = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(4));

/** How far it is from paying; empty where that is no matter. */
export function shortfallText(reason: string, shortfall = 1): string {
  if (shortfall <= 1) return '';
  if (reason === 'venue') return ` (${formatFraction(1 - 1 / shortfall)} less)`;
  return ` (it would have to gain ${formatNumber(Math.max(1.01, shortfall))} times as much)`;
}

export function describeEvent({
  kind,
  asset,
  keeper,
  party,
  reason = '',
  purpose,
  details: d,
  changes,
}: TraceEvent): string {
  const changeOf = (figure: string) => changes.find((one) => one.figure === figure)?.change ?? 0;
  switch (kind) {
    case 'report-sent':
      return `${asset} ${price(d.priceUsd)} at ${gwei(d.bidGwei)}, in the mempool at ${clock(d.submittedMillis ?? 0)}`;
    case 'report-refused': {
      const bids = reason === 'no-room' ? ` (${gwei(d.bidGwei)}; others ${gwei(d.marketGwei)})` : '';
      return `${asset} ${price(d.priceUsd)} seen at ${clock(d.observedMillis ?? 0)}: ${REFUSALS[reason]}${bids}`;
    }
    case 'price-landed':
      return `${asset} ${price(d.beforeUsd)} → ${price(d.priceUsd)}, seen at ${clock(d.observedMillis ?? 0)}; market ${price(d.marketUsd)}`;
    case 'liquidations-stopped':
      return 'a guard or the sequencer stops liquidations';
    case 'liquidations-limited':
      return `only accounts with a health factor below ${health(d.healthFactor)}`;
    case 'liquidations-allowed':
      return 'liquidations go on';
    case 'pool-pushed':
      return 'the attacker trades against the pool';
    case 'account-due':
      return `debt ${usd(d.debtUsd)} against ${usd(d.collateralUsd)}, mostly ${asset}, health factor ${health(d.healthFactor)}; market crossed at ${clock(d.breachMillis ?? 0)}${keeper === undefined ? '' : `, first to react at ${clock(d.seenMillis ?? 0)}`}`;
    case 'account-healed':
      return reason === 'closed'
        ? 'the borrower has closed it'
        : `${HEALERS[reason] ?? 'the market has'} healed it: health factor ${health(d.healthFactor)}`;
    case 'borrower-acted':
      return `the borrower ${OWN_ACTS[reason]}: ${usd(d.usd)}, health factor ${health(d.healthFactor)}`;
    case 'declined': {
      const rest = purpose === 'rest' ? `, nor what comes after it${asset === undefined ? '' : ` in ${asset}`}` : '';
      return `${DECLINES[reason]}${shortfallText(reason, d.shortfall)}${rest}`;
    }
    case 'raced':
      if (reason === 'won')
        return `for the ${purpose}: won at ${gwei(d.bidGwei)}${d.grossUsd ? `, gains ${usd(d.grossUsd)} before gas` : ''}`;
      return `for the ${purpose}: ${RACES[reason]}; ${d.grossUsd ? `would gain ${usd(d.grossUsd)}, ` : ''}${placeText(d)}`;
    case 'transaction-waits':
      return `${WAITS[reason]} ${gwei(d.bidGwei)}; others pay ${gwei(d.marketGwei)}`;
    case 'liquidated':
      return `${usd(d.usd)} of debt${d.bonus ? ` at a bonus of ${formatFraction(d.bonus)}` : ''}, health factor ${health(d.healthFactor)}`;
    case 'repaid':
      return `${debt(d.usd, asset)}${party === undefined ? '' : ` by the ${party}`}`;
    case 'seized':
      return `${units(d.units, asset)} worth ${usd(d.outsideUsd)}${party === undefined ? '' : ` to the ${party}`}`;
    case 'sold': {
      const slip = (d.outsideUsd ?? 0) - (d.usd ?? 0);
      const share = d.outsideUsd ? slip / d.outsideUsd : 0;
      return `${units(d.units, asset)} for ${usd(d.usd)}: slippage ${usd(slip)} (${formatFraction(share)})`;
    }
    case 'redistributed':
      return `other borrowers take over ${usd(d.usd)} of debt and ${units(d.units, asset)}`;
    case 'penalty-paid':
    case 'incentive-paid':
      return usd(d.usd);
    case 'gas-paid':
      return `${formatCount(d.gas ?? 0)} gas at ${gwei(d.bidGwei)}: ${usd(changeOf('keeperGasUsd'))}`;
    case 'reverted':
      return `${d.count} came too late, ${formatCount(d.gas ?? 0)} gas each at ${gwei(d.bidGwei)}: ${usd(changeOf('keeperGasUsd'))}`;
    case 'keeper-earned':
      return `${usd(d.usd)} before gas`;
    case 'still-due':
      return `debt ${usd(d.debtUsd)}, collateral ${usd(d.collateralUsd)}, health factor ${health(d.healthFactor)}`;
    case 'restored':
      return (d.debtUsd ?? 0) > 0
        ? `debt ${usd(d.debtUsd)}, collateral ${usd(d.collateralUsd)}, health factor ${health(d.healthFactor)}`
        : `no debt left, collateral ${usd(d.collateralUsd)}`;
    case 'written-off':
      return 'nothing is left to take';
    case 'loss-allocated':
      return `${usd(d.usd)}: funds ${usd(d.drawnUsd)}, lenders ${usd(d.socialisedUsd)}, nobody ${usd(d.parkedUsd)}`;
    case 'auction-started':
    case 'auction-reset': {
      const lots = d.count === undefined ? '' : ` in ${formatCount(d.count)} ${d.count === 1 ? 'lot' : 'lots'}`;
      const ask = d.priceUsd === undefined ? ' to the highest bid' : ` from ${price(d.priceUsd)}`;
      return `${units(d.units, asset)}${lots}${ask}, for ${usd(d.debtUsd)} of debt; market ${price(d.marketUsd)}`;
    }
    case 'bid-placed':
      return `${usd(d.usd)} for ${reason === 'less' ? 'only ' : ''}${units(d.units, asset)} worth ${usd(d.outsideUsd)}`;
    case 'auction-taken':
      return `${units(d.units, asset)} at ${price(d.priceUsd)}; market ${price(d.marketUsd)}`;
    case 'absorbed':
      return `debt ${usd(d.debtUsd)} and all collateral, worth ${usd(d.collateralUsd)}; the owner is credited ${usd(d.usd)}`;
    case 'bands-entered':
      return `${units(d.units, asset)} in bands from ${price(d.beforeUsd)} down to ${price(d.priceUsd)}; market ${price(d.marketUsd)}`;
    case 'bands-converted':
    case 'bands-traded':
      return `${units(d.units, asset)} ${reason === 'in' ? 'into' : 'out of'} the bands at ${price(d.priceUsd)}, ${usd(d.usd)} in all; market ${price(d.marketUsd)}`;
    case 'debt-taken-over':
      return `${usd(d.debtUsd)} of debt with ${units(d.units, asset)}, to be sold at once or later; market ${price(d.marketUsd)}`;
    case 'unwound':
      return `${reason === 'forced' ? 'its account is below its limit: ' : ''}${units(d.units, asset)} are sold against ${usd(d.debtUsd)} of debt taken over; market ${price(d.marketUsd)}`;
    case 'member-served':
      return `${units(d.units, asset)} at ${price(d.priceUsd)}, ${usd(d.usd)} in all; market ${price(d.marketUsd)}`;
    case 'stock-sold':
    case 'stock-left':
      return `${units(d.units, asset)} at ${price(d.priceUsd)}, ${usd(d.usd)} in all; market ${price(d.marketUsd)}`;
    case 'front-run':
      return `a searcher sold ahead of it and earned ${usd(d.usd)}`;
    case 'block-ended': {
      const seconds = changeOf('stallSeconds');
      return seconds > 0 ? `traders have waited ${formatSeconds(seconds)}` : 'traders wait for closes';
    }
    case 'path-ended':
      return 'the books are closed';
  }
}
