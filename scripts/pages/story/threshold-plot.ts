/** A threshold over a small crash, beside what it follows. */
import { realisedVolatility } from '../../../models/liquidation/thresholds/adjusted.ts';
import type { ModelReference } from '../../../models/registry.ts';
import { type Panel, PERCENT, type Plot } from '../plot.ts';
import { play, storyWith } from './play.ts';

const MINUTE = 60_000;
const ETH = 0;
const GAS =
  'market.blockSpace={ model: volatility-coupled, level: 20, persistence: 0.9, coupling: 0.8, reference: 0.01, noise: 0.1, elasticity: 1 }';

export async function thresholdPlot(reference: ModelReference): Promise<Plot> {
  const { scenario, registry } = await storyWith([]);
  const { tape } = await play([GAS]);
  const initial = scenario.protocol.collateral.ETH?.liquidationThreshold as number;
  const parsed = registry.schema('thresholds').parse(reference);
  const names = Object.keys(scenario.market.assets);
  const rule = registry.create('thresholds', parsed, {
    names,
    threshold: (asset) => (asset === ETH ? initial : undefined),
  });
  const minutes = Array.from({ length: tape.horizon / MINUTE }, (_, minute) => minute);
  const over = (value: (time: number) => number) => minutes.map((minute) => [minute, value(minute * MINUTE)] as const);
  const panel = (title: string, value: (time: number) => number): Panel => ({
    x: { title: 'minutes' },
    y: { title, zero: true },
    lines: [{ name: title, as: 'steps', points: over(value) }],
  });
  const { window = 0, reference: quiet = 0 } = parsed as { window?: number; reference?: number };
  const below: Readonly<Record<string, Panel>> = {
    'volatility-adjusted': panel('volatility', (time) => realisedVolatility(ETH, time, window, quiet, tape)),
    'congestion-adjusted': panel('gas, gwei', (time) => tape.gasAt(time)),
  };
  const followed = below[reference.model];
  return {
    caption: `Liquidation threshold of a collateral in a small crash (ETH falls by a quarter from minute 10 to 70)${followed === undefined ? '.' : ', and below what it follows.'}`,
    x: { title: 'minutes' },
    y: { title: 'threshold', format: PERCENT },
    lines: [{ name: 'threshold', as: 'steps', points: over((time) => initial * rule.factor(ETH, time, tape)) }],
    ...(followed === undefined ? {} : { below: followed }),
  };
}
