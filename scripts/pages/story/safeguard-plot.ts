/** One small crash with a safeguard, and without it. */
import type { ModelReference } from '../../../models/registry.ts';
import type { Plot } from '../plot.ts';
import { flow, play } from './play.ts';

/** Accounts are liquidated again and again only under a rule that repays little at a time. */
const PRESETS: Readonly<Record<string, string>> = { 'cool-off': 'partial-liquidation' };

export async function safeguardPlot(reference: ModelReference): Promise<Plot> {
  if (reference.model === 'random-order') return orderPlot(reference);
  const preset = PRESETS[reference.model] ?? 'asynchronous';
  const plain = await play([`strategies.design=${flow({ preset })}`]);
  const guarded = await play([`strategies.design=${flow({ preset, safeguards: [reference] })}`]);
  return {
    caption:
      'A small crash in which 12 accounts owe 2 million USD. Above: ETH in the market, and the instants of liquidations, with the safeguard at the price of the market and without it (grey) 40 USD below. Below: debt that is due, with the safeguard and (grey) without it.',
    x: { title: 'minutes' },
    y: { title: 'USD' },
    lines: [
      { name: 'market', points: guarded.market },
      { name: 'without it', faint: true, as: 'dots', points: at(plain.given, plain.market, -40) },
      { name: 'liquidations', as: 'dots', points: at(guarded.given, guarded.market, 0) },
    ],
    below: {
      x: { title: 'minutes' },
      y: { title: 'due, thousand USD', zero: true },
      lines: [
        { name: 'without it', faint: true, as: 'steps', points: plain.due },
        { name: 'due', as: 'steps', points: guarded.due },
      ],
    },
  };
}

type Points = readonly (readonly [minute: number, value: number])[];

/** The instants of some points, on the line of others and so much above it. */
function at(instants: Points, line: Points, above: number): [number, number][] {
  return instants.map(([minute]) => [minute, (line[Math.round(minute)] as readonly [number, number])[1] + above]);
}

/** All accounts are due at once, and the market is deep enough for each to be closed whole. */
async function orderPlot(reference: ModelReference): Promise<Plot> {
  const fall = [
    'run.horizon=30m',
    'market.assets.ETH.waypoints=[{ at: 0, price: 2000 }, { at: 2m, price: 2000 }, { at: 132s, price: 1250 }, { at: 30m, price: 1250 }]',
    'keepers.0.count=1',
    'keepers.0.capital=3000000',
    'venues.pool.depth=100000',
  ];
  const sizes = async (safeguards: readonly ModelReference[]) =>
    (await play([...fall, `strategies.design=${flow({ preset: 'asynchronous', size: { model: 'all' }, safeguards })}`]))
      .sizes;
  const [plain, random] = [await sizes([]), await sizes([reference])];
  const numbered = (points: Points) => points.map(([, debt], index) => [index + 1, debt] as const);
  return {
    caption: 'Twelve accounts that a fall makes due at once, liquidated one after the other: what each owes.',
    x: { title: 'liquidation' },
    y: { title: 'debt, thousand USD', zero: true },
    lines: [
      { name: 'largest first', as: 'dots', points: numbered(plain) },
      { name: 'random order', as: 'dots', points: numbered(random) },
    ],
  };
}
