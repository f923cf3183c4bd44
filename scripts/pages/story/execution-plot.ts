/** One small crash, liquidated by each execution in turn. */
import type { ModelReference } from '../../../models/registry.ts';
import type { Line, Plot } from '../plot.ts';
import { flow, play } from './play.ts';

/** The preset whose other choices go with an execution. */
const PRESETS: Readonly<Record<string, string>> = {
  auction: 'maker-clip',
  bands: 'crvusd',
  'batch-auction': 'batch-auction',
  'debt-take-over': 'euler-v2',
  'english-auction': 'maker-flip',
  'internal-pool': 'internal-pool',
  keepers: 'asynchronous',
  'penalty-pool': 'liquity-v2',
  pooled: 'fluid',
  'stability-pool': 'liquity-v1',
  storefront: 'compound-v3',
  synchronous: 'synchronous',
};

export async function executionPlot(reference: ModelReference): Promise<Plot> {
  const { model, ...parameters } = reference;
  const preset = PRESETS[model];
  if (preset === undefined) throw new RangeError(`scripts/pages/story names no preset for execution ${model}`);
  const story = await play([`strategies.design=${flow({ preset, execution: parameters })}`]);
  const dots: Line[] = [
    { name: 'paid for a unit', as: 'dots', points: story.given },
    { name: 'paid from stock', as: 'dots', points: story.stock },
  ];
  const losses: Line[] = [
    { name: 'taken over', as: 'steps', points: story.spread },
    { name: 'bad debt', as: 'steps', points: story.lost },
  ];
  return {
    caption:
      'A small crash in which 12 accounts owe 2 million USD. Above: ETH in the market, and what the protocol believes; dots: debt repaid for a unit of collateral. Below: debt that is due or in liquidation, and what has been repaid.',
    x: { title: 'minutes' },
    y: { title: 'USD' },
    lines: [
      { name: 'market', points: story.market },
      { name: 'protocol', as: 'steps', points: story.protocol },
      ...dots.filter(({ points }) => points.length > 0),
    ],
    below: {
      x: { title: 'minutes' },
      y: { title: 'thousand USD', zero: true },
      lines: [
        { name: 'due', as: 'steps', points: story.due },
        { name: 'repaid', as: 'steps', points: story.repaid },
        ...losses.filter(({ points }) => (points.at(-1)?.[1] ?? 0) > 0),
      ],
    },
  };
}
