/** Values as the share of them at or below each. */
import { type Axis, PERCENT } from './plot.ts';

/** Share of sorted values at or below each, every value counted by its weight. */
export function distribution(
  values: Float64Array,
  weight: (index: number) => number = () => 1,
): [x: number, y: number][] {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const total = order.reduce((sum, index) => sum + weight(index), 0);
  const stride = Math.max(1, Math.floor(values.length / 400));
  let upTo = 0;
  return order.flatMap((index, i) => {
    upTo += weight(index);
    return i % stride === 0 ? [[values[index], upTo / total] as [number, number]] : [];
  });
}

export const SHARE: Axis = { title: 'share of draws at or below', zero: true, format: PERCENT };
