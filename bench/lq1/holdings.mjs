/** Collateral (ETH) and debt (USD) of LQ-1's accounts: a function of the seed and the account's number. */
import { hashOf, normal, pairHash, uniform } from './counter-draws.mjs';

const ACCOUNTS = 0xacc0;

/** @returns `{ collateral, debt }`, one value an account */
export function holdings(seed, accounts, price) {
  const ofAccounts = hashOf(seed, ACCOUNTS);
  const collateral = new Float64Array(accounts);
  const debt = new Float64Array(accounts);
  for (let i = 0; i < accounts; i++) {
    const pair = pairHash(ofAccounts, i);
    const units = Math.max(1, Math.exp(normal(pair, 0)));
    collateral[i] = units;
    debt[i] = units * price * (0.4 + 0.34 * uniform(pair, 2));
  }
  return { collateral, debt };
}
