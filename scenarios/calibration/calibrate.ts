/** From a price history to laws that a scenario can name: fits, what they give back of the history, and what to paste. */
import type { Registry } from '../../models/registry.ts';
import { type FallChances, FallCounter, fallChances, looksOf } from './fall-chances.ts';
import type { Fit } from './fit.ts';
import { fragmentOf } from './fragment.ts';
import { fitGarch } from './garch-fit.ts';
import { fitGbm } from './gbm-fit.ts';
import { type GoodnessRow, goodnessOfFit } from './goodness-of-fit.ts';
import { fitKou } from './kou-fit.ts';
import { fitMerton } from './merton-fit.ts';
import type { PriceHistory } from './price-history.ts';
import { type StressJumps, stressJumps } from './stress-jumps.ts';
import { judgeTail, type TailVerdict } from './tail.ts';

export const FITTED_MODELS = ['gbm', 'merton', 'kou', 'garch'] as const;
export type FittedModel = (typeof FITTED_MODELS)[number];

/** Names of the stress laws beside the fits. */
export const STRESS = 'stress';
export const STRESS_DAY = 'stress day';

export interface CalibrationOptions {
  readonly models: readonly FittedModel[];
  /** Name of the asset in the fragment. */
  readonly asset: string;
  /** Simulated histories behind the bands, and their seed. */
  readonly paths: number;
  readonly seed: string;
  /** Told before each part of the work. */
  readonly onStage?: (what: string) => void;
  readonly onPath?: (done: number) => void;
}

export interface Calibration {
  readonly history: Omit<PriceHistory, 'returns' | 'missing'> & { readonly returns: number };
  readonly fits: readonly Fit[];
  readonly goodness: readonly GoodnessRow[];
  /** By the name of the fit; `stress` beside them. */
  readonly tails: Readonly<Record<string, TailVerdict>>;
  readonly stress: StressJumps;
  /** Chances of a fall within a day; `stress` and `stress day` beside the fits. */
  readonly falls: FallChances;
  /** What the fragment switches on: of the fits that hold the tail on no more than the history's volatility the best by BIC, else `stress`. */
  readonly chosen: string;
  readonly fragment: string;
  readonly paths: number;
  readonly seed: string;
}

export function calibrate(history: PriceHistory, registry: Registry, options: CalibrationOptions): Calibration {
  const { models, asset, paths, seed, onStage, onPath } = options;
  onStage?.('fitting garch');
  const garch = fitGarch(history);
  const fitters: Readonly<Record<FittedModel, (history: PriceHistory) => Fit>> = {
    gbm: fitGbm,
    merton: fitMerton,
    kou: fitKou,
    garch: () => garch,
  };
  const fits = models
    .filter((model) => registry.has('price', model))
    .map((model) => {
      if (model !== 'garch') onStage?.(`fitting ${model}`);
      return fitters[model](history);
    });
  const stress = stressJumps(history, garch);
  const laws = Object.fromEntries([
    ...fits.map(({ model, reference }) => [model, reference]),
    [STRESS, stress.reference],
  ]);
  onStage?.(`simulating ${paths} histories of each law`);
  const counter = new FallCounter(looksOf(history.stepMillis));
  const onHistory = (law: string, prices: Float64Array): void => counter.add(law, prices);
  const goodness = goodnessOfFit(history, laws, registry, { paths, seed, onHistory, ...(onPath ? { onPath } : {}) });
  const tails = Object.fromEntries(Object.keys(laws).map((law) => [law, judgeTail(law, goodness)]));
  const holding = fits.filter(({ model }) => !tails[model].misses && tails[model].volatility !== 'above');
  const best = holding.reduce<Fit | undefined>((a, b) => (a === undefined || b.bic < a.bic ? b : a), undefined);
  const chosen = best?.model ?? STRESS;
  const { returns, missing: _, ...facts } = history;
  return {
    history: { ...facts, returns: returns.length },
    fits,
    goodness,
    tails,
    stress,
    falls: fallChances(history, { ...laws, [STRESS_DAY]: stress.stressDay }, counter),
    chosen,
    fragment: fragmentOf(history, fits, stress, tails, chosen, asset),
    paths,
    seed,
  };
}
