import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../scenarios/load.ts';
import { ScenarioError } from '../../scenarios/problem.ts';
import { BASE, changed, lines, load, marked, problemsOf, scenarioFile } from './fixtures/base-scenario.ts';

describe('a scenario that is right', () => {
  it('comes back frozen, with durations in milliseconds, defaults and the first strategy as reference', async () => {
    const { scenario, warnings } = await load(BASE);
    expect(scenario.run).toEqual({ paths: 10, seed: '7', horizon: 3_600_000, tick: 12_000, reference: 'now' });
    expect(scenario.oracles.ETH?.delay).toEqual({ model: 'constant', delay: 10_000 });
    expect(scenario.chains.main?.gasLimit).toBe(10_000_000);
    expect(scenario.protocol.collateral.ETH?.protocolFee).toBe(0);
    expect(warnings).toEqual([]);
    expect(Object.isFrozen(scenario.protocol.collateral.ETH)).toBe(true);
  });

  it('may be JSON', async () => {
    const { scenario, hash } = await load(BASE);
    const asJson = JSON.stringify({
      ...JSON.parse(JSON.stringify(scenario)),
      run: { paths: 10, seed: 7, horizon: '1h', tick: '12s' },
      strategies: { now: { preset: 'synchronous' }, later: { preset: 'asynchronous' } },
      oracles: {
        ETH: {
          ...scenario.oracles.ETH,
          publish: { model: 'deviation-heartbeat', deviation: 0.005, heartbeat: '1h' },
          delay: '10s',
        },
      },
      chains: { main: { blocks: { model: 'slots', slot: '12s' }, fee: { model: 'eip1559' }, gasLimit: 10_000_000 } },
      keepers: [
        { name: 'fast', count: 2, delay: { model: 'exponential', mean: '6s' }, bid: { model: 'fixed', gasPrice: 50 } },
      ],
    });
    expect((await loadScenario(scenarioFile(asJson, 's.json'))).hash).toBe(hash);
  });

  it('may use anchors and merge keys', async () => {
    const text = changed(
      '  now: { preset: synchronous }\n  later: { preset: asynchronous }',
      '  now: &base { preset: asynchronous }\n  later: { <<: *base, size: { model: all } }',
    );
    const { scenario } = await load(text);
    expect(scenario.strategies.later).toMatchObject({ preset: 'asynchronous', size: { model: 'all' } });
  });
});

type Case = [what: string, from: string, to: string, expected: string, hint?: RegExp];

/** The mark « in the replacement says where the problem belongs. */
async function expectProblem([, from, to, expected, hint]: Case): Promise<void> {
  const { text, place } = marked(from, to);
  const problems = await problemsOf(text);
  expect(lines(problems)).toEqual([`${place} ${expected}`]);
  if (hint) expect(problems[0]?.hint).toMatch(hint);
}

const DURATION = 'must be a duration with its unit, such as 250ms, 12s, 10m, 24h or 30d';

describe('one mistake gives one problem at its place', () => {
  const cases: Case[] = [
    [
      'a number out of range',
      'volatility: 1 ',
      'volatility: «-0.8 ',
      'market.assets.ETH.price.volatility must be at least 0',
      /square root of a year/,
    ],
    [
      'an unknown key',
      'title: A',
      '«titel: x\ntitle: A',
      'titel is not a key that is known here',
      /did you mean title\?/,
    ],
    [
      'an unknown parameter',
      'slot: 12s',
      'slot: 12s, «misRate: 0.1',
      'chains.main.blocks.misRate is not a parameter of slots',
      /missRate/,
    ],
    ['a missing key', 'name: base\n', '«', 'name is missing', /short name/],
    [
      'an unknown model',
      'model: eip1559',
      'model: «eip159',
      'chains.main.fee.model no fee model is called "eip159"',
      /did you mean eip1559/,
    ],
    [
      'a missing model',
      'fee: { model: eip1559 }',
      '«fee: {}',
      'chains.main.fee.model is missing',
      /first-price, eip1559/,
    ],
    [
      'a model of another family',
      'model: eip1559',
      'model: «gbm',
      'chains.main.fee.model no fee model is called "gbm"',
      /family price/,
    ],
    [
      'a delay that is neither',
      'delay: 10s',
      'delay: «soon',
      'oracles.ETH.delay must be a duration, e.g. 250ms, 12s, 10m, 24h or { model: constant | exponential | lognormal | gamma | weibull | empirical | mixture }',
    ],
    ['a wrong parameter of a delay', 'mean: 6s', 'mean: «0s', 'keepers[0].delay.mean must be longer than 0'],
    ['a duration without unit', 'tick: 12s', 'tick: «12', `run.tick ${DURATION}`],
    ['a duration in another unit', 'tick: 12s', 'tick: «12 seconds', `run.tick ${DURATION}`],
    [
      'a percentage',
      'liquidationBonus: 0.05',
      'liquidationBonus: «5%',
      'protocol.collateral.ETH.liquidationBonus must be a number',
      /fractions: 0.05/,
    ],
    ['a quoted number', 'count: 2', 'count: «"2"', 'keepers[0].count must be a number', /quotation marks/],
    ['no number at all', 'count: 2', 'count: «.nan', 'keepers[0].count must be a number'],
    ['infinity', 'volatility: 1 ', 'volatility: «.inf ', 'market.assets.ETH.price.volatility must be a number'],
    ['a fraction of a path', 'paths: 10', 'paths: «1.5', 'run.paths must be a whole number'],
    ['too many paths', 'paths: 10', 'paths: «1e9', 'run.paths must be at most 10000000'],
    ['an empty seed', 'seed: 7', 'seed: «""', 'run.seed must not be empty'],
    [
      'a seed beyond exact integers',
      'seed: 7',
      'seed: «12345678901234567890',
      'run.seed must be at most 9007199254740991',
    ],
    [
      'a wrong severity',
      'title: A',
      'severity: «sever\ntitle: A',
      'severity must be one of neutral, adverse, severe, very severe',
      /did you mean severe/,
    ],
    [
      'a strange name',
      '  now: {',
      '  «1st: {',
      'strategies.1st the name must start with a letter and hold only letters, digits, _ . and -',
    ],
    [
      'a list where a mapping is due',
      'venues:\n  pool: { model: frictionless, base: ETH, quote: DAI }',
      '«venues:\n  - pool',
      'venues must be a mapping of names to values',
    ],
    [
      'a typo in a model inside a model',
      'preset: synchronous',
      'preset: synchronous, execution: { model: auction, curve: { model: «stairs }, buffer: 1.2, penalty: 0.1, tail: 1h, cusp: 0.4, tip: 0, chip: 0, dust: 0, kickGas: 1, takeGas: 1, revertGas: 1 }',
      'strategies.now.execution.curve.model no curve model is called "stairs"',
      /stairstep/,
    ],
  ];
  it.each(cases)('%s', async (...row) => expectProblem(row));
});

describe('what spans several keys', () => {
  const cases: Case[] = [
    [
      'a horizon off the grid',
      'horizon: 1h',
      'horizon: «1001s',
      'run.horizon must be a multiple of the tick (12s)',
      /996s/,
    ],
    [
      'too many ticks',
      'horizon: 1h, tick: 12s',
      'horizon: «1000d, tick: 1ms',
      'run.horizon makes 86400000000 ticks, above the limit of 20000000',
    ],
    [
      'a second chain',
      '  main: {',
      '  other: { blocks: { model: slots, slot: 12s }, fee: { model: eip1559 }, gasLimit: 10_000_000 }\n  «main: {',
      'chains.main is a second chain: exactly one is supported so far',
    ],
    [
      'a quote that is no asset',
      'quote: DAI',
      'quote: «DIA',
      'venues.pool.quote DIA is not among market.assets',
      /did you mean DAI/,
    ],
    [
      'gas paid in nothing',
      'gasLimit: 10_000_000',
      'gasLimit: 10_000_000, gasAsset: «ETC',
      'chains.main.gasAsset ETC is not among market.assets',
      /ETH/,
    ],
    [
      'a debt that is no asset',
      'debt: [DAI]',
      'debt: [DAI, «ETH2]',
      'protocol.debt[1] ETH2 is not among market.assets',
      /did you mean ETH/,
    ],
    ['the same asset on both sides', 'quote: DAI', 'quote: «ETH', 'venues.pool.quote must differ from base'],
    [
      'waypoints in disorder',
      'volatility: 1 } }',
      'volatility: 1 }, waypoints: [{ at: 5m, price: 1 }, { at: «5m, price: 2 }] }',
      'market.assets.ETH.waypoints[1].at must be later than the waypoint before it',
    ],
    [
      'an unknown preset',
      'preset: synchronous',
      'preset: «synchronus',
      'strategies.now.preset no strategy has this name',
      /did you mean synchronous/,
    ],
    [
      'a reference that is no strategy',
      'tick: 12s',
      'tick: 12s, reference: «latr',
      'run.reference must be one of the strategies',
      /did you mean later/,
    ],
    [
      'two groups of keepers of one name',
      'protocol:',
      '  - { name: «fast, count: 1, delay: 1s, bid: { model: fixed, gasPrice: 1 } }\nprotocol:',
      'keepers[1].name is the name of an earlier group of keepers',
    ],
    [
      'no strategy',
      'strategies:\n  now: { preset: synchronous }\n  later: { preset: asynchronous }',
      '«strategies:\n  {}',
      'strategies must hold at least one strategy',
    ],
    [
      'a book that borrows something else',
      'borrowed: { DAI: 1 }',
      'borrowed: { «ETH: 1 }',
      'protocol.book.borrowed.ETH ETH is not in protocol.debt',
    ],
    [
      'a reserved word',
      '  now: {',
      '  «constructor: {',
      'strategies.constructor is a reserved word: take another name',
    ],
    [
      'a duration without end',
      'delay: { model: exponential, mean: 6s',
      `delay: { model: exponential, mean: «${'9'.repeat(400)}d`,
      'keepers[0].delay.mean is too large',
    ],
  ];
  it.each(cases)('%s', async (...row) => expectProblem(row));

  it('a moving debt needs an oracle, by its law or by its waypoints', async () => {
    const message = '26:10 protocol.debt[0] the price of DAI moves, so it needs an oracle';
    const byLaw = changed(
      'DAI: { price: { model: constant, start: 1 } }',
      'DAI: { price: { model: gbm, start: 1, volatility: 0.1 } }',
    );
    const byWaypoints = changed('start: 1 } }', 'start: 1 }, waypoints: [{ at: 0, price: 1 }] }');
    expect(lines(await problemsOf(byLaw))).toEqual([message]);
    expect(lines(await problemsOf(byWaypoints))).toEqual([message]);
  });

  it('a collateral needs a venue that buys it', async () => {
    const problems = await problemsOf(changed('base: ETH, quote: DAI', 'base: DAI, quote: ETH'));
    expect(lines(problems)).toEqual(['25:5 protocol.collateral.ETH ETH has no venue to be sold on']);
  });

  it('refuses correlations that no assets can have', async () => {
    const three = changed(
      '  blockSpace:',
      `  correlations:
    - { between: [ETH, BTC], correlation: 0.9 }
    - { between: [BTC, XRP], correlation: 0.9 }
    - { between: [ETH, XRP], correlation: -0.9 }
  blockSpace:`,
    ).replace(
      '    DAI:',
      '    BTC: { price: { model: constant, start: 1 } }\n    XRP: { price: { model: constant, start: 1 } }\n    DAI:',
    );
    expect(lines(await problemsOf(three))[0]).toMatch(
      /^10:3 market\.correlations no assets can be correlated like this/,
    );
    expect(await problemsOf(three.replace('-0.9', '0.9'))).toEqual([]);
    expect(lines(await problemsOf(three.replace('[ETH, XRP]', '[XRP, BTC]')))).toEqual([
      '13:9 market.correlations[2].between this pair has a correlation already',
    ]);
  });

  it('warns of a threshold and bonus that make every liquidation worse', async () => {
    const { warnings } = await load(changed('liquidationBonus: 0.05', 'liquidationBonus: 0.3'));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/protocol\.collateral\.ETH: threshold × \(1 \+ bonus\) is above 1/);
  });
});

describe('files that are no scenario', () => {
  it.each([
    ['empty', '', '1:1  is empty'],
    ['a list', '- a', '1:1  must be a mapping of keys to values at the top'],
    ['twice the same key', `${BASE}name: again\n`, '38:1  this key stands twice in the same mapping'],
    ['a tab', 'a:\n\tb: 1', '2:1  a tab cannot indent YAML: use spaces'],
    ['two documents', 'a: 1\n---\nb: 2', '2:1  holds more than one document: keep one scenario a file'],
    ['an anchor inside itself', 'a: &x [*x]', '1:8  *x stands inside what it repeats'],
    ['a merge of no mapping', 'a: { <<: 3 }', '1:6  << must be followed by an anchor of a mapping, or a list of them'],
    ['a key that is a list', '? [a, b]\n: 1', '1:3  a key must be a simple name'],
    ['a key that changes objects', '__proto__: { a: 1 }', '1:1  __proto__ cannot be a key'],
  ])('%s', async (_, text, expected) => {
    expect(lines(await problemsOf(text))[0]).toBe(expected);
  });

  it('refuses a file that multiplies itself', async () => {
    const doubling = Array.from(
      { length: 20 },
      (_, n) => `a${n}: &a${n} [${n === 0 ? '1' : `*a${n - 1}, *a${n - 1}`}]`,
    );
    expect((await problemsOf(doubling.join('\n')))[0]?.message).toMatch(/grows without end/);
  });

  it('refuses endless nesting', async () => {
    for (const depth of [200, 100_000]) {
      expect((await problemsOf(`a: ${'['.repeat(depth)}${']'.repeat(depth)}`))[0]?.message).toMatch(
        /nested too deeply/,
      );
    }
  });

  it('says that a file or a shipped scenario is not there', async () => {
    await expect(loadScenario('./nowhere.yaml')).rejects.toThrow(
      /nowhere\.yaml {2}there is no such file or shipped scenario/,
    );
    await expect(loadScenario('.')).rejects.toThrow(/is a folder/);
    await expect(loadScenario('')).rejects.toBeInstanceOf(ScenarioError);
  });

  it('refuses more blocks than a path can hold', async () => {
    const text = changed('blocks: { model: slots, slot: 12s }', 'blocks: { model: poisson, mean: 1ms }');
    expect(await problemsOf(text)).toEqual([]);
    expect(lines(await problemsOf(text.replace('horizon: 1h', 'horizon: 6h')))).toEqual([
      '10:11 chains.main.blocks makes about 21600000 blocks a path, above the limit of 20000000',
    ]);
  });

  it('refuses prices, reserves and thresholds whose products are no numbers', async () => {
    for (const [from, to, place] of [
      ['start: 200', 'start: 1e300', 'price.start'],
      ['frictionless,', 'constant-product, depth: 1e200, fee: 0.003, halfLife: 1m, oracleWeight: 0,', 'pool.depth'],
      ['liquidationThreshold: 0.8', 'liquidationThreshold: 1e-9', 'ETH.liquidationThreshold'],
    ] as const)
      expect(lines(await problemsOf(changed(from, to)))[0]).toMatch(new RegExp(`${place} must be at (least|most)`));
  });

  it('refuses a scenario of megabytes', async () => {
    expect((await problemsOf(`# ${'x'.repeat(5_000_001)}\n${BASE}`))[0]?.message).toMatch(/above the limit of 5 MB/);
  });
});

describe('files that a scenario names', () => {
  const withFile = (file: string) =>
    changed('{ model: gbm, start: 200, volatility: 1 }', `{ model: replay, file: ${file} }`);

  it('are read relative to the scenario', async () => {
    const path = scenarioFile(withFile('p.csv'));
    scenarioFile('unix_s,close\n0,1\n', 'p.csv', path.slice(0, -'/s.yaml'.length));
    expect((await loadScenario(path)).files).toEqual({ 'p.csv': 'unix_s,close\n0,1\n' });
  });

  it('are problems at their place when they are missing or folders', async () => {
    expect(lines(await problemsOf(withFile('p.csv')))).toEqual([
      '6:42 market.assets.ETH.price.file there is no such file',
    ]);
    expect(lines(await problemsOf(withFile('.')))).toEqual([
      '6:42 market.assets.ETH.price.file is a folder, not a file',
    ]);
  });
});

it('reports everything at once, in the order of the file, and cuts a long list', async () => {
  const text = BASE.replace('paths: 10', 'paths: 0').replace('count: 2', 'count: 0').replace('mean: 6s', 'mean: 6');
  expect((await problemsOf(text)).map(({ line }) => line)).toEqual([3, 20, 21]);
  const many = `${BASE}${Array.from({ length: 30 }, (_, n) => `junk${n}: 1`).join('\n')}\n`;
  const error = await loadScenario(scenarioFile(many)).catch((thrown: unknown) => thrown as ScenarioError);
  expect(error).toBeInstanceOf(ScenarioError);
  expect((error as ScenarioError).message).toMatch(/… and 10 more$/);
});

it('shows place, path, rule, value and way out on two lines', async () => {
  const path = scenarioFile(changed('gasPrice: 20', 'gasPrice: -20'));
  await expect(loadScenario(path)).rejects.toThrow(
    `${path}:8:44  market.blockSpace.gasPrice  must be at least 0 (got -20)\n    gwei per unit of gas`,
  );
});

it('loads every shipped scenario by its name', async () => {
  const { shippedScenarios } = await import('../../scenarios/shipped.ts');
  for (const { name, title, path } of await shippedScenarios()) {
    expect(title).not.toBe('');
    expect(readFileSync(path, 'utf8')).toContain('yaml-language-server: $schema=./scenario.schema.json');
    // A scenario that replays data of its user is valid but for that data.
    const problems = await loadScenario(name).then(
      () => [],
      (error: ScenarioError) => error.problems ?? [error],
    );
    expect(problems.filter(({ message }) => message !== 'there is no such file')).toEqual([]);
  }
});
