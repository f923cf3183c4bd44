/**
 * When an oracle sends a report. `deviation-heartbeat`: when the observed price has moved by `deviation` against the last
 * report sent, or `heartbeat` after it. `interval`: at a fixed rhythm, whatever the price does.
 *
 * Source: Chainlink OCR (median reporting plugin: report if |new − old|/|old| ≥ threshold, or age exceeds the heartbeat).
 */
import { z } from 'zod';
import { zProperFraction, zSpan } from '../parameters.ts';
import { defineModel } from '../registry.ts';

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

export const interval = defineModel({
  family: 'publish',
  name: 'interval',
  title: 'reports at a fixed rhythm',
  params: z.strictObject({ every: zSpan }),
  create: ({ every }) => ({ deviation: Number.POSITIVE_INFINITY, heartbeat: every }),
});
