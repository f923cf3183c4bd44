/**
 * Jumps that several assets make at the same moment. Each process is compound Poisson: N(t) of rate `jumpsPerDay`, log-jump
 * J ~ N(jumpMean, jumpDeviation²), drawn once; asset i with loading l_i is multiplied by e^(l_i J) and compensated by
 * e^(−λ κ_i t), κ_i = E[e^(l_i J)] − 1, so that its mean price stays what its own law says. Two assets that share a process of rate
 * λ gain the covariance λ l_1 l_2 (jumpMean² + jumpDeviation²) per unit of time.
 *
 * A law that says `takesShocks` (a peg that recovers) is handed its log-jumps instead, and nothing is compensated.
 *
 * The count comes first, as in `models/prices/merton.ts`; draws depend on the process alone, so that an asset more or less moves nothing.
 * Source: Merton (1976) with a market-wide jump, as in Das and Uppal, "Systemic risk and international portfolio choice" (2004).
 */
import type { RandomStream } from '../../sim/random/random-stream.ts';
import type { Grid } from '../model.ts';
import { DAYS_PER_YEAR, JumpColumn, jumpCompensator, normalJump } from '../prices/compound-poisson.ts';
import type { WorldSpec } from '../world/spec.ts';

type JumpProcess = NonNullable<WorldSpec['market']['commonJumps']>[number];

interface Exposure {
  /** The asset's log-jumps by tick: loading × J, summed over the processes. */
  readonly shocks: Float64Array;
  /** e^(−λκt) at each tick, over all processes. */
  readonly compensation: Float64Array;
  readonly loadings: readonly number[];
}

export class CommonJumps {
  readonly #processes: readonly JumpProcess[];
  readonly #columns: readonly JumpColumn[];
  readonly #exposures: ReadonlyMap<string, Exposure>;
  readonly #grid: Grid;

  constructor(processes: readonly JumpProcess[], assets: readonly string[], grid: Grid) {
    this.#processes = processes;
    this.#grid = grid;
    this.#columns = processes.map(() => new JumpColumn());
    const exposed = assets.filter((name) => processes.some(({ loadings }) => (loadings[name] ?? 0) !== 0));
    this.#exposures = new Map(exposed.map((name) => [name, exposureOf(name, processes, grid)]));
  }

  /** Whether an asset jumps with the market. */
  has(asset: string): boolean {
    return this.#exposures.has(asset);
  }

  /** Log-jumps of an asset by tick on the path drawn last. */
  shocks(asset: string): Float64Array | undefined {
    return this.#exposures.get(asset)?.shocks;
  }

  /** Draws a path's jumps. @param open opens the stream of a process by its name */
  draw(open: (name: string) => RandomStream): void {
    for (const { shocks } of this.#exposures.values()) {
      for (const column of this.#columns) for (const tick of column.ticks) shocks[tick] = 0;
    }
    this.#processes.forEach(({ name, jumpsPerDay, jumpMean, jumpDeviation }, index) => {
      const column = this.#columns[index] as JumpColumn;
      const add = normalJump(jumpMean, jumpDeviation);
      column.draw(this.#grid, open(name ?? String(index)), jumpsPerDay * DAYS_PER_YEAR, add);
    });
    for (const exposure of this.#exposures.values()) this.#spread(exposure);
  }

  #spread({ shocks, loadings }: Exposure): void {
    this.#columns.forEach((column, index) => {
      const loading = loadings[index] as number;
      if (loading === 0) return;
      // A tick with several jumps stands in the list several times, with their sum in the column.
      const seen = new Set<number>();
      for (const tick of column.ticks) {
        if (seen.has(tick)) continue;
        seen.add(tick);
        shocks[tick] = (shocks[tick] as number) + loading * (column.values[tick] as number);
      }
    });
  }

  /** Multiplies a finished path by the jumps. */
  apply(asset: string, out: Float64Array): void {
    const exposure = this.#exposures.get(asset);
    if (exposure === undefined) return;
    const { shocks, compensation } = exposure;
    let jumped = 1;
    for (let tick = 0; tick < this.#grid.ticks; tick++) {
      const shock = shocks[tick] as number;
      if (shock !== 0) jumped *= Math.exp(shock);
      out[tick + 1] = (out[tick + 1] as number) * jumped * (compensation[tick + 1] as number);
    }
  }
}

function exposureOf(asset: string, processes: readonly JumpProcess[], grid: Grid): Exposure {
  const loadings = processes.map((jumps) => jumps.loadings[asset] ?? 0);
  let perYear = 0;
  processes.forEach(({ jumpsPerDay, jumpMean, jumpDeviation }, index) => {
    const loading = loadings[index] as number;
    perYear += jumpsPerDay * DAYS_PER_YEAR * jumpCompensator(loading * jumpMean, loading * jumpDeviation);
  });
  return {
    shocks: new Float64Array(grid.ticks),
    compensation: Float64Array.from({ length: grid.ticks + 1 }, (_, tick) =>
      Math.exp(-perYear * grid.tickYears * tick),
    ),
    loadings,
  };
}
