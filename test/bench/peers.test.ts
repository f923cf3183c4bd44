/** What the comparison with peers calls the same. */
import { expect, it } from 'vitest';
import { differences, missing } from '../../bench/peers/programs.ts';

const check = {
  liquidations: 3005,
  skips: 15088,
  bad_mean: 1317.8,
  bad_p95: 6641.5,
  bad_p99: 0,
  repaid_mean: 231834.2,
  slip_mean: 693.9,
};

it('money may differ by rounding, counts may not', () => {
  expect(differences(check, check)).toEqual([]);
  expect(differences(check, { ...check, bad_mean: 1317.8 * (1 + 5e-10), slip_mean: 693.9 * (1 - 5e-10) })).toEqual([]);
  expect(differences(check, { ...check, bad_mean: 1317.8 * (1 + 2e-9) })).toHaveLength(1);
  expect(differences(check, { ...check, skips: 15089 })).toEqual(['skips is 15088 here and 15089 there']);
  expect(differences(check, { ...check, repaid_mean: Number.NaN })).toHaveLength(1);
  expect(differences({ ...check, bad_p99: 1e-300 }, check)).toHaveLength(1);
});

it('says which package a program lacks', () => {
  const peer = { name: 'x', file: 'x.py', needs: { module: 'no_such_module', package: 'python3-none' }, bar: 1 };
  expect(missing(peer)).toContain('apt-get install python3-none');
  expect(missing({ name: 'x', file: 'x.py', bar: 1 })).toBeUndefined();
});
