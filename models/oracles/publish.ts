/**
 * When an oracle sends a report. `deviation-heartbeat`: when the observed price has moved by `deviation` against the last
 * report sent, or `heartbeat` after it. `interval`: at a fixed rhythm, whatever the price does.
 *
 * Source: Chainlink OCR (median reporting plugin: report if |new − old|/|old| ≥ threshold, or age exceeds the heartbeat).
 */
import { z } from 'zod';
import { zProperFraction, zSpan } from '../parameters.ts';
import { defineModel } from '../registry.ts';

/**
 * A report is sent as soon as
 *
 *   |observed − last sent| / last sent ≥ deviation   or   age of the last one ≥ heartbeat
 *
 * with `deviation` a fraction above 0 and below 1 and `heartbeat` a duration above 0. The price is watched at every tick of the tape;
 * what is compared with is the report sent last, whether it has landed or not.
 *
 * Source: Chainlink OCR (median reporting plugin: report if |new − old|/|old| ≥ threshold, or age exceeds the heartbeat).
 */
export const deviationHeartbeat = defineModel({
  family: 'publish',
  name: 'deviation-heartbeat',
  title: 'reports when the price has moved, or after a while',
  source: 'Chainlink OCR median plugin',
  misleads: 'in a crash when landing is free: set the transaction so that it competes for block space',
  params: z.strictObject({
    deviation: zProperFraction.gt(0).describe('move that forces a report, e.g. 0.005'),
    heartbeat: zSpan.describe('longest time between reports'),
  }),
  create: ({ deviation, heartbeat }) => ({ deviation, heartbeat }),
});

/** A report every `every` (a duration above 0), whatever the price does: deviation = ∞, heartbeat = `every`. */
export const interval = defineModel({
  family: 'publish',
  name: 'interval',
  title: 'reports at a fixed rhythm',
  params: z.strictObject({ every: zSpan.describe('time between reports, a duration above 0') }),
  create: ({ every }) => ({ deviation: Number.POSITIVE_INFINITY, heartbeat: every }),
});
