import { describe, expect, it } from 'vitest';
import { settingText } from '../../../results/points/setting-text.ts';

const shown = (...values: readonly unknown[]): string[] => {
  const written = values.map((value) =>
    typeof value === 'object' ? JSON.stringify(value) : (value as string | number | boolean),
  );
  return written.map(settingText(written));
};

describe('the values of a setting in a table', () => {
  it('are numbers, texts and truth values as they are', () => {
    expect(shown(0.75, 12_000)).toEqual(['0.75', '12k']);
    expect(shown('12s', '{not JSON')).toEqual(['12s', '{not JSON']);
    expect(shown(true, false)).toEqual(['true', 'false']);
  });

  it('are models by their names', () => {
    const laws = [
      { model: 'gbm', start: 1 },
      { model: 'merton', start: 1 },
    ];
    expect(shown(...laws)).toEqual(['gbm', 'merton']);
  });

  it('tell namesakes apart by what differs', () => {
    expect(shown({ model: 'pull', maxAge: '60s' }, { model: 'pull', maxAge: '10s' })).toEqual([
      'pull, maxAge 60s',
      'pull, maxAge 10s',
    ]);
    expect(shown({ model: 'pull', choice: 'lowest' }, { model: 'pull' })).toEqual(['pull, choice lowest', 'pull']);
  });

  it('are mappings by the models in them, lists by their entries', () => {
    const oracles = [{ publish: { model: 'fixed', ratio: 1 } }, { publish: { model: 'pull' }, delay: '12s' }];
    expect(shown(...oracles)).toEqual(['publish fixed', 'publish pull']);
    expect(shown([], [{ model: 'jump' }], [{ model: 'jump' }, { model: 'anchor' }])).toEqual([
      'none',
      'jump',
      'jump + anchor',
    ]);
  });

  it('end where they are too long', () => {
    const [long] = shown({ model: 'a', text: 'x'.repeat(100) }, { model: 'a', text: 'y' });
    expect(long).toMatch(/^a, text x+…$/);
    expect(long).toHaveLength(48);
  });
});
