/** Moallemi and Robinson: what a Dutch auction gives away, by how fast its price falls and how long blocks take. */
import { type Experiment, type Findings, pathsAt, type Settings } from './experiment.ts';
import { figures, type Mean, meanOf, runScenario } from './run-scenario.ts';

export interface Auction {
  /** ln(starting price / fair price). */
  readonly premium: number;
  readonly decayPerSecond: number;
  readonly dailyVolatility: number;
  readonly blockSeconds: number;
}

const SECONDS_PER_DAY = 86_400;

/** loss = 1/(1 + θ), fill = (z0 + 1/θ)/d, with d = λ − σ²/2 and θ = (√(d² + 2σ²/Δt) − d)/σ². */
export function published({ premium, decayPerSecond, dailyVolatility, blockSeconds }: Auction) {
  const variance = (dailyVolatility * dailyVolatility) / SECONDS_PER_DAY;
  const d = decayPerSecond - variance / 2;
  const theta = (Math.sqrt(d * d + (2 * variance) / blockSeconds) - d) / variance;
  return { loss: 1 / (1 + theta), fillSeconds: (premium + 1 / theta) / d };
}

/** Mean share of the fair value that the auction gives away, and mean time from start to take. */
export async function simulated(auction: Auction, paths: number): Promise<{ loss: Mean; fillSeconds: Mean }> {
  const { premium, decayPerSecond, dailyVolatility, blockSeconds } = auction;
  // Prices move on ticks far shorter than blocks, and the path lasts until the last straggler is taken.
  const tick = Math.max(20, Math.min(1000, Math.round((1000 * blockSeconds) / 24)));
  // By then the ask has fallen by six standard deviations of the price more than it had to.
  const root = (6 * dailyVolatility) / Math.sqrt(SECONDS_PER_DAY) / decayPerSecond;
  const millis = 1000 * (root * root + (2 * premium) / decayPerSecond + 30 * blockSeconds);
  const results = await runScenario('loss-versus-fair.yaml', {
    overrides: [
      `run.horizon=${tick * Math.ceil(millis / tick)}ms`,
      `run.tick=${tick}ms`,
      `market.assets.C.price.volatility=${dailyVolatility * Math.sqrt(365)}`,
      `chains.one.blocks.mean=${Math.round(1000 * blockSeconds)}ms`,
      `strategies.dutch.execution.curve.ratePerSecond=${decayPerSecond}`,
      `strategies.dutch.execution.buffer=${Math.exp(premium)}`,
    ],
    paths,
  });
  const [profit, sold, inclusion] = (['keeperProfitUsd', 'soldUsd', 'inclusionSeconds'] as const).map((key) =>
    figures(results, 'dutch', key),
  );
  const open = sold!.filter((usd) => usd === 0).length;
  if (open > 0) throw new Error(`${open} auctions were still open at the end of the path`);
  const fill = meanOf(inclusion!);
  return {
    loss: meanOf(profit!.map((usd, path) => usd / sold![path]!)),
    // The auction starts in the first block, which takes a mean block to come.
    fillSeconds: { ...fill, mean: fill.mean - blockSeconds },
  };
}

const DECAYS = [2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3];
const BLOCKS = [0.25, 2, 12, 60];
const basis = (share: number): string => (1e4 * share).toFixed(2);

async function run({ effort }: Settings): Promise<Findings> {
  const rows: string[][] = [];
  const lines: { name: string; points: [number, number][]; faint?: boolean }[] = [];
  let worst = 0;
  for (const blockSeconds of BLOCKS) {
    const theory: [number, number][] = [];
    const found: [number, number][] = [];
    for (const decayPerSecond of DECAYS) {
      // Short blocks need fine ticks; their auctions start nearer to the price.
      const premium = blockSeconds < 1 ? 0.002 : 0.005;
      const auction = { premium, decayPerSecond, dailyVolatility: 0.05, blockSeconds };
      const paper = published(auction);
      const { loss, fillSeconds } = await simulated(auction, pathsAt(2000, effort, 100));
      theory.push([decayPerSecond, paper.loss]);
      found.push([decayPerSecond, loss.mean]);
      worst = Math.max(
        worst,
        Math.abs(loss.mean - paper.loss) / loss.standardError,
        Math.abs(fillSeconds.mean - paper.fillSeconds) / fillSeconds.standardError,
      );
      rows.push([
        `${blockSeconds} s`,
        `${(1e4 * decayPerSecond).toFixed(1)}`,
        basis(paper.loss),
        `${basis(loss.mean)} ± ${basis(loss.standardError)}`,
        paper.fillSeconds.toFixed(1),
        `${fillSeconds.mean.toFixed(1)} ± ${fillSeconds.standardError.toFixed(1)}`,
      ]);
    }
    lines.push({ name: `published, ${blockSeconds} s`, points: theory, faint: true });
    lines.push({ name: `simulated, blocks of ${blockSeconds} s`, points: found });
  }
  return {
    plot: {
      caption: 'Loss versus fair by decay and block time: simulated in colour, published thin and grey behind',
      x: { title: 'fall of the price per second', scale: 'log', format: '.0e' },
      y: { title: 'loss, share of fair value', scale: 'log', format: '.0e' },
      lines,
    },
    tables: [
      {
        header: [
          'blocks',
          'decay, bp/s',
          'loss published, bp',
          'loss simulated, bp',
          'fill published, s',
          'fill simulated, s',
        ],
        rows,
      },
    ],
    notes: [`The largest deviation of the ${2 * rows.length} figures is ${worst.toFixed(1)} standard errors.`],
  };
}

export const lossVersusFair: Experiment = { name: 'loss-versus-fair', run };
