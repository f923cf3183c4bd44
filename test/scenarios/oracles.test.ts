/** What is said of an oracle that does not fit together, and where. */
import { describe, expect, it } from 'vitest';
import { BASE, changed, lines, load, marked, problemsOf } from './fixtures/base-scenario.ts';

const PUBLISH = '    publish: { model: deviation-heartbeat, deviation: 0.005, heartbeat: 1h }\n';
const LANDING = `    delay: 10s\n    transaction: { gas: 100_000, bid: { model: fixed, gasPrice: 50 } }\n`;
const ETH = `  ETH:\n${PUBLISH}${LANDING}`;

describe('an oracle', () => {
  it.each([
    ['a mean', '    publish: { model: time-weighted-mean, window: 30m }\n'],
    ['a fixed price', '    publish: { model: fixed, ratio: 200 }\n'],
    ['a price of every block', '    publish: { model: every-block }\n'],
    ['a pulled price', '    publish: { model: pull }\n'],
  ])('that sends no report needs neither delay nor transaction: %s', async (_what, publish) => {
    expect(lines(await problemsOf(changed(`${PUBLISH}${LANDING}`, publish)))).toEqual([]);
  });

  it('that sends reports says how they land', async () => {
    const problems = await problemsOf(changed(LANDING, ''));
    expect(lines(problems).map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'oracles.ETH.delay is missing',
      'oracles.ETH.transaction is missing',
    ]);
    expect(problems[1]?.hint).toMatch(/deviation-heartbeat sends reports/);
  });

  it.each([
    [
      'a mean of a pool that there is not',
      `${PUBLISH}${LANDING}`,
      '    publish: { model: time-weighted-mean, window: 30m, venue: «poool }\n',
      'oracles.ETH.publish.venue a mean reads a pool that sells ETH, and this names none',
    ],
    [
      'a guard that falls back to one',
      ETH,
      `${ETH}    guards: [{ model: staleness, maxAge: 1h, otherwise: mean, mean: { venue: «poool } }]\n`,
      'oracles.ETH.guards[0].mean.venue a mean reads a pool that sells ETH, and this names none',
    ],
    [
      'a price fixed to an asset that there is not',
      `${PUBLISH}${LANDING}`,
      '    publish: { model: fixed, of: «BTC, ratio: 1 }\n',
      'oracles.ETH.publish.of BTC is not among market.assets',
    ],
    [
      'a quorum above the number of sources',
      ETH,
      `${ETH}    sources: [{ count: 2 }]\n    aggregate: { model: upper-median, minimum: «3 }\n`,
      'oracles.ETH.aggregate.minimum asks for 3 sources, but there are 2',
    ],
  ])('%s', async (_what, from, to, expected) => {
    const { text, place } = marked(from, to);
    expect(lines(await problemsOf(text))).toEqual([`${place} ${expected}`]);
  });

  it('by three votes without confidence is worth a warning', async () => {
    const { warnings } = await load(changed(ETH, `${ETH}    aggregate: { model: three-votes }\n`));
    expect(warnings.join()).toMatch(/three-votes needs sources with a confidence/);
  });

  it('left as it was resolves as it did: no stage is filled in', async () => {
    const { scenario } = await load(BASE);
    expect(Object.keys(scenario.oracles.ETH!)).toEqual(['publish', 'delay', 'transaction']);
  });
});

describe('an attack', () => {
  const attack = (change: string) => `${BASE}attack: { asset: ETH, at: 10m, hold: 10m, displacement: -0.3${change} }\n`;

  it('of a collateral with an oracle and a pool is fine', async () => {
    expect(lines(await problemsOf(attack(', venue: pool')))).toEqual([]);
  });

  it.each([
    [attack('').replace('asset: ETH', 'asset: DAI'), 'attack.asset DAI must be a collateral that has an oracle'],
    [attack(', venue: poool'), 'attack.venue no venue of that name sells ETH'],
    [attack(', loan: { available: 100, loanToValue: 0.8 }'), 'attack.loan ETH cannot be borrowed'],
    [attack('').replace('-0.3', '0.3'), 'attack.displacement must be below 0'],
  ])('%#', async (text, expected) => {
    expect(lines(await problemsOf(text)).map((line) => line.replace(/^\S+ /, ''))).toEqual([expected]);
  });

  it('that outlasts the path is worth a warning', async () => {
    const { warnings } = await load(attack('').replace('hold: 10m', 'hold: 2h'));
    expect(warnings.join()).toMatch(/not over when the path ends/);
  });
});
