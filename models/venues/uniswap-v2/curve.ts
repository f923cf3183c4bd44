/** The constant-product curve of the simulator: reserves x (base) and y (quote), and a fee that stays in the pool. */
import type { Curve } from '../curve.ts';
import { constantProductBest, constantProductInput, constantProductProceeds } from './closed-forms.ts';

export class ConstantProductCurve implements Curve {
  private readonly startDepth: number;
  private readonly startPrice: number;
  private readonly fee: number;
  /** √(x y) as if nothing had been withdrawn. */
  private root = 0;
  private left = 1;
  private x = 0;
  private y = 0;
  private flowBase = 0;
  private flowQuote = 0;
  lastFee = 0;

  /** @param depth base reserve at the start @param price quote per base at the start @param fee share of the input */
  constructor(depth: number, price: number, fee: number) {
    this.startDepth = depth;
    this.startPrice = price;
    this.fee = fee;
    this.reset();
  }

  reset(): void {
    this.root = this.startDepth * Math.sqrt(this.startPrice);
    this.left = 1;
    this.x = this.startDepth;
    this.y = this.startDepth * this.startPrice;
    this.flowBase = 0;
    this.flowQuote = 0;
    this.lastFee = 0;
  }

  price(): number {
    return this.y / this.x;
  }

  bid(): number {
    return ((1 - this.fee) * this.y) / this.x;
  }

  bidAt(price: number): number {
    return (1 - this.fee) * price;
  }

  proceeds(quantity: number): number {
    return constantProductProceeds(this.x, this.y, quantity, this.fee);
  }

  sell(quantity: number): number {
    const out = this.proceeds(quantity);
    this.lastFee = constantProductProceeds(this.x, this.y, quantity, 0) - out;
    this.trade(quantity, -out);
    return out;
  }

  spend(amount: number): number {
    const bought = constantProductProceeds(this.y, this.x, amount, this.fee);
    this.trade(-bought, amount);
    return bought;
  }

  quantityFor(amount: number): number {
    return constantProductInput(this.x, this.y, amount, this.fee);
  }

  bestQuantity(unitCost: number): number {
    return constantProductBest(this.x, this.y, unitCost, this.fee);
  }

  follow(price: number, share: number): void {
    this.left = share;
    const root = this.root * share;
    const rootPrice = Math.sqrt(price);
    const x = root / rootPrice;
    const y = root * rootPrice;
    this.flowBase += this.x - x;
    this.flowQuote += this.y - y;
    this.x = x;
    this.y = y;
  }

  arbitrage(outside: number, cost: number): number {
    const x = this.x;
    const y = this.y;
    const sold = constantProductBest(x, y, outside, this.fee);
    if (sold > 0) {
      const out = constantProductProceeds(x, y, sold, this.fee);
      return this.take(sold, -out, out - sold * outside, cost);
    }
    const paid = constantProductBest(y, x, 1 / outside, this.fee);
    if (paid === 0) return 0;
    const bought = constantProductProceeds(y, x, paid, this.fee);
    return this.take(-bought, paid, bought * outside - paid, cost);
  }

  private take(base: number, quote: number, gain: number, cost: number): number {
    if (!(gain > cost)) return 0;
    this.flowBase -= base;
    this.flowQuote -= quote;
    this.trade(base, quote);
    return gain;
  }

  private trade(base: number, quote: number): void {
    this.x += base;
    this.y += quote;
    this.root = Math.sqrt(this.x * this.y) / this.left;
  }

  save(into: Float64Array): void {
    into[0] = this.root;
    into[1] = this.left;
    into[2] = this.x;
    into[3] = this.y;
    into[4] = this.flowBase;
    into[5] = this.flowQuote;
  }

  load(from: Float64Array): void {
    this.root = from[0] as number;
    this.left = from[1] as number;
    this.x = from[2] as number;
    this.y = from[3] as number;
    this.flowBase = from[4] as number;
    this.flowQuote = from[5] as number;
  }

  takeFlows(into: { base: number; quote: number }): void {
    into.base = this.flowBase;
    into.quote = this.flowQuote;
    this.flowBase = 0;
    this.flowQuote = 0;
  }

  change(into: { base: number; quote: number }): void {
    into.base = this.x - this.startDepth;
    into.quote = this.y - this.startDepth * this.startPrice;
  }

  reserves(into: { base: number; quote: number }): void {
    into.base = this.x;
    into.quote = this.y;
  }
}
