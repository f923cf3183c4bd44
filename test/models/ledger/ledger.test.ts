import { describe, expect, it } from 'vitest';
import { BORROWERS, KEEPERS, Ledger, LedgerError, PROTOCOL, VENUES } from '../../../models/ledger/ledger.ts';

describe('the ledger', () => {
  it('takes from one holder what it gives to another', () => {
    const ledger = new Ledger(2);
    ledger.move(1, BORROWERS, KEEPERS, 5);
    ledger.move(1, KEEPERS, VENUES, 3);
    expect([BORROWERS, KEEPERS, VENUES].map((holder) => ledger.held(holder, 1))).toEqual([-5, 2, 3]);
    expect(ledger.held(KEEPERS, 0)).toBe(0);
    expect(ledger.imbalance(1)).toBe(0);
  });

  it('keeps claims apart from what is held', () => {
    const ledger = new Ledger(1);
    ledger.moveClaim(0, PROTOCOL, BORROWERS, 4);
    expect(ledger.claims(PROTOCOL, 0)).toBe(-4);
    expect(ledger.claims(BORROWERS, 0)).toBe(4);
    expect(ledger.held(PROTOCOL, 0)).toBe(0);
  });

  it('closes after any postings, however lopsided their sizes', () => {
    const ledger = new Ledger(1);
    for (let i = 0; i < 2000; i++) ledger.move(0, i % 8, (i * 5 + 1) % 8, (i % 2 ? 1e12 : 1e-6) / (i + 1));
    expect(() => ledger.close()).not.toThrow();
  });

  it('accepts a statement that agrees, and refuses one that does not', () => {
    const ledger = new Ledger(1);
    ledger.move(0, BORROWERS, KEEPERS, 1000);
    expect(() => ledger.agree('keepers', 0, ledger.held(KEEPERS, 0), 1000, 0)).not.toThrow();
    expect(() => ledger.agree('keepers', 0, ledger.held(KEEPERS, 0), 1000.00001, 0)).toThrow(LedgerError);
    expect(() => ledger.agree('keepers', 0, ledger.held(KEEPERS, 0), 999.99999, 0)).toThrow(
      /keepers changed by 999.99999, but 1000/,
    );
  });

  it('judges by the amounts that moved, not by the total', () => {
    const ledger = new Ledger(1);
    ledger.move(0, BORROWERS, KEEPERS, 1000);
    ledger.move(0, KEEPERS, BORROWERS, 1000 - 5e-7);
    expect(() => ledger.agree('keepers', 0, ledger.held(KEEPERS, 0), 0, 0)).not.toThrow();
    ledger.reset();
    ledger.move(0, BORROWERS, KEEPERS, 5e-7);
    expect(() => ledger.agree('keepers', 0, ledger.held(KEEPERS, 0), 0, 0)).toThrow(LedgerError);
  });

  it('refuses what is not a number', () => {
    const ledger = new Ledger(1);
    ledger.move(0, BORROWERS, KEEPERS, Number.NaN);
    expect(() => ledger.close()).toThrow(LedgerError);
  });

  it('forgets the path before', () => {
    const ledger = new Ledger(1);
    ledger.move(0, BORROWERS, KEEPERS, 3);
    ledger.moveClaim(0, BORROWERS, KEEPERS, 3);
    ledger.reset();
    expect(ledger.held(KEEPERS, 0)).toBe(0);
    expect(ledger.claims(KEEPERS, 0)).toBe(0);
  });
});
