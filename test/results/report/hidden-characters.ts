import { expect } from 'vitest';

const HIDDEN = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u;

/** A page and every drawing that can be taken away from it show the text that is there: no control characters, no direction overrides. */
export function expectShown(page: string): void {
  expect(page).not.toMatch(HIDDEN);
  for (const [, data] of page.matchAll(/href="data:image\/svg\+xml;base64,([^"]*)"/g))
    expect(Buffer.from(data as string, 'base64').toString('utf8')).not.toMatch(HIDDEN);
}
