/** Pictures of executions that have a price of their own. */
import { bandAnchor, bandAtPrice, bandEdge } from '../../../models/liquidation/houses/bands.ts';
import { spendWorstFirst } from '../../../models/liquidation/houses/pooled.ts';
import { absorbedBalance, storefrontDiscount } from '../../../models/liquidation/houses/storefront.ts';
import { firstPrice } from '../../../models/liquidation/houses/tender.ts';
import {
  gasCompensation,
  penaltyShares,
  proportionalShares,
} from '../../../models/liquidation/stability-pool/shares.ts';
import { whole } from '../../../models/liquidation/stability-pool/wei.ts';
import type { PriceCurve } from '../../../models/model.ts';
import { accountAt } from '../liquidation-plots.ts';
import { type Line, PERCENT, type Plot } from '../plot.ts';

const POINTS = 300;
const steps = (from: number, to: number): number[] =>
  Array.from({ length: POINTS + 1 }, (_, i) => from + ((to - from) * i) / POINTS);

interface Auction {
  readonly buffer: number;
  readonly cusp: number;
  readonly tail: number;
  readonly bond?: unknown;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The market must show, whatever the tail. */
const LONGEST = 16 * HOUR;

/** The asking price until the auction must be reset, over the price it starts from. */
export function askPlot(curve: PriceCurve, { buffer, cusp, tail, bond }: Auction): Plot {
  const settled = curve.reaches(curve.share(LONGEST) * 1.001);
  const end = Math.min(tail, curve.reaches(cusp), bond === undefined ? Math.max(2 * HOUR, settled) : LONGEST);
  const unit = end > 4 * HOUR ? { ms: HOUR, title: 'hours' } : { ms: MINUTE, title: 'minutes' };
  const reference = bond === undefined ? 'the protocol’s price' : 'the neutral price';
  const ask = steps(0, end).map((ms) => [ms / unit.ms, buffer * curve.share(ms)] as const);
  return {
    caption: `Asking price over ${reference}, by the age of an auction`,
    x: { title: `${unit.title} since the start` },
    y: { title: `ask over ${reference}`, format: bond === undefined ? PERCENT : '~g', scale: bond ? 'log' : 'linear' },
    lines: [
      { name: 'ask', points: ask },
      {
        name: reference,
        faint: true,
        points: [
          [0, 1],
          [end / unit.ms, 1],
        ],
      },
    ],
  };
}

/** @param terms of the collateral: what it is credited at, and how far a buyer is let off */
export function storefrontPlots(
  p: { readonly storefrontFactor: number; readonly liquidationFactor?: number },
  { threshold, bonus }: { readonly threshold: number; readonly bonus: number },
): Plot[] {
  const factor = p.liquidationFactor ?? 1 - bonus;
  const points = steps(0.75, 1).map((health) => {
    const { debtUsd, collateralUsd } = accountAt(health, { debtUsd: 1, threshold, bonus });
    return {
      health,
      deposit: absorbedBalance(-debtUsd, collateralUsd * factor),
      short: Math.max(0, debtUsd - collateralUsd),
    };
  });
  return [
    {
      caption: 'What an absorption leaves, over the debt, by health factor',
      x: { title: 'health factor' },
      y: { title: 'share of the debt', zero: true, format: PERCENT },
      lines: [
        { name: 'owner’s deposit', points: points.map(({ health, deposit }) => [health, deposit] as const) },
        { name: 'not covered', points: points.map(({ health, short }) => [health, short] as const) },
      ],
    },
    {
      caption: 'Discount of the storefront, by the liquidation penalty of the collateral',
      x: { title: 'liquidation penalty', format: PERCENT },
      y: { title: 'off the protocol’s price', zero: true, format: PERCENT },
      lines: [
        {
          name: 'discount',
          points: steps(0, 0.3).map((cut) => [cut, storefrontDiscount(p.storefrontFactor, 1 - cut)] as const),
        },
      ],
    },
  ];
}

interface Pool {
  readonly compensation: number;
  readonly mostCompensation?: number;
  readonly poolPenalty?: number;
  readonly redistributionPenalty?: number;
}

const DEBT = 10_000;
const PRICE = 2000;

/** Who gets what of the collateral, by the account's ratio: from the pool, and where the pool is empty. */
export function poolPlot(p: Pool): Plot {
  const divisor = BigInt(Math.round(1 / p.compensation));
  const terms = p.poolPenalty !== undefined && {
    poolPenalty: whole(p.poolPenalty),
    redistributionPenalty: whole(p.redistributionPenalty ?? 0),
    divisor,
    mostCompensation: whole(p.mostCompensation ?? 1e12),
  };
  const shares = (ratio: number, most: number) => {
    const collateral = whole((ratio * DEBT) / PRICE);
    if (terms) return penaltyShares(whole(DEBT), collateral, whole(most), whole(PRICE), terms);
    const paid = gasCompensation(collateral, divisor);
    return proportionalShares(whole(DEBT), collateral - paid, whole(most), paid);
  };
  const worth = (units: bigint) => (Number(units) / 1e18) * (PRICE / DEBT);
  const line = (name: string, value: (ratio: number) => bigint) => ({
    name,
    points: steps(0.9, 1.2).map((ratio) => [ratio, worth(value(ratio))] as const),
  });
  return {
    caption: 'Value of the collateral that each gets, over the debt, by the collateral ratio of the account',
    x: { title: 'value of the collateral over the debt', format: PERCENT },
    y: { title: 'share of the debt', zero: true, format: PERCENT },
    lines: withoutRepeats([
      line('pool', (ratio) => shares(ratio, DEBT).offsetCollateral),
      line('others, pool empty', (ratio) => shares(ratio, 0).redistributedCollateral),
      line('owner', (ratio) => shares(ratio, DEBT).surplus),
      line('caller', (ratio) => shares(ratio, DEBT).compensation),
    ]),
  };
}

/** Lines that show something: neither nothing at all nor the same as one before. */
function withoutRepeats(lines: readonly Line[]): Line[] {
  const isSame = (a: Line, b: Line) => a.points.every(([, y], i) => Math.abs(y - (b.points[i]?.[1] as number)) < 1e-12);
  return lines.filter(
    (line, i) => line.points.some(([, y]) => y > 0) && !lines.slice(0, i).some((one) => isSame(one, line)),
  );
}

/** Share of the debt repaid by the pooled rule: up to the limit the end of liquidation is restored, beyond it all is taken. */
export function pooledPlot(
  p: { readonly tickSpacing: number; readonly penalty: number; readonly maxLimit: number },
  threshold: number,
): Plot {
  const terms = { spacing: p.tickSpacing, threshold, penalty: p.penalty, price: 1 };
  const repaid = (debt: number): number =>
    debt > p.maxLimit
      ? 1
      : (spendWorstFirst([{ debt, collateral: 1 }], terms, Number.POSITIVE_INFINITY)[0] as number) / debt;
  return {
    caption: 'Share of the debt repaid, by loan-to-value; absorbed whole beyond the limit',
    x: { title: 'debt over value of the collateral', format: PERCENT },
    y: { title: 'share of debt repaid', zero: true, format: PERCENT },
    lines: [
      { name: 'repaid', points: steps(threshold - 0.02, p.maxLimit + 0.02).map((ltv) => [ltv, repaid(ltv)] as const) },
    ],
  };
}

/** A position whose bands follow a slow fall of the price from the upper edge of the first, without fees. */
export function bandPlots({
  amplification,
  bands,
}: {
  readonly amplification: number;
  readonly bands: number;
}): Plot[] {
  const contents = Array.from({ length: bands }, () => ({ x: 0, y: 1 / bands }));
  const rows = steps(1.02, bandEdge(1, amplification, bands) - 0.02).map((price) => {
    for (const [band, content] of contents.entries()) {
      const top = bandEdge(1, amplification, band);
      contents[band] = bandAtPrice(bandAnchor(content, amplification, top, price), amplification, top, price, price);
    }
    const converted = contents.reduce((sum, { x }) => sum + x, 0);
    const worth = contents.reduce((sum, { y }) => sum + y * price, converted);
    return { price, worth, share: converted / worth };
  });
  const x = { title: 'price over the upper edge of the first band', format: PERCENT } as const;
  return [
    {
      caption: 'Share of a position that is converted as the price falls slowly through its bands, without fees',
      x,
      y: { title: 'converted, share of its worth', zero: true, format: PERCENT },
      lines: [{ name: 'converted', points: rows.map(({ price, share }) => [price, share] as const) }],
    },
    {
      caption: 'What the position is worth then, and the collateral alone (grey)',
      x,
      y: { title: 'worth over that at the edge', format: PERCENT },
      lines: [
        { name: 'position', points: rows.map(({ price, worth }) => [price, worth] as const) },
        { name: 'collateral alone', faint: true, points: rows.map(({ price }) => [price, price] as const) },
      ],
    },
  ];
}

interface Tender {
  readonly members: readonly { readonly capital: number; readonly discount: number; readonly reaction: number }[];
  readonly window: number;
  readonly penalty: number;
}

/** Debt that the members repay at once: those who react within the window, and all of them. */
export function tenderPlot({ members, window, penalty }: Tender): Plot {
  const slowest = Math.max(...members.map(({ reaction }) => reaction));
  const repaid = (debt: number, within: number): number => {
    const bids = members
      .filter(({ reaction }) => reaction <= within)
      .map(({ capital, discount }) => ({ price: 1 - discount, money: capital }));
    return firstPrice(bids, debt * (1 + penalty), 1.2 * debt).reduce((sum, { money }) => sum + money, 0) / debt;
  };
  const most = 2 * members.reduce((sum, { capital }) => sum + capital, 0);
  const line = (within: number) => ({
    name: `after ${within / 1000} s`,
    points: steps(most / POINTS, most).map((debt) => [debt / 1e6, repaid(debt, within)] as const),
  });
  return {
    caption: 'Share of the debt that members repay with the capital of one hour, by the debt that is due at once',
    x: { title: 'million USD due' },
    y: { title: 'share of debt repaid', zero: true, format: PERCENT },
    lines: [line(slowest), line(window)],
  };
}
