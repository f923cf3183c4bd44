/** Gates as the schema checks them. Apart from their grammar, which commands read before anything heavy is loaded. */
import { z } from 'zod';
import type { OutcomeKey, RatioKey } from '../models/outcome.ts';
import { parseGate } from './gates.ts';
import { METRIC_KEYS } from './statistic.ts';

const gateTexts = (metric: OutcomeKey | RatioKey) =>
  z
    .array(
      z.string().superRefine((text, context) => {
        const gate = parseGate(metric, text);
        if (typeof gate === 'string') context.addIssue({ code: 'custom', message: gate });
      }),
    )
    .optional();

export const gatesSchema = z
  .strictObject(Object.fromEntries(METRIC_KEYS.map((metric) => [metric, gateTexts(metric)])))
  .describe('limits by metric, e.g. badDebtUsd: ["p(99) < 2_000_000", "mean < 0.5%"]');
