/**
 * Venue of LQ-1: a constant-product curve of fixed reserve X that remembers what was sold as a factor m on its price.
 *
 *   M = S m,   a sale of s pays M s X / (X + s) and leaves m (X / (X + s))²,   each block m += (1 − m) ρ,  ρ = 1 − 2^(−1/halfLife)
 *
 * X is `depth` times the collateral of all accounts, in ETH; `halfLife` is counted in blocks of `block`. What the curve costs against M is
 * reported as the sale's fee, so that `slippageFeeUsd` is LQ-1's slippage and `slippageImpactUsd` what m costs against S.
 */
import { holdings } from './holdings.mjs';

class RememberingPool {
  base;
  quote;
  oracleWeight = 1;
  lastFee = 0;
  /** X, units of the base asset. */
  depth;
  #block;
  /** Share of the displacement that is left after so many blocks. */
  #left;
  #rate;
  #displacement = 0;
  #settledBlock = 0;
  #outside = 0;
  #sold = 0;
  #paid = 0;

  constructor(base, quote, depth, block, halfLife) {
    this.base = base;
    this.quote = quote;
    this.depth = depth;
    this.#block = block;
    this.#rate = Math.LN2 / halfLife;
    this.#left = Float64Array.from({ length: 64 * halfLife }, (_, age) => Math.exp(-this.#rate * age));
  }

  reset() {
    this.#displacement = 0;
    this.#settledBlock = 0;
    this.#sold = 0;
    this.#paid = 0;
  }

  settle(time, outside) {
    this.#displacement = this.displacement(time);
    this.#settledBlock = Math.floor(time / this.#block);
    this.#outside = outside;
  }

  /** m − 1 at a time. */
  displacement(time) {
    if (this.#displacement === 0) return 0;
    const age = Math.floor(time / this.#block) - this.#settledBlock;
    // After 64 half-lives nothing is left that a double next to 1 could hold.
    return age < this.#left.length ? this.#displacement * this.#left[age] : 0;
  }

  /** M. */
  bid() {
    return this.#outside * (1 + this.#displacement);
  }

  bidAt(time, outside) {
    return outside * (1 + this.displacement(time));
  }

  proceeds(quantity) {
    return (this.bid() * quantity * this.depth) / (this.depth + quantity);
  }

  sell(quantity) {
    const paid = this.proceeds(quantity);
    this.lastFee = quantity * this.bid() - paid;
    const kept = this.depth / (this.depth + quantity);
    this.#displacement = (1 + this.#displacement) * kept * kept - 1;
    this.#sold += quantity;
    this.#paid += paid;
    return paid;
  }

  quantityFor(amount) {
    const whole = this.bid() * this.depth;
    return amount < whole ? (amount * this.depth) / (whole - amount) : Number.POSITIVE_INFINITY;
  }

  bestQuantity(unitCost) {
    return Math.max(0, this.depth * (Math.sqrt(this.bid() / unitCost) - 1));
  }

  takeFlows(into) {
    into.base = 0;
    into.quote = 0;
  }

  change(into) {
    into.base = this.#sold;
    into.quote = -this.#paid;
  }

  reserves(into) {
    into.base = this.depth + this.#sold;
    into.quote = this.#paid;
  }
}

const sum = (values) => values.reduce((total, value) => total + value, 0);

export default ({ z, defineModel, parameters }) =>
  defineModel({
    family: 'venue',
    name: 'lq1-pool',
    title: 'fixed reserve, impact remembered and forgotten block by block',
    params: z.strictObject({
      base: parameters.zName,
      quote: parameters.zName,
      seed: z.number().int().min(0),
      accounts: z.number().int().min(1),
      depth: parameters.zPositive.describe('reserve as a multiple of the collateral of all accounts'),
      block: parameters.zSpan,
      halfLife: z.number().int().min(1).describe('blocks'),
    }),
    create({ base, quote, seed, accounts, depth, block, halfLife }, context) {
      const { collateral } = holdings(seed, accounts, context.startPrice(base));
      return new RememberingPool(context.asset(base), context.asset(quote), depth * sum(collateral), block, halfLife);
    },
  });
