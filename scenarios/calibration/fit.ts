/** What a fit says, whatever the law. */
import type { ModelReference } from '../../models/registry.ts';
import type { Border, LikelihoodFit } from './likelihood.ts';
import type { PriceHistory } from './price-history.ts';

export interface FittedParameter {
  /** As the scenario calls it. */
  readonly name: string;
  readonly value: number;
  /** From the observed information; undefined where the likelihood does not decide the value. */
  readonly standardError: number | undefined;
  readonly unit: string;
  /** Where it sits on the border of the range in which it was looked for. */
  readonly border: Border;
}

export interface Fit {
  readonly model: string;
  readonly parameters: readonly FittedParameter[];
  readonly logLikelihood: number;
  readonly freeParameters: number;
  readonly aic: number;
  readonly bic: number;
  /** The law as a scenario names it, at full precision. */
  readonly reference: ModelReference;
  /** What a reader must know before using it. */
  readonly notes: readonly string[];
}

/** A parameter as a figure of the likelihood's own values. */
export interface ReportedParameter {
  readonly name: string;
  readonly unit: string;
  readonly of: (values: readonly number[]) => number;
  /** Number of the coordinate whose border is this parameter's. */
  readonly coordinate: number;
}

export const PER_YEAR = 'per year';
export const PER_ROOT_YEAR = 'per √year';
export const PER_DAY = 'per day';
export const LOG_RETURN = 'log return';
export const FRACTION = 'fraction';

/** Every drift that the models take. */
const MOST_DRIFT = 50;

/** Puts a likelihood's end into the scenario's words. */
export function report(
  model: string,
  history: PriceHistory,
  fit: LikelihoodFit,
  reported: readonly ReportedParameter[],
  fixed: Readonly<Record<string, unknown>> = {},
  notes: readonly string[] = [],
): Fit {
  const parameters = reported.map(({ name, unit, of, coordinate }): FittedParameter => {
    const border = fit.borders[coordinate];
    const standardError = border === undefined ? fit.standardError(of) : undefined;
    return { name, value: of(fit.values), standardError, unit, border };
  });
  return complete(model, history, parameters, fit.logLikelihood, fit.values.length, fixed, notes);
}

/** Adds the criteria, the reference and the notes that hold for every law. */
export function complete(
  model: string,
  history: PriceHistory,
  parameters: readonly FittedParameter[],
  logLikelihood: number,
  freeParameters: number,
  fixed: Readonly<Record<string, unknown>>,
  notes: readonly string[],
): Fit {
  const all = [...notes];
  const values: Record<string, number> = {};
  for (const { name, value, standardError, border } of parameters) {
    values[name] = value;
    if (border !== undefined) all.push(`${name} sits on the ${border === 'low' ? 'floor' : 'ceiling'} of its range`);
    else if (standardError === undefined) all.push(`${name} has no standard error: the likelihood is flat there`);
    if (name !== 'drift') continue;
    if (Math.abs(value) > MOST_DRIFT) {
      values[name] = Math.sign(value) * MOST_DRIFT;
      all.push(`drift is cut to ${values[name]}, the most that a scenario takes`);
    } else if (standardError !== undefined && Math.abs(value) < 2 * standardError) {
      all.push('drift cannot be told from 0 and is left out of the fragment');
    }
  }
  return {
    model,
    parameters,
    logLikelihood,
    freeParameters,
    aic: 2 * freeParameters - 2 * logLikelihood,
    bic: freeParameters * Math.log(history.returns.length) - 2 * logLikelihood,
    reference: { model, start: history.lastPrice, ...values, ...fixed },
    notes: all,
  };
}
