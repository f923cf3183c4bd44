/** Writes the tape of a path from the laws that the scenario names. */

import { cholesky } from '../../sim/math.ts';
import type { RandomStream } from '../../sim/random/random-stream.ts';
import { openStream } from '../../sim/random/streams.ts';
import { MILLIS_PER_YEAR } from '../../sim/units.ts';
import { fillBaseFee } from '../chain/base-fee.ts';
import type {
  BlockSpaceModel,
  BlockTiming,
  FeeMarket,
  FileTexts,
  Grid,
  PriceModel,
  PriceSurroundings,
  Streams,
} from '../model.ts';
import { waypointFactors } from '../prices/waypoints.ts';
import type { ModelReference, Registry } from '../registry.ts';
import { buildDelay } from '../world/parts.ts';
import type { Horizon, WorldSpec } from '../world/spec.ts';
import { CommonJumps } from './common-jumps.ts';
import { measureRange } from './range.ts';
import { SampledJumps } from './sampled-jumps.ts';
import { Tape } from './tape.ts';
import { describeFault, writingOrder } from './writing-order.ts';

interface AssetLaw {
  readonly name: string;
  readonly model: PriceModel;
  /** Scripted factor at each tick, where the scenario has waypoints. */
  readonly factors: Float64Array | undefined;
  /** Column of standard normals, where the law reads one. */
  readonly normals: Float64Array | undefined;
}

export class TapeWriter {
  readonly assetNames: readonly string[];
  readonly grid: Grid;
  /** Assets whose price can move. */
  readonly moving: readonly number[];
  readonly #laws: readonly AssetLaw[];
  /** Indices of the assets in the order in which their paths are written. */
  readonly #order: readonly number[];
  readonly #commonJumps: CommonJumps | undefined;
  /** Draws jumps in strata, where the run asks for it. */
  readonly sampled: SampledJumps | undefined;
  readonly #blockSpace: BlockSpaceModel;
  readonly #timing: BlockTiming;
  readonly fee: FeeMarket;
  /** Rows of the Cholesky factor over the diffusive assets, or undefined when all are independent. */
  readonly #mixing: readonly (readonly number[])[] | undefined;
  readonly #diffusive: readonly number[];

  constructor(spec: WorldSpec, run: Horizon, registry: Registry, files: FileTexts) {
    const ticks = Math.round(run.horizon / run.tick);
    this.grid = { ticks, tickMillis: run.tick, tickYears: run.tick / MILLIS_PER_YEAR };
    this.assetNames = Object.keys(spec.market.assets);
    this.sampled = run.sampling === undefined ? undefined : new SampledJumps(run.sampling);
    const { order, faults } = writingOrder(spec.market.assets, registry);
    if (faults[0] !== undefined) throw new RangeError(describeFault(faults[0]));
    this.#order = order.map((name) => this.assetNames.indexOf(name));
    const processes = spec.market.commonJumps ?? [];
    this.#commonJumps = processes.length > 0 ? new CommonJumps(processes, this.assetNames, this.grid) : undefined;
    const laws: AssetLaw[] = [];
    this.#laws = laws;
    const context = {
      text: (file: string) => files.text(file),
      startPrice: (name: string) => this.startPrice(this.assetNames.indexOf(name)),
    };
    for (const index of this.#order) {
      const name = this.assetNames[index] as string;
      const asset = spec.market.assets[name] as WorldSpec['market']['assets'][string];
      const model = registry.create('price', asset.price, context);
      laws[index] = {
        name,
        model,
        factors: asset.waypoints ? waypointFactors(asset.waypoints, this.grid, model.start) : undefined,
        normals: model.usesNormals ? new Float64Array(ticks) : undefined,
      };
    }
    const indices = this.assetNames.map((_, index) => index);
    this.moving = indices.filter((i) => {
      const law = laws[i] as AssetLaw;
      return law.model.moves || law.factors !== undefined || this.#commonJumps?.has(law.name);
    });
    this.#diffusive = indices.filter((i) => this.#laws[i]?.normals);
    this.#mixing = this.#mixingRows(spec);
    const chain = Object.values(spec.chains)[0];
    if (chain === undefined) throw new RangeError('a scenario needs a chain');
    const blockSpace = (reference: ModelReference) => registry.create('block-space', reference, files);
    this.#timing = registry.create('block-timing', chain.blocks, {
      delay: (reference) => buildDelay(reference as ModelReference, { registry, files }),
    });
    this.fee = registry.create('fee', chain.fee, {
      blockSpace: (reference) => blockSpace(reference as ModelReference),
    });
    this.#blockSpace = blockSpace(spec.market.blockSpace);
  }

  /** Elasticity of others' demand for block space. */
  get blockSpaceElasticity(): number {
    return this.#blockSpace.elasticity;
  }

  /** Price of an asset at time 0, USD. */
  startPrice(asset: number): number {
    const law = this.#laws[asset] as AssetLaw;
    return law.factors ? law.model.start * (law.factors[0] as number) : law.model.start;
  }

  newTape(): Tape {
    return new Tape(
      this.grid,
      this.#laws.map((_, asset) => this.moving.includes(asset)),
    );
  }

  /** Writes path number `path` of `seed`; the same two always give the same bits. */
  write(tape: Tape, seed: string, path: number): void {
    tape.begin(seed, path);
    this.sampled?.begin(seed, path);
    this.#drawNormals(seed, path);
    const jumps = this.#commonJumps;
    jumps?.draw((name) => this.#open(seed, path, `common-jumps/${name}`, name));
    for (const asset of this.#order) {
      const law = this.#laws[asset] as AssetLaw;
      const out = tape.prices[asset] as Float64Array;
      const streams: Streams = (purpose) => this.#open(seed, path, `price/${law.name}/${purpose}`, law.name);
      law.model.fill(out, this.grid, law.normals, streams, this.#surroundings(tape, law.name));
      if (law.factors) for (let t = 0; t < out.length; t++) out[t] = (out[t] as number) * (law.factors[t] as number);
      if (jumps !== undefined && !law.model.takesShocks) jumps.apply(law.name, out);
    }
    this.sampled?.end();
    measureRange(tape, this.moving);
    this.#writeChain(tape, seed, path);
  }

  /** Block times and outages, everybody else's gas, base fees, and what posting costs. */
  #writeChain(tape: Tape, seed: string, path: number): void {
    const { fee } = this;
    this.#blockSpace.fill(tape, this.grid, (purpose) => openStream(seed, path, `block-space/${purpose}`));
    tape.blockCount = this.#timing.fill(tape.blocks, tape.horizon, (p) => openStream(seed, path, `blocks/${p}`));
    if (fee.isFree) tape.gas.fill(0);
    this.#timing.afterOutages?.(tape.gas, tape.windowMillis, tape.outages);
    if (fee.hasBaseFee) fillBaseFee(tape, fee, this.#blockSpace.elasticity);
    if (fee.posting === undefined) return;
    const column = tape.postingColumn(fee.posting.slot);
    fee.posting.fill(column, tape, this.grid, (purpose) => openStream(seed, path, `posting/${purpose}`));
  }

  #surroundings(tape: Tape, asset: string): PriceSurroundings {
    return {
      path: (name) => tape.prices[this.assetNames.indexOf(name)] as Float64Array,
      shocks: this.#commonJumps?.shocks(asset),
      pathNumber: tape.path,
    };
  }

  #open(seed: string, path: number, purpose: string, owner: string): RandomStream {
    return this.sampled?.open(seed, path, purpose, owner) ?? openStream(seed, path, purpose);
  }

  #drawNormals(seed: string, path: number): void {
    for (const asset of this.#diffusive) {
      const law = this.#laws[asset] as AssetLaw;
      openStream(seed, path, `price/${law.name}/diffusion`).fillNormals(law.normals as Float64Array, this.grid.ticks);
    }
    if (this.#mixing === undefined) return;
    // From the last asset to the first, so that a row still reads the independent normals of those before it.
    for (let row = this.#diffusive.length - 1; row >= 0; row--) {
      const weights = this.#mixing[row] as readonly number[];
      const out = this.#laws[this.#diffusive[row] as number]?.normals as Float64Array;
      for (let tick = 0; tick < this.grid.ticks; tick++) out[tick] = (out[tick] as number) * (weights[row] as number);
      for (let column = 0; column < row; column++) {
        const weight = weights[column] as number;
        if (weight === 0) continue;
        const other = this.#laws[this.#diffusive[column] as number]?.normals as Float64Array;
        for (let tick = 0; tick < this.grid.ticks; tick++)
          out[tick] = (out[tick] as number) + weight * (other[tick] as number);
      }
    }
  }

  #mixingRows(spec: WorldSpec): number[][] | undefined {
    const pairs = spec.market.correlations ?? [];
    if (pairs.length === 0) return undefined;
    const names = this.#diffusive.map((asset) => this.#laws[asset]?.name);
    const matrix = names.map((a) =>
      names.map((b) => {
        if (a === b) return 1;
        const pair = pairs.find(({ between: [x, y] }) => (x === a && y === b) || (x === b && y === a));
        return pair?.correlation ?? 0;
      }),
    );
    return cholesky(matrix);
  }
}
