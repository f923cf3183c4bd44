/** The adapter of every mechanism; one file per group, and a line here. */
import type { Adapters } from './adapter.ts';
import { chainFees } from './adapters/chain-fees.ts';
import { statistics } from './adapters/statistics.ts';

export const ADAPTERS: Adapters = { ...chainFees, ...statistics };
