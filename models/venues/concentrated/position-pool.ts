/**
 * A pool whose ranges belong to somebody: positions are minted, earn the fees of the swaps through them, and are burnt.
 *
 * Fees are kept as in the core contracts: a running total per unit of liquidity, and at every boundary the part of it that
 * was earned on the far side of the price; what a range earned is the total less what lies below and above it.
 *
 * Source: Uniswap v3 whitepaper §6.3-6.4; core contracts.
 */
import type { Rounding } from '../whole-units.ts';
import { DoubleDouble } from './double-double.ts';
import { LiquidityMap, type Range } from './liquidity-map.ts';
import { ConcentratedPool, type FeeWitness } from './pool.ts';
import { amount0, amount1 } from './root-moves.ts';
import { mostLiquidityPerTick, outermostTick, rootAtTick } from './ticks.ts';

export interface PoolTerms {
  readonly feePips: number;
  readonly tickSpacing: number;
  /** One part in so many of every fee goes to the protocol; 0 for none. */
  readonly protocolFeeDenominator: number;
  readonly rounding: Rounding;
}

export interface Amounts {
  readonly amount0: number;
  readonly amount1: number;
}

type Growth = readonly [DoubleDouble, DoubleDouble];

const newGrowth = (): Growth => [new DoubleDouble(), new DoubleDouble()];

export class Position implements Range {
  readonly lower: number;
  readonly upper: number;
  liquidity: number;
  /** Fees per unit of liquidity inside the range when it was minted. */
  readonly earnedBefore: Growth;
  /** Root price at which it was minted, or the end of the range nearest to it. */
  readonly mintedAt: DoubleDouble;

  constructor(lower: number, upper: number, liquidity: number, earnedBefore: Growth, mintedAt: DoubleDouble) {
    this.lower = lower;
    this.upper = upper;
    this.liquidity = liquidity;
    this.earnedBefore = earnedBefore;
    this.mintedAt = mintedAt;
  }
}

export class PositionPool implements FeeWitness {
  readonly pool: ConcentratedPool;
  readonly #terms: PoolTerms;
  readonly #positions: Position[] = [];
  /** Fees per unit of liquidity since the pool began. */
  readonly growth: Growth = newGrowth();
  /** By boundary: the part of `growth` from the far side of it. */
  readonly #outside = new Map<number, Growth>();
  /** Fees set aside for the protocol. */
  readonly protocolFees: [number, number] = [0, 0];

  constructor(terms: PoolTerms, root: DoubleDouble) {
    this.#terms = terms;
    const { feePips, rounding, tickSpacing } = terms;
    this.pool = new ConcentratedPool(new LiquidityMap(), feePips, rounding, this, tickSpacing);
    this.pool.root.copy(root);
  }

  /**
   * Adds liquidity to a range.
   *
   * @returns what it takes, and the position
   * @throws RangeError when the range is no range of this pool, or a boundary would hold too much
   */
  mint(lower: number, upper: number, liquidity: number): Amounts & { position: Position } {
    this.#check(lower, upper, liquidity);
    const { tick } = this.pool;
    for (const boundary of [lower, upper]) this.#open(boundary, tick);
    const at = this.#within(lower, upper);
    const position = new Position(lower, upper, liquidity, this.#inside(lower, upper, tick), at);
    this.#positions.push(position);
    this.#rebuild(tick);
    return { ...this.#worth(position, this.#terms.rounding.up), position };
  }

  /**
   * Takes a position's liquidity out.
   *
   * @returns what it holds, without the fees that it earned, and by how much that is more than what was minted: a
   *   difference of two amounts that are large against it, worked out as one move of the price
   */
  burn(position: Position): Amounts & { gained: Amounts } {
    const gained = this.#gained(position);
    const worth = this.#worth(position, this.#terms.rounding.down);
    const { tick } = this.pool;
    this.#positions.splice(this.#positions.indexOf(position), 1);
    this.#rebuild(tick);
    return { ...worth, gained };
  }

  /** Fees that a position has earned since it was minted. */
  earned(position: Position): Amounts {
    const now = this.#inside(position.lower, position.upper, this.pool.tick);
    const [fees0, fees1] = ([0, 1] as const).map((token) => {
      now[token].subtract(position.earnedBefore[token]);
      return this.#terms.rounding.down(now[token].hi * position.liquidity);
    }) as [number, number];
    return { amount0: fees0, amount1: fees1 };
  }

  fell(zeroForOne: boolean, fee: number, liquidity: number): void {
    const token = zeroForOne ? 0 : 1;
    const { protocolFeeDenominator, rounding } = this.#terms;
    const share = protocolFeeDenominator > 0 ? rounding.down(fee / protocolFeeDenominator) : 0;
    this.protocolFees[token] += share;
    if (liquidity > 0) this.growth[token].add((fee - share) / liquidity);
  }

  crossed(tick: number): void {
    const outside = this.#outside.get(tick) as Growth;
    for (const token of [0, 1] as const) {
      const before = outside[token];
      const { hi, lo } = before;
      before.copy(this.growth[token]);
      before.add(-hi);
      before.add(-lo);
    }
  }

  #check(lower: number, upper: number, liquidity: number): void {
    const { tickSpacing } = this.#terms;
    const outermost = outermostTick(tickSpacing);
    if (!(lower < upper)) throw new RangeError(`a range must end above its beginning: ${lower} to ${upper}`);
    if (lower % tickSpacing !== 0 || upper % tickSpacing !== 0) {
      throw new RangeError(`ranges of this pool begin and end at multiples of ${tickSpacing}: ${lower} to ${upper}`);
    }
    if (lower < -outermost || upper > outermost) {
      throw new RangeError(`ranges of this pool lie within ±${outermost}: ${lower} to ${upper}`);
    }
    if (!(liquidity > 0)) throw new RangeError(`liquidity must be above 0, got ${liquidity}`);
    const most = mostLiquidityPerTick(tickSpacing);
    for (const boundary of [lower, upper]) {
      const there = this.#positions
        .filter((position) => position.lower === boundary || position.upper === boundary)
        .reduce((sum, position) => sum + position.liquidity, liquidity);
      if (there > most) throw new RangeError(`tick ${boundary} would hold ${there}, more than the ${most} allowed`);
    }
  }

  /** Everything earned so far counts as earned below a new boundary, by convention. */
  #open(boundary: number, tick: number): void {
    if (this.#outside.has(boundary)) return;
    const growth = newGrowth();
    if (boundary <= tick) for (const token of [0, 1] as const) growth[token].copy(this.growth[token]);
    this.#outside.set(boundary, growth);
  }

  #inside(lower: number, upper: number, tick: number): Growth {
    const inside = newGrowth();
    for (const token of [0, 1] as const) {
      const low = (this.#outside.get(lower) as Growth)[token];
      const high = (this.#outside.get(upper) as Growth)[token];
      // In range: total − below − above. Out of range the total drops out.
      inside[token].copy(tick < lower ? low : tick < upper ? this.growth[token] : high);
      if (tick >= lower) inside[token].subtract(low);
      if (tick < upper) inside[token].subtract(high);
    }
    return inside;
  }

  #rebuild(tick: number): void {
    this.pool.map.rebuild(this.#positions);
    this.pool.segment = this.pool.map.segmentAtTick(tick);
  }

  /** The pool's root price, or the end of a range nearest to it. */
  #within(lower: number, upper: number): DoubleDouble {
    const { root } = this.pool;
    const at = new DoubleDouble();
    const [low, high] = [rootAtTick(lower), rootAtTick(upper)];
    if (root.minus(low) < 0) at.set(low);
    else if (root.minus(high) > 0) at.set(high);
    else at.copy(root);
    return at;
  }

  #gained({ lower, upper, liquidity, mintedAt }: Position): Amounts {
    const now = this.#within(lower, upper);
    const root = now.hi;
    now.subtract(mintedAt);
    return {
      amount0: -amount0(liquidity, now.hi, mintedAt.hi, root),
      amount1: amount1(liquidity, now.hi),
    };
  }

  #worth({ lower, upper, liquidity }: Range, round: (amount: number) => number): Amounts {
    const { root, tick } = this.pool;
    const low = rootAtTick(lower);
    const high = rootAtTick(upper);
    const inRange = tick >= lower && tick < upper;
    const [above, below] = inRange
      ? [-root.minus(high), root.minus(low)]
      : tick < lower
        ? [high - low, 0]
        : [0, high - low];
    const from = inRange ? root.hi : low;
    return {
      amount0: above > 0 ? round(amount0(liquidity, above, from, high)) : 0,
      amount1: below > 0 ? round(amount1(liquidity, below)) : 0,
    };
  }
}
